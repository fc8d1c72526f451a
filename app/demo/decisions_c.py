"""The answers D-0021 to D-0029: you said, we decided, and why."""

from datetime import date

from app.demo.shapes_of_plan import Decision

DECISIONS_C = (
    Decision(
        code="D-0021",
        subject="N-0025",
        answers=("N-0025",),
        kind="yes",
        people_said="Nobody told us what happened after the last survey.",
        we_decided=(
            "Yes. Everyone who tells us something gets an answer within 12 weeks, with the reason, "
            "and can look it up by code."
        ),
        why="You were right. We asked and did not reply, and that was our fault.",
        decided_by="Seven Areas Forum",
        decided_on=date(2026, 2, 5),
        look_again_on=date(2026, 8, 6),
        what_next="This page shows how many answers are late, and who owes them.",
    ),
    Decision(
        code="D-0022",
        subject="N-0026",
        answers=("N-0026",),
        kind="you_can",
        people_said="Polish parents do not know how school meetings work.",
        we_decided=(
            "You can do this, and we help. The Saturday School holds an open evening with two head "
            "teachers and a short guide in Polish."
        ),
        why=(
            "The Saturday School has the trust of parents. Two head teachers have said they will "
            "come."
        ),
        decided_by="Seven Areas Forum",
        decided_on=date(2026, 2, 5),
        look_again_on=date(2026, 9, 3),
        what_next="We print the guide and pay for the hall. The first evening is in May.",
    ),
    Decision(
        code="D-0023",
        subject="N-0031",
        answers=("N-0031",),
        kind="not_ours",
        people_said="Cars go past the primary too fast.",
        we_decided=(
            "The road is not ours to change. We passed it to the council's roads team and asked "
            "for a slow zone at the gate."
        ),
        why=(
            "Only the roads team can set a speed. We sent them your words and the times of day you "
            "gave."
        ),
        decided_by="Area Resource Group",
        decided_on=date(2026, 2, 5),
        look_again_on=date(2026, 5, 7),
        what_next="They count the cars in March. We put what they find on this page.",
        passed_to="Braidvale Council roads team",
    ),
    Decision(
        code="D-0024",
        subject="N-0032",
        answers=("N-0032",),
        kind="not_now",
        people_said="The car park at the station is full by half past seven.",
        we_decided="Not now. We will look again in March 2027.",
        why=(
            "It would cost £90,000 and help people who have a car. More people, in more areas, "
            "wanted other things first."
        ),
        decided_by="Families Board",
        decided_on=date(2026, 2, 12),
        look_again_on=date(2027, 3, 4),
        what_next="You can ask again in March 2027 or speak to your councillor.",
        differs_because=(
            "It was second on the list in Castle Braes and third in Kirkbraid Town. Sixty-one of "
            "the 150 voices came in 50 minutes. We counted them all, but five areas did not ask "
            "for it."
        ),
    ),
    Decision(
        code="D-0025",
        subject="N-0033",
        answers=("N-0033",),
        kind="yes",
        people_said="Dads come along and are talked past.",
        we_decided=(
            "Yes. Every clinic has a welcome check: who is here, what are you called, what do you "
            "want to ask?"
        ),
        why=(
            "Children do better when both parents are spoken to. It costs nothing but a change of "
            "habit."
        ),
        decided_by="Area Resource Group",
        decided_on=date(2026, 2, 12),
        look_again_on=date(2026, 9, 24),
        what_next="Dads from the Saturday football help to train the staff.",
    ),
    Decision(
        code="D-0026",
        subject="N-0034",
        answers=("N-0034",),
        kind="not_ours",
        people_said=(
            "A gran looks after the children and gets nothing, when strangers would be paid."
        ),
        we_decided=(
            "The money for this is set by a national rule. We passed it to the national government "
            "and asked for the rule to change."
        ),
        why="We are not allowed to pay it ourselves. We think the rule is unfair, and we said so.",
        decided_by="Area Resource Group",
        decided_on=date(2026, 2, 12),
        look_again_on=date(2026, 5, 14),
        what_next="Until then, money advice checks what else you are due.",
        passed_to="the national government",
    ),
    Decision(
        code="D-0027",
        subject="N-0035",
        answers=("N-0035",),
        kind="yes",
        people_said="Breakfast at school should be for everyone, with no list of names.",
        we_decided=(
            "Yes. Breakfast for all in every primary, starting with two schools. Nobody has to "
            "sign up."
        ),
        why=(
            "Children who need it most do not put their name down. When everyone eats, no one is "
            "marked out."
        ),
        decided_by="Area Resource Group",
        decided_on=date(2026, 2, 12),
        look_again_on=date(2026, 9, 10),
        what_next="Two kitchens have to be made safe first. The new date is Monday 20 April.",
    ),
    Decision(
        code="D-0028",
        subject="N-0036",
        answers=("N-0036",),
        kind="yes",
        people_said="A good worker came, and then the project's money ran out.",
        we_decided=(
            "Yes. Twelve posts are paid from one shared pot for three years, so that workers can "
            "stay."
        ),
        why="Trust takes months to build and a day to lose. One-year money wastes both.",
        decided_by="Families Board",
        decided_on=date(2026, 2, 12),
        look_again_on=date(2027, 2, 11),
        what_next=(
            "Five of the 12 posts are filled. We asked for the one-year rule on grants to change "
            "as well."
        ),
    ),
    Decision(
        code="D-0029",
        subject="N-0038",
        answers=("N-0038",),
        kind="you_can",
        people_said="Older people and toddlers would both love the same room.",
        we_decided=(
            "You can do this, and we help. The Over-60s Network opens its Wednesday to toddlers "
            "and their parents."
        ),
        why=(
            "You have the room, the tea and the people. What was missing was insurance and a few "
            "small chairs."
        ),
        decided_by="Seven Areas Forum",
        decided_on=date(2026, 2, 19),
        look_again_on=date(2026, 8, 20),
        what_next="We pay for the insurance and the chairs. You choose the first Wednesday.",
    ),
)
