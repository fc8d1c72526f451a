"""The list of groups, their pages, asking for one, and the home of one's own."""

from app.foundation.access import Role
from app.organisations.models import OrganisationKind, Sector, Standing
from tests.members.letters import joins


def test_the_list_holds_councils_bodies_and_groups_and_narrows(browse, make):
    area = make.area("Coalbrae")
    make.organisation("Braidvale Council", sector=Sector.PUBLIC)
    make.community("Kitchen", areas=[area])
    make.community("Shed", kind=OrganisationKind.FAITH_GROUP)
    make.community("Gone", standing=Standing.CLOSED)
    page = browse.visit("/groups/")
    shown = [each in page for each in ("Braidvale Council", "Kitchen", "Shed", "Gone")]
    assert shown == [True, True, True, False]
    page = page.fill({"Kind": "Faith groups"}).press("Show")
    assert "Shed" in page
    assert "Kitchen" not in page
    page = browse.visit("/groups/?area=coalbrae")
    assert "Kitchen" in page
    assert "Shed" in page  # works all over
    assert "Braidvale Council" not in page
    browse.visit("/groups/?sector=nonsense", status=400)


def test_a_long_list_is_walked_both_ways(browse, make):
    for number in range(35):
        make.organisation(f"Body {number:02}")
    page = browse.visit("/groups/").follow("More groups")
    assert "Body 34" in page
    page = page.follow("Previous page")
    assert "Body 00" in page
    assert "Body 34" not in page


def test_a_closed_group_keeps_its_page_and_says_so(browse, make):
    group = make.community("Kitchen", standing=Standing.CLOSED)
    assert "Closed" in browse.visit(f"/groups/{group.slug}")
    for standing in (Standing.ASKED, Standing.REFUSED):
        other = make.community(f"Shed {standing}", standing=standing)
        browse.visit(f"/groups/{other.slug}", status=404)


def test_nobody_else_opens_a_groups_home(browse, session, make):
    group = make.community("Kitchen")
    page = browse.visit(f"/groups/{group.slug}/home")
    assert page.address.startswith("/account/join")
    joins(browse, session)
    for part in ("home", "people", "change"):
        browse.visit(f"/groups/{group.slug}/{part}", status=404)
        browse.another().sign_in(make.person(Role.MODERATOR)).visit(f"/groups/no-such/{part}")
