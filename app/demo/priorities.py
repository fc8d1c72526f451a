"""What is on the list of each area, and the twenty on the list of the whole place.

The list of the whole place was made by the rule: each area's first by right, a small group with a
big need by right, and the rest by the fair score. Northmuir's first is shared by two. Coalbrae
lists themes, for there a single need that only Coalbrae has comes before all others.
"""

from app.demo.needs import NEEDS
from app.demo.shapes_of_plan import Priority
from app.demo.themes import THEMES
from app.demo.vocabulary import WHOLE_PLACE, AreaCode

_LISTED_ON = {need.code: need.grouped_on for need in NEEDS} | {
    theme.code: theme.made_on for theme in THEMES
}

_FIRST = "first_in_area"
_SMALL_GROUP = "small_group_big_need"

# The subjects of the whole place; the second word says by which right one is on the list.
_OF_THE_WHOLE_PLACE = (
    ("N-0001", _FIRST),
    ("N-0002", ""),
    ("N-0003", _FIRST),
    ("N-0004", _FIRST),
    ("N-0005", ""),
    ("N-0006", ""),
    ("N-0007", ""),
    ("N-0009", _FIRST),
    ("N-0011", ""),
    ("N-0012", ""),
    ("N-0013", ""),
    ("N-0016", _SMALL_GROUP),
    ("N-0017", _SMALL_GROUP),
    ("N-0021", ""),
    ("N-0024", ""),
    ("N-0025", ""),
    ("N-0029", _FIRST),
    ("N-0031", _FIRST),
    ("N-0036", ""),
    ("N-0037", _FIRST),
)

_OF_AREAS: dict[AreaCode, tuple[str, ...]] = {
    "HL": ("N-0004", "N-0011", "N-0001", "N-0002", "N-0019"),
    "MI": ("N-0009", "N-0002", "N-0001", "N-0007", "N-0013"),
    "CB": ("N-0003", "N-0032", "N-0006", "N-0005", "N-0001"),
    "NM": ("N-0037", "N-0031", "N-0022", "N-0011", "N-0001"),
    "GL": ("N-0001", "N-0008", "N-0030", "N-0002", "N-0006"),
    "KT": ("N-0001", "N-0002", "N-0032", "N-0003", "N-0015"),
    "CO": ("T-0001", "T-0002", "T-0003", "T-0009", "T-0006"),
}

PRIORITIES = tuple(
    Priority(place=WHOLE_PLACE, subject=code, listed_on=_LISTED_ON[code], by_right=right)
    for code, right in _OF_THE_WHOLE_PLACE
) + tuple(
    Priority(place=area, subject=code, listed_on=_LISTED_ON[code])
    for area, codes in _OF_AREAS.items()
    for code in codes
)
