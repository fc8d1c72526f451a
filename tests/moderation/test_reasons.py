"""The sentences that senders read."""

import re

import pytest

from app.moderation.models import ReasonCode, Verdict
from app.moderation.reasons import VERBS, WHAT_SOMEBODY_DID, sentence_for

WITH_REASON = (Verdict.HIDE, Verdict.RETURN)
LONGEST_SENTENCE = 20


@pytest.mark.parametrize("verdict", WITH_REASON)
@pytest.mark.parametrize("reason", ReasonCode)
def test_every_reason_has_a_sentence_that_says_what_to_do(
    verdict: Verdict, reason: ReasonCode
) -> None:
    sentence = sentence_for(verdict, reason)
    assert re.search(r"send it again|send them again", sentence), sentence
    assert "%" not in sentence


@pytest.mark.parametrize("verdict", WITH_REASON)
@pytest.mark.parametrize("reason", ReasonCode)
def test_sentences_are_short(verdict: Verdict, reason: ReasonCode) -> None:
    for sentence in re.split(r"(?<=[.!?])\s", sentence_for(verdict, reason)):
        assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


def test_no_two_reasons_say_the_same() -> None:
    said = [sentence_for(verdict, reason) for verdict in WITH_REASON for reason in ReasonCode]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("verdict", set(Verdict) - set(WITH_REASON))
def test_other_decisions_have_a_sentence_without_a_reason(verdict: Verdict) -> None:
    assert sentence_for(verdict, None)


@pytest.mark.parametrize("verdict", Verdict)
def test_whoever_comes_second_can_be_told_what_was_done(verdict: Verdict) -> None:
    assert WHAT_SOMEBODY_DID[VERBS[verdict]]
