"""The twenty-two needs that wait, and three that were public and were taken down."""

from datetime import date

from app.demo.queue_a import QUEUE_A
from app.demo.queue_b import QUEUE_B
from app.demo.shapes_of_needs import TakenDownNeed

QUEUE = QUEUE_A + QUEUE_B

TAKEN_DOWN = (
    TakenDownNeed(
        code="N-0041",
        title="No bus home from the hospital after visiting",
        words="I get the last bus home or I get no bus. Visiting is hardly begun when I leave.",
        areas=("NM",),
        about="families",
        barrier="travel",
        from_area="NM",
        channel="online",
        conversation="families",
        sent_on=date(2026, 1, 28),
        published_on=date(2026, 1, 30),
        taken_down_on=date(2026, 2, 3),
        moderation="merged",
        merged_into="N-0001",
    ),
    TakenDownNeed(
        code="N-0042",
        title="The lift in our block is out again",
        words=(
            "The lift at Quarry Court has been out for two weeks. Ring my mother in flat 9 on "
            "01632 960 451, she has not been out since."
        ),
        areas=("NM",),
        about="older people",
        barrier="access",
        from_area="NM",
        channel="online",
        conversation="what-matters",
        sent_on=date(2026, 2, 4),
        published_on=date(2026, 2, 5),
        taken_down_on=date(2026, 2, 6),
        moderation="hidden",
        reason_code="personal_details",
    ),
    TakenDownNeed(
        code="N-0043",
        title="A later bin day for the Rows",
        words="They come at six and the lids bang all down the street. I have been up all night.",
        areas=("CO",),
        about="everyone",
        barrier=None,
        from_area="CO",
        channel="phone",
        conversation="what-matters",
        sent_on=date(2026, 2, 10),
        published_on=date(2026, 2, 11),
        taken_down_on=date(2026, 2, 17),
        moderation="withdrawn",
    ),
)
