"""Refusals raised where no language is known are translated where they are shown."""

from collections.abc import Iterator

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from flask import Flask

from app.foundation.access import Role
from app.foundation.web.typed import words_to_copy
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


def test_a_conflict_leads_back_to_its_form_and_speaks_its_words(
    browse: Browser, make: Make
) -> None:
    writer = make.participant_actor()
    need = make.need(writer=writer)
    browse.take_part_as(writer)
    address = f"/follow/things/{need.id}/change"
    typed = {"words": "Mine.", "about_whom": "My gran", "place": "all-over", "revision": "99"}
    typed["barrier"] = ""
    page = browse.post(address, typed, status=409)
    assert page.value_of("What needs to be different?") == "Mine."
    assert page.value_of("Who does it affect?") == "My gran"
    assert page.value_of("Which area is this about?") == "all over"
    assert "about whom" not in page.main
    assert page.follow("Go back to the form").heading == "Change your words"


@pytest.mark.parametrize(
    ("came", "leads_to"),
    [
        ("{ours}/follow/?a=b", "/follow/?a=b"),
        ("{ours}/nowhere-at-all", "/follow/things/{id}/change"),
        ("http://elsewhere.example/follow/", "/follow/things/{id}/change"),
        ("{ours}.elsewhere.example/follow/", "/follow/things/{id}/change"),
        ("javascript:alert(1)", "/follow/things/{id}/change"),
        ("", "/follow/things/{id}/change"),
    ],
)
def test_the_way_back_never_leads_elsewhere(
    browse: Browser, make: Make, came: str, leads_to: str
) -> None:
    writer = make.participant_actor()
    need = make.need(writer=writer)
    browse.take_part_as(writer)
    address = f"/follow/things/{need.id}/change"
    headers = {"Referer": came.replace("{ours}", browse.address)}
    typed = {"words": "Mine.", "place": "all-over", "barrier": ""}
    answer = browse.open(address, "POST", data=typed, headers=headers)
    assert answer.status_code == 409
    wanted = leads_to.replace("{id}", str(need.id))
    assert f'href="{wanted}">Go back to the form' in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"role": "member"}, []),
        ({"role": "lead", "email": "sam@post.example"}, ["sam@post.example"]),
    ],
)
def test_a_choice_alone_is_nothing_to_copy_and_words_always_are(
    app: Flask, typed: dict[str, str], kept: list[str]
) -> None:
    address = "/groups/kitchen/people/1/role"
    with app.test_request_context(address, method="POST", data=typed):
        copied = words_to_copy()
    assert [each.shown for each in copied if each.is_box] == kept
    assert bool(copied) is bool(kept)
