"""Who says so: for each need, people online by area and people in rooms by gathering.

Online figures stand in the order of `AREA_CODES`: Harbour and Links, Millburn, Castle Braes,
Northmuir, the Glens, Kirkbraid Town, Coalbrae. Figures of rooms stand in the order of the
gatherings, W-01 to W-13. No figure passes the people heard in that area in that way, nor the
people at a gathering who were not heard online as well.
"""

from datetime import date

from app.demo.conversations import GATHERINGS
from app.demo.shapes_of_needs import Campaign, Spread
from app.demo.vocabulary import AREA_CODES, AreaCode

SPREADS = (
    Spread("N-0001", (71, 58, 55, 53, 66, 37, 9), (25, 0, 12, 13, 0, 0, 16, 6, 0, 17, 22, 9, 12)),
    Spread("N-0002", (64, 55, 47, 42, 21, 35, 7), (11, 13, 14, 14, 0, 9, 14, 7, 8, 12, 9, 9, 13)),
    Spread("N-0003", (76, 50, 204, 36, 19, 49, 7), (1, 1, 1, 2, 1, 1, 1, 6, 1, 1, 1, 1, 2)),
    Spread("N-0004", (111, 0, 0, 0, 0, 0, 7), (10, 13, 16, 17, 12, 0, 0, 0, 0, 0, 0, 1, 2)),
    Spread("N-0005", (28, 26, 58, 16, 14, 22, 2), (7, 4, 7, 8, 0, 7, 11, 6, 4, 7, 8, 8, 11)),
    Spread("N-0006", (35, 23, 61, 24, 16, 25, 3), (6, 3, 6, 6, 0, 4, 6, 4, 4, 6, 6, 5, 8)),
    Spread("N-0007", (59, 47, 0, 36, 0, 0, 0), (0, 0, 8, 8, 0, 5, 8, 0, 4, 6, 0, 0, 0)),
    Spread("N-0008", (0, 0, 0, 0, 61, 0, 0), (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 19, 0, 0)),
    Spread("N-0009", (0, 93, 0, 0, 0, 0, 4), (15, 8, 0, 0, 0, 16, 27, 0, 0, 0, 0, 0, 0)),
    Spread("N-0010", (7, 6, 15, 4, 3, 3, 0), (3, 1, 1, 2, 6, 1, 8, 4, 3, 4, 5, 2, 4)),
    Spread("N-0011", (76, 0, 0, 43, 0, 0, 5), (8, 12, 16, 17, 3, 0, 0, 0, 11, 16, 0, 0, 0)),
    Spread("N-0012", (14, 10, 21, 10, 7, 8, 1), (3, 1, 4, 4, 0, 3, 5, 2, 3, 4, 5, 3, 5)),
    Spread("N-0013", (50, 41, 0, 38, 0, 0, 4), (5, 3, 3, 4, 5, 4, 7, 0, 2, 4, 0, 0, 0)),
    Spread("N-0014", (11, 7, 22, 6, 5, 7, 0), (2, 1, 3, 3, 2, 3, 5, 3, 5, 1, 4, 4, 5)),
    Spread("N-0015", (0, 0, 0, 24, 0, 25, 0), (0, 0, 0, 0, 0, 0, 0, 0, 6, 8, 0, 10, 7)),
    Spread("N-0016", (0, 0, 0, 0, 0, 7, 0), (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 0)),
    Spread("N-0017", (1, 0, 0, 1, 0, 1, 0), (0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 0, 1, 0)),
    Spread("N-0018", (58, 0, 0, 0, 0, 0, 4), (8, 5, 11, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
    Spread("N-0019", (61, 0, 0, 36, 0, 0, 4), (9, 5, 10, 11, 0, 0, 0, 0, 6, 8, 0, 0, 0)),
    Spread("N-0020", (13, 9, 19, 8, 7, 9, 1), (1, 1, 2, 2, 1, 2, 2, 1, 1, 2, 2, 3, 2)),
    Spread("N-0021", (19, 13, 23, 12, 10, 10, 1), (3, 2, 2, 3, 1, 2, 3, 1, 2, 3, 4, 2, 3)),
    Spread("N-0022", (0, 0, 0, 41, 0, 0, 6), (12, 11, 0, 0, 0, 0, 0, 0, 12, 17, 0, 0, 0)),
    Spread("N-0023", (31, 0, 0, 0, 0, 0, 3), (7, 4, 13, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
    Spread("N-0024", (20, 15, 26, 11, 9, 11, 1), (2, 1, 3, 3, 0, 2, 4, 1, 1, 2, 3, 2, 3)),
    Spread("N-0025", (21, 18, 40, 16, 10, 13, 1), (4, 3, 5, 6, 0, 4, 7, 4, 4, 5, 6, 4, 6)),
    Spread("N-0026", (0, 0, 0, 0, 0, 11, 0), (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 24)),
    Spread("N-0027", (0, 22, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0)),
    Spread("N-0028", (11, 7, 17, 6, 6, 7, 0), (3, 1, 2, 3, 2, 1, 6, 2, 2, 2, 4, 3, 5)),
    Spread("N-0029", (0, 0, 0, 0, 0, 0, 14), (9, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
    Spread("N-0030", (0, 0, 0, 0, 66, 0, 7), (11, 6, 0, 0, 0, 0, 0, 0, 0, 0, 13, 0, 0)),
    Spread("N-0031", (0, 0, 0, 82, 0, 0, 0), (0, 0, 0, 0, 0, 0, 0, 0, 4, 5, 0, 0, 0)),
    Spread("N-0032", (0, 0, 93, 0, 0, 55, 0), (0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)),
    Spread("N-0033", (6, 4, 9, 3, 3, 4, 0), (1, 1, 1, 2, 1, 0, 3, 1, 1, 2, 2, 1, 2)),
    Spread("N-0034", (0, 0, 0, 21, 0, 0, 5), (6, 5, 0, 0, 0, 0, 0, 0, 4, 6, 0, 0, 0)),
    Spread("N-0035", (33, 22, 0, 0, 0, 0, 2), (4, 3, 3, 3, 8, 5, 7, 0, 0, 0, 0, 0, 0)),
    Spread("N-0036", (14, 9, 23, 6, 5, 6, 1), (3, 1, 5, 6, 0, 4, 6, 4, 2, 4, 4, 3, 5)),
    Spread("N-0037", (0, 0, 0, 77, 0, 0, 0), (0, 0, 0, 0, 0, 0, 0, 0, 6, 8, 0, 0, 0)),
    Spread("N-0038", (0, 0, 31, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0)),
    Spread("N-0039", (0, 0, 0, 0, 0, 0, 9), (8, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
    Spread("N-0040", (10, 7, 14, 4, 4, 5, 0), (2, 1, 3, 3, 0, 2, 4, 2, 2, 2, 3, 2, 3)),
)

# Sixty-one near-identical voices on station parking came in less than an hour.
CAMPAIGN = Campaign(need="N-0032", people=61, minutes=50, on=date(2026, 1, 20))


def online_by_area(spread: Spread) -> dict[AreaCode, int]:
    """Return the people online, by the area they live in; areas with none are left out."""
    figures = zip(AREA_CODES, spread.online, strict=True)
    return {area: people for area, people in figures if people > 0}


def rooms_by_gathering(spread: Spread) -> dict[str, int]:
    """Return the people in rooms, by the code of the gathering; those with none are left out."""
    figures = zip(GATHERINGS, spread.rooms, strict=True)
    return {gathering.code: people for gathering, people in figures if people > 0}


def rooms_by_area(spread: Spread) -> dict[AreaCode, int]:
    """Return the people in rooms, by the area they met in; areas with none are left out."""
    people: dict[AreaCode, int] = {}
    for gathering, said_so in zip(GATHERINGS, spread.rooms, strict=True):
        if said_so > 0:
            people[gathering.area] = people.get(gathering.area, 0) + said_so
    return people
