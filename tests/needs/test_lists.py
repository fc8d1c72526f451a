"""Lists of needs: their order, their pages forth and back, what narrows them, and the counts."""

import pytest

from app.foundation.access import VISITOR
from app.foundation.access.keys import KeyRing
from app.needs import queries
from app.needs.models import Channel, Moderation, Progress
from app.needs.queries import NeedFilter, list_needs, needs_count
from app.people.follow_codes import follow_code_for
from app.themes.models import ThemeState


def walked(page, words, names):
    """Follow a link from page to page; return what each page lists."""
    seen = []
    while True:
        seen.append([name for name in page.words_of("h3") if name in names])
        if not page.has_link(words):
            return page, seen
        page = page.follow(words)


@pytest.fixture
def few_on_a_page(monkeypatch):
    monkeypatch.setattr("app.needs.views.ON_A_PAGE", 3)


@pytest.mark.parametrize("order", ["", "?order=fewest"])
def test_pages_lead_forth_and_back_over_every_need_once(browse, make, few_on_a_page, order):
    # Several have as many voices as others, so the order needs its second key; and some crowds
    # (see `app.needs.models.CROWDS`) hold several counts.
    names = [f"Need {letter}" for letter in "abcdefgh"]
    voices = [2, 1, 5, 1, 4, 2, 9, 5]
    for name, supports in zip(names, voices, strict=True):
        make.need(title=name, supports=supports)
    if order:
        wanted = sorted(zip(voices, range(8), names, strict=True), key=lambda n: (n[0], -n[1]))
        wanted = [name for _voices, _number, name in wanted]
    else:
        wanted = names[::-1]
    pages = [wanted[:3], wanted[3:6], wanted[6:]]
    last, forth = walked(browse.visit(f"/needs/{order}"), "More needs", names)
    assert forth == pages
    first, back = walked(last, "Previous page", names)
    assert back == pages[::-1]
    assert not first.has_link("Previous page")
    assert walked(first, "More needs", names)[1] == pages


def test_exactly_one_full_page_has_no_neighbours(browse, make, few_on_a_page):
    for _ in range(3):
        make.need()
    page = browse.visit("/needs/")
    assert not page.has_link("More needs")
    assert not page.has_link("Previous page")


def test_a_need_published_between_two_pages_shifts_nothing(browse, make, few_on_a_page):
    names = [f"Need {letter}" for letter in "abcdef"]
    for name in names:
        make.need(title=name)
    page = browse.visit("/needs/")
    make.need(title="Need new")
    page = page.follow("More needs")
    assert page.words_of("h3") == ["Need c", "Need b", "Need a"]


def test_every_filter_stays_in_the_links(browse, make, few_on_a_page):
    area, theme = make.area("Coalbrae"), make.theme("Buses")
    names = [f"Bus {letter}" for letter in "abcde"]
    for name in names:
        make.need(
            title=name, words="A later bus", area=area, theme=theme, channel=Channel.PAPER,
            progress=Progress.GROUPED,
        )  # fmt: skip
    other = make.need(title="Bus elsewhere", words="A later bus", theme=theme)
    page = browse.visit(
        f"/needs/?area=coalbrae&theme={theme.number}&progress=grouped&channel=paper"
        "&q=later+bus&order=fewest"
    )
    assert "5 needs in Coalbrae" in page
    last, seen = walked(page, "More needs", [*names, other.title])
    assert [name for each in seen for name in each] == names[::-1]
    for label, chosen in (
        ("Area", "Coalbrae"), ("About", "Buses"), ("What’s happening", "Being talked about"),
        ("How we heard", "On paper"), ("Order", "Fewest voices first"),
        ("Search for words", "later bus"),
    ):  # fmt: skip
        assert last.value_of(label) == chosen
    assert walked(last, "Previous page", names)[1] == seen[::-1]


@pytest.mark.parametrize("name", ["after", "before"])
@pytest.mark.parametrize("typed", ["x", "-1", "1.5", "\u0661", str(2**31), "9" * 5_000])
def test_what_is_no_number_in_an_address_is_a_link_that_is_not_whole(browse, make, name, typed):
    make.need()
    page = browse.visit(f"/needs/?{name}={typed}", status=400)
    assert "That link is not whole. Go back and press it again." in page


def test_each_filter_lets_through_what_it_says_and_nothing_else(session, make):
    area, elsewhere, theme = make.area(), make.area(), make.theme()
    make.need(title="plain", area=elsewhere)
    wanted = [
        (make.need(area=area), NeedFilter(place_id=area.id)),
        (make.need(area=elsewhere, theme=theme), NeedFilter(theme_id=theme.id)),
        (make.need(area=elsewhere, progress=Progress.DONE), NeedFilter(progress=Progress.DONE)),
        (make.need(area=elsewhere, channel=Channel.STALL), NeedFilter(channel=Channel.STALL)),
        (make.need(area=elsewhere, words="An otter crossing"), NeedFilter(words="Ottérs cross")),
    ]
    for need, narrowed in wanted:
        found = list_needs(session, VISITOR, narrowed, size=20)
        assert [card.id for card in found] == [need.id], narrowed
        assert needs_count(session, VISITOR, narrowed) == 1, narrowed


