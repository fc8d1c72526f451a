"""Sentence patterns under four more made-up themes."""

from app.needs.models import Barrier
from app.seed.shapes import Pattern, PatternTheme

THEMES_B = (
    PatternTheme(
        "Something to do after school",
        "Young people have nowhere of their own. What there is costs money or is far away.",
        (
            Pattern(
                "The pitch at {street} is locked all week",
                "We climb the fence and then we get shouted at. Just open it.",
                "young people",
                Barrier.HOURS,
            ),
            Pattern(
                "It is eight pounds to swim and I have three",
                "They ask every {day}. I say next month.",
                "families",
                Barrier.COST,
            ),
            Pattern(
                "Nothing for girls in {place} but the park bench",
                "The boys have football. We walk round and round the shop.",
                "young people",
                Barrier.NOTHING_HERE,
            ),
            Pattern(
                "The drama group lost its grant",
                (
                    "Forty of us went. It was good, it cost little, and it stopped in the middle "
                    "of a show."
                ),
                "young people",
                Barrier.SHORT_TERM_MONEY,
            ),
            Pattern(
                "Adults pick the youth things and we hear later",
                (
                    "They built a shelter by {street}. Nobody our age was asked, and nobody our "
                    "age sits in it."
                ),
                "young people",
                Barrier.ATTITUDE,
            ),
        ),
    ),
    PatternTheme(
        "When money runs out",
        "Wages, benefits and prices do not meet. Asking for help feels like a test.",
        (
            Pattern(
                "Five weeks with nothing while they checked",
                (
                    "I had worked all my life. I borrowed from my brother and I am still paying "
                    "it back."
                ),
                "workers",
                Barrier.WAITING,
            ),
            Pattern(
                "The food bank opens when I am at work",
                "It is {day} morning only. I have a job and I still need it.",
                "workers",
                Barrier.HOURS,
            ),
            Pattern(
                "School shoes twice a year for two",
                "They grow and the grant does not. I wore my own till the soles went.",
                "parents",
                Barrier.COST,
            ),
            Pattern(
                "I did not know I could get help with the rent",
                "My neighbour in {street} told me over the fence. I had missed two years.",
                "everyone",
                Barrier.INFORMATION,
            ),
            Pattern(
                "One extra shift and I lose it all",
                "I said no to the work. That cannot be what they want.",
                "workers",
                Barrier.RULES,
            ),
        ),
    ),
    PatternTheme(
        "Looking after someone",
        "Carers hold a lot up and get little rest. Help comes late or not at all.",
        (
            Pattern(
                "I have cared for my mum in {place} for nine years",
                "I have not been away for a night. I only want to know that somebody would come.",
                "family carers",
                Barrier.NOTHING_HERE,
            ),
            Pattern(
                "A new helper each week for my husband",
                "I tell them where the cups are. He stops talking when a stranger comes in.",
                "family carers",
                Barrier.SHORT_TERM_MONEY,
            ),
            Pattern(
                "I am fourteen and I look after my brother",
                "I am late because of him and then I get a mark for it. Nobody asked why.",
                "young carers",
                Barrier.ATTITUDE,
            ),
            Pattern(
                "The day centre bus stops short of {street}",
                "It turns at the main road. He cannot walk that far, so he stays at home.",
                "disabled people",
                Barrier.TRAVEL,
            ),
            Pattern(
                "They assessed us and then we heard nothing",
                "It took two hours and I cried. That was in the spring.",
                "family carers",
                Barrier.WAITING,
            ),
        ),
    ),
    PatternTheme(
        "Help in good time",
        "People are told to come back when it is worse. Then they wait.",
        (
            Pattern(
                "Not ill enough for help, too ill for work",
                "They gave me a number to ring if I was in danger. I am not in danger. I am stuck.",
                "everyone",
                Barrier.RULES,
            ),
            Pattern(
                "A year to be seen about my daughter",
                (
                    "She has stopped going to school. By the time they see her it will be another "
                    "child."
                ),
                "parents",
                Barrier.WAITING,
            ),
            Pattern(
                "The one who helped me in {place} was moved on",
                "She knew us. The next one read the file out loud to me.",
                "families",
                Barrier.SHORT_TERM_MONEY,
            ),
            Pattern(
                "Nobody answers at the weekend",
                "It always goes wrong on a Saturday. You get a voice that says {day}.",
                "families",
                Barrier.HOURS,
            ),
            Pattern(
                "I was scared they would take my children",
                "So I said we were fine. We were not fine.",
                "parents",
                Barrier.ATTITUDE,
            ),
        ),
    ),
)
