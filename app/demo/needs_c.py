"""The needs N-0021 to N-0030, in the words of the people who sent them."""

from datetime import date

from app.demo.shapes_of_needs import Need
from app.demo.vocabulary import ALL_AREAS

NEEDS_C = (
    Need(
        code="N-0021",
        title="I don't know what's on round here",
        words=(
            "I found out about the swap shop the day after it shut. If you're not on the phone all "
            "day, you miss it all."
        ),
        works_well="The library lady always kens what is on.",
        areas=ALL_AREAS,
        about="everyone",
        barrier="information",
        themes=("T-0003",),
        from_area="KT",
        channel="stall",
        conversation="what-matters",
        sent_on=date(2025, 12, 2),
        published_on=date(2025, 12, 4),
        grouped_on=date(2025, 12, 16),
        progress="community_led",
    ),
    Need(
        code="N-0022",
        title="The community centre is locked most of the week",
        words=(
            "It's our hall and we can't get in the door. It opens two mornings and stays locked "
            "the rest."
        ),
        works_well="When it is open it is brilliant. The tea dance is full.",
        areas=("CO", "NM"),
        about="everyone",
        barrier="hours",
        themes=("T-0003",),
        from_area="CO",
        channel="workshop",
        sent_on=date(2025, 12, 4),
        published_on=date(2025, 12, 5),
        grouped_on=date(2025, 12, 16),
        progress="in_plan",
    ),
    Need(
        code="N-0023",
        title="Internet's too dear to do forms at home",
        words=(
            "I do the forms on my phone till the data runs out. Then I lose the lot and have to "
            "start again."
        ),
        works_well="The library is free, but it shuts at five.",
        areas=("CO", "HL"),
        about="families",
        barrier="cost",
        themes=("T-0006",),
        from_area="HL",
        channel="paper",
        sent_on=date(2025, 12, 10),
        published_on=date(2025, 12, 11),
        grouped_on=date(2026, 1, 6),
        progress="being_decided",
        level="national",
    ),
    Need(
        code="N-0024",
        title="Letters from the council make no sense",
        words="I read it three times. I still didnae know if I owed money or was getting some.",
        works_well="The new bin letter was good. It had a picture and a day.",
        areas=ALL_AREAS,
        about="everyone",
        barrier="information",
        themes=("T-0009",),
        from_area="CB",
        channel="online",
        sent_on=date(2025, 12, 10),
        published_on=date(2025, 12, 12),
        grouped_on=date(2026, 1, 6),
        progress="under_way",
    ),
    Need(
        code="N-0025",
        title="No-one told us what happened after the last survey",
        words=(
            "We filled in the last one at the kitchen table. Not a word came back. Why would I do "
            "another?"
        ),
        areas=ALL_AREAS,
        about="everyone",
        barrier="attitude",
        themes=("T-0009",),
        from_area="CB",
        channel="online",
        sent_on=date(2025, 12, 12),
        published_on=date(2025, 12, 15),
        grouped_on=date(2026, 1, 6),
        progress="under_way",
    ),
    Need(
        code="N-0026",
        title="Polish parents don't know how school meetings work",
        words=(
            "Our mums and dads want to come. They don't know when they may speak, or what the "
            "teacher means by a target."
        ),
        works_well="The head teacher came to our Saturday once. Everyone stayed.",
        areas=("KT",),
        about="parents",
        barrier="language",
        themes=("T-0009",),
        from_area="KT",
        channel="workshop",
        put_forward_as="group",
        organisation="polish-saturday-school",
        sent_on=date(2025, 12, 15),
        published_on=date(2025, 12, 16),
        grouped_on=date(2026, 1, 6),
        progress="community_led",
    ),
    Need(
        code="N-0027",
        title="Women want a session of their own at the pool",
        words="We would swim every week if it was just us. There is a class for everything else.",
        works_well="The pool staff were friendly when we asked.",
        areas=("MI",),
        about="women",
        barrier="access",
        themes=("T-0003",),
        from_area="MI",
        channel="online",
        sent_on=date(2025, 12, 16),
        published_on=date(2025, 12, 18),
        grouped_on=date(2026, 1, 8),
        progress="being_decided",
    ),
    Need(
        code="N-0028",
        title="Counselling only in school hours, only in school",
        words=(
            "If I get taken out of maths for it, everyone kens why. I would go at night, somewhere "
            "that isn't school."
        ),
        works_well="My counsellor is sound. I just want to see her somewhere else.",
        areas=ALL_AREAS,
        about="young people",
        barrier="hours",
        themes=("T-0005",),
        from_area="NM",
        channel="online",
        sent_on=date(2025, 12, 17),
        published_on=date(2025, 12, 18),
        grouped_on=date(2026, 1, 8),
        progress="in_plan",
    ),
    Need(
        code="N-0029",
        title="Bus fare for two kids is more than the food shop delivery",
        words=(
            "Two fares is dearer than the messages. It costs me less to have the food brought than "
            "to take the weans to the shop."
        ),
        areas=("CO",),
        about="families",
        barrier="cost",
        themes=("T-0001", "T-0006"),
        from_area="CO",
        channel="workshop",
        sent_on=date(2025, 12, 18),
        published_on=date(2025, 12, 19),
        grouped_on=date(2026, 1, 8),
        progress="passed_on",
        level="regional",
        team_line="The messages are the food shopping. Weans are children.",
    ),
    Need(
        code="N-0030",
        title="Clinic moved to the town, two buses each way",
        words=(
            "It used to be up the road. Now it is two buses each way and half a day off my work, "
            "for ten minutes."
        ),
        areas=("GL", "CO"),
        about="families",
        barrier="travel",
        themes=("T-0001",),
        from_area="GL",
        channel="online",
        sent_on=date(2025, 12, 22),
        published_on=date(2025, 12, 23),
        grouped_on=date(2026, 1, 8),
        progress="passed_on",
        level="regional",
    ),
)
