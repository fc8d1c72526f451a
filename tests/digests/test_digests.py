"""What a digest tells, to whom, when, and what it never tells."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import jobs
from app.digests import lines, queries
from app.following.models import Digest, Follower, FollowKind, HowOften
from app.following.operations import forget_followings_of
from app.foundation.access import Role
from app.history.queries import last_seal
from app.moderation import operations as moderation
from app.moderation.models import ReasonCode
from app.needs import operations as needs
from app.needs.models import Moderation
from app.people.models import Member
from app.priorities.models import DecisionKind
from tests.builders import BUILDER


def publish(make, need):
    moderation.publish_need(
        make.session, make.actor(Role.MODERATOR), need.id, revision=need.revision, now=make.now
    )
    make.session.flush()


def hide(make, need):
    moderation.hide_need(
        make.session, make.actor(Role.MODERATOR), need.id, ReasonCode.HURTFUL,
        revision=need.revision, now=make.now,
    )  # fmt: skip
    make.session.flush()


def test_you_said_we_decided_we_did_with_links_and_who_answers(readers, make, work):
    need = make.need(title="The last bus leaves too early", supports=3)
    readers.follow(readers.new(), FollowKind.NEED, need.id)
    make.decision(need, kind=DecisionKind.YES)
    action = make.action(need, what="Run the bus an hour later")
    make.news(action, "A driver was found.")
    work()
    (letter,) = readers.letters()
    assert letter.subject == "Thegither: news of 1 thing you follow"
    said = letter.text
    site = "http://localhost:8123"
    for words in (
        f"* The last bus leaves too early ({need.code})",
        "You said: 3 people: 3 online, none in rooms. Where it stands: In the plan",
        "We decided: Yes",
        "Who decided: ",
        "We did: Run the bus an hour later: Agreed. A driver was found.",
        "Who leads it: Bus manager, ",
        f"{site}/needs/{need.code.lower()}",
        f"{site}/following/",
        f"{site}/stop-letters/?k=",
        "You get this because you follow these things",
    ):
        assert words in said, said
        if "http" not in words and not words.startswith(("*", "We", "You s")):
            assert words.strip() in re.sub("<[^>]+>", "", letter.html)
    assert "<bdi>" not in said
    assert "<img" not in letter.html
    addresses = re.findall(r'(?:href|src)="([^"]+)"', letter.html)
    assert all(each.startswith(f"{site}/") for each in addresses), "no link goes a roundabout way"
    assert letter.stop_link in addresses


def test_one_entry_for_each_thing_the_newest_first(readers, make, work):
    first, second = make.need(title="First words"), make.need(title="Second words")
    reader = readers.new()
    for need in (second, first):
        readers.follow(reader, FollowKind.NEED, need.id)
    make.decision(first)
    make.decision(second)
    make.action(first, what="Run the bus an hour later")  # something more of the first
    work()
    (letter,) = readers.letters()
    assert letter.text.count("First words") == 1
    assert letter.text.index("First words") < letter.text.index("Second words")
    assert "news of 2 things" in letter.subject


def test_without_news_no_letter_goes(readers, make, work, session):
    make.decision(make.need())
    reader = readers.new()
    readers.follow(reader, FollowKind.NEED, make.need().id)
    make.decision(make.need())  # of something else
    work()
    assert readers.letters() == []
    assert session.scalars(select(Digest.member_id)).all() == []
    assert queries.due_readers(session, day=make.today, limit=10) == [], "nobody looks twice"


def test_what_happened_before_somebody_followed_is_no_news(readers, make, work, later):
    need = make.need()
    make.decision(need)
    work()
    work(jobs.seal_history)
    readers.follow(readers.new(), FollowKind.NEED, need.id)
    work()
    assert readers.letters() == []


def test_one_letter_a_day_and_tomorrow_only_what_is_new(readers, make, work, later):
    need, other = make.need(title="First words"), make.need(title="Second words")
    reader = readers.new()
    for each in (need, other):
        readers.follow(reader, FollowKind.NEED, each.id)
    make.decision(need)
    work()
    make.decision(other)
    for hours in (1, 5, 13):
        later(hours=hours)
        work()
    assert len(readers.letters()) == 1
    take_away(readers)
    later(days=1)
    work()
    _first, second = readers.letters()
    assert "Second words" in second.text
    assert "First words" not in second.text
    later(days=2)
    work()
    assert len(readers.letters()) == 2


def take_away(readers):
    """Let the letters that wait have been sent, keeping their words for the test to read."""
    for letter in readers.letters():
        letter.sent_at, letter.next_try_at = readers.now, None
    readers.session.flush()


def test_weekly_letters_come_once_in_seven_days_with_all_that_was_new(readers, make, work, later):
    need, other = make.need(title="First words"), make.need(title="Second words")
    reader = readers.new()
    for each in (need, other):
        readers.follow(reader, FollowKind.NEED, each.id)
    readers.often(reader, HowOften.WEEKLY)
    work()  # nothing yet, and the week begins
    make.decision(need)
    for days in range(1, 7):
        later(days=days)
        work()
        if days == 3:
            make.decision(other)
    assert readers.letters() == []
    later(days=7)
    work()
    (letter,) = readers.letters()
    assert "First words" in letter.text
    assert "Second words" in letter.text


def test_who_wants_no_letters_gets_none(readers, make, work):
    need = make.need()
    reader = readers.follow(readers.new(), FollowKind.NEED, need.id)
    readers.often(reader, HowOften.NONE)
    make.decision(need)
    work()
    assert readers.letters() == []


def test_what_was_hidden_before_the_letter_does_not_appear(readers, make, work):
    seen, hidden = make.need(title="Words that stay"), make.need(title="Words to hide")
    reader = readers.new()
    for need in (seen, hidden):
        readers.follow(reader, FollowKind.NEED, need.id)
        make.decision(need)
    hide(make, hidden)
    work()
    (letter,) = readers.letters()
    assert "Words that stay" in letter.text
    for place in (letter.text, letter.html, letter.subject):
        assert "Words to hide" not in place
        assert hidden.code not in place
    assert "news of 1 thing" in letter.subject


def test_only_hidden_news_is_no_news(readers, make, work):
    need = make.need()
    readers.follow(readers.new(), FollowKind.NEED, need.id)
    make.decision(need)
    hide(make, need)
    work()
    assert readers.letters() == []


def test_what_is_hidden_while_the_letter_waits_takes_the_letter_back(readers, make, work, later):
    need, other = make.need(title="Words to hide"), make.need(title="Words that stay")
    reader = readers.new()
    for each in (need, other):
        readers.follow(reader, FollowKind.NEED, each.id)
        make.decision(each)
    work()
    assert len(readers.letters()) == 1
    hide(make, need)
    work(jobs.drop_stale_digests)
    assert readers.letters() == [], "address and words are gone"
    later(days=1)
    work()
    (letter,) = readers.letters()
    assert "Words that stay" in letter.text, "nothing else is lost"
    assert "Words to hide" not in letter.text


def test_a_joined_need_brings_news_of_the_one_it_was_joined_with(readers, make, work):
    need, target = make.need(title="Old words"), make.need(title="The words of the target")
    readers.follow(readers.new(), FollowKind.NEED, need.id)
    moderation.merge_need(
        make.session, make.actor(Role.MODERATOR), need.id, target.id, revision=need.revision,
        now=make.now,
    )  # fmt: skip
    make.decision(target)
    work()
    (letter,) = readers.letters()
    assert letter.text.count("The words of the target") == 1
    assert "Old words" not in letter.text


def test_news_of_themes_actions_and_outcomes(readers, make, work):
    theme, outcome = make.theme("Getting there and home"), make.outcome("Everyone gets home")
    need = make.need(theme=theme)
    action = make.action(need, what="Run the bus an hour later", outcome=outcome)
    for email, kind, thing in (
        ("theme@post.example", FollowKind.THEME, theme),
        ("action@post.example", FollowKind.ACTION, action),
        ("outcome@post.example", FollowKind.OUTCOME, outcome),
    ):
        readers.follow(readers.new(email), kind, thing.id)
    make.session.commit()
    work(jobs.seal_history)
    for follower in make.session.scalars(select(Follower)):
        follower.told_until, _seal = last_seal(make.session)  # only what comes next is news
    make.news(action, "A driver was found.")
    make.decision(theme)
    work()
    (letter,) = readers.letters("action@post.example")
    assert "* Run the bus an hour later" in letter.text
    assert "We did: Agreed. A driver was found." in letter.text
    (letter,) = readers.letters("outcome@post.example")
    assert "A driver was found." in letter.text
    (letter,) = readers.letters("theme@post.example")
    assert "* Getting there and home" in letter.text
    assert "We decided: " in letter.text


def test_new_needs_of_a_place_are_one_entry_and_never_the_readers_own(readers, make, work):
    area = make.area("Coalbrae")
    voice = make.participant_actor()
    readers.follow(readers.new(voice=voice), FollowKind.PLACE, area.id)
    others = [make.need(title=f"Words {n}", area=area, published=False) for n in range(7)]
    own = make.need(title="My own words", area=area, writer=voice, published=False)
    away = make.need(title="Elsewhere", area=make.area("Northmuir"), published=False)
    for need in (*others, own, away):
        publish(make, need)
    work()
    (letter,) = readers.letters()
    assert letter.text.count("* Coalbrae") == 1
    assert "7 new needs are about this place." in letter.text
    assert letter.text.count("- Words") == lines.MOST_NEW_NEEDS
    assert "My own words" not in letter.text
    assert "Elsewhere" not in letter.text


def test_only_ones_own_new_need_is_no_news_of_a_place(readers, make, work):
    area, voice = make.area("Coalbrae"), make.participant_actor()
    readers.follow(readers.new(voice=voice), FollowKind.PLACE, area.id)
    publish(make, make.need(area=area, writer=voice, published=False))
    work()
    assert readers.letters() == []


def test_what_comes_back_is_not_new_in_its_place_once_more(readers, make, work, later):
    area = make.area("Coalbrae")
    need = make.need(area=area, published=False)
    readers.follow(readers.new(), FollowKind.PLACE, area.id)
    publish(make, need)
    work()
    assert len(readers.letters()) == 1
    take_away(readers)
    make.now = later(days=1)
    needs.take_down(make.session, BUILDER, need, Moderation.WAITING, reason_code=None, now=make.now)
    make.session.flush()
    publish(make, need)
    work()
    assert len(readers.letters()) == 1


def test_own_words_are_told_when_they_are_published_and_answered(readers, make, work):
    voice = make.participant_actor()
    readers.follow(readers.new(voice=voice), FollowKind.OWN_WORDS)
    own = make.need(title="My own words", writer=voice, published=False)
    other = make.need(title="Words of another", published=False)
    for need in (own, other):
        publish(make, need)
    work()
    (letter,) = readers.letters()
    assert "* My own words" in letter.text
    assert "Words of another" not in letter.text


def test_own_words_that_wait_or_were_sent_back_are_not_named(readers, make, work):
    voice = make.participant_actor()
    readers.follow(readers.new(voice=voice), FollowKind.OWN_WORDS)
    need = make.need(title="My own words", writer=voice, published=False)
    moderation.return_need(
        make.session, make.actor(Role.MODERATOR), need.id, ReasonCode.CANNOT_READ,
        revision=need.revision, now=make.now,
    )  # fmt: skip
    work()
    assert readers.letters() == []


@pytest.mark.parametrize(
    "words",
    ["{{ config }}", "%(x)s", "{0.__class__}", "${7777*7777}", "{% raw %}", "<b>bold</b>", "=1+1"],
)
def test_words_of_people_are_only_words(readers, make, work, words):
    """T43: nothing that somebody wrote is run as a template or as HTML."""
    need = make.need(title=words)
    readers.follow(readers.new(), FollowKind.NEED, need.id)
    decision = make.decision(need)
    decision.we_decided = words
    work()
    (letter,) = readers.letters()
    assert f"* {words} ({need.code})" in letter.text
    assert "<b>" not in letter.html
    assert words not in letter.subject
    assert "60481729" not in letter.html


def test_many_things_are_cut_with_a_count_of_the_rest(readers, make, work, monkeypatch):
    monkeypatch.setattr(lines, "MOST_THINGS", 2)
    reader = readers.new()
    for number in range(5):
        need = make.need(title=f"Words {number}")
        readers.follow(reader, FollowKind.NEED, need.id)
        make.decision(need)
    work()
    (letter,) = readers.letters()
    assert "news of 5 things" in letter.subject
    assert [f"Words {n}" in letter.text for n in range(5)] == [False, False, False, True, True]
    assert "And 3 more things. See what has changed:" in letter.text
    assert "/changed" in letter.text


def test_statements_for_one_reader_are_bounded(readers, make, work, queries_made):
    area, theme = make.area(), make.theme("Getting there and home")

    def one(count, email):
        reader = readers.new(email)
        readers.follow(reader, FollowKind.PLACE, area.id)
        readers.follow(reader, FollowKind.THEME, theme.id)
        for _ in range(count):
            need = make.need(area=area, theme=theme)
            readers.follow(reader, FollowKind.NEED, need.id)
            make.decision(need)
            action = make.action(need)
            readers.follow(reader, FollowKind.ACTION, action.id)
        make.session.commit()
        work(jobs.seal_history)
        make.session.commit()
        with queries_made() as made:
            work()
        assert len(readers.letters(email)) == 1
        return made

    few, many = one(1, "few@post.example"), one(15, "many@post.example")
    assert len(many) <= len(few) + 2, [each[:90] for each in many]
    assert len(many) <= 45


def test_statements_grow_by_what_is_written_alone(readers, make, work, queries_made):
    """What is told is read once for all readers of a turn, so each costs what writing costs."""
    needs = [make.need() for _ in range(4)]

    def many(count):
        for number in range(count):
            reader = readers.new(f"r{count}-{number}@post.example")
            for need in needs:
                readers.follow(reader, FollowKind.NEED, need.id)
        for need in needs:
            make.decision(need)
        make.session.commit()
        work(jobs.seal_history)
        make.session.commit()
        with queries_made() as made:
            work()
        assert len(readers.letters(f"r{count}-0@post.example")) == 1
        return len(made)

    assert many(9) - many(2) <= 7 * 14


def test_each_reader_is_told_of_their_own_things_alone(readers, make, work):
    needs = [make.need(title=f"Words {number}") for number in range(3)]
    for number, need in enumerate(needs):
        reader = readers.new(f"r{number}@post.example")
        readers.follow(reader, FollowKind.NEED, need.id)
        make.decision(need)
        readers.follow(reader, FollowKind.ACTION, make.action(needs[0]).id)
    work()
    for number in range(3):
        (letter,) = readers.letters(f"r{number}@post.example")
        assert [f"* Words {n}" in letter.text for n in range(3)] == [n == number for n in range(3)]
        # An action stands with the need it answers only for whoever hears of that need, too.
        assert ("2 things" in letter.subject) is (number != 0)


def test_what_is_hidden_between_two_letters_of_a_turn_is_told_to_nobody(
    readers, make, work, monkeypatch
):
    """All is read once, but what changes then is read again before the next letter is written."""
    hidden, stays = make.need(title="First words"), make.need(title="Second words")
    for number in range(3):
        reader = readers.new(f"r{number}@post.example")
        for need in (hidden, stays):
            readers.follow(reader, FollowKind.NEED, need.id)
    for need in (hidden, stays):
        make.decision(need)
    write, written = jobs.digests.write_digest, []

    def write_and_hide(*args, **named):
        if len(written) == 1:
            hide(make, hidden)
        written.append(1)
        return write(*args, **named)

    monkeypatch.setattr(jobs.digests, "write_digest", write_and_hide)
    work()
    told = ["First words" in readers.letters(f"r{n}@post.example")[0].text for n in range(3)]
    assert told == [True, False, False]
    assert all("Second words" in readers.letters(f"r{n}@post.example")[0].text for n in range(3))


def test_a_change_of_e_mail_or_none_takes_a_waiting_letter_back(readers, make, work, session):
    need = make.need()
    moved = readers.follow(readers.new("a@post.example"), FollowKind.NEED, need.id)
    none = readers.follow(readers.new("b@post.example"), FollowKind.NEED, need.id)
    readers.follow(readers.new("c@post.example"), FollowKind.NEED, need.id)
    make.decision(need)
    work()
    session.get(Member, moved.member_id).email = "new@post.example"
    readers.often(none, HowOften.NONE)
    work(jobs.drop_stale_digests)
    assert readers.letters("a@post.example") == []
    assert readers.letters("b@post.example") == []
    assert len(readers.letters("c@post.example")) == 1


def test_who_is_forgotten_gets_nothing_and_a_waiting_letter_is_taken_back(
    readers, make, work, session, later
):
    need = make.need()
    reader = readers.follow(readers.new(), FollowKind.NEED, need.id)
    make.decision(need)
    work()
    assert len(readers.letters()) == 1
    forget_followings_of(session, reader, reader.member_id, now=make.now)
    session.delete(session.get(Member, reader.member_id))
    session.flush()
    assert readers.letters() == []
    later(days=1)
    work()
    assert readers.letters() == []


def test_old_rows_of_digests_are_dropped(readers, make, work, session, later):
    need = make.need()
    readers.follow(readers.new(), FollowKind.NEED, need.id)
    make.decision(need)
    work()
    later(days=20)
    work(jobs.keep_to_retention)
    assert len(session.scalars(select(Digest.day)).all()) == 1
    later(days=21)
    work(jobs.keep_to_retention)
    assert session.scalars(select(Digest.day)).all() == []


def test_a_member_hears_what_became_of_what_their_group_put_forward(readers, make, work):
    """Published, answered, done: and nobody of the group who did not ask for it."""
    reader, silent = readers.new(), readers.new("silent@post.example")
    group, other = make.community("Kitchen"), make.community("Garden")
    mine = make.in_group(group, reader)
    make.in_group(group, silent)
    readers.follow(reader, FollowKind.GROUP, mine.id)
    need = make.need_of_group(group, reader, words="A stove for the hall.", published=False)
    gardener = make.member()
    make.in_group(other, gardener)
    make.decision(make.need_of_group(other, gardener, words="A shed."))
    publish(make, need)
    make.decision(need, kind=DecisionKind.NOT_NOW)
    work()
    (letter,) = readers.letters()
    assert f"* {need.title} ({need.code})" in letter.text
    assert "We decided: Not now" in letter.text
    assert "A shed" not in letter.text
    assert readers.letters("silent@post.example") == []


def test_a_need_of_ones_group_is_no_new_need_of_a_place_one_follows(readers, make, work):
    reader, area = readers.new(), make.area("Coalbrae")
    group = make.community()
    readers.follow(reader, FollowKind.GROUP, make.in_group(group, reader).id)
    readers.follow(reader, FollowKind.PLACE, area.id)
    publish(make, make.need_of_group(group, reader, area=area, published=False))
    work()
    (letter,) = readers.letters()
    assert letter.subject == "Thegither: news of 1 thing you follow"
    assert "new need" not in letter.text


@pytest.mark.parametrize("ends", ["by somebody", "on its last day", "and begins anew"])
def test_news_of_a_group_end_with_the_membership(readers, make, work, session, now, ends):
    reader, group = readers.new(), make.community()
    mine = make.in_group(group, reader)
    readers.follow(reader, FollowKind.GROUP, mine.id)
    need = make.need_of_group(group, reader)
    if ends == "on its last day":
        mine.ends_on = make.today - timedelta(days=1)
    else:
        mine.ended_at = now
        session.flush()
    if ends == "and begins anew":
        make.in_group(group, reader)
    make.decision(need)
    work()
    assert readers.letters() == []
