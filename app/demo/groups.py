"""What the groups and bodies of the demo place say of themselves, and what they stand behind."""

from datetime import date

from app.demo.shapes_of_places import Backing, GroupFacts, GroupMember, WaitingGroup
from app.demo.vocabulary import ALL_AREAS

ALL = ALL_AREAS

GROUP_FACTS = {
    "coalbrae-community-kitchen": GroupFacts(
        about="We cook together twice a week. Nobody pays, and nobody asks why you came.",
        areas=("CO",),
        knows_place="the Rows, Pithead and Lampfield",
        knows_interest="families who eat with us",
        speaks_for=120,
        how_counted="People who ate with us at least twice this winter",
        how_asked="meeting",
        reach="The old school canteen, Tuesdays from four",
    ),
    "pithead-mens-shed": GroupFacts(
        about="We mend things for anyone, and talk while we do it.",
        areas=("CO",),
        knows_interest="men who live alone",
        speaks_for=34,
        how_counted="Men who came this month",
        how_asked="everyone",
    ),
    "harbour-parents-and-tots": GroupFacts(
        about="A morning each week for parents and small children, in the pier hall.",
        areas=("HL",),
        knows_identity="parents of under-fives",
        speaks_for=46,
        how_counted="Families on our list",
        how_asked="everyone",
    ),
    "linksfield-tenants-and-residents": GroupFacts(
        about="We speak with landlords about damp, repairs and the stairs.",
        areas=("HL",),
        knows_place="Linksfield",
        speaks_for=210,
        how_counted="Households that joined",
        how_asked="meeting",
    ),
    "millburn-youth-project": GroupFacts(
        about="A place for young people after school, run with them.",
        areas=("MI",),
        knows_identity="young people of 11 to 18",
        speaks_for=95,
        how_counted="Young people who come in a month",
        how_asked="everyone",
    ),
    "castle-braes-and-district-over-60s-network": GroupFacts(
        about="We ring each other, meet for lunch, and see that nobody is forgotten.",
        areas=("CB",),
        knows_identity="people over 60",
        speaks_for=310,
        how_counted="Members who paid this year",
        how_asked="everyone",
    ),
    "northmuir-family-carers-circle": GroupFacts(
        about="People who look after somebody at home meet here and get their breath back.",
        areas=("NM",),
        knows_identity="family carers",
        speaks_for=58,
        how_counted="Carers on our list",
        how_asked="meeting",
    ),
    "glens-transport-group": GroupFacts(
        about="We run a minibus for people in the glens, and for whoever needs it on the way.",
        areas=("GL", "CO"),
        knows_interest="people without a car",
        speaks_for=140,
        how_counted="Passengers this year",
        how_asked="committee",
    ),
    "braidvale-disability-voices": GroupFacts(
        about="Disabled people who speak for themselves.",
        areas=ALL,
        knows_identity="disabled people",
        speaks_for=175,
        how_counted="Members",
        how_asked="everyone",
    ),
    "polish-saturday-school": GroupFacts(
        about="Polish lessons for children on Saturdays, and help for parents with letters.",
        areas=("KT",),
        knows_identity="Polish families",
        speaks_for=70,
        how_counted="Families with a child in class",
        how_asked="meeting",
    ),
    "braidvale-voluntary-action": GroupFacts(
        about="We help community groups to start, to find money and to work together.",
        areas=ALL,
        speaks_for=260,
        how_counted="Groups that belong to us, counted as groups",
        how_asked="meeting",
    ),
    "kirkbraid-food-larder": GroupFacts(
        about="Food that would be thrown away, for whoever can use it.",
        areas=("KT", "CO"),
        knows_interest="people who are short of money",
        speaks_for=85,
        how_counted="Households that came this month",
        how_asked="not_yet",
    ),
    "abbey-church": GroupFacts(
        about="A church with a warm hall that anyone may use.",
        areas=("KT",),
        speaks_for=160,
        how_counted="Members of the congregation",
        how_asked="committee",
    ),
    "weavers-green-mosque-and-cultural-centre": GroupFacts(
        about="Prayer, lessons, and a women's group that cooks in nine languages.",
        areas=("MI",),
        knows_identity="Muslim families",
        speaks_for=400,
        how_counted="Families who come on Fridays",
        how_asked="meeting",
    ),
    "shorehead-traders": GroupFacts(
        about="Shops and cafés by the harbour.",
        areas=("HL",),
        speaks_for=28,
        how_counted="Shops that joined",
        how_asked="meeting",
    ),
    "braid-buses": GroupFacts(about="We run most of the buses here.", areas=ALL),
    "braid-housing-association": GroupFacts(about="We own and mend about 3,000 homes.", areas=ALL),
    "braidvale-council": GroupFacts(
        about="Schools, roads, homes, parks and care, for all of Braidvale.",
        areas=ALL,
    ),
    "braidvale-hscp": GroupFacts(
        about="Health and social care, run by council and health service together.",
        areas=ALL,
    ),
    "nhs-forthlands": GroupFacts(about="Doctors, clinics and hospitals.", areas=ALL),
    "police": GroupFacts(about="The police in Braidvale.", areas=ALL),
    "fire-and-rescue": GroupFacts(about="The fire and rescue service in Braidvale.", areas=ALL),
    "shorehead-primary": GroupFacts(about="A primary school by the harbour.", areas=("HL",)),
    "braidvale-public-service-branch": GroupFacts(
        about="People who work in public services, and their union.",
        areas=ALL,
        speaks_for=1_150,
        how_counted="Members of the branch",
        how_asked="meeting",
    ),
}

