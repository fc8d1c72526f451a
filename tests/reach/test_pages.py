"""Who was heard, as everyone reads it: what was published, and nothing that came since."""

from datetime import timedelta

import pytest

from app.about_you.choices import KINDS
from app.about_you.models import Question
from app.about_you.operations import keep_answers
from app.foundation.access import Actor, Role
from app.organisations.models import OrganisationKind, Sector, Standing
from app.reach import operations
from app.reach.words import APART, BODIES_ALONE, BODIES_OF, KIND_WORDS, PARTNERS, PEOPLE

CLOCK = Actor.system("publish-who-was-heard")


def tell(session, make, now, count, answers):
    for _ in range(count):
        keep_answers(session, make.participant_actor(), answers, now=now)


@pytest.fixture
def place(session, make, now):
    for _ in range(40):
        make.participant_actor()
    tell(session, make, now, 12, {Question.KIND: ["works_in_services"], Question.AGE: ["26_44"]})
    tell(session, make, now, 23, {Question.KIND: ["uses_services", "parent"]})
    tell(session, make, now, 4, {Question.KIND: ["faith"], Question.AGE: ["16_17"]})
    operations.publish(session, CLOCK, now=now)


def row_of(page, name):
    return next(words for words in page.words_of("tr") if words.startswith(name))


def test_before_anybody_told(browse):
    page = browse.visit("/who-was-heard/")
    assert "once ten people have told us" in page
    assert page.has_link("Where we heard from, area by area")


def test_people_who_work_in_services_stand_apart(browse, place):
    page = browse.visit("/who-was-heard/")
    assert page.part("apart-1") == "People who work in services"
    assert page.part("apart-2") == "People who use services now"
    assert "about 10" in page
    assert "about 25" in row_of(page, "Parents")
    assert not [words for words in page.words_of("tr") if words.startswith("People who work")]


def test_small_numbers_are_hidden_and_missing_partners_stand_in_bold(
    browse, session, make, place, now
):
    homes = make.organisation("Braid Homes", sector=Sector.HOUSING)
    homes.kind = OrganisationKind.HOUSING_BODY
    refused = make.organisation("No School", sector=Sector.PUBLIC)
    refused.kind, refused.standing = OrganisationKind.SCHOOL_OR_COLLEGE, Standing.REFUSED
    for organisation in (homes, refused):
        make.gathering(organisation=organisation)
    page = browse.visit("/who-was-heard/")
    assert "fewer than 10" in row_of(page, "Older people")
    assert "fewer than 10" in row_of(page, "Faith groups")
    assert "missing" in row_of(page, "Faith groups")
    bold = page.words_of("strong")
    assert "Faith groups" in bold
    assert "Health" in bold
    assert "Housing" not in bold
    assert "Schools and colleges" in bold
    assert "1" in row_of(page, "Housing")


def test_councillors_are_named_by_their_number_for_they_are_public(browse, make, place):
    make.person(Role.COUNCILLOR, place=make.ward())
    page = browse.visit("/who-was-heard/")
    assert "1 with a ward page" in row_of(page, "Councillors")


def test_by_age_hidden_ones_keep_company(browse, place):
    page = browse.visit("/who-was-heard/")
    assert "not shown" in row_of(page, "26 to 44") or "about 10" in row_of(page, "26 to 44")
    assert "fewer than 10" in row_of(page, "16 or 17") or "not shown" in row_of(page, "16 or 17")


def test_reloading_tells_nothing_of_who_came_since(browse, session, make, place, now):
    before = browse.visit("/who-was-heard/")
    rows = before.words_of("tr")
    tell(session, make, now + timedelta(hours=1), 30, {Question.KIND: ["older"]})
    operations.publish(session, CLOCK, now=now + timedelta(hours=1))
    assert browse.visit("/who-was-heard/").words_of("tr") == rows


def test_it_is_the_same_for_everyone_and_sets_no_cookie(browse, make, place):
    answer = browse.open("/who-was-heard/")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-cache"
    councillor = browse.another().sign_in(make.person(Role.COUNCILLOR, place=make.ward()))
    numbers = browse.visit("/who-was-heard/").words_of("tr")
    assert councillor.visit("/who-was-heard/").words_of("tr") == numbers


def test_it_reads_a_handful_of_statements(browse, place, queries_made):
    browse.open("/about/words")
    with queries_made() as made:
        browse.open("/who-was-heard/")
    assert len(made) <= 8, "\n".join(made)
    assert not [each for each in made if "about_you" in each]


def test_the_way_there(browse, make):
    ward = make.ward("Coalbrae")
    area = make.area("Coalbrae", ward=ward)
    make.participant(place=area)
    for address in (
        "/",
        "/areas/",
        f"/areas/{area.slug}",
        f"/wards/{ward.slug}",
        "/about/counting",
    ):
        page = browse.visit(address)
        assert "Who was heard" in [
            words for words, href in page.links if href == "/who-was-heard/"
        ], address


def test_staff_are_told_where_they_are_heard(browse, make):
    need = make.need()
    for role in (Role.MODERATOR, Role.COUNCILLOR):
        worker = browse.another().sign_in(make.person(role, place=make.ward()))
        page = worker.visit(f"/needs/{need.code.lower()}").follow(
            "Where staff are heard", within="signed in for work"
        )
        assert page.heading == "Where staff and councillors are heard"
        assert page.has_link("Help someone") == (role is Role.MODERATOR)
        assert not worker.visit(f"/needs/{need.code.lower()}").has_button("This matters to me too")
        assert worker.visit("/needs/new").has_link("Where staff and councillors are heard")
    planner = browse.another().sign_in(make.person(Role.PLANNER))
    assert planner.visit("/desk/").has_link("Where staff and councillors are heard")


def test_every_kind_has_words_and_one_place_on_the_page():
    assert sorted((*APART, *PEOPLE, *PARTNERS)) == sorted((*KINDS, *BODIES_ALONE))
    assert set(KIND_WORDS) == {*KINDS, *BODIES_ALONE}
    assert set(BODIES_OF) <= set(PARTNERS)
    kinds = [kind for of in BODIES_OF.values() for kind in of]
    assert sorted(kinds) == sorted(OrganisationKind)
