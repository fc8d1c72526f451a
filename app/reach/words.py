"""What the numbers are about, in words, and which bodies stand beside which kind of people."""

from flask_babel import lazy_gettext as _l

from app.about_you.choices import COMMUNITY, DECISION_MAKERS, SERVICES
from app.organisations.models import OrganisationKind

KIND_WORDS = {
    "resident": _l("People who live here"),
    "parent": _l("Parents and carers of children"),
    "family_carer": _l("People who care for family or friends"),
    "young_11_15": _l("Young people, 11 to 15"),
    "young_16_17": _l("Young people, 16 or 17"),
    "young_18_25": _l("Young people, 18 to 25"),
    "older": _l("Older people"),
    "disabled": _l("Disabled people"),
    "care_experienced": _l("People who have been in care"),
    "uses_services": _l("People who use services now"),
    "volunteer": _l("Volunteers"),
    "works_in_services": _l("People who work in services"),
    "vcfse_worker": _l("Charities and community groups"),
    "faith": _l("Faith groups"),
    "business": _l("Local businesses"),
    "housing": _l("Housing"),
    "health": _l("Health"),
    "police_fire": _l("Police and fire service"),
    "councillor": _l("Councillors"),
    "senior_leader": _l("Those who lead services"),
    "union": _l("Trade unions"),
    "other_council": _l("Other councils"),
    "researcher": _l("Researchers"),
    "council_body": _l("Council services and public bodies"),
    "school": _l("Schools and colleges"),
    "national": _l("National and professional bodies"),
    "funder": _l("Funders"),
}
# Shown apart from all others, each in a row of its own.
APART = ("works_in_services", "uses_services")
PEOPLE = tuple(kind for kind in COMMUNITY if kind not in APART)
# Rows of bodies alone: nobody says of themselves that they are a school.
BODIES_ALONE = ("council_body", "school", "national", "funder")
PARTNERS = (*(kind for kind in SERVICES if kind not in APART), *DECISION_MAKERS, *BODIES_ALONE)
BODIES_OF = {
    "vcfse_worker": (
        OrganisationKind.COMMUNITY_GROUP,
        OrganisationKind.CHARITY,
        OrganisationKind.SOCIAL_ENTERPRISE,
        OrganisationKind.COMMUNITY_DEVELOPMENT,
    ),
    "faith": (OrganisationKind.FAITH_GROUP,),
    "business": (OrganisationKind.LOCAL_BUSINESS,),
    "housing": (OrganisationKind.HOUSING_BODY,),
    "health": (OrganisationKind.HEALTH_BODY,),
    "police_fire": (OrganisationKind.POLICE_OR_FIRE,),
    "union": (OrganisationKind.UNION,),
    "other_council": (OrganisationKind.OTHER_COUNCIL,),
    "council_body": (
        OrganisationKind.COUNCIL,
        OrganisationKind.COUNCIL_SERVICE,
        OrganisationKind.PUBLIC_BODY,
    ),
    "school": (OrganisationKind.SCHOOL_OR_COLLEGE,),
    "national": (OrganisationKind.NATIONAL_BODY, OrganisationKind.PROFESSIONAL_ASSOCIATION),
    "funder": (OrganisationKind.FUNDER,),
}
