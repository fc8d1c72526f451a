"""What somebody complains of, and what an administrator answers."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, ValidationError
from wtforms.fields.choices import SelectChoice

from app.complaints.models import LONGEST_WAY, ComplaintAbout, Finding
from app.complaints.operations import ComplaintWords
from app.foundation.text.plain import says_something
from app.foundation.web.forms import LineField, PortalForm, WordsField
from app.members.forms import EmailField
from app.needs.models import WORDS_LENGTH

ABOUT_WORDS = {
    ComplaintAbout.SHOWS: _l("Something about me shows here"),
    ComplaintAbout.NOT_REMOVED: _l("Something I wanted removed is still there"),
    ComplaintAbout.NOT_SHOWN: _l("I could not see what is kept about me"),
    ComplaintAbout.WRONG: _l("Something about me is wrong"),
    ComplaintAbout.OTHER: _l("Something else"),
}
FINDING_WORDS = {
    Finding.RIGHT: _l("They are right: we put it right"),
    Finding.PARTLY: _l("They are partly right"),
    Finding.NOT_RIGHT: _l("We did nothing wrong, and say why"),
}


class EmailOrNone(EmailField):
    """An e-mail that may be left out."""

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: FBT001
        """Check it only where there is one."""
        if (self.data or "").strip():
            super().post_validate(form, validation_stopped)
        else:
            self.data = ""


class WordsOfSomebody(WordsField):
    """A box that must hold words, and not too many."""

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: FBT001
        """Ask for words; refuse what is too long, with the text kept."""
        if self.errors:
            return
        if not says_something(self.data or ""):
            raise ValidationError(_l("Write a few words."))
        if len(self.data or "") > WORDS_LENGTH:
            raise ValidationError(
                _l("Make this %(most)s characters or fewer.", most=f"{WORDS_LENGTH:,}")
            )


class ComplaintForm(PortalForm):
    """A complaint: what it is about, what happened, and how to answer if an answer is wanted."""

    about = RadioField(
        _l("What is it about?"),
        choices=[SelectChoice(about.value, words) for about, words in ABOUT_WORDS.items()],
        validate_choice=False,
    )
    words = WordsOfSomebody(
        _l("What happened?"),
        description=_l("Say what you want us to do, too. Codes such as N-0142 help us find it."),
    )
    email = EmailOrNone(
        _l("Your e-mail (you can leave this empty)"),
        description=_l("We write to it that your complaint came, and what we answer."),
    )
    other_way = LineField(
        _l("Another way to reach you (you can leave this empty)"),
        description=_l("A phone number or an address."),
    )

    def validate_about(self, field: RadioField) -> None:
        """Ask what it is about."""
        if field.data not in set(ComplaintAbout):
            raise ValidationError(_l("Choose what it is about."))

    def validate_other_way(self, field: LineField) -> None:
        """Refuse what does not fit on one line."""
        if len(field.data or "") > LONGEST_WAY:
            raise ValidationError(_l("Make this %(most)s characters or fewer.", most=LONGEST_WAY))

    def typed(self) -> ComplaintWords:
        """Return what was typed, as the operation takes it."""
        return ComplaintWords(
            about=ComplaintAbout(self.about.data),
            words=self.words.data or "",
            email=self.email.data or "",
            other_way=self.other_way.data or "",
        )


class AnswerForm(PortalForm):
    """An answer, and what came of it."""

    finding = RadioField(
        _l("What came of it?"),
        choices=[SelectChoice(finding.value, words) for finding, words in FINDING_WORDS.items()],
        validate_choice=False,
    )
    answer = WordsOfSomebody(
        _l("Your answer"),
        description=_l("Say what you found and what you did. The letter names the Commissioner."),
    )

    def validate_finding(self, field: RadioField) -> None:
        """Ask what came of it."""
        if field.data not in set(Finding):
            raise ValidationError(_l("Choose what came of it."))
