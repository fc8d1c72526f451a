"""Rule 15: addresses in kebab-case with typed parts; what is made from the code is up to date."""

import dataclasses
import re
from collections import Counter

from app import SUBJECTS
from app.docs import PERMISSIONS_PAGE, permissions_page, questions_of
from app.settings import Settings
from tests.architecture.source import APP, ROOT, complain

PART = re.compile(r"<(?:(?P<kind>[^:<>]+):)?(?P<name>[^:<>]+)>")
WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?")
# Text that is looked up as it stands: nothing to convert. All else is a number or a code.
TEXTS = {"slug", "code_from_paper", "filename"}
# Set for a whole machine or read by portal.py alone; the rest is read by app/settings.py.
OF_THE_START = {"PORTAL_HOST"}


def test_addresses_are_in_kebab_case(unused_app):
    complain(
        "Addresses are made of small letters, digits and hyphens: /desk/held-voices.",
        [
            f"{rule.endpoint}: {rule.rule}"
            for rule in unused_app.url_map.iter_rules()
            for word in PART.sub("", rule.rule).split("/")
            if word and not WORD.fullmatch(word)
        ],
    )


def test_parts_of_addresses_are_typed(unused_app):
    complain(
        "Each part of an address says its type: <int:need_id>, <code:need_code>; only a slug is "
        "text. Then what cannot be an address is a 404 before any view.",
        [
            f"{rule.endpoint}: {rule.rule}"
            for rule in unused_app.url_map.iter_rules()
            for kind, name in PART.findall(rule.rule)
            if kind in {"", "string"} and name not in TEXTS
        ],
    )


def test_each_subject_has_one_blueprint_of_its_name(unused_app):
    complain(
        "A subject's views make one Blueprint with the subject's name.",
        [name for name in unused_app.blueprints if name not in SUBJECTS],
    )


def test_the_page_of_permissions_is_up_to_date():
    written = PERMISSIONS_PAGE.read_text() if PERMISSIONS_PAGE.exists() else ""
    assert written == permissions_page(SUBJECTS), (
        "docs/permissions.md is not what app/*/permissions.py says. Run: python3 portal.py docs"
    )


def test_every_question_says_its_rule():
    complain(
        "The docstring of a may_… function is the rule, as the council reads it.",
        [
            f"app/{subject}/permissions.py: {question.__name__}"
            for subject in SUBJECTS
            for question in questions_of(subject)
            if len((question.__doc__ or "").split()) < 5
        ],
    )


def test_no_two_questions_have_one_name():
    names = Counter(question.__name__ for subject in SUBJECTS for question in questions_of(subject))
    complain(
        "Templates ask questions by name (may.decide_need), so each name is used once.",
        [name for name, times in names.items() if times > 1],
    )


def example_settings() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    found = [re.fullmatch(r"#?([A-Z][A-Z_]+)=(.*)", line) for line in lines]
    return {each[1]: each[2].strip('"') for each in found if each}


def test_the_example_of_settings_is_complete():
    read = set(re.findall(r'"(PORT|PORTAL_[A-Z_]+)"', (APP / "settings.py").read_text()))
    listed = example_settings().keys()
    assert listed == read | OF_THE_START, (
        "Every setting stands in .env.example with a line that says what it is for. "
        f"Missing there: {sorted(read - listed)}. Read by nobody: "
        f"{sorted(listed - read - OF_THE_START)}."
    )


def test_the_example_of_settings_shows_what_holds_when_nothing_is_set():
    shown = example_settings()
    given = {field.name: field.default for field in dataclasses.fields(Settings)}
    settings = Settings.from_environment({})
    complain(
        "A line of .env.example shows the value that holds when nothing is set.",
        [
            f"{name}={value}; the portal takes {getattr(settings, field)}"
            for name, value in shown.items()
            for field in [name.removeprefix("PORTAL_").lower()]
            if field in given and value and _told(getattr(settings, field)) != value
        ],
    )


def _told(value: object) -> str:
    return (
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )
