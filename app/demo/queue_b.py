"""Needs that wait to be checked, oldest first. Names, numbers and addresses are made up."""

from datetime import date

from app.demo.shapes_of_needs import WaitingNeed
from app.demo.vocabulary import ALL_AREAS

QUEUE_B = (
    WaitingNeed(
        key="Q-12",
        lane="new",
        title="Shops on the High Street that are for us as well",
        words=(
            "Make one of the empty shops a place for a band to practise. We would paint it "
            "ourselves."
        ),
        works_well="The old bank has good thick walls.",
        areas=("KT",),
        about="young people",
        barrier="nothing_here",
        channel="online",
        conversation="your-high-street",
        sent_on=date(2026, 2, 26),
    ),
    WaitingNeed(
        key="Q-13",
        lane="like_another",
        title="Dog mess and litter all over the river path",
        words=(
            "The river path is covered in dog mess and litter again. There is nowhere to put a bag."
        ),
        areas=("CB",),
        about="everyone",
        barrier=None,
        channel="online",
        conversation="what-matters",
        sent_on=date(2026, 2, 26),
        like="N-0003",
    ),
    WaitingNeed(
        key="Q-14",
        lane="new",
        title="Talk to us in signs at the desk",
        words=(
            "I am deaf. I bring my daughter out of school to speak for me at the council desk, and "
            "she is ten."
        ),
        works_well="One man at the desk has learned to sign hello and wait.",
        areas=ALL_AREAS,
        about="disabled people",
        barrier="language",
        channel="recorded",
        conversation="families",
        sent_on=date(2026, 2, 26),
    ),
    WaitingNeed(
        key="Q-15",
        lane="possible_risk",
        title="I do not see the point in getting up",
        words=(
            "I sit in the dark to save the meter, and nobody comes. Some days I don't want to be "
            "here any more."
        ),
        areas=("CO",),
        about="everyone",
        barrier=None,
        channel="online",
        conversation="families",
        sent_on=date(2026, 2, 27),
    ),
    WaitingNeed(
        key="Q-16",
        lane="new",
        title="A wee garden for the flats",
        words=(
            "There is a square of mud behind the flats. We would grow tatties in it if somebody "
            "gave us a tap."
        ),
        areas=("HL",),
        about="everyone",
        barrier=None,
        channel="online",
        conversation="what-matters",
        sent_on=date(2026, 2, 27),
    ),
    WaitingNeed(
        key="Q-17",
        lane="like_another",
        title="The community centre is locked most of the week",
        words=(
            "Our community centre is locked all week but two mornings. We pay for it and stand "
            "outside."
        ),
        areas=("NM",),
        about="everyone",
        barrier="hours",
        channel="online",
        conversation="families",
        sent_on=date(2026, 2, 27),
        like="N-0022",
    ),
    WaitingNeed(
        key="Q-18",
        lane="personal_details",
        title="I rang the nursery about my boy and got nowhere",
        words=(
            "I rang the nursery and spoke to the manager, Moira Tennant. She said to ring her own "
            "mobile, 01632 960 287, and nobody answers."
        ),
        areas=("HL",),
        about="early years",
        barrier="information",
        channel="workshop",
        conversation="families",
        sent_on=date(2026, 2, 28),
    ),
    WaitingNeed(
        key="Q-19",
        lane="new",
        title="Driving lessons for carers",
        words=(
            "If I could drive I could get my mother to everything. Lessons cost more than I get in "
            "a month."
        ),
        areas=("NM",),
        about="family carers",
        barrier="cost",
        channel="online",
        conversation="families",
        sent_on=date(2026, 2, 28),
    ),
    WaitingNeed(
        key="Q-20",
        lane="like_another",
        title="I do not know what is on round here",
        words="I never know what's on round here until it is over. Put it on a board at the shop.",
        areas=("GL",),
        about="everyone",
        barrier="information",
        channel="online",
        conversation="families",
        sent_on=date(2026, 3, 1),
        like="N-0021",
    ),
    WaitingNeed(
        key="Q-21",
        lane="new",
        title="Keep the fire on in the library on Saturdays",
        words="The library is the one warm place that lets you be. It is shut on the day I am off.",
        works_well="The staff let you sit as long as you like.",
        areas=("KT",),
        about="everyone",
        barrier="hours",
        channel="online",
        conversation="your-high-street",
        sent_on=date(2026, 3, 1),
    ),
    WaitingNeed(
        key="Q-22",
        lane="new",
        title="School dinners my children can eat",
        words="There is halal food two days in five. The other days they come home hungry.",
        works_well="The cook asked us what they like, and she meant it.",
        areas=("MI",),
        about="children",
        barrier="access",
        channel="online",
        conversation="families",
        sent_on=date(2026, 3, 2),
    ),
)
