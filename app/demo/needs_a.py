"""The needs N-0001 to N-0010, in the words of the people who sent them."""

from datetime import date

from app.demo.shapes_of_needs import Need
from app.demo.vocabulary import ALL_AREAS

NEEDS_A = (
    Need(
        code="N-0001",
        title="Last bus from the hospital leaves before visiting ends",
        words=(
            "Visiting is till eight. The last bus is twenty to. You either leave your mother early "
            "or pay for a taxi you cannae afford."
        ),
        works_well="The nurses are good about it. They let us in the minute the doors open.",
        areas=ALL_AREAS,
        about="families",
        barrier="travel",
        themes=("T-0001",),
        from_area="GL",
        channel="online",
        sent_on=date(2025, 8, 5),
        published_on=date(2025, 8, 7),
        grouped_on=date(2025, 8, 15),
        progress="under_way",
        level="regional",
    ),
    Need(
        code="N-0002",
        title="We only get help once it's a crisis",
        words=(
            "They telt me to come back when it got worse. So it got worse. I only wanted a wee bit "
            "of help at the start."
        ),
        works_well="The lunch club folk saw it early and phoned round for me.",
        areas=ALL_AREAS,
        about="families",
        barrier="rules",
        themes=("T-0002",),
        from_area="CO",
        channel="workshop",
        sent_on=date(2025, 8, 14),
        published_on=date(2025, 8, 18),
        grouped_on=date(2025, 9, 1),
        progress="in_plan",
    ),
    Need(
        code="N-0003",
        title="Dog mess and litter on the river path",
        words=(
            "I had to wash the pram wheels again. There are two bins in three miles, and both were "
            "full."
        ),
        works_well="The path itself. On a dry day it is the best thing we have.",
        areas=ALL_AREAS,
        about="everyone",
        barrier=None,
        themes=("T-0008",),
        from_area="CB",
        channel="online",
        sent_on=date(2025, 8, 20),
        published_on=date(2025, 8, 22),
        grouped_on=date(2025, 9, 5),
        progress="elsewhere",
    ),
    Need(
        code="N-0004",
        title="Nowhere warm to go with a baby that doesn't cost money",
        words=(
            "Everywhere warm wants you to buy something. I push the pram round the shops till it "
            "is time to put our own heating on."
        ),
        works_well="The Monday baby group in the pier hall is warm, and nobody minds the noise.",
        areas=("CO", "HL"),
        about="early years",
        barrier="cost",
        themes=("T-0003",),
        from_area="HL",
        channel="phone",
        sent_on=date(2025, 8, 28),
        published_on=date(2025, 9, 1),
        grouped_on=date(2025, 9, 15),
        progress="in_plan",
    ),
    Need(
        code="N-0005",
        title="I told my story to six different people",
        words=(
            "Six folk, six forms, the same hard story. Each one said sorry and asked me to start "
            "again."
        ),
        areas=ALL_AREAS,
        about="using services",
        barrier="not_joined_up",
        themes=("T-0009", "T-0002"),
        from_area="KT",
        channel="online",
        sent_on=date(2025, 9, 9),
        published_on=date(2025, 9, 11),
        grouped_on=date(2025, 9, 29),
        progress="in_plan",
        level="regional",
    ),
    Need(
        code="N-0006",
        title="Fourteen months waiting for a first appointment for my son",
        words=(
            "The letter came after fourteen months. By then he had stopped going to school. Nobody "
            "phoned in between."
        ),
        works_well="Once we got in the door they were grand with him.",
        areas=ALL_AREAS,
        about="parents",
        barrier="waiting",
        themes=("T-0002",),
        from_area="MI",
        channel="online",
        sent_on=date(2025, 9, 17),
        published_on=date(2025, 9, 19),
        grouped_on=date(2025, 9, 29),
        progress="in_plan",
        level="regional",
    ),
    Need(
        code="N-0007",
        title="Nursery hours don't fit with shift work",
        words=(
            "I start at six and the nursery opens at eight. My pal has the wean till then, and she "
            "is done in."
        ),
        works_well="The school by the harbour stays open till six. That saved us.",
        areas=("HL", "MI", "NM"),
        about="early years",
        barrier="hours",
        themes=("T-0004",),
        from_area="HL",
        channel="online",
        sent_on=date(2025, 9, 25),
        published_on=date(2025, 9, 29),
        grouped_on=date(2025, 10, 13),
        progress="in_plan",
    ),
    Need(
        code="N-0008",
        title="No childcare at all in the glen since the childminder retired",
        words=(
            "There are wee ones all up this glen and nobody to mind them. The nearest place is "
            "forty minutes away, and I cannae get there and get to work."
        ),
        areas=("GL",),
        about="early years",
        barrier="nothing_here",
        themes=("T-0004",),
        from_area="GL",
        channel="online",
        sent_on=date(2025, 10, 6),
        published_on=date(2025, 10, 8),
        grouped_on=date(2025, 10, 20),
        progress="in_plan",
        marks=("gap",),
    ),
    Need(
        code="N-0009",
        title="Youth club shut and nothing came instead",
        words=(
            "We had Tuesdays and Fridays. Now we hang about the chip shop and folk tell us to move "
            "on."
        ),
        works_well="The pool table, and somebody who asked how your day was.",
        areas=("MI", "CO"),
        about="young people",
        barrier="nothing_here",
        themes=("T-0005",),
        from_area="MI",
        channel="online",
        sent_on=date(2025, 10, 28),
        published_on=date(2025, 10, 30),
        grouped_on=date(2025, 11, 13),
        progress="in_plan",
    ),
    Need(
        code="N-0010",
        title="Adults decide about us without us",
        words=(
            "They asked us once. Then they did what they were going to do anyway. We never got a "
            "vote."
        ),
        works_well="The youth workers do ask, and they come back and tell you.",
        areas=ALL_AREAS,
        about="young people",
        barrier="attitude",
        themes=("T-0005",),
        from_area="MI",
        channel="workshop",
        sent_on=date(2025, 11, 4),
        published_on=date(2025, 11, 6),
        grouped_on=date(2025, 11, 20),
        progress="in_plan",
    ),
)
