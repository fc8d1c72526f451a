"""Fifty of the same at the same moment on the real server: one thing, one count, no fault."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.foundation.access import Role
from app.members.models import MemberSession
from app.moderation.models import ModerationDecision
from app.needs.models import Moderation, Need
from app.people.models import Member, Participant
from app.recounts.operations import differences
from app.voices.models import NeedSupport
from tests.attacks.place import code_in_letter
from tests.builders import BUILDER

AT_ONCE = 50

pytestmark = pytest.mark.slow


def at_once(acts):
    with ThreadPoolExecutor(len(acts)) as together:
        return [each.status_code for each in together.map(lambda act: act(), acts)]


def count(real, what, *where):
    real.session.rollback()
    found = real.session.scalar(select(func.count()).select_from(what).where(*where))
    real.session.rollback()
    return found


def whole(real):
    real.session.rollback()
    assert differences(real.session, BUILDER) == []
    real.session.rollback()


def new_need(real, **more):
    need = real.make.need(**more)
    real.session.commit()
    known = need.id, (need.code or "").lower(), need.revision
    real.session.rollback()
    return known


def twin(real, somebody):
    """Return the same person in another tab: the same cookies, another connection."""
    other = real.visitor()
    other.web.cookies.update(somebody.web.cookies)
    return other


def test_t20_fifty_presses_of_one_person_are_one_voice(real):
    need_id, code, _revision = new_need(real)
    somebody = real.participant()
    tabs = [twin(real, somebody) for _ in range(AT_ONCE)]
    statuses = at_once([lambda tab=tab: tab.post(f"/needs/{code}/support") for tab in tabs])
    assert set(statuses) == {303}
    assert count(real, NeedSupport, NeedSupport.need_id == need_id) == 2  # the writer's and theirs
    whole(real)
    statuses = at_once(
        [lambda tab=tab: tab.post(f"/needs/{code}/support/take-back") for tab in tabs]
    )
    assert set(statuses) == {303}
    assert count(real, NeedSupport, NeedSupport.need_id == need_id) == 1
    whole(real)


def test_t20_fifty_people_at_once_are_fifty_voices(real):
    need_id, code, _revision = new_need(real)
    people = [real.participant() for _ in range(AT_ONCE)]
    statuses = at_once([lambda who=who: who.post(f"/needs/{code}/support") for who in people])
    assert set(statuses) == {303}
    assert count(real, NeedSupport, NeedSupport.need_id == need_id) == 1 + AT_ONCE
    whole(real)


def test_t20_one_form_sent_fifty_times_makes_one_need_and_one_voice(real):
    before = count(real, Need), count(real, Participant)
    sent = {
        "go": "send", "words": "One bench at the stop.", "works_well": "", "title": "",
        "about_whom": "", "barrier": "", "place": "all-over", "send_key": f"fifty {real.kind}",
    }  # fmt: skip
    tabs = [real.visitor() for _ in range(AT_ONCE)]
    statuses = at_once([lambda tab=tab: tab.post("/needs/new", sent) for tab in tabs])
    assert set(statuses) <= {200, 303}
    assert (count(real, Need), count(real, Participant)) == (before[0] + 1, before[1] + 1)
    whole(real)


def test_t20_a_code_redeemed_fifty_times_opens_one_session(real):
    somebody, email = real.visitor(), f"fifty-{real.kind}@post.example"
    assert somebody.post("/account/join", {"email": email}).status_code == 303
    code = code_in_letter(real.session, email)
    before = count(real, MemberSession)
    tabs = [twin(real, somebody) for _ in range(AT_ONCE)]
    statuses = at_once([lambda tab=tab: tab.post("/account/code", {"code": code}) for tab in tabs])
    assert statuses.count(303) == 1
    assert set(statuses) <= {303, 422}
    assert count(real, Member, Member.email == email) == 1
    assert count(real, MemberSession) == before + 1


def test_t20_two_moderators_who_publish_at_once_publish_once(real):
    need_id, _code, revision = new_need(real, published=False)
    moderators = [real.signed_in(Role.MODERATOR) for _ in range(8)]
    for each in moderators:
        each.token()
    form = {"verdict": "publish", "revision": str(revision)}
    statuses = at_once(
        [lambda who=who: who.post(f"/moderation/needs/{need_id}", form) for who in moderators]
    )
    assert sorted(statuses) == [303] + [409] * 7
    assert count(real, ModerationDecision, ModerationDecision.need_id == need_id) == 1
    assert count(real, Need, Need.id == need_id, Need.moderation == Moderation.PUBLISHED) == 1
    whole(real)


def test_t22_a_voice_given_and_taken_back_many_times_counts_once(real):
    need_id, code, _revision = new_need(real)
    somebody = real.participant()
    for _turn in range(30):
        assert somebody.post(f"/needs/{code}/support").status_code == 303
        assert somebody.post(f"/needs/{code}/support").status_code == 303
        assert somebody.post(f"/needs/{code}/support/take-back").status_code == 303
    assert count(real, NeedSupport, NeedSupport.need_id == need_id) == 1
    somebody.post(f"/needs/{code}/support")
    assert count(real, NeedSupport, NeedSupport.need_id == need_id) == 2
    whole(real)


def test_t22_moving_house_or_joining_two_devices_adds_no_voice(real):
    need_id, code, _revision = new_need(real)
    make = real.make
    here, there = make.area(), make.area()
    real.session.commit()
    slugs = here.slug, there.slug
    real.session.rollback()
    somebody, other = real.participant(), real.participant()
    for slug in slugs:
        assert somebody.post(f"/needs/{code}/support").status_code == 303
        told = somebody.post("/needs/where-i-live", {"place": slug, "need": code})
        assert told.status_code == 303
    assert other.post(f"/needs/{code}/support").status_code == 303
    assert count(real, NeedSupport, NeedSupport.need_id == need_id) == 3
    whole(real)
    key = somebody.post("/follow/code")
    shown = somebody.get("/follow/").text if key.status_code == 303 else key.text
    follow = next(iter(codes_in(shown)))
    assert other.post("/follow/", {"code": follow}).status_code in {200, 303}
    assert count(real, NeedSupport, NeedSupport.need_id == need_id) == 2
    whole(real)


def codes_in(html):
    import re  # noqa: PLC0415

    return re.findall(r"\b[a-z]{3,8}-[a-z]{3,8}-[a-z]{3,8}-\d\d\b", html)
