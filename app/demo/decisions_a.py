"""The answers D-0001 to D-0010: you said, we decided, and why."""

from datetime import date

from app.demo.shapes_of_plan import Decision

DECISIONS_A = (
    Decision(
        code="D-0001",
        subject="N-0001",
        answers=("N-0001",),
        kind="yes",
        people_said=(
            "The last bus leaves before visiting ends. People leave the ward early or pay for a "
            "taxi."
        ),
        we_decided=(
            "Yes, test it. Run an evening link bus for six months and count who gets home. It "
            "costs £38,400 from reserves."
        ),
        why=(
            "It came up in every area. Two operators run this road and nobody owns the gap between "
            "them. A minibus was sitting idle after six."
        ),
        decided_by="Families Board",
        decided_on=date(2025, 8, 21),
        look_again_on=date(2026, 4, 30),
        what_next="We ask everyone who follows this if it helped. Then we decide if it stays.",
    ),
    Decision(
        code="D-0002",
        subject="N-0003",
        answers=("N-0003",),
        kind="not_ours",
        people_said="The river path is lovely, and people cannot use it for mess and litter.",
        we_decided=(
            "This is being done already, by another team. They are adding eight bins and a clean "
            "every Friday."
        ),
        why=(
            "The council's parks team looks after the path and had the money set aside. We did not "
            "want to do the same thing twice."
        ),
        decided_by="Seven Areas Forum",
        decided_on=date(2025, 10, 9),
        look_again_on=date(2026, 10, 8),
        what_next=(
            "The parks team tells us each spring and autumn how it goes. We put it on this page."
        ),
        passed_to="Braidvale Council parks team",
    ),
    Decision(
        code="D-0003",
        subject="T-0002",
        answers=("N-0002", "N-0006"),
        kind="yes",
        people_said="Help starts only when things are very bad, and then people wait for months.",
        we_decided=(
            "Yes. Help with no referral starts in two areas, each area gets one front door, and "
            "everyone who waits gets a call every six weeks."
        ),
        why=(
            "People wait longest where money is tightest. Early help costs less than late help, "
            "and the new money is for three years."
        ),
        decided_by="Families Board",
        decided_on=date(2025, 10, 16),
        look_again_on=date(2026, 10, 15),
        what_next="The first calls start this month. We look at the wait again each year.",
    ),
    Decision(
        code="D-0004",
        subject="N-0004",
        answers=("N-0004",),
        kind="yes",
        people_said="Everywhere warm wants you to buy something.",
        we_decided=(
            "Yes. There will be a warm room in each of the seven areas, free, with tea and no "
            "questions. Coalbrae comes first."
        ),
        why=(
            "People in Coalbrae and the Harbour asked for it most. The pier hall shows that it "
            "works."
        ),
        decided_by="Families Board",
        decided_on=date(2025, 11, 13),
        look_again_on=date(2026, 11, 12),
        what_next="The room in Coalbrae opens by October 2026. The others follow one by one.",
    ),
    Decision(
        code="D-0005",
        subject="N-0005",
        answers=("N-0005",),
        kind="partly",
        people_said="People tell the same hard story to six workers and fill in six forms.",
        we_decided=(
            "Partly. We will make one record that you carry with you and can read. It cannot hold "
            "health notes yet."
        ),
        why="Sharing health notes needs a rule changed, and we have asked. The rest we can do now.",
        decided_by="Seven Areas Forum",
        decided_on=date(2025, 11, 20),
        look_again_on=date(2026, 11, 19),
        what_next="We build the first part with people who have told their story too often.",
    ),
    Decision(
        code="D-0006",
        subject="N-0007",
        answers=("N-0007",),
        kind="yes",
        people_said="Nursery hours do not fit with shift work.",
        we_decided=(
            "Yes. We will open 80 childcare places after six in the evening or before eight in the "
            "morning."
        ),
        why=(
            "Three areas asked for it. Parents are turning down work because nobody can mind the "
            "children."
        ),
        decided_by="Families Board",
        decided_on=date(2025, 12, 11),
        look_again_on=date(2026, 12, 10),
        what_next="Thirty-six places are open now. We ask parents which hours come next.",
    ),
    Decision(
        code="D-0007",
        subject="N-0008",
        answers=("N-0008",),
        kind="partly",
        people_said="There is no childcare at all in the glen.",
        we_decided=(
            "Partly. We will pay the first year for a new childminder in the glen. We cannot build "
            "a nursery there."
        ),
        why=(
            "There are too few children for a nursery. One or two childminders could fill the gap, "
            "if somebody helps them start."
        ),
        decided_by="Area Resource Group",
        decided_on=date(2025, 12, 11),
        look_again_on=date(2026, 12, 10),
        what_next="We are looking for someone who wants to start. Training is free.",
    ),
    Decision(
        code="D-0008",
        subject="N-0011",
        answers=("N-0011",),
        kind="partly",
        people_said="People choose between the meter and the food shopping.",
        we_decided=(
            "Partly. Money advice will be given where people already go, with help the same day "
            "when the meter runs out. We cannot set what heat costs."
        ),
        why=(
            "Advice in a place people trust brings in money they are due. The price of heat is set "
            "far away from here."
        ),
        decided_by="Families Board",
        decided_on=date(2025, 12, 11),
        look_again_on=date(2026, 6, 11),
        what_next=(
            "Advice starts in the Community Kitchen on Thursdays. Breakfast for all takes one bill "
            "away."
        ),
    ),
    Decision(
        code="D-0009",
        subject="T-0005",
        answers=("N-0009", "N-0010", "N-0028"),
        kind="yes",
        people_said="Clubs shut, adults decided alone, and the only counselling was in lessons.",
        we_decided=(
            "Yes to all three. Young people get a panel with a vote on the fund, evening space in "
            "two areas, and counselling after school."
        ),
        why=(
            "Young people said it plainly and have not been heard before. The panel chose these "
            "three first."
        ),
        decided_by="Youth Panel",
        decided_on=date(2026, 1, 15),
        look_again_on=date(2026, 9, 17),
        what_next="The panel meets each month. It tells us in September what worked.",
    ),
    Decision(
        code="D-0010",
        subject="N-0029",
        answers=("N-0029",),
        kind="not_ours",
        people_said="The bus fare for two children is more than having the food brought.",
        we_decided=(
            "We cannot change fares across two operators. We passed it to the regional transport "
            "partnership and asked for a family fare."
        ),
        why=(
            "Fares are set by a rule for the whole region. Thirty-seven people in one small area "
            "said so, and it is a lot for that area."
        ),
        decided_by="Seven Areas Forum",
        decided_on=date(2026, 1, 15),
        look_again_on=date(2026, 4, 16),
        what_next="We ask them for news every four weeks and put the answer here.",
        passed_to="the regional transport partnership",
    ),
)
