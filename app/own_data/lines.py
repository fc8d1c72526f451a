"""A need, an earlier wording and a complaint as the file shows them. Values only, no database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.complaints.models import DataComplaint
from app.needs.models import Need, NeedVersion

Facts = dict[str, Any]


def need_facts(
    need: Need,
    *,
    question: str,
    group: str | None,
    places: Sequence[str],
    removed_on: datetime | None,
    versions: Sequence[Facts],
    answers: Sequence[Facts],
) -> Facts:
    """Return all that is kept about a need, under the names that `words` explains."""
    return {
        "code": need.code,
        "title": need.title,
        "what_is_wrong": need.words,
        "what_works": need.works_well,
        "about_whom": need.about_whom,
        "what_gets_in_the_way": need.barrier,
        "question": question,
        "places": [] if need.is_about_whole_place else places,
        "is_about_the_whole_place": need.is_about_whole_place,
        "reached_us": need.channel,
        "put_forward_as": need.put_forward_as,
        "group": group,
        "state": need.moderation,
        "progress": need.progress,
        "sent_at": need.sent_at,
        "published_at": need.published_at,
        "taken_down_at": need.taken_down_at,
        "words_removed_for_good_on": removed_on,
        "plain_line_by_staff": need.team_line,
        "earlier_words": versions,
        "answers_from_moderators": answers,
    }


def version_facts(version: NeedVersion) -> Facts:
    """Return an earlier wording."""
    return {
        "title": version.title,
        "what_is_wrong": version.words,
        "what_works": version.works_well,
        "replaced_at": version.replaced_at,
    }


def complaint_facts(complaint: DataComplaint) -> Facts:
    """Return a complaint about data, with its answer."""
    return {
        "number": complaint.code,
        "about": complaint.about,
        "words": complaint.words,
        "other_way_to_reach_you": complaint.other_way,
        "received_at": complaint.received_at,
        "answer_by": complaint.due_on,
        "answer": complaint.answer,
        "answered_at": complaint.answered_at,
        "closed_at": complaint.closed_at,
    }
