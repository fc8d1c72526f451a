"""The questions about oneself and their answers in words. Each may be left empty."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import SelectField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice

from app.about_you.choices import CHOICES, COMMUNITY, DECISION_MAKERS, RATHER_NOT, SERVICES
from app.about_you.models import Question
from app.foundation.web.forms import PortalForm

RATHER_NOT_WORDS = _l("I’d rather not say")
_YES_NO = {"yes": _l("Yes"), "no": _l("No")}
KIND_WORDS = {
    "resident": _l("I live here"),
    "parent": _l("Parent or carer of a child"),
    "family_carer": _l("I care for a family member or friend"),
    "young_11_15": _l("Young person, 11 to 15"),
    "young_16_17": _l("Young person, 16 or 17"),
    "young_18_25": _l("Young person, 18 to 25"),
    "older": _l("Older person"),
    "disabled": _l("Disabled person"),
    "care_experienced": _l("I have been in care"),
    "uses_services": _l("I use services now"),
    "volunteer": _l("Volunteer"),
    "works_in_services": _l("I work in services"),
    "vcfse_worker": _l("I work for a charity or community group"),
    "faith": _l("Faith group"),
    "business": _l("Local business"),
    "housing": _l("Housing"),
    "health": _l("Health"),
    "police_fire": _l("Police or fire service"),
    "councillor": _l("Councillor"),
    "senior_leader": _l("I lead a service or body"),
    "union": _l("Trade union"),
    "other_council": _l("Another council"),
    "researcher": _l("Researcher"),
}
GROUP_WORDS = (
    (_l("People and families"), COMMUNITY),
    (_l("Services and groups"), SERVICES),
    (_l("Those who decide or advise"), DECISION_MAKERS),
)
ANSWER_WORDS: Mapping[Question, Mapping[str, LazyString]] = {
    Question.KIND: KIND_WORDS,
    Question.AGE: {
        "under_16": _l("Under 16"),
        "16_17": _l("16 or 17"),
        "18_25": _l("18 to 25"),
        "26_44": _l("26 to 44"),
        "45_64": _l("45 to 64"),
        "65_74": _l("65 to 74"),
        "75_or_more": _l("75 or older"),
    },
    Question.DISABILITY: _YES_NO,
    Question.CARING: _YES_NO,
    Question.INCOME: {
        "getting_by": _l("Getting by"),
        "just_getting_by": _l("Just getting by"),
        "struggling": _l("Struggling"),
    },
    Question.ETHNICITY: {
        "white_scottish": _l("White: Scottish"),
        "white_british": _l("White: other British"),
        "white_irish": _l("White: Irish"),
        "white_gypsy_traveller": _l("White: Gypsy or Traveller"),
        "white_polish": _l("White: Polish"),
        "white_roma": _l("White: Roma"),
        "white_showperson": _l("White: Showman or Showwoman"),
        "white_other": _l("White: another group"),
        "mixed": _l("Mixed or multiple groups"),
        "asian": _l("Asian, Scottish Asian or British Asian"),
        "african": _l("African, Scottish African or British African"),
        "caribbean_or_black": _l("Caribbean or Black"),
        "arab": _l("Arab, Scottish Arab or British Arab"),
        "other": _l("Another group"),
    },
    Question.GENDER: {
        "woman": _l("Woman or girl"),
        "man": _l("Man or boy"),
        "another_way": _l("In another way"),
    },
    Question.CARE_EXPERIENCE: _YES_NO,
    Question.INTERNET: {
        "always": _l("Whenever I like"),
        "sometimes": _l("Sometimes"),
        "hardly": _l("Hardly ever"),
    },
    Question.YEARS_HERE: {
        "under_1": _l("Less than a year"),
        "1_to_5": _l("1 to 5 years"),
        "6_to_20": _l("6 to 20 years"),
        "over_20": _l("More than 20 years"),
        "not_here": _l("I don’t live here"),
    },
}
QUESTION_WORDS: Mapping[Question, LazyString] = {
    Question.KIND: _l("I am… (choose all that fit)"),
    Question.AGE: _l("How old are you?"),
    Question.DISABILITY: _l("Are you a disabled person?"),
    Question.CARING: _l("Do you look after somebody who could not do without you?"),
    Question.INCOME: _l("How do you get by on your money?"),
    Question.ETHNICITY: _l("What is your ethnic group?"),
    Question.GENDER: _l("How do you describe yourself?"),
    Question.CARE_EXPERIENCE: _l("Were you ever in care as a child?"),
    Question.INTERNET: _l("Can you use the internet?"),
    Question.YEARS_HERE: _l("How long have you lived here?"),
}


def _choices(question: Question) -> list[SelectChoice]:
    answers = [*ANSWER_WORDS[question].items(), (RATHER_NOT, RATHER_NOT_WORDS)]
    return [SelectChoice(code, words) for code, words in answers]


def _pick(question: Question) -> SelectField:
    choices = [SelectChoice("", _l("Left empty")), *_choices(question)]
    return SelectField(QUESTION_WORDS[question], choices=choices, default="")


class AboutYouForm(PortalForm):
    """All questions on one page."""

    kind = SelectMultipleField(QUESTION_WORDS[Question.KIND], choices=_choices(Question.KIND))
    age = _pick(Question.AGE)
    disability = _pick(Question.DISABILITY)
    caring = _pick(Question.CARING)
    income = _pick(Question.INCOME)
    ethnicity = _pick(Question.ETHNICITY)
    gender = _pick(Question.GENDER)
    care_experience = _pick(Question.CARE_EXPERIENCE)
    internet = _pick(Question.INTERNET)
    years_here = _pick(Question.YEARS_HERE)

    def validate_kind(self, field: SelectMultipleField) -> None:
        """Refuse a choice of kinds together with the wish to say none."""
        if RATHER_NOT in (field.data or []) and len(field.data or []) > 1:
            raise ValidationError(
                _l("Choose what fits you, or “I’d rather not say”. Both do not go together.")
            )

    def show(self, answers: Mapping[Question, Sequence[str]]) -> None:
        """Put what was told before into the boxes."""
        for question in CHOICES:
            given = list(answers.get(question, ()))
            self[question.value].data = (
                given if question is Question.KIND else given[0] if given else ""
            )

    def answers(self) -> dict[Question, list[str]]:
        """Return what was chosen; a question left empty is not among it."""
        chosen: dict[Question, list[str]] = {}
        for question in CHOICES:
            data = self[question.value].data
            given = list(data or []) if question is Question.KIND else [data] if data else []
            if given:
                chosen[question] = given
        return chosen
