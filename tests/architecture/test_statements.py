"""Rule 12: a page sends the same statements for one row and for twenty."""

import pytest

from app.foundation.access import Role
from tests.architecture.source import complain
from tests.examples import WRITER, Examples, routes, viewer_of
from tests.page import Browser

MORE = 20


@pytest.mark.slow
def test_pages_send_no_more_statements_for_more_rows(app, browse, make, queries_made):
    examples = Examples(make)
    examples.more("second")  # where one thing can be led to directly, two make a list
    browsers: dict[Role | str | None, Browser] = {
        None: browse,
        WRITER: browse.another().take_part_as(examples.writer_as_actor),
        **{role: browse.another().sign_in(person) for role, person in examples.people.items()},
    }

    def statements_of(endpoint: str) -> list[str]:
        with queries_made() as made:
            browsers[viewer_of(app, endpoint)].open(addresses[endpoint])
        return made

    addresses = {rule.endpoint: examples.address_of(app, rule) for rule in routes(app)}
    few = {page: statements_of(page) for page in addresses}
    for number in range(MORE):
        examples.more(f"number {number}")
    many = {page: statements_of(page) for page in addresses}
    complain(
        "A page sends as many statements for twenty rows as for two. Read what all rows need in "
        "one statement before the loop, in queries.py.",
        [
            f"{page} ({addresses[page]}): {len(few[page])} statements, then {len(made)}. Oftener: "
            + "; ".join({each[:150] for each in made if made.count(each) > few[page].count(each)})
            for page, made in many.items()
            if len(made) > len(few[page])
        ],
    )
