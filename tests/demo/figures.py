"""The figures that the demo place must keep, and counts over its content that the tests share."""

import re
from datetime import date, timedelta

from app.demo.conversations import GATHERINGS
from app.demo.decisions import DECISIONS
from app.demo.needs import NEEDS
from app.demo.places import AREAS
from app.demo.spread import SPREADS, online_by_area, rooms_by_area
from app.demo.vocabulary import ANSWER_WITHIN_DAYS, AREA_CODES, DEMO_TODAY

PERSONAL = re.compile(r"\d{5}|@|\b(Mr|Mrs|Ms|Miss)\b")

# Area: people, percent in the most deprived fifth, online, in rooms, also online, per 1,000.
AREA_FIGURES = {
    "HL": (14_900, 41, 241, 45, 6, 19.2),
    "MI": (15_800, 33, 187, 44, 5, 14.6),
    "CB": (12_100, 3, 311, 11, 3, 26.6),
    "NM": (16_300, 27, 146, 32, 4, 10.9),
    "GL": (7_400, 0, 117, 24, 6, 19.1),
    "KT": (17_600, 14, 154, 42, 5, 11.1),
    "CO": (8_300, 52, 19, 39, 2, 7.0),
}
CAME = {
    "W-01": ("CO", 25),
    "W-02": ("CO", 16),
    "W-03": ("HL", 18),
    "W-04": ("HL", 21),
    "W-05": ("HL", 12),
    "W-06": ("MI", 17),
    "W-07": ("MI", 32),
    "W-08": ("CB", 14),
    "W-09": ("NM", 15),
    "W-10": ("NM", 21),
    "W-11": ("GL", 30),
    "W-12": ("KT", 19),
    "W-13": ("KT", 28),
}
# Need: areas, people online, people in rooms, theme.
NEED_FIGURES = {
    1: ("all", 349, 132, 1),
    2: ("all", 271, 133, 2),
    3: ("all", 441, 20, 8),
    4: ("CO HL", 118, 71, 3),
    5: ("all", 166, 88, 9),
    6: ("all", 187, 64, 2),
    7: ("HL MI NM", 142, 39, 4),
    8: ("GL", 61, 19, 4),
    9: ("MI CO", 97, 66, 5),
    10: ("all", 38, 44, 5),
    11: ("CO HL NM", 124, 83, 6),
    12: ("all", 71, 42, 6),
    13: ("HL MI NM CO", 133, 37, 6),
    14: ("all", 58, 41, 7),
    15: ("KT NM", 49, 31, 8),
    16: ("KT", 7, 12, 7),
    17: ("all", 3, 4, 2),
    18: ("HL CO", 62, 28, 4),
    19: ("CO HL NM", 101, 49, 8),
    20: ("all", 66, 22, 7),
    21: ("all", 88, 31, 3),
    22: ("CO NM", 47, 52, 3),
    23: ("CO HL", 34, 38, 6),
    24: ("all", 93, 27, 9),
    25: ("all", 119, 58, 9),
    26: ("KT", 11, 24, 9),
    27: ("MI", 22, 17, 3),
    28: ("all", 54, 36, 5),
    29: ("CO", 14, 23, 1),
    30: ("GL CO", 73, 30, 1),
    31: ("NM", 82, 9, 8),
    32: ("CB KT", 148, 2, 8),
    33: ("all", 29, 18, 4),
    34: ("CO NM", 26, 21, 7),
    35: ("HL CO MI", 57, 33, 6),
    36: ("all", 64, 47, 2),
    37: ("NM", 77, 14, 8),
    38: ("CB", 31, 9, 3),
    39: ("CO", 9, 19, 9),
    40: ("all", 44, 29, 9),
}
# The worked example of fair ranking, and the figures drawn for Coalbrae and Millburn.
BY_AREA = {
    "N-0001": (96, 74, 61, 70, 88, 58, 34),
    "N-0002": (92, 78, 54, 62, 30, 57, 31),
    "N-0003": (80, 52, 210, 38, 20, 52, 9),
}
DRAWN = {
    ("N-0001", "CO"): (9, 25),
    ("N-0002", "CO"): (7, 24),
    ("N-0004", "CO"): (7, 23),
    ("N-0022", "CO"): (6, 23),
    ("N-0039", "CO"): (9, 19),
    ("N-0034", "CO"): (5, 11),
    ("N-0029", "CO"): (14, 23),
    ("N-0001", "MI"): (58, 16),
    ("N-0002", "MI"): (55, 23),
    ("N-0007", "MI"): (47, 13),
    ("N-0013", "MI"): (41, 11),
}
# Every room of the Harbour said so and the drawn page fixes Coalbrae, so three came from the town.
SPILLED = {("N-0004", "KT"): 3}
# The drawn page gives Coalbrae more than its share; seven people cannot be shared out evenly.
NOT_SHARED_EVENLY = {"N-0004", "N-0017", "N-0034"}


def code(number: int) -> str:
    return f"N-{number:04d}"


NEED = {need.code: need for need in NEEDS}
AREA = {area.code: area for area in AREAS}
GATHERING = {gathering.code: gathering for gathering in GATHERINGS}
ONLINE = {spread.need: online_by_area(spread) for spread in SPREADS}
ROOMS = {spread.need: rooms_by_area(spread) for spread in SPREADS}
ANSWERED_BY = {need: decision for decision in DECISIONS for need in decision.answers}
TOOK_PART = {area.code: area.took_part_online + area.took_part_in_rooms for area in AREAS}


def people(need: str, area: str) -> int:
    return ONLINE[need].get(area, 0) + ROOMS[need].get(area, 0)


def total(need: str) -> int:
    return sum(people(need, area) for area in AREA_CODES)


def answer_by(need: str) -> date:
    return NEED[need].sent_on + timedelta(days=ANSWER_WITHIN_DAYS)


def days_late(need: str) -> int:
    return (DEMO_TODAY - answer_by(need)).days
