"""The one table of what is kept and for how long. The page shows it; the jobs keep to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session

from app.erasing.operations import WAIT
from app.following.models import DIGESTS_KEPT
from app.foundation.access import Actor
from app.foundation.web.session import PARTICIPANT_DAYS
from app.group_invitations.operations import INVITATION_LIVES
from app.leaving.operations import UNUSED_FOR
from app.letters.operations import TRIED_FOR
from app.members.operations import LINK_LIVES, SESSION_LIVES
from app.retention import operations

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONTHS_OF_A_YEAR = 12
YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Something that is kept: what, why, for how long, and what happens then.

    `forget` is what the clock does then. Without it the row says in `until` how long it stays.
    """

    name: str
    what: LazyString
    why: LazyString
    then: LazyString
    time: timedelta | None = None
    until: LazyString | None = None
    forget: Callable[..., int] | None = None
    # Most things are old by real time; what stands on pages is old by the clock of the place.
    goes_by_the_place: bool = False

    @property
    def how_long(self) -> str:
        """Return the time in words."""
        return str(self.until) if self.time is None else in_words(self.time)

    def keep_to(
        self, session: Session, actor: Actor, *, real_now: datetime, place_now: datetime
    ) -> int:
        """Forget some of what is too old; return how many, 0 when there are none."""
        if self.forget is None or self.time is None:
            return 0
        now = place_now if self.goes_by_the_place else real_now
        return self.forget(session, actor, before=now - self.time, now=now)