def test_a_need_about_the_whole_place_is_in_the_list_of_each_area(session, make):
    areas = [make.area(), make.area()]
    everywhere = make.need()
    here = make.need(area=areas[0])
    found = [
        [card.id for card in list_needs(session, VISITOR, NeedFilter(place_id=area.id), size=5)]
        for area in areas
    ]
    assert found == [[here.id, everywhere.id], [everywhere.id]]


def test_the_ward_of_an_area_lists_its_needs_too(session, make):
    ward = make.ward()
    need = make.need(area=make.area(ward=ward))
    found = list_needs(session, VISITOR, NeedFilter(place_id=ward.id), size=5)
    assert [card.id for card in found] == [need.id]


def test_counts_are_exact_up_to_a_limit_and_then_more_than(browse, make, session, monkeypatch):
    monkeypatch.setattr(queries, "EXACT_UP_TO", 3)
    for _ in range(3):
        make.need()
    assert needs_count(session, VISITOR, NeedFilter()) == 3
    make.need()
    assert needs_count(session, VISITOR, NeedFilter()) == 4
    make.need()
    assert needs_count(session, VISITOR, NeedFilter()) == 4


@pytest.mark.parametrize(
    ("found", "words"), [(1000, "1,000 needs in"), (1001, "more than 1,000 needs in")]
)
def test_the_page_says_more_than_a_thousand(browse, make, monkeypatch, found, words):
    make.need()
    monkeypatch.setattr("app.needs.views.queries.needs_count", lambda *_args: found)
    page = browse.visit("/needs/")
    assert words in page
    assert ("more than" in page) is (found > 1000)


def test_an_empty_list_says_so_and_leads_on(browse, make):
    make.whole_place()
    page = browse.visit("/needs/?q=zzzz")
    assert "Nothing here has all these words" in page
    assert page.follow("Tell us what matters").path == "/needs/new"


def test_a_filter_that_is_none_of_ours_answers_with_a_page(browse, make):
    make.need()
    for query in (
        "progress=nonsense", "channel=%00", "after=abc", "after=-1", "people=%D9%A1", "theme=one",
        "before=99999999999999999999",
    ):  # fmt: skip
        page = browse.visit(f"/needs/?{query}", status=400)
        assert page.heading == "That didn’t reach us in one piece", query


def test_every_filter_that_is_none_of_ours_is_refused_with_one_sentence(browse, make):
    forming = make.theme("Forming", state=ThemeState.FORMING)
    said = set()
    for query in (
        "progress=nonsense", "channel=pigeon", "order=drop", "order=newest", "theme=999",
        "theme=0", f"theme={forming.id + 500}",
    ):  # fmt: skip
        said.add(browse.visit(f"/needs/?{query}", status=400).main)
    assert len(said) == 1
    assert "That filter is not one of ours. Choose one from the list." in said.pop()
    theme = make.theme("Getting home")
    for query in (f"theme={theme.number}", "theme=&order=&progress="):
        assert browse.visit(f"/needs/?{query}").heading == "What matters in Braidvale", query


def test_odd_searches_and_cursors_show_a_list(browse, make):
    make.need()
    for query in (
        "q=%22+OR+1%3D1+--", "q=NEAR%28a+b%29", "q=%2A", "q=a%27b", "q=%F0%9F%9A%8C",
        "q=%ED%A0%80", "q=%E2%80%AE%D8%AD%D8%A7%D9%81%D9%84%D8%A9+bus", "q=%3A%26%7C%21",
        "q=" + "bus+" * 100, "q=+++", "after=0",
        "before=0", "people=5&order=fewest&after=1", "after=1&before=1", "order=fewest&after=1",
    ):  # fmt: skip
        assert browse.visit(f"/needs/?{query}").heading == "What matters in Braidvale", query


@pytest.mark.parametrize("typed", ["{}", "n-{}", "N {:04}", "n{:04}", " N-{:04} ", "n–{}"])
def test_a_code_in_the_search_box_opens_its_need(browse, make, typed):
    area = make.area("Coalbrae")
    make.need(title="Another", words="N-0001 is no word of mine")
    need = make.need(title="Otters in the burn")
    typed = typed if typed != "{}" else "N-{}"
    page = browse.visit("/needs/").fill({"Search for words": typed.format(need.number)})
    page = page.fill({"Area": area.name}).press("Show")  # wherever it is about
    assert (page.heading, page.path) == ("Otters in the burn", f"/needs/{need.code.lower()}")


