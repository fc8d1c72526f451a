"""What is not public, or not public any more: nowhere, in no count, and no answer tells of it."""

import pytest

from app.conversations.models import ConversationState
from app.foundation.access import Role
from app.moderation import operations as moderation
from app.moderation.models import ReasonCode
from app.needs.models import Moderation
from app.plan.models import ActionState
from app.themes.models import ThemeState
from tests.architecture.source import complain
from tests.examples import Examples, routes
from tests.permissions.walker import everything

SECRET = "zanzibar"
# Where one is signed in: each call below signs the analyst in once more.
OF_ONESELF = ("static", "devices.index")
WAYS = ("", "?format=json", "?q=zanzibar", "?order=fewest", "?output=1&embed=1&fields=*")


@pytest.fixture
def examples(make):
    return Examples(make)


def browsers_of(browse, examples):
    """Return the browsers of a visitor, a voice and staff who moderate nothing, by who it is."""
    return {
        "visitor": browse,
        "participant": browse.another().take_part_as(examples.writer_as_actor),
        "analyst": browse.another().sign_in(examples.people[Role.ANALYST]),
    }


def public_pages(app, browsers, examples):
    """Return what each of them reads, address by address."""
    seen = {}
    for rule in routes(app):
        is_public = app.view_functions[rule.endpoint].audience == "public"
        if not is_public or rule.endpoint in OF_ONESELF:
            continue
        for way in WAYS:
            address = examples.address_of(app, rule)
            address += way if "?" not in address else way.replace("?", "&")
            for who, browser in browsers.items():
                answer = browser.open(address)
                seen[address, who] = answer.status_code, without_tokens(answer.get_data())
    return seen


def without_tokens(body):
    import re  # noqa: PLC0415

    body = re.sub(rb'name="csrf_token"[^>]*>', b"", body)
    body = re.sub(rb"PK\x03\x04.*", b"", body, flags=re.DOTALL)
    return re.sub(rb'(name="(send_key|key)" value=")[^"]*', b"", body)


def test_t10_what_is_not_public_changes_no_public_page(app, browse, make, session, examples):
    """Not one byte of any page, count, search or marker, for anybody who may not see it."""
    area, theme = examples.area, examples.theme
    other = make.participant_actor()  # who took part already: that one voice shows either way
    make.need(writer=other)
    body = make.organisation()  # whose page stands for itself, whatever it leads
    browsers = browsers_of(browse, examples)
    before = public_pages(app, browsers, examples)
    hidden = {"words": f"{SECRET} words", "title": SECRET, "area": area, "writer": other}
    make.need(published=False, **hidden)
    make.need(published=False, state=Moderation.RETURNED, reason_code="cannot_read", **hidden)
    make.theme(f"{SECRET} theme", state=ThemeState.FORMING)
    make.conversation(f"{SECRET}?", state=ConversationState.DRAFT)
    draft = make.outcome(f"{SECRET} outcome", agreed=False, lead=body)
    make.action(what=f"{SECRET} action", state=ActionState.PROPOSED, outcome=draft, lead=body)
    make.decision(theme, published=False, we_decided=SECRET)
    session.commit()
    after = public_pages(app, browsers, examples)
    complain(
        "A page for everyone differs because of something that is not public.",
        [
            f"{address} for {who}"
            for (address, who), answer in after.items()
            if answer != before[address, who]
        ],
    )
    assert not [address for address, (_status, body) in after.items()
                if SECRET.encode() in body and "zanzibar" not in address[0]]  # fmt: skip


def test_t10_what_was_hidden_leaves_every_page_and_every_count(
    app, browse, make, session, examples
):
    what = {"words": f"{SECRET} words", "title": SECRET, "area": examples.area}
    need = make.need(theme=examples.theme, supports=3, **what)
    browse.visit("/needs/?q=zanzibar")
    assert browse.visit("/needs/?q=zanzibar").has_link(SECRET)
    moderator = make.actor_of(examples.people[Role.MODERATOR])
    moderation.hide_need(
        session, moderator, need.id, ReasonCode.ADVERT, revision=need.revision, now=make.now
    )
    session.commit()
    browsers = browsers_of(browse, examples)
    wrong = [
        f"{address} for {who}"
        for (address, who), (_status, body) in public_pages(app, browsers, examples).items()
        if SECRET.encode() in body.replace(b"q=zanzibar", b"").replace(b'value="zanzibar"', b"")
        and "q=zanzibar" not in address
    ]
    complain("What was hidden still stands on a page.", wrong)
    found = browse.visit("/needs/?q=zanzibar")
    assert "0 " in found.main or "No " in found.main or "Nothing" in found.main


