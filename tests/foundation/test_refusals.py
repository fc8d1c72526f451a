"""Refusals raised where no language is known are translated where they are shown."""

from collections.abc import Iterator

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

from app.foundation.access import Role
from app.settings import PROJECT_ROOT
from tests.builders import Make
from tests.page import Browser

TAKEN_BACK = "This role was taken back already."


@pytest.fixture
def translated(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    sentences = {TAKEN_BACK: "Chaidh seo a thoirt air ais mar-thà."}
    monkeypatch.setattr("app.foundation.web.errors.gettext", lambda words: sentences[words])
    return


def test_a_refusal_is_shown_in_the_language_of_the_page(
    browse: Browser, make: Make, translated: None
) -> None:
    browse.sign_in(make.person(Role.ADMIN))
    page = browse.visit(f"/staff/{make.person(Role.MODERATOR).id}")
    page.press("Take this role back")
    refused = page.press("Take this role back", status=409)
    assert "Chaidh seo a thoirt air ais" in refused
    assert TAKEN_BACK not in refused


def test_refusals_are_gathered_for_translators() -> None:
    keywords = {**DEFAULT_KEYWORDS, "NotPossibleNow": None}
    found = extract_from_dir(
        PROJECT_ROOT / "app" / "people", [("**.py", "python")], keywords=keywords
    )
    assert TAKEN_BACK in {message for _file, _line, message, _comments, _context in found}