def test_a_code_searched_leads_to_the_target_or_the_marker_or_the_list(browse, make):
    target = make.need(title="The target")
    joined = make.need(title="The same", merged_into=target)
    gone = make.need(title="Gone", state=Moderation.HIDDEN)
    assert browse.visit(f"/needs/?q={joined.code}").heading == "The target"
    browse.visit(f"/needs/?q={gone.code}", status=410)
    for nobody in ("N-9999", "n 0", "N-999999999", "N-\u0661", "T-0001", "N-1 bus", "0001"):
        assert browse.visit(f"/needs/?q={nobody}").path == "/needs/", nobody


def test_a_code_of_any_public_thing_in_the_search_box_opens_it(browse, make):
    theme, outcome = make.theme(), make.outcome()
    action = make.action(make.need(), outcome=outcome)
    answer = make.decision(theme)
    hidden = make.theme(state=ThemeState.FORMING)
    for thing, path in (
        (theme, "/themes/"), (answer, "/decisions/"), (action, "/plan/actions/"),
        (outcome, "/plan/outcomes/"),
    ):  # fmt: skip
        page = browse.visit("/needs/").fill({"Search for words": thing.code.lower()}).press("Show")
        assert page.path == path + thing.code.lower()
    assert browse.visit(f"/needs/?q={hidden.code or 'T-0099'}").path == "/needs/"


@pytest.mark.parametrize("as_typed", [str, str.upper, lambda code: code.replace("-", " ")])
def test_ones_own_code_in_the_search_box_leads_to_the_form_for_it_and_goes_no_further(
    browse, as_typed
):
    code = follow_code_for(KeyRing("a secret of this test"), 7, 0)
    page = browse.visit("/needs/").fill({"Search for words": as_typed(code)}).press("Show")
    assert page.asked == "GET /follow/"
    assert code.split("-")[0] not in page.html.lower()


@pytest.mark.parametrize("words", ["the", "and of", "?!"])
def test_a_search_of_small_words_asks_for_another_word(browse, make, words):
    make.need(words="The bus and the train of it")
    page = browse.visit("/needs/").fill({"Search for words": words}).press("Show")
    assert "Type a word that says what it is about" in page
    assert "Nothing here has all these words" not in page
    assert page.value_of("Search for words") == words
    assert "Type a word" not in browse.visit("/needs/?q=zebra")
    assert "Type a word" not in browse.visit("/needs/")


def test_a_search_that_cannot_be_read_says_so(browse, make):
    page = browse.visit("/needs/?q=bus%00", status=400)
    assert "hidden character" in page


def test_an_area_that_does_not_exist_is_not_found(browse, make):
    make.area("Coalbrae")
    for area in ("nowhere", "%00", "coalbrae%00", "a" * 300):
        browse.visit(f"/needs/?area={area}", status=404)


def test_links_to_the_next_page_are_made_of_this_address_alone(browse, make, few_on_a_page):
    for _ in range(4):
        make.need()
    for query in (
        "_external=1&_scheme=javascript", "_anchor=x", "_method=DELETE", "endpoint=home.index",
        "self=1", "_scheme=javascript", "values=1",
    ):  # fmt: skip
        page = browse.visit(f"/needs/?{query}")
        href = next(href for words, href in page.links if words.startswith("More needs"))
        assert href.startswith("/needs/?"), href
        assert page.follow("More needs").words_of("h3")


def test_a_hidden_need_leaves_the_pages_it_stood_on(browse, make, session):
    need = make.need(title="Otters in the burn", words="Otters in the burn")
    make.need(title="Something else")
    assert "Otters" in browse.visit("/needs/")
    need.moderation = Moderation.HIDDEN
    session.flush()
    for address in ("/needs/", "/needs/?q=otters", "/needs/?order=fewest"):
        page = browse.visit(address)
        assert "Otters in the burn" not in page
        assert ("1 need in" in page) is ("q=" not in address)


def test_pages_send_few_statements_however_many_rows(browse, make, queries_made):
    area, theme = make.area("Coalbrae"), make.theme("Buses")
    actor = make.participant_actor(place=area)
    need = make.need(area=area, theme=theme, supports=2, writer=actor)
    make.action(need)
    for _ in range(4):
        make.need(area=area, theme=theme)
    visitor, participant = browse, browse.another().take_part_as(actor)
    narrowed = f"/needs/?area=coalbrae&theme={theme.number}&order=fewest&q=bus"
    limits = {"/needs/": 8, narrowed: 8, f"/needs/{need.code.lower()}": 10}

    def counted():
        counts = {}
        for who in (visitor, participant):
            for address in limits:
                who.open(address)  # what is read once by each process
                with queries_made() as made:
                    who.visit(address)
                counts[who is participant, address] = made
        return counts

    few = counted()
    for _ in range(15):
        make.need(area=area, theme=theme)
    for _ in range(3):
        make.need(area=area, merged_into=need)
    many = counted()
    for (takes_part, address), made in many.items():
        assert len(made) == len(few[takes_part, address]), address
        assert len(made) <= limits[address] + takes_part, "\n".join(made)  # one says who asks
