"""The clock of the demo and the words that the tables allow, as types."""

from datetime import date
from typing import Literal, TypeAlias

DEMO_TODAY = date(2026, 3, 2)
ANSWER_WITHIN_DAYS = 84

AreaCode: TypeAlias = Literal["HL", "MI", "CB", "NM", "GL", "KT", "CO"]
Band: TypeAlias = Literal["high", "middle", "low"]
Sector: TypeAlias = Literal["vcfse", "faith", "business", "housing", "public", "union"]
RoleSlug: TypeAlias = Literal[
    "moderator", "planner", "partnership_manager", "partner_editor", "councillor", "admin"
]
PowerLevel: TypeAlias = Literal["asking", "working_with", "deciding_together"]
ThemeState: TypeAlias = Literal["forming", "shared", "agreed"]
Level: TypeAlias = Literal["local", "regional", "national"]
Confidence: TypeAlias = Literal["hunch", "several_voices", "voices_and_data"]
Channel: TypeAlias = Literal[
    "online", "paper", "phone", "workshop", "home_visit", "stall", "recorded"
]
PutForwardAs: TypeAlias = Literal["resident", "group"]
Barrier: TypeAlias = Literal[
    "travel",
    "cost",
    "hours",
    "waiting",
    "rules",
    "access",
    "information",
    "language",
    "attitude",
    "not_joined_up",
    "nothing_here",
    "short_term_money",
]
Progress: TypeAlias = Literal[
    "grouped",
    "being_decided",
    "in_plan",
    "under_way",
    "done",
    "elsewhere",
    "not_now",
    "passed_on",
    "community_led",
]
Mark: TypeAlias = Literal["small_group_big_need", "gap", "works_well"]
DecisionKind: TypeAlias = Literal["yes", "partly", "not_now", "not_ours", "you_can"]
ActionState: TypeAlias = Literal["started", "on_track", "stuck", "done", "reviewed", "stopped"]
Depth: TypeAlias = Literal["cause", "symptom", "both"]
Prevention: TypeAlias = Literal["stop_early", "respond", "crisis"]
Reach: TypeAlias = Literal["inside_council", "across_partners", "communities"]
Horizon: TypeAlias = Literal["now", "next_year", "later"]
Lane: TypeAlias = Literal["possible_risk", "personal_details", "like_another", "new"]
TakenDown: TypeAlias = Literal["merged", "hidden", "withdrawn"]

AREA_CODES: tuple[AreaCode, ...] = ("HL", "MI", "CB", "NM", "GL", "KT", "CO")
ALL_AREAS = AREA_CODES
WHOLE_PLACE: Literal["BV"] = "BV"
