"""`flask seed …` and `flask prepare`, as somebody types them."""

import re

from click.testing import Result

from app.seed.staff import DEMO_PASSWORD
from tests.conftest import FreshDatabase


def run(fresh_database: FreshDatabase, *words: str) -> Result:
    with fresh_database.app.app_context():  # as the program `flask` gives it to every command
        return fresh_database.app.test_cli_runner().invoke(args=words)


def test_a_place_is_laid_out_checked_and_grown(fresh_database: FreshDatabase) -> None:
    laid_out = run(fresh_database, "seed", "demo")
    assert laid_out.exit_code == 0, laid_out.output
    assert f"priya.nair@braidvale.example / {DEMO_PASSWORD}" in laid_out.output
    assert "Gordon's follow code: " in laid_out.output

    again = run(fresh_database, "seed", "demo")
    assert again.output == "A place is laid out already. Nothing was changed.\n"

    sizes = ("--needs=60", "--waiting=5", "--supports=700", "--participants=100")
    grown = run(fresh_database, "seed", "scale", *sizes)
    assert grown.exit_code == 0, grown.output
    assert grown.output.startswith("Added 60 published needs and 5 that wait, from ")
    checked = run(fresh_database, "seed", "check")
    assert (checked.exit_code, checked.output) == (0, "Every count equals a recount.\n")


def test_preparing_lays_the_demo_out_and_prints_sign_ins_each_time(
    fresh_database: FreshDatabase,
) -> None:
    first, second = run(fresh_database, "prepare"), run(fresh_database, "prepare")
    assert first.exit_code == second.exit_code == 0, first.output
    assert first.output.startswith("Laying out the demo place")
    assert first.output.splitlines()[1:] == second.output.splitlines()
    assert len(second.output.splitlines()) == 15


def test_a_check_names_what_differs_and_ends_with_one(fresh_database: FreshDatabase) -> None:
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        need = make.need(supports=3)
        need.rooms += 1
        session.commit()
        need_id = need.id
    checked = run(fresh_database, "seed", "check")
    assert checked.exit_code == 1
    assert f"need {need_id} at place 0" in checked.output


def test_the_open_invitation_has_a_letter_whose_link_works(fresh_database: FreshDatabase) -> None:
    assert run(fresh_database, "prepare").exit_code == 0
    page = fresh_database.browser().visit("/letters/")
    assert "Coalbrae Community Kitchen asks you in" in page
    assert "To gordon.petrie@braidvale.example" in page
    link = re.search(r"(/group-invitation\?k=\S+)", page.text)
    assert link is not None
    assert "Join Coalbrae Community Kitchen?" in fresh_database.browser().visit(link[1])