@pytest.mark.parametrize("state", [Moderation.HIDDEN, Moderation.WITHDRAWN])
def test_t14_the_marker_of_a_hidden_thing_tells_nothing_of_it(browse, make, state):
    make.area()
    one = make.need(state=state, reason_code="advert", title="One", supports=1)
    many = make.need(state=state, reason_code="advert", title="Many", supports=9)
    answers = [browse.open(f"/needs/{need.code.lower()}") for need in (one, many)]
    pages = [
        answer.get_data(as_text=True).replace(need.code, "").replace(need.code.lower(), "")
        for answer, need in zip(answers, (one, many), strict=True)
    ]
    assert [answer.status_code for answer in answers] == [410, 410]
    assert pages[0] == pages[1]
    for answer in answers:
        assert {"ETag", "Last-Modified"}.isdisjoint(answer.headers.keys())
    somebody = browse.another().take_part_as(make.participant_actor())
    for need in (one, many):
        for act in ("support", "support/take-back"):
            answer = somebody.open(f"/needs/{need.code.lower()}/{act}", "POST")
            assert answer.status_code == 404


def test_t14_what_was_never_public_answers_like_what_never_was(browse, make):
    """The same status and the same length, by every road that takes a number."""
    make.area()
    waiting = make.need(published=False)
    forming = make.theme("Forming", state=ThemeState.FORMING)
    draft = make.conversation("Draft?", state=ConversationState.DRAFT)
    somebody = browse.another().take_part_as(make.participant_actor())
    pairs = (
        (f"/follow/things/{waiting.id}/change", "/follow/things/999999/change"),
        (f"/follow/things/{waiting.id}/take-back", "/follow/things/999999/take-back"),
        (f"/topics/{draft.slug}", "/topics/nothing-like-it"),
        (f"/needs/n-{9000 + waiting.id}", "/needs/n-9999"),
        (f"/themes/t-{9000 + forming.id}", "/themes/t-9999"),
    )
    for there, nowhere in pairs:
        one, other = somebody.open(there), somebody.open(nowhere)
        assert (one.status_code, other.status_code) == (404, 404), there
        assert len(one.get_data().replace(there.encode(), b"")) == len(
            other.get_data().replace(nowhere.encode(), b"")
        ), there


def test_t15_nobody_decides_what_they_may_not_read(browse, make, session):
    """A moderator of one area reads, decides, joins and undoes nothing of another."""
    here, there = make.area("Here"), make.area("There")
    waiting, shown = make.need(published=False, area=there), make.need(area=there)
    own = make.need(area=here)
    everywhere = make.actor(Role.MODERATOR)
    done = moderation.publish_need(
        session, everywhere, waiting.id, revision=waiting.revision, now=make.now
    )
    session.commit()
    elsewhere = browse.another().sign_in(make.person(Role.MODERATOR, place=here))
    token = next(
        each.get("value") for each in elsewhere.visit("/moderation/").tree.all("input")
        if each.get("name") == "csrf_token"
    )  # fmt: skip
    session.commit()
    before = everything(session.connection())
    session.commit()
    for address, form in (
        (f"/moderation/needs/{shown.id}", {"verdict": "hide", "hide_reason": "advert"}),
        (
            f"/moderation/needs/{shown.id}",
            {"verdict": "merge", "same_as_code": own.code, "go": "join"},
        ),
        (f"/moderation/needs/{shown.id}", {"verdict": "correct_area", "place": here.slug}),
        (f"/moderation/decisions/{done.id}/undo", {}),
    ):
        form |= {"csrf_token": token, "revision": str(shown.revision)}
        assert elsewhere.open(address, "POST", data=form).status_code == 404, address
    assert elsewhere.open(f"/moderation/needs/{shown.id}").status_code == 404
    assert everything(session.connection()) == before