# Accounts of people who belong to a group; they sign in with six numbers by e-mail.
GROUP_MEMBERS = (
    GroupMember(
        "moira.lennox@braidvale.example", "Moira", "coalbrae-community-kitchen", leads=True
    ),
    GroupMember("sam.okafor@braidvale.example", "Sam", "coalbrae-community-kitchen"),
    GroupMember(
        "jean.ballantyne@braidvale.example",
        "Jean",
        "castle-braes-and-district-over-60s-network",
        leads=True,
    ),
    GroupMember("tomasz.wilk@braidvale.example", "Tomasz", "polish-saturday-school", leads=True),
)
# Asked into the kitchen by its lead, and not come yet.
ASKED_IN = "gordon.petrie@braidvale.example"
TRUSTED = (
    "castle-braes-and-district-over-60s-network",
    "They have brought what their members said for two years, and always told us how they asked.",
    date(2026, 1, 19),
)
WAITING = WaitingGroup(
    slug="grandparents-network-on-the-rows",
    name="Grandparents' Network on the Rows",
    asked_on=date(2026, 2, 28),
    asked_by="shona.muir@braidvale.example",
    asked_by_name="Shona",
    # A number that nobody has: it is kept for made-up stories.
    call_phone="01632 960 177",
    kind="community_group",
    facts=GroupFacts(
        about="Grandparents who look after the children of the street after school.",
        areas=("CO",),
        knows_place="the Rows",
        knows_identity="grandparents",
        speaks_for=19,
        how_counted="Grandparents who take turns",
        how_asked="everyone",
    ),
)
# Which group stands behind which need, beside the people who say so.
BACKINGS = (
    Backing("coalbrae-community-kitchen", ("N-0001", "N-0004", "N-0039"), date(2026, 2, 9)),
    Backing("pithead-mens-shed", ("N-0022",), date(2026, 2, 10)),
    Backing("glens-transport-group", ("N-0001", "N-0030"), date(2026, 2, 3)),
    Backing("kirkbraid-food-larder", ("N-0011",), date(2026, 2, 12)),
    Backing("harbour-parents-and-tots", ("N-0004", "N-0007"), date(2026, 2, 5)),
    Backing("millburn-youth-project", ("N-0009", "N-0010"), date(2026, 2, 6)),
    Backing("northmuir-family-carers-circle", ("N-0014",), date(2026, 2, 13)),
    Backing("braidvale-disability-voices", ("N-0015", "N-0016", "N-0020"), date(2026, 2, 16)),
    Backing("castle-braes-and-district-over-60s-network", ("N-0001",), date(2026, 2, 17)),
    Backing("weavers-green-mosque-and-cultural-centre", ("N-0027",), date(2026, 2, 18)),
)
