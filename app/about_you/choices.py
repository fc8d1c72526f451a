"""What can be answered, by code. Values only; the words stand in `forms`."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from app.about_you.models import Question

RATHER_NOT = "rather_not_say"
YES_NO = ("yes", "no")

# In three groups, as the table of who took part shows them.
COMMUNITY = (
    "resident", "parent", "family_carer", "young_11_15", "young_16_17", "young_18_25", "older",
    "disabled", "care_experienced", "uses_services", "volunteer",
)  # fmt: skip
SERVICES = (
    "works_in_services", "vcfse_worker", "faith", "business", "housing", "health", "police_fire",
)  # fmt: skip
DECISION_MAKERS = ("councillor", "senior_leader", "union", "other_council", "researcher")
KINDS = COMMUNITY + SERVICES + DECISION_MAKERS

CHOICES: Mapping[Question, tuple[str, ...]] = MappingProxyType(
    {
        Question.KIND: KINDS,
        Question.AGE: (
            "under_16", "16_17", "18_25", "26_44", "45_64", "65_74", "75_or_more",
        ),
        Question.DISABILITY: YES_NO,
        Question.CARING: YES_NO,
        Question.INCOME: ("getting_by", "just_getting_by", "struggling"),
        # The groups of Scotland's census.
        Question.ETHNICITY: (
            "white_scottish", "white_british", "white_irish", "white_gypsy_traveller",
            "white_polish", "white_roma", "white_showperson", "white_other", "mixed", "asian",
            "african", "caribbean_or_black", "arab", "other",
        ),
        Question.GENDER: ("woman", "man", "another_way"),
        Question.CARE_EXPERIENCE: YES_NO,
        Question.INTERNET: ("always", "sometimes", "hardly"),
        Question.YEARS_HERE: ("under_1", "1_to_5", "6_to_20", "over_20", "not_here"),
    }
)  # fmt: skip


def is_answer(question: Question, answers: Iterable[str]) -> bool:
    """Tell whether these are answers to a question: one, or several kinds, or rather not."""
    given = set(answers)
    if RATHER_NOT in given or question is not Question.KIND:
        return len(given) <= 1 and given <= {*CHOICES[question], RATHER_NOT}
    return given <= set(CHOICES[question])
