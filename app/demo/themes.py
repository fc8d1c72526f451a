"""The nine themes T-0001 to T-0009, with what lies behind each and what people notice."""

from datetime import date

from app.demo.shapes_of_needs import Behind, Theme

THEMES = (
    Theme(
        code="T-0001",
        name="Getting there and home",
        summary=(
            "Buses, clinics and visiting hours do not fit together. People pay for taxis, lose "
            "half a day or stay at home."
        ),
        state="agreed",
        level="regional",
        made_on=date(2025, 8, 15),
        causes=(
            Behind("The timetable follows old shift patterns.", ("N-0001",), "voices_and_data"),
            Behind(
                "Nobody owns the gap between two operators.",
                ("N-0001", "N-0029"),
                "several_voices",
            ),
            Behind("Clinic times ignore buses.", ("N-0030",), "several_voices"),
        ),
        symptoms=(
            Behind(
                "People leave the ward early or pay for a taxi.", ("N-0001",), "voices_and_data"
            ),
            Behind("Ten minutes at the clinic takes half a day.", ("N-0030",), "several_voices"),
        ),
    ),
    Theme(
        code="T-0002",
        name="Help before a crisis",
        summary=(
            "People are turned away until things are bad. Then the wait starts, and it starts "
            "again each time a worker leaves."
        ),
        state="agreed",
        level="local",
        made_on=date(2025, 9, 1),
        causes=(
            Behind(
                "Help starts only when a line is crossed.",
                ("N-0002", "N-0006"),
                "voices_and_data",
            ),
            Behind("People fear being judged.", ("N-0002", "N-0012"), "several_voices"),
            Behind("Each service keeps its own form.", ("N-0005", "N-0036"), "several_voices"),
        ),
        symptoms=(
            Behind(
                "Families wait fourteen months for a first visit.", ("N-0006",), "voices_and_data"
            ),
            Behind("Brothers and sisters are placed far apart.", ("N-0017",), "several_voices"),
        ),
    ),
    Theme(
        code="T-0003",
        name="Places to go and be warm",
        summary=(
            "There are rooms, but they are locked, cold or cost money. Many people do not hear "
            "about the ones that are open."
        ),
        state="shared",
        level="local",
        made_on=date(2025, 9, 15),
        causes=(
            Behind(
                "Only paid staff may hold a key, and they work in the day.",
                ("N-0022",),
                "voices_and_data",
            ),
            Behind(
                "Rooms are booked by one kind of group at a time.",
                ("N-0027", "N-0038"),
                "several_voices",
            ),
            Behind("No one place says what is on.", ("N-0021",), "several_voices"),
        ),
        symptoms=(
            Behind("Parents walk round shops to keep a baby warm.", ("N-0004",), "several_voices"),
            Behind("People hear of things after they are over.", ("N-0021",), "several_voices"),
        ),
    ),
    Theme(
        code="T-0004",
        name="The first five years",
        summary=(
            "Childcare and clinics are set up for office hours and for mothers. Shift workers, "
            "dads and people in the glens are left to manage."
        ),
        state="agreed",
        level="local",
        made_on=date(2025, 10, 13),
        causes=(
            Behind("Nursery hours follow the office day.", ("N-0007",), "voices_and_data"),
            Behind("A childminder in a glen cannot make a living alone.", ("N-0008",), "hunch"),
            Behind(
                "Visits are shared out by day, not by family.",
                ("N-0018", "N-0033"),
                "several_voices",
            ),
        ),
        symptoms=(
            Behind(
                "Friends and grannies fill the early hours.",
                ("N-0007", "N-0008"),
                "several_voices",
            ),
            Behind("Parents start again at every visit.", ("N-0018",), "several_voices"),
        ),
    ),
    Theme(
        code="T-0005",
        name="Being young here",
        summary=(
            "Young people want somewhere to go, someone to talk to and a real say. Much of what "
            "they had has closed, and they were not asked."
        ),
        state="agreed",
        level="local",
        made_on=date(2025, 11, 13),
        causes=(
            Behind("Youth work is paid for one year at a time.", ("N-0009",), "voices_and_data"),
            Behind(
                "Young people have no vote where the money is shared out.",
                ("N-0010",),
                "several_voices",
            ),
            Behind(
                "Counsellors are hired by schools, so they keep school hours.",
                ("N-0028",),
                "voices_and_data",
            ),
        ),
        symptoms=(
            Behind("Young people are moved on from the street.", ("N-0009",), "several_voices"),
            Behind(
                "Pupils miss lessons to get help, or miss the help.",
                ("N-0028",),
                "several_voices",
            ),
        ),
    ),
    Theme(
        code="T-0006",
        name="Enough to live on",
        summary=(
            "Heat, food, fares and school things cost more than families have. Asking for help "
            "can make people feel small."
        ),
        state="agreed",
        level="national",
        made_on=date(2025, 11, 27),
        causes=(
            Behind(
                "Heat and food went up faster than pay.", ("N-0011", "N-0013"), "voices_and_data"
            ),
            Behind(
                "Help is given by list, so people stay off the list.",
                ("N-0012", "N-0035"),
                "several_voices",
            ),
            Behind("Help with money has moved online.", ("N-0023",), "several_voices"),
        ),
        symptoms=(
            Behind("People go cold so they can eat.", ("N-0011",), "voices_and_data"),
            Behind("Children miss trips and say they are ill.", ("N-0013",), "hunch"),
        ),
    ),
    Theme(
        code="T-0007",
        name="Caring and disability",
        summary=(
            "Family carers keep going with no rest. Small things, like a hoist or a quiet room, "
            "decide who can leave the house."
        ),
        state="agreed",
        level="local",
        made_on=date(2025, 12, 9),
        causes=(
            Behind(
                "No place in Braidvale offers an overnight break.", ("N-0014",), "voices_and_data"
            ),
            Behind(
                "Public rooms are planned with no disabled person at the table.",
                ("N-0016", "N-0020"),
                "several_voices",
            ),
            Behind(
                "A national rule pays strangers but not family.", ("N-0034",), "voices_and_data"
            ),
        ),
        symptoms=(
            Behind("Carers have not slept well for years.", ("N-0014",), "several_voices"),
            Behind("People go home early or stay in.", ("N-0016",), "several_voices"),
        ),
    ),
    Theme(
        code="T-0008",
        name="Homes and streets",
        summary=(
            "Damp rooms, high kerbs, fast cars and dirty paths wear people down. Each one has a "
            "different owner, so reports get lost."
        ),
        state="shared",
        level="local",
        made_on=date(2025, 9, 5),
        causes=(
            Behind("Damp is treated as the tenant's fault.", ("N-0019",), "voices_and_data"),
            Behind(
                "Kerbs are mended one by one, not along a whole route.",
                ("N-0015",),
                "several_voices",
            ),
            Behind("Bins and paths are cared for by three teams.", ("N-0003", "N-0037"), "hunch"),
        ),
        symptoms=(
            Behind("People in wheelchairs go on the road.", ("N-0015",), "several_voices"),
            Behind("Children breathe damp air at night.", ("N-0019",), "voices_and_data"),
        ),
    ),
    Theme(
        code="T-0009",
        name="Being listened to",
        summary=(
            "People tell their story again and again, and then hear nothing back. When a worker "
            "does listen, people remember it for years."
        ),
        state="shared",
        level="local",
        made_on=date(2025, 9, 29),
        causes=(
            Behind("Visits are short.", ("N-0005", "N-0040"), "several_voices"),
            Behind("Staff change.", ("N-0005", "N-0018"), "voices_and_data"),
            Behind("There is no reply after asking.", ("N-0025",), "several_voices"),
        ),
        symptoms=(
            Behind("People tell the same hard story many times.", ("N-0005",), "voices_and_data"),
            Behind("Letters are read three times, or not at all.", ("N-0024",), "several_voices"),
        ),
    ),
)

# Staff see a tenth that the public does not see yet: it is still forming and has no code.
FORMING_THEME = Theme(
    code="",
    name="The river and the paths",
    summary=(
        "People love the river path and want it kept clean and open. We do not know yet if this "
        "stands alone or belongs with streets."
    ),
    state="forming",
    level="local",
    made_on=date(2026, 2, 19),
    causes=(
        Behind("There are too few bins for the people who walk there.", ("N-0003",), "hunch"),
        Behind("Nobody is named as the one who looks after the path.", ("N-0003",), "hunch"),
        Behind("Dog walkers were never asked what would help.", ("N-0003",), "hunch"),
    ),
    symptoms=(
        Behind("Prams and wheelchairs come home dirty.", ("N-0003",), "several_voices"),
        Behind("Some people have stopped using the path.", ("N-0003",), "hunch"),
    ),
)
