"""The plan of the demo place: six changes we want and all eighteen actions."""

from datetime import date

from app.demo.actions_a import ACTIONS_A
from app.demo.actions_b import ACTIONS_B
from app.demo.actions_c import ACTIONS_C
from app.demo.shapes_of_plan import Outcome

PLAN_AGREED_ON = date(2024, 6, 12)

OUTCOMES = (
    Outcome(
        code="O-0001",
        name="Families get help early, near home",
        good_looks_like="Help comes early, from someone who knows us.",
        for_whom="Families who ask for help, and those who have not dared to yet",
        lead="braidvale-hscp",
        lead_role="Head of Children and Families",
        agreed_on=PLAN_AGREED_ON,
    ),
    Outcome(
        code="O-0002",
        name="Every child has the best start",
        good_looks_like=(
            "Children grow up loved, safe and near the people they love. Both parents are welcome."
        ),
        for_whom="Children under five and those who look after them",
        lead="braidvale-council",
        lead_role="Head of Early Years",
        agreed_on=PLAN_AGREED_ON,
    ),
    Outcome(
        code="O-0003",
        name="Young people belong and have a say",
        good_looks_like="Young people decide things, and do not just get asked.",
        for_whom="People aged 11 to 25",
        lead="millburn-youth-project",
        lead_role="Project lead",
        agreed_on=PLAN_AGREED_ON,
    ),
    Outcome(
        code="O-0004",
        name="People have enough to live on",
        good_looks_like=(
            "Nobody goes without food or heat, and asking for help does not make you feel small."
        ),
        for_whom="Families who are struggling with money",
        lead="braidvale-voluntary-action",
        lead_role="Chief officer",
        agreed_on=PLAN_AGREED_ON,
    ),
    Outcome(
        code="O-0005",
        name="People can get where they need to be and have places to meet",
        good_looks_like=(
            "Work, school, clinic and home join up by bus. Every area has a warm place that costs "
            "nothing."
        ),
        for_whom="Everyone, and first of all people with no car",
        lead="glens-transport-group",
        lead_role="Chair, with the council's transport manager",
        agreed_on=PLAN_AGREED_ON,
    ),
    Outcome(
        code="O-0006",
        name="People are listened to and services work as one",
        good_looks_like="You tell your story once, and you hear what came of it.",
        for_whom="Everyone who uses a service",
        lead="braidvale-council",
        lead_role="Partnership manager",
        agreed_on=PLAN_AGREED_ON,
    ),
)

ACTIONS = ACTIONS_A + ACTIONS_B + ACTIONS_C
