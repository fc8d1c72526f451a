"""The twenty-four groups and bodies of the demo place."""

from app.demo.shapes_of_places import Organisation

ORGANISATIONS = (
    Organisation("coalbrae-community-kitchen", "Coalbrae Community Kitchen", "vcfse"),
    Organisation("pithead-mens-shed", "Pithead Men's Shed", "vcfse"),
    Organisation("harbour-parents-and-tots", "Harbour Parents and Tots", "vcfse"),
    Organisation("linksfield-tenants-and-residents", "Linksfield Tenants and Residents", "vcfse"),
    Organisation("millburn-youth-project", "Millburn Youth Project", "vcfse"),
    Organisation(
        "castle-braes-and-district-over-60s-network",
        "Castle Braes and District Over-60s Network",
        "vcfse",
    ),
    Organisation("northmuir-family-carers-circle", "Northmuir Family Carers Circle", "vcfse"),
    Organisation("glens-transport-group", "Glens Transport Group", "vcfse"),
    Organisation("braidvale-disability-voices", "Braidvale Disability Voices", "vcfse"),
    Organisation("polish-saturday-school", "Polish Saturday School", "vcfse"),
    Organisation("braidvale-voluntary-action", "Braidvale Voluntary Action", "vcfse"),
    Organisation("kirkbraid-food-larder", "Kirkbraid Food Larder", "vcfse"),
    Organisation("abbey-church", "Abbey Church", "faith"),
    Organisation(
        "weavers-green-mosque-and-cultural-centre",
        "Weavers' Green Mosque and Cultural Centre",
        "faith",
    ),
    Organisation("shorehead-traders", "Shorehead Traders", "business"),
    Organisation("braid-buses", "Braid Buses", "business"),
    Organisation("braid-housing-association", "Braid Housing Association", "housing"),
    Organisation("braidvale-council", "Braidvale Council", "public"),
    Organisation("braidvale-hscp", "Braidvale HSCP", "public"),
    Organisation("nhs-forthlands", "NHS Forthlands", "public"),
    Organisation("police", "Police", "public"),
    Organisation("fire-and-rescue", "Fire and Rescue", "public"),
    Organisation("shorehead-primary", "Shorehead Primary", "public"),
    Organisation("braidvale-public-service-branch", "Braidvale public service branch", "union"),
)

# What each is, by its sector, and those that differ.
KIND_OF_SECTOR = {
    "vcfse": "community_group",
    "faith": "faith_group",
    "business": "local_business",
    "housing": "housing_body",
    "public": "public_body",
    "union": "union",
}
OF_ANOTHER_KIND = {
    "braidvale-voluntary-action": "community_development",
    "braidvale-council": "council",
    "braidvale-hscp": "health_body",
    "nhs-forthlands": "health_body",
    "police": "police_or_fire",
    "fire-and-rescue": "police_or_fire",
    "shorehead-primary": "school_or_college",
}