def in_words(time: timedelta) -> str:
    """Write a time as people say it: 30 minutes, 1 hour, 90 days, 24 months."""
    if time < HOUR:
        return ngettext("%(num)s minute", "%(num)s minutes", time // timedelta(minutes=1))
    if time < DAY:
        return ngettext("%(num)s hour", "%(num)s hours", time // HOUR)
    if time % YEAR:
        return ngettext("%(num)s day", "%(num)s days", time.days)
    return ngettext("%(num)s month", "%(num)s months", time // YEAR * MONTHS_OF_A_YEAR)


TABLE = (
    Kept(
        name="asked_emails",
        what=_l("The e-mail that six numbers were sent to"),
        why=_l("So that the numbers work."),
        time=LINK_LIVES,
        then=_l("It is emptied, or at once when the numbers are used."),
        forget=operations.forget_asked_emails,
    ),
    Kept(
        name="tries",
        what=_l("Wrong tries at a code, a password or six numbers"),
        why=_l("So that nobody can guess for long."),
        time=HOUR,
        then=_l("They are deleted."),
        forget=operations.forget_tries,
    ),
    Kept(
        name="challenges",
        what=_l("A mark of the question that your passkey answered"),
        why=_l("So that nobody can use the same answer again."),
        time=HOUR,
        then=_l("It is deleted."),
        forget=operations.forget_challenges,
    ),
    Kept(
        name="address_marks",
        what=_l("A mark made from part of your network address"),
        why=_l("To notice a rush of new voices from one place."),
        time=DAY,
        then=_l("It is deleted."),
        forget=operations.forget_address_marks,
    ),
    Kept(
        name="codes",
        what=_l("Six numbers and links, scrambled, with a mark of the e-mail"),
        why=_l("So that nobody gets too many letters."),
        time=DAY,
        then=_l("They are deleted."),
        forget=operations.forget_codes,
    ),
    Kept(
        name="helping",
        what=_l("That somebody helped you to take part, or that you helped somebody, and how"),
        why=_l("So that your receipt can be printed, and nobody enters whole lists."),
        time=DAY,
        then=_l("It is deleted. What you said stays yours."),
        forget=operations.forget_helping,
    ),
    Kept(
        name="waiting_letters",
        what=_l("A letter to you that could not be sent yet"),
        why=_l("We try again. One with six numbers only for half an hour."),
        time=TRIED_FOR,
        then=_l("Its address and words are emptied. When it is sent, they are emptied at once."),
        forget=operations.give_up_letters,
    ),
    Kept(
        name="words_to_remove",
        what=_l("Words that you asked us to remove, after others could read them"),
        why=_l("So that you can still keep them. They show nowhere."),
        time=WAIT,
        then=_l("They are gone for good."),
        forget=operations.erase_asked,
        goes_by_the_place=True,
    ),
    Kept(
        name="letters",
        what=_l("That a letter went, on which day and what for; not to whom"),
        why=_l("To see whether letters arrive."),
        time=timedelta(days=30),
        then=_l("It is deleted."),
        forget=operations.forget_letters,
    ),
    Kept(
        name="digests",
        what=_l("On which day we wrote to you about what you follow, and which needs it named"),
        why=_l("So that you get one letter a day at most, and none with words that were hidden."),
        time=DIGESTS_KEPT,
        then=_l("It is deleted."),
        forget=operations.forget_digests,
    ),
    Kept(
        name="followings",
        what=_l("What you follow, and how often we may write"),
        why=_l("So that we write about that, and nothing else."),
        until=_l("Until you stop following it"),
        then=_l("It is deleted."),
    ),
    Kept(
        name="group_followings",
        what=_l("That you follow what your group put forward, after you left that group"),
        why=_l("So that we write about that as long as you belong to it, and no longer."),
        time=DAY,
        then=_l("It is deleted. No letter is written from the day you left."),
        forget=operations.forget_group_followings,
        goes_by_the_place=True,
    ),
    Kept(
        name="invitations",
        what=_l("Name and e-mail of somebody who was invited to work here"),
        why=_l("So that the invitation works. After 7 days it does not."),
        time=timedelta(days=30),
        then=_l("They are deleted."),
        forget=operations.forget_invitations,
    ),
    Kept(
        name="asked_in",
        what=_l("Your e-mail, where a group asked you in"),
        why=_l("So that the letter works, for you alone."),
        time=INVITATION_LIVES,
        then=_l("It is emptied, or at once when you join or the letter is called back."),
        forget=operations.forget_asked_in,
    ),
    Kept(
        name="group_letters",
        what=_l("That a group asked somebody in, with a scrambled mark of the e-mail"),
        why=_l("So that nobody gets too many letters."),
        time=timedelta(days=30),
        then=_l("It is deleted."),
        forget=operations.forget_group_letters,
    ),
    Kept(
        name="group_phones",
        what=_l("The phone number of a group that asked to be let in"),
        why=_l("So that we can phone it once. Only those who phone see it."),
        time=timedelta(days=60),
        then=_l("It is emptied, or at once when the group is let in or not."),
        forget=operations.forget_phones,
        goes_by_the_place=True,
    ),
    Kept(
        name="group_names",
        what=_l("The name that you chose for your group"),
        why=_l("So that your group knows who you are there."),
        until=_l("Until your account goes"),
        then=_l("It is emptied. That somebody belonged to the group stays."),
    ),
    Kept(
        name="sessions",
        what=_l("That you are signed in on a phone or computer, and when you last sent something"),
        why=_l("So that you need not sign in each time. After 14 days without a visit it ends."),
        time=SESSION_LIVES,
        then=_l("You sign in again."),
        forget=operations.forget_sessions,
    ),
    Kept(
        name="work_sessions",
        what=_l("That somebody who works here is signed in, and when they last sent something"),
        why=_l("So that they see where they are signed in. After 12 hours it ends."),
        time=DAY,
        then=_l("It is deleted."),
        forget=operations.forget_work_sessions,
    ),
    Kept(
        name="browsers",
        what=_l("The scrambled number of a cookie"),
        why=_l("So that your phone or computer finds what you said."),
        time=timedelta(days=PARTICIPANT_DAYS),
        then=_l("It is deleted. Your code still works."),
        forget=operations.forget_browsers,
    ),
    Kept(
        name="put_away_words",
        what=_l("Words that do not show: sent back, hidden or taken back"),
        why=_l("So that you can change them, and we can put a mistake right."),
        time=YEAR,
        then=_l("The words are removed for good."),
        forget=operations.erase_put_away,
        goes_by_the_place=True,
    ),
    Kept(
        name="accounts",
        what=_l("An account that nobody uses: e-mail and password"),
        why=_l("So that you can come back. We write 30 days and 7 days before it goes."),
        time=UNUSED_FOR,
        then=_l("It is deleted. Your words stay, as words of a resident."),
        forget=operations.delete_unused_accounts,
    ),
    Kept(
        name="complaints",
        what=_l("A complaint about data: words, answer, how to reach you"),
        why=_l("To show what we did. The time begins when it is closed."),
        time=2 * YEAR,
        then=_l("They are emptied. Number and days stay in the register."),
        forget=operations.empty_complaints,
        goes_by_the_place=True,
    ),
    Kept(
        name="words",
        what=_l("Words that everyone can read"),
        why=_l("They are what the plan is made from."),
        until=_l("Until you have them removed"),
        then=_l("Code and days stay, and what came of it. No words."),
    ),
    Kept(
        name="voices",
        what=_l("Which needs matter to you too, and where you said you live"),
        why=_l("So that each person counts once."),
        until=_l("Until you take it back"),
        then=_l("It is deleted, and counts no more."),
    ),
    Kept(
        name="about_you",
        what=_l("What you told about yourself, if you did"),
        why=_l("To see whom we have not heard from. It is only counted."),
        until=_l("Until you remove it"),
        then=_l("It is deleted, and counts no more."),
    ),
    Kept(
        name="history",
        what=_l("What was done and when: numbers and kinds of acts, no words of yours"),
        why=_l("So that everyone can check what became of it."),
        until=_l("For good"),
        then=_l("Nothing in it leads to you once your name is taken off."),
    ),
    Kept(
        name="staff",
        what=_l("The name of staff who decide, and what they decided"),
        why=_l("Whoever decides for the public answers for it."),
        until=_l("For good"),
        then=_l("A sign-in is closed when somebody leaves."),
    ),
)
