"""The needs N-0011 to N-0020, in the words of the people who sent them."""

from datetime import date

from app.demo.shapes_of_needs import Need
from app.demo.vocabulary import ALL_AREAS

NEEDS_B = (
    Need(
        code="N-0011",
        title="Choosing between the meter and the messages",
        words="I'd choose the meter or the messages. You cannae do both in the same week.",
        areas=("CO", "HL", "NM"),
        about="families",
        barrier="cost",
        themes=("T-0006",),
        from_area="NM",
        channel="online",
        sent_on=date(2025, 11, 11),
        published_on=date(2025, 11, 13),
        grouped_on=date(2025, 11, 27),
        progress="in_plan",
        level="national",
        team_line="The messages are the food shopping. The meter is for heat and light.",
    ),
    Need(
        code="N-0012",
        title="The benefit form made me feel like a cheat",
        words="It asked me the same thing four ways, as if I was lying. I shut it and had a greet.",
        works_well="The lady at the library sat with me and it was fine.",
        areas=ALL_AREAS,
        about="families",
        barrier="attitude",
        themes=("T-0006",),
        from_area="KT",
        channel="phone",
        sent_on=date(2025, 11, 20),
        published_on=date(2025, 11, 20),
        grouped_on=date(2025, 12, 9),
        progress="being_decided",
        level="national",
        team_line="Having a greet means crying.",
    ),
    Need(
        code="N-0013",
        title="School trips and uniforms cost too much",
        words=(
            "A trip letter comes home and my stomach drops. I have three at the school, and I "
            "cannae say yes to one and no to two."
        ),
        works_well="The school lets us pay a wee bit each week.",
        areas=("HL", "MI", "NM", "CO"),
        about="families",
        barrier="cost",
        themes=("T-0006",),
        from_area="MI",
        channel="online",
        sent_on=date(2025, 11, 18),
        published_on=date(2025, 11, 20),
        grouped_on=date(2025, 12, 9),
        progress="in_plan",
    ),
    Need(
        code="N-0014",
        title="I've not had a night's break in three years",
        words=(
            "My brother needs someone with him at night. I love him. I have not slept right "
            "through since he came home."
        ),
        works_well="The carers' circle on a Tuesday. It is the one place I don't have to explain.",
        areas=ALL_AREAS,
        about="family carers",
        barrier="nothing_here",
        themes=("T-0007",),
        from_area="NM",
        channel="home_visit",
        sent_on=date(2025, 11, 18),
        published_on=date(2025, 11, 20),
        grouped_on=date(2025, 12, 9),
        progress="in_plan",
    ),
    Need(
        code="N-0015",
        title="Dropped kerbs missing all the way to the health centre",
        words=(
            "I get as far as the corner and that is me. There is no way down with a chair, so I go "
            "on the road with the lorries."
        ),
        areas=("KT", "NM"),
        about="disabled people",
        barrier="access",
        themes=("T-0008",),
        from_area="KT",
        channel="workshop",
        sent_on=date(2025, 11, 20),
        published_on=date(2025, 11, 21),
        grouped_on=date(2025, 12, 9),
        progress="being_decided",
    ),
    Need(
        code="N-0016",
        title="No hoist toilet anywhere in the town",
        words=(
            "There is nowhere in the town I can be changed with dignity. So we go home after an "
            "hour, or we dinnae go out."
        ),
        areas=("KT",),
        about="disabled people",
        barrier="access",
        themes=("T-0007",),
        from_area="KT",
        channel="workshop",
        sent_on=date(2025, 11, 19),
        published_on=date(2025, 11, 21),
        grouped_on=date(2025, 12, 9),
        progress="in_plan",
        marks=("small_group_big_need",),
    ),
    Need(
        code="N-0017",
        title="Brothers placed 40 miles apart",
        words=(
            "Me and my brothers were put in different towns. I see them once a month, in a room "
            "with a clock on the wall."
        ),
        areas=ALL_AREAS,
        about="care experience",
        barrier="rules",
        themes=("T-0002",),
        from_area="NM",
        channel="recorded",
        sent_on=date(2025, 11, 19),
        published_on=date(2025, 11, 21),
        grouped_on=date(2025, 12, 10),
        progress="in_plan",
        level="regional",
        marks=("small_group_big_need",),
    ),
    Need(
        code="N-0018",
        title="Health visitor changes every time",
        words=(
            "Every visit I start from the start again. The baby was four months old and I had met "
            "five of them."
        ),
        works_well="They were all kind. It just was never the same one twice.",
        areas=("HL", "CO"),
        about="early years",
        barrier="not_joined_up",
        themes=("T-0004",),
        from_area="HL",
        channel="online",
        sent_on=date(2025, 11, 19),
        published_on=date(2025, 11, 21),
        grouped_on=date(2025, 12, 9),
        progress="being_decided",
    ),
    Need(
        code="N-0019",
        title="Damp in the bairns' room, told to open a window",
        words=(
            "There is black on the wall by the cot. I washed it, I told them, and they said to "
            "open a window. In November."
        ),
        areas=("CO", "HL", "NM"),
        about="families",
        barrier="attitude",
        themes=("T-0008",),
        from_area="NM",
        channel="phone",
        sent_on=date(2025, 11, 24),
        published_on=date(2025, 11, 26),
        grouped_on=date(2025, 12, 10),
        progress="in_plan",
        team_line="Bairns are children.",
    ),
    Need(
        code="N-0020",
        title="Waiting room is not a place for an autistic child",
        words=(
            "The lights buzz, the telly is up loud and we wait an hour. By the time they call us "
            "he is under the chair."
        ),
        works_well="One nurse let us wait in the car and phoned when it was time.",
        areas=ALL_AREAS,
        about="disabled children",
        barrier="access",
        themes=("T-0007",),
        from_area="HL",
        channel="paper",
        sent_on=date(2025, 11, 27),
        published_on=date(2025, 12, 2),
        grouped_on=date(2025, 12, 15),
        progress="in_plan",
    ),
)
