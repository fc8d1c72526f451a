"""The words of the demo place are plain, name nobody, and are words that the tables know."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

import app.demo
from app.conversations.models import PowerLevel
from app.demo import vocabulary
from app.demo.conversations import CONVERSATIONS, GATHERINGS
from app.demo.decisions import DECISIONS
from app.demo.needs import NEEDS
from app.demo.organisations import ORGANISATIONS
from app.demo.places import AREAS, NEIGHBOURHOODS, PARTNERSHIP, WARDS
from app.demo.plan import ACTIONS, OUTCOMES
from app.demo.priorities import PRIORITIES
from app.demo.queue import QUEUE, TAKEN_DOWN
from app.demo.spread import CAMPAIGN
from app.demo.staff import STAFF
from app.demo.themes import FORMING_THEME, THEMES
from app.demo.vocabulary import DEMO_TODAY
from app.foundation.access import Role
from app.moderation.models import ReasonCode
from app.needs.models import TITLE_LENGTH, Barrier, Channel, Moderation, Progress, PutForwardAs
from app.organisations.models import Sector
from app.places.models import DeprivationBand
from app.plan.models import ActionState, Depth
from app.priorities.models import Confidence, DecisionKind
from app.themes.models import ActingLevel, ThemeState
from tests.demo.figures import PERSONAL

FOLDER = Path(app.demo.__file__).parent
EVERYTHING = (
    PARTNERSHIP,
    *AREAS,
    *NEIGHBOURHOODS,
    *WARDS,
    *ORGANISATIONS,
    *STAFF,
    *CONVERSATIONS,
    *GATHERINGS,
    *THEMES,
    FORMING_THEME,
    *NEEDS,
    *DECISIONS,
    *OUTCOMES,
    *ACTIONS,
    *QUEUE,
    *TAKEN_DOWN,
)
WRITTEN_BY_STAFF = (*THEMES, FORMING_THEME, *DECISIONS, *OUTCOMES, *ACTIONS, *CONVERSATIONS)
MAY_LIE_AHEAD = {"due_on", "look_again_on", "closes_on", "reply_by"}
BANNED = re.compile(
    r"\b(LOIP|localit(y|ies)|outcomes?|indicators?|assets?|stakeholders?|engagement|endorse\w*|"
    r"lived experience|co-?produc\w*|VCFSE|consultations?|governance|root causes?|baseline|"
    r"provision|anonymis\w*|data zones?|operational|service users?|vulnerable|deprived|"
    r"deprivation|hard to reach|utili[sz]e|leverage|going forward|implement\w*|facilitat\w*|"
    r"pathways?|holistic|robust|synerg\w*|empower\w*|multi-?agency|mandate|"
    r"lorem|TODO|TBC|coming soon)\b",
    re.IGNORECASE,
)


def sentences_of(value: object) -> Iterator[tuple[str, str]]:
    """Yield each text of several words in a value, with the name of its field."""
    for field in fields(value):  # type: ignore[arg-type]
        content = getattr(value, field.name)
        for piece in content if isinstance(content, tuple) else (content,):
            if is_dataclass(piece):
                yield from sentences_of(piece)
            elif isinstance(piece, str) and " " in piece:
                yield field.name, piece


@pytest.mark.parametrize("value", EVERYTHING, ids=lambda value: type(value).__name__)
def test_words_are_plain(value: object) -> None:
    for field, text in sentences_of(value):
        found = BANNED.search(text)
        assert not found, f"{found.group() if found else ''} in {field}: {text}"


@pytest.mark.parametrize("value", WRITTEN_BY_STAFF, ids=lambda value: type(value).__name__)
def test_sentences_are_short(value: object) -> None:
    for field, text in sentences_of(value):
        for sentence in re.split(r"(?<=[.?!:])\s", text):
            assert len(sentence.split()) <= 25, f"{field}: {sentence}"


def test_most_words_are_short() -> None:
    texts = [text for value in WRITTEN_BY_STAFF for _field, text in sentences_of(value)]
    words = [word for text in texts for word in re.findall(r"[A-Za-z']+", text)]
    sentences = [part for text in texts for part in re.split(r"(?<=[.?!])\s", text)]
    assert sum(len(word) for word in words) / len(words) < 4.6
    assert len(words) / len(sentences) < 13


def test_published_words_name_nobody() -> None:
    names = {part for each in STAFF for part in each.name.split() if part not in {"Cllr", "Grant"}}
    for need in (*NEEDS, *TAKEN_DOWN[::2]):
        for field, text in sentences_of(need):
            assert not PERSONAL.search(text), f"{need.code} {field}"
            assert not names & set(re.findall(r"\w+", text)), f"{need.code} {field}"


def test_telephone_numbers_and_addresses_are_invented_ones() -> None:
    texts = [text for value in EVERYTHING for _field, text in sentences_of(value)]
    numbers = [number for text in texts for number in re.findall(r"\d{5} \d{3} ?\d{3}", text)]
    assert numbers
    assert all(number.startswith("01632 960") for number in numbers)
    mails = [mail for text in texts for mail in re.findall(r"@([\w.]*\w)", text)]
    assert mails
    assert all(mail == "example.com" or mail.endswith(".example") for mail in mails)


def test_each_need_says_something_and_fits_the_form() -> None:
    for need in (*NEEDS, *QUEUE):
        assert len(need.title) <= TITLE_LENGTH
        assert need.words or need.works_well
    assert sum(bool(need.works_well) for need in NEEDS) > 20
    assert all(len(need.team_line) <= 300 for need in NEEDS)


def test_texts_fit_their_columns() -> None:
    assert all(len(each.question) <= 200 and len(each.who_decides) <= 200 for each in CONVERSATIONS)
    assert all(len(action.what) <= 200 and len(action.lead_role) <= 120 for action in ACTIONS)
    assert all(len(each.name) <= 160 and len(each.for_whom) <= 200 for each in OUTCOMES)
    assert all(len(each.lead_role) <= 120 for each in OUTCOMES)
    for theme in THEMES:
        assert all(len(behind.words) <= 300 for behind in (*theme.causes, *theme.symptoms))


def test_nothing_has_happened_after_today() -> None:  # noqa: C901
    def days(value: object) -> Iterator[tuple[str, date]]:
        for field in fields(value):  # type: ignore[arg-type]
            content = getattr(value, field.name)
            if isinstance(content, date):
                yield field.name, content
            elif isinstance(content, tuple):
                for piece in content:
                    if is_dataclass(piece):
                        yield from days(piece)

    for value in (*EVERYTHING, *PRIORITIES, CAMPAIGN):
        for name, day in days(value):
            assert name in MAY_LIE_AHEAD or day <= DEMO_TODAY, (value, name)


@pytest.mark.parametrize(
    ("words", "table_words"),
    [
        ("Band", DeprivationBand),
        ("Sector", Sector),
        ("RoleSlug", Role),
        ("PowerLevel", PowerLevel),
        ("ThemeState", ThemeState),
        ("Level", ActingLevel),
        ("Confidence", Confidence),
        ("Channel", Channel),
        ("PutForwardAs", PutForwardAs),
        ("Barrier", Barrier),
        ("Progress", Progress),
        ("DecisionKind", DecisionKind),
        ("ActionState", ActionState),
        ("Depth", Depth),
        ("TakenDown", Moderation),
    ],
)
def test_the_tables_know_the_words_of_the_demo(words: str, table_words: Any) -> None:
    assert set(get_args(getattr(vocabulary, words))) <= {word.value for word in table_words}


def test_the_reason_for_hiding_is_one_that_moderators_have() -> None:
    reasons = {each.reason_code for each in TAKEN_DOWN if each.reason_code}
    assert reasons <= {reason.value for reason in ReasonCode}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_the_demo_is_pure_data(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 300
    allowed = {"collections.abc", "dataclasses", "datetime", "typing"}
    for node in ast.walk(ast.parse(text)):
        assert not isinstance(node, ast.Import), "The demo needs no plain import."
        if isinstance(node, ast.ImportFrom):
            assert node.module, path.name
            assert node.module in allowed or node.module.startswith("app.demo."), node.module
