"""Needs that wait to be checked, oldest first. Names, numbers and addresses are made up."""

from datetime import date

from app.demo.shapes_of_needs import WaitingNeed
from app.demo.vocabulary import ALL_AREAS

QUEUE_A = (
    WaitingNeed(
        key="Q-01",
        lane="new",
        title="Two buses a day and neither goes near the new surgery",
        words="I am seventy-nine. I can see the surgery from my window and I cannae get to it.",
        areas=("NM",),
        about="older people",
        barrier="travel",
        channel="phone",
        conversation="what-matters",
        sent_on=date(2026, 2, 21),
    ),
    WaitingNeed(
        key="Q-02",
        lane="like_another",
        title="Last bus from the hospital goes before visiting ends",
        words=(
            "I leave my man at half past seven every night or I walk. The last bus from the "
            "hospital is too early."
        ),
        areas=ALL_AREAS,
        about="families",
        barrier="travel",
        channel="online",
        conversation="families",
        sent_on=date(2026, 2, 22),
        like="N-0001",
    ),
    WaitingNeed(
        key="Q-03",
        lane="personal_details",
        title="My neighbour cannot get up the kerb to the health centre",
        words=(
            "My neighbour Mrs Lawrie at 14 Abbey Row cannae get her chair up the kerb. Phone her "
            "on 01632 960 114 and she will tell you."
        ),
        areas=("KT",),
        about="disabled people",
        barrier="access",
        channel="online",
        conversation="families",
        sent_on=date(2026, 2, 23),
    ),
    WaitingNeed(
        key="Q-04",
        lane="like_another",
        title="Dropped kerbs are missing on the way to the health centre",
        words=(
            "There are no dropped kerbs from the station to the health centre. I bump the "
            "wheelchair down backwards."
        ),
        areas=("KT",),
        about="disabled people",
        barrier="access",
        channel="paper",
        conversation="families",
        sent_on=date(2026, 2, 23),
        like="N-0015",
    ),
    WaitingNeed(
        key="Q-05",
        lane="new",
        title="A bench between the shops and the top of the hill",
        words="I need to sit twice on the way up. There is nothing but a wall.",
        areas=("CB",),
        about="older people",
        barrier="access",
        channel="paper",
        conversation="what-matters",
        sent_on=date(2026, 2, 23),
    ),
    WaitingNeed(
        key="Q-06",
        lane="possible_risk",
        title="Weans next door out at all hours",
        words=(
            "There are two wee ones out in the cold late at night, with no coats. I hear shouting "
            "and I am frightened for them. I don't think they are safe."
        ),
        areas=("NM",),
        about="children",
        barrier=None,
        channel="online",
        conversation="families",
        sent_on=date(2026, 2, 24),
    ),
    WaitingNeed(
        key="Q-07",
        lane="like_another",
        title="Nursery hours do not fit with my shifts",
        words="The nursery hours don't fit with shift work. I start at six and it opens at eight.",
        areas=("MI",),
        about="early years",
        barrier="hours",
        channel="online",
        conversation="families",
        sent_on=date(2026, 2, 24),
        like="N-0007",
    ),
    WaitingNeed(
        key="Q-08",
        lane="new",
        title="Somewhere to try a job before I say yes",
        words=(
            "I have been at home for nine years. I would love to try a week in a kitchen and see "
            "if I can still do it."
        ),
        works_well="The kitchen let me help at the Christmas dinner.",
        areas=("CO",),
        about="parents",
        barrier="nothing_here",
        channel="stall",
        conversation="families",
        sent_on=date(2026, 2, 24),
    ),
    WaitingNeed(
        key="Q-09",
        lane="new",
        title="The chemist shuts for lunch when I have my lunch",
        words=(
            "I work in the shop across the road. I get half an hour, and so do they, the same half "
            "hour."
        ),
        areas=("GL",),
        about="everyone",
        barrier="hours",
        channel="online",
        conversation="what-matters",
        sent_on=date(2026, 2, 25),
    ),
    WaitingNeed(
        key="Q-10",
        lane="like_another",
        title="Waited fourteen months for a first appointment for my daughter",
        words=(
            "Fourteen months waiting for a first appointment for my girl. She is in high school "
            "now."
        ),
        areas=("HL",),
        about="parents",
        barrier="waiting",
        channel="online",
        conversation="families",
        sent_on=date(2026, 2, 25),
        like="N-0006",
    ),
    WaitingNeed(
        key="Q-11",
        lane="personal_details",
        title="Nobody rings back from the housing office",
        words=(
            "I have rung nine times about the boiler. I am at 7 Netmakers Wynd, and my e-mail is "
            "j.baird@example.com."
        ),
        areas=("HL",),
        about="families",
        barrier="attitude",
        channel="online",
        conversation="families",
        sent_on=date(2026, 2, 25),
    ),
)
