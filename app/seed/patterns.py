"""Sixty sentence patterns under twelve themes, and what stands in their gaps; all made up."""

from app.seed.patterns_a import THEMES_A
from app.seed.patterns_b import THEMES_B
from app.seed.patterns_c import THEMES_C

THEMES = THEMES_A + THEMES_B + THEMES_C
# Each with the position of its theme.
PATTERNS = tuple(
    (pattern, position) for position, theme in enumerate(THEMES) for pattern in theme.patterns
)
_STREET_NAMES = (
    "Alder",
    "Bakehouse",
    "Bellfield",
    "Birkenshaw",
    "Brewery",
    "Cairnie",
    "Cobbler",
    "Cooper",
    "Dairy",
    "Dovecot",
    "Eildon",
    "Fairgreen",
    "Ferrier",
    "Foundry",
    "Gowan",
    "Hawthorn",
    "Inchmore",
    "Ivybank",
    "Kelpie",
    "Laverock",
    "Lintmill",
    "Mercat",
    "Nettlehill",
    "Orchil",
    "Peewit",
    "Quernstone",
    "Rowanlea",
    "Saltpan",
    "Skerry",
    "Tannery",
    "Thistlebrae",
    "Tollgate",
    "Umberton",
    "Vennel",
    "Weir",
    "Whinfield",
    "Willowpark",
    "Yarrow",
)
_STREET_KINDS = (
    "Avenue",
    "Brae",
    "Court",
    "Crescent",
    "Gardens",
    "Lane",
    "Road",
    "Street",
    "Terrace",
    "Wynd",
)
STREETS = tuple(f"{name} {kind}" for name in _STREET_NAMES for kind in _STREET_KINDS)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
