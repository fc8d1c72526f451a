"""How values that stand in the file by a code read on the page. The file keeps its codes."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.about_you.choices import RATHER_NOT
from app.about_you.forms import ANSWER_WORDS, QUESTION_WORDS, RATHER_NOT_WORDS
from app.complaints.forms import ABOUT_WORDS
from app.following.forms import HOW_OFTEN_WORDS
from app.history.things import SUBJECT_WORDS
from app.moderation.forms import REASON_WORDS
from app.needs.words import PROGRESS_VERB
from app.sending.forms import BARRIER_WORDS
from app.staff.forms import ROLE_WORDS

_CHANNELS = {
    "online": _l("On this site"),
    "paper": _l("On paper"),
    "phone": _l("By phone"),
    "workshop": _l("In a workshop"),
    "home_visit": _l("At home"),
    "stall": _l("At a stall"),
    "recorded": _l("As a recording"),
    "imported": _l("From an earlier list"),
}
_HISTORY = {
    "put forward": _l("Words were put forward."),
    "changed the words": _l("The words were changed."),
    "took back": _l("The words were taken back."),
    "published": _l("A moderator let everyone see it."),
    "asked for a change": _l("A moderator asked for a change."),
    "hid": _l("A moderator hid it."),
    "joined with another need": _l("A moderator joined it with another need."),
    "another need was joined to this": _l("Another need was joined to it."),
    "a joined need was taken back": _l("A need that was joined to it was taken back."),
    "stands by itself again": _l("It stands by itself again."),
    "corrected the area": _l("A moderator corrected the area."),
    "undid a decision": _l("A moderator undid a decision."),
    "put under a theme": _l("It was put under a theme."),
    "taken out of a theme": _l("It was taken out of a theme."),
    "asked to remove the words": _l("Somebody asked to have the words removed."),
    "kept the words after all": _l("The words were kept after all."),
    "removed the words": _l("The words were removed for good."),
    "told about themselves": _l("You told us about yourself."),
    "told nothing about themselves": _l("You chose to tell nothing about yourself."),
    "removed what they told about themselves": _l("You removed what you told about yourself."),
    "took the name off": _l("Your name was taken off."),
    "joined two voices": _l("Two voices became one."),
    "became part of an older voice": _l("Your voice became part of an older one."),
    "let a held voice count": _l("Your voice was checked, and counts now."),
    "joined with an e-mail": _l("You joined with your e-mail."),
    "put a voice with an account": _l("What you said was put with your account."),
    "changed a password": _l("The password was changed."),
    "changed an e-mail": _l("The e-mail was changed."),
    "signed out everywhere": _l("You signed out everywhere."),
    "signed out one browser": _l("You signed out in one browser."),
    "added a passkey": _l("A passkey was added."),
    "renamed a passkey": _l("A passkey got another name."),
    "took a passkey away": _l("A passkey was taken away."),
    "asked for a group": _l("You asked for a group."),
    "asked somebody into a group": _l("You asked somebody into a group."),
    "called an invitation back": _l("You called an invitation back."),
    "changed what a group says of itself": _l("You changed what a group says of itself."),
    "joined a group": _l("You joined a group."),
    "became a lead of a group": _l("You became a lead of a group."),
    "made a lead of a group": _l("Somebody became a lead of a group."),
    "made a member of a group": _l("Somebody became a member of a group."),
    "set a last day in a group": _l("A last day in a group was set."),
    "left a group": _l("You left a group."),
    "an account left a group": _l("You left a group."),
    "ended a membership of a group": _l("Somebody’s time in a group was ended."),
    "backed a need as a group": _l("You let your group stand behind a need."),
    "took a group's backing back": _l("Your group does not stand behind a need any more."),
    "complained about data": _l("You complained about your data."),
    "began to help": _l("Typing for somebody began."),
    "ended helping": _l("The help ended."),
    "chose letters: daily": _l("You chose to get letters once a day."),
    "chose letters: weekly": _l("You chose to get letters once a week."),
    "chose letters: none": _l("You chose to get no letters."),
}
_LETTERS = {
    "sign_in_code": _l("Six numbers to sign in"),
    "new_address": _l("Six numbers to change your e-mail"),
    "leaving_code": _l("Six numbers to delete your account"),
    "address_changed": _l("That your e-mail was changed"),
    "locks_changed": _l("That a way to sign in was changed"),
    "account_deleted": _l("That your account is deleted"),
    "account_unused": _l("That your account was not used for long"),
    "complaint_received": _l("That your complaint came"),
    "complaint_answered": _l("The answer to your complaint"),
    "locks_wait": _l("That a lost lock waits to be opened"),
    "digest": _l("News about what you follow"),
    "forgotten_password": _l("Six numbers in place of a forgotten password"),
    "group_invitation": _l("An invitation into a group"),
    "group_let_in": _l("That your group was let in"),
    "group_refused": _l("That your group was not let in"),
    "group_lead": _l("That you lead a group"),
}
_THINGS = {
    "need": _l("A need"),
    "theme": _l("A theme"),
    "action": _l("An action"),
    "outcome": _l("An outcome"),
    "place": _l("A place"),
    "own_words": _l("What you said yourself"),
    "participant": _l("Your voice"),
    "member": _l("Your account"),
    "organisation": _l("A group"),
    "group": _l("What your group put forward"),
    "data_complaint": _l("A complaint"),
    "helping": _l("Help"),
}
_REASONS = {
    **{reason.value: words for reason, words in REASON_WORDS.items()},
    "own_wish": _l("You asked for it on this site"),
    "by_letter": _l("Asked by letter"),
    "by_phone": _l("Asked by phone"),
    "in_person": _l("Asked in person"),
    "names_somebody": _l("It names somebody"),
}
_ANSWERS = {code: words for given in ANSWER_WORDS.values() for code, words in given.items()}
_BY_PATH: Mapping[str, Mapping[str, LazyString | str]] = {
    "account.letters_on_their_way.kind": _LETTERS,
    "follows.how_often_we_write": {each.value: words for each, words in HOW_OFTEN_WORDS.items()},
    "follows.things.kind": _THINGS,
    "needs.what_gets_in_the_way": {each.value: words for each, words in BARRIER_WORDS.items()},
    "needs.reached_us": _CHANNELS,
    "needs.put_forward_as": {"resident": _l("For yourself"), "group": _l("For a group")},
    "needs.answers_from_moderators.what": {
        "publish": _l("Let everyone see it"),
        "return": _l("Asked for a change"),
        "hide": _l("Hid it"),
        "merge": _l("Joined it with another need"),
        "correct_area": _l("Corrected the area"),
    },
    "supports.reached_us": _CHANNELS,
    "roles.role": {role.value: words for role, words in ROLE_WORDS.items()},
    "acts.about": SUBJECT_WORDS,
    "helped.reached_us": _CHANNELS,
    "helped_others.reached_us": _CHANNELS,
    "about_you.question": {each.value: words for each, words in QUESTION_WORDS.items()},
    "about_you.answer": {**_ANSWERS, RATHER_NOT: RATHER_NOT_WORDS},
    "groups.role": {"lead": _l("Lead"), "member": _l("Member")},
    "complaints.about": {each.value: words for each, words in ABOUT_WORDS.items()},
    "history.what": _HISTORY,
    "history.about": _THINGS,
    "history.reason": _REASONS,
}


def in_words(value: str, path: str) -> str:
    """Return how a value reads that stands under this name; words of people stay as they are."""
    known = _BY_PATH.get(path)
    if known is None:
        return value
    if path == "history.what" and value.startswith(PROGRESS_VERB):
        return str(_l("What became of it was changed."))
    found = known.get(value)
    return str(found) if found is not None else value.replace("_", " ").capitalize()
