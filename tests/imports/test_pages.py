from pathlib import Path

import pytest

from tests.builders import Make
from tests.imports.conftest import BringIn, WriteFile
from tests.page import Browser, Page


@pytest.fixture
def file(write_file: WriteFile) -> Path:
    return write_file(
        ["link", "said", "signed", "reply", "sort"],
        ["https://petitions.example/1", "<b>A bus</b>", "4767", "We agree.", "Agreed in part"],
        ["<i>7</i>", "A train", "1", "", ""],
        ["8", "A boat", "", "", ""],
    )


COLUMNS = {
    "code": "link", "words": "said", "signatures": "signed", "answer": "reply",
    "answer_kind": "sort",
}  # fmt: skip


def said_of_source(page: Page) -> str:
    return page.part("source").replace(" ,", ",").replace(" .", ".")


@pytest.fixture
def brought_in(bring_in: BringIn, file: Path, make: Make) -> None:
    make.conversation()
    result = bring_in(file, "--publish", source="Park <petitions>", **COLUMNS)
    assert result.exit_code == 0, result.output


@pytest.mark.usefixtures("brought_in")
def test_a_need_says_where_it_came_from_and_its_signatures_are_no_people(browse: Browser) -> None:
    page = browse.visit("/needs/n-0001")
    assert said_of_source(page) == (
        "Brought in from Park <petitions>, where it is called https://petitions.example/1. "
        "4,767 people signed it there. That is a figure of the source. We do not count it here."
    )
    assert ("https://petitions.example/1", "https://petitions.example/1") in page.links
    assert "4,767" not in page.main.replace("4,767 people signed it there", "")


@pytest.mark.usefixtures("brought_in")
def test_words_with_html_are_shown_as_they_came(browse: Browser) -> None:
    page = browse.visit("/needs/n-0001")
    assert page.heading == "<b>A bus</b>"
    assert "&lt;b&gt;A bus&lt;/b&gt;" in page.html


@pytest.mark.usefixtures("brought_in")
def test_a_code_that_is_no_address_is_no_link(browse: Browser) -> None:
    page = browse.visit("/needs/n-0002")
    assert "where it is called <i>7</i>. 1 person signed it there." in said_of_source(page)
    assert not page.has_link("<i>7</i>")


@pytest.mark.usefixtures("brought_in")
def test_without_signatures_none_are_spoken_of(browse: Browser) -> None:
    assert "signed" not in browse.visit("/needs/n-0003").part("source")


@pytest.mark.usefixtures("brought_in")
def test_the_answer_stands_under_the_need_in_the_words_of_its_body(browse: Browser) -> None:
    page = browse.visit("/needs/n-0001")
    assert "Our answer: Agreed in part" in page
    assert "We agree." in page
    assert "Park <petitions>, date not given" in page


@pytest.mark.usefixtures("brought_in")
def test_needs_from_a_file_are_found_by_searching(browse: Browser) -> None:
    assert browse.visit("/needs/?q=train").has_link("A train")


def test_a_need_put_forward_here_has_no_source(browse: Browser, make: Make) -> None:
    need = make.need()
    page = browse.visit(f"/needs/n-{need.number:04d}")
    assert "Brought in from" not in page.main
