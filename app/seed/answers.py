"""Laying out themes with what lies behind them, priorities, and decisions with their reasons."""

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from app.demo.decisions import DECISIONS
from app.demo.needs import NEEDS
from app.demo.priorities import PRIORITIES
from app.demo.shapes_of_needs import Behind
from app.demo.shapes_of_needs import Theme as DemoTheme
from app.demo.shapes_of_plan import Decision as DemoDecision
from app.demo.themes import FORMING_THEME, THEMES
from app.foundation.access import Actor
from app.needs.models import Need, NeedTheme
from app.priorities.models import (
    Cause,
    CauseKind,
    CauseNeed,
    Confidence,
    Decision,
    DecisionKind,
    DecisionState,
    Priority,
)
from app.seed.history import History
from app.seed.known import Known, number_of
from app.seed.moments import in_turn, moment
from app.seed.operations import Row, put_rows, put_rows_with_ids
from app.seed.staff import PLANNER
from app.themes.models import ActingLevel, Theme, ThemeState

# A theme that is still forming has no code yet, so it is known by its name.
ALL_THEMES = {theme.code or theme.name: theme for theme in (*THEMES, FORMING_THEME)}
_DECIDED_AT = dict(
    zip(
        (each.code for each in DECISIONS),
        in_turn([each.decided_on for each in DECISIONS], first=time(16), minutes_apart=10),
        strict=True,
    )
)


def _all_behind(theme: DemoTheme) -> list[tuple[CauseKind, Behind]]:
    causes = [(CauseKind.CAUSE, each) for each in theme.causes]
    return causes + [(CauseKind.SYMPTOM, each) for each in theme.symptoms]


# Which need came under which theme, and when. The content names no needs for the theme that is
# still forming: those that its causes rest on are meant.
GROUPED = [
    (need.code, theme, moment(need.grouped_on, 14)) for need in NEEDS for theme in need.themes
] + [
    (need, FORMING_THEME.name, moment(FORMING_THEME.made_on, 14))
    for need in sorted({need for _kind, each in _all_behind(FORMING_THEME) for need in each.needs})
]


def decided_at(decision: DemoDecision) -> datetime:
    """Return when a decision was published."""
    return _DECIDED_AT[decision.code]


def lay_out_themes(session: Session, actor: Actor, known: Known, history: History) -> None:
    """Put down the themes."""
    rows = [
        {
            "number": number_of(theme.code) if theme.code else None,
            "name": theme.name,
            "summary": theme.summary,
            "state": ThemeState(theme.state),
            "level": ActingLevel(theme.level),
            "made_at": moment(theme.made_on, 11),
            "revision": 1,
        }
        for theme in ALL_THEMES.values()
    ]
    known.themes.update(
        zip(ALL_THEMES, put_rows_with_ids(session, actor, Theme, rows), strict=True)
    )
    for key, theme in ALL_THEMES.items():
        acts = [(moment(theme.made_on, 11), "made a theme")]
        if theme.state != "forming":
            acts.append((moment(theme.made_on, 16), "shared a theme"))
        if theme.state == "agreed":  # people had a week to say if it was right
            acts.append((moment(theme.made_on + timedelta(weeks=1), 16), "agreed a theme"))
        behind = [
            (moment(theme.made_on, 15), f"wrote down a {kind.value}")
            for kind, _each in _all_behind(theme)
        ]
        for at, verb in [*acts, *behind]:
            history.staff(at, verb, Theme, known.themes[key], by=PLANNER)


def group_needs(session: Session, actor: Actor, known: Known, history: History) -> None:
    """Put needs under their themes, and down which of them each cause rests on."""
    rows = [
        {
            "need_id": known.needs[need],
            "theme_id": known.themes[theme],
            "number": number_of(need),
            "grouped_at": grouped_at,
        }
        for need, theme, grouped_at in GROUPED
    ]
    put_rows(session, actor, NeedTheme, rows)
    for theme, at in sorted({(theme, at) for _need, theme, at in GROUPED}):
        history.staff(at, "put needs under a theme", Theme, known.themes[theme], by=PLANNER)
    causes = [
        (key, kind, position, each)
        for key, theme in ALL_THEMES.items()
        for position, (kind, each) in enumerate(_all_behind(theme), 1)
    ]
    cause_rows = [
        {
            "theme_id": known.themes[key],
            "kind": kind,
            "words": each.words,
            "confidence": Confidence(each.confidence),
            "position": position,
        }
        for key, kind, position, each in causes
    ]
    ids = put_rows_with_ids(session, actor, Cause, cause_rows)
    rests_on = [
        {"cause_id": cause_id, "need_id": known.needs[need]}
        for cause_id, (_key, _kind, _position, each) in zip(ids, causes, strict=True)
        for need in each.needs
    ]
    put_rows(session, actor, CauseNeed, rests_on)


def lay_out_answers(session: Session, actor: Actor, known: Known, history: History) -> None:
    """Put down the lists of priorities, and the decisions in the order of their codes."""
    listed = [
        {
            "place_id": known.places[each.place],
            **_subject(known, each.subject),
            "made_at": moment(each.listed_on, 15),
        }
        for each in PRIORITIES
    ]
    put_rows(session, actor, Priority, listed)
    for each in PRIORITIES:
        model: type[Need | Theme] = Need if each.subject in known.needs else Theme
        subject_id = known.needs.get(each.subject) or known.themes[each.subject]
        history.staff(
            moment(each.listed_on, 15),
            "made a priority",
            model,
            subject_id,
            by=PLANNER,
            reason_code=f"place {known.places[each.place]}",
        )
    decided = [_decision_row(known, each) for each in DECISIONS]
    ids = put_rows_with_ids(session, actor, Decision, decided)
    for decision_id, decision in zip(ids, DECISIONS, strict=True):
        at = decided_at(decision)
        history.staff(at, "published a decision", Decision, decision_id, by=PLANNER)


def _subject(known: Known, code: str) -> dict[str, int | None]:
    """Return the columns of what belongs to exactly one need or one theme."""
    return {"need_id": known.needs.get(code), "theme_id": known.themes.get(code)}


def _decision_row(known: Known, decision: DemoDecision) -> Row:
    return {
        "number": number_of(decision.code),
        **_subject(known, decision.subject),
        "kind": DecisionKind(decision.kind),
        "people_said": decision.people_said,
        "we_decided": decision.we_decided,
        "why": decision.why,
        "decided_by": decision.decided_by,
        "decided_on": decision.decided_on,
        "look_again_on": decision.look_again_on,
        "what_next": decision.what_next,
        "differs_because": decision.differs_because,
        "passed_to": decision.passed_to,
        "kind_in_own_words": "",
        "state": DecisionState.PUBLISHED,
        "is_standing": True,
        "published_at": decided_at(decision),
        "revision": 1,
    }
