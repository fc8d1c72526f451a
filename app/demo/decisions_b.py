"""The answers D-0011 to D-0020: you said, we decided, and why."""

from datetime import date

from app.demo.shapes_of_plan import Decision

DECISIONS_B = (
    Decision(
        code="D-0011",
        subject="N-0030",
        answers=("N-0030",),
        kind="not_ours",
        people_said="The clinic moved to the town. It is two buses each way.",
        we_decided=(
            "Where clinics stand is not ours to decide. We passed it to NHS Forthlands and asked "
            "for a clinic day in the glen and in Coalbrae."
        ),
        why=(
            "The health service decides where its clinics are. The buses do not meet, and we told "
            "them which ones."
        ),
        decided_by="Area Resource Group",
        decided_on=date(2026, 1, 20),
        look_again_on=date(2026, 4, 21),
        what_next="They have said they will look at the buses. We ask again in March.",
        passed_to="NHS Forthlands",
    ),
    Decision(
        code="D-0012",
        subject="N-0013",
        answers=("N-0013",),
        kind="partly",
        people_said="School trips and uniforms cost too much.",
        we_decided=(
            "Partly. We will start a swap for uniforms and trip gear, run by parents. We cannot "
            "make every trip free."
        ),
        why=(
            "A swap can start with no new money. Free trips for all would take money from help "
            "that people asked for more."
        ),
        decided_by="Area Resource Group",
        decided_on=date(2026, 1, 22),
        look_again_on=date(2026, 8, 20),
        what_next="Each area can start a swap when it finds two people to run it.",
    ),
    Decision(
        code="D-0013",
        subject="N-0017",
        answers=("N-0017",),
        kind="yes",
        people_said="Brothers and sisters in care are placed in different towns.",
        we_decided=(
            "Yes. From now on, brothers and sisters are placed together unless it would harm one "
            "of them. If not together, then no more than 15 miles apart."
        ),
        why=(
            "Few people said it, because few are in care. For them it is the biggest thing of all, "
            "and it is the law to try."
        ),
        decided_by="Area Resource Group",
        decided_on=date(2026, 1, 22),
        look_again_on=date(2027, 1, 21),
        what_next="We look at every family who is apart now, one by one, and ask the children.",
    ),
    Decision(
        code="D-0014",
        subject="N-0022",
        answers=("N-0022",),
        kind="yes",
        people_said="It is our hall and we cannot get in the door.",
        we_decided="Yes. Groups that use the hall get a key, after one evening of training.",
        why="The building is paid for and stands empty. People in two areas offered to open it.",
        decided_by="Seven Areas Forum",
        decided_on=date(2026, 1, 22),
        look_again_on=date(2026, 10, 15),
        what_next="Six groups get a key in April. More can ask.",
    ),
    Decision(
        code="D-0015",
        subject="N-0024",
        answers=("N-0024",),
        kind="yes",
        people_said="Letters from the council make no sense.",
        we_decided=(
            "Yes. Every letter that goes to more than 100 homes is written again in plain words "
            "and read first by people who get it."
        ),
        why="People miss help because of a letter. Plain letters also save us phone calls.",
        decided_by="Seven Areas Forum",
        decided_on=date(2026, 1, 22),
        look_again_on=date(2026, 7, 23),
        what_next="The letter on council tax comes first. Twelve letters are done by the summer.",
    ),
    Decision(
        code="D-0016",
        subject="N-0037",
        answers=("N-0037",),
        kind="yes",
        people_said="The swings have been broken since the summer.",
        we_decided="Yes. Two new swings, and one of them for wheelchairs.",
        why="The old ones could not be mended. It is a small thing that children use every day.",
        decided_by="Area Resource Group",
        decided_on=date(2026, 1, 22),
        look_again_on=date(2026, 8, 20),
        what_next=(
            "The new swings open on Saturday 21 February. The number to call if they break is on "
            "the gate."
        ),
    ),
    Decision(
        code="D-0017",
        subject="T-0007",
        answers=("N-0014", "N-0020"),
        kind="yes",
        people_said=(
            "Family carers have had no night off for years, and waiting rooms hurt some children."
        ),
        we_decided=(
            "Yes. Two new workers will give overnight breaks, and every clinic gets a quiet place "
            "to wait."
        ),
        why="Carers told us they are near breaking. When a carer falls ill, two people need help.",
        decided_by="Area Resource Group",
        decided_on=date(2026, 1, 29),
        look_again_on=date(2026, 9, 24),
        what_next="The first breaks are given to those who have waited longest.",
    ),
    Decision(
        code="D-0018",
        subject="N-0016",
        answers=("N-0016",),
        kind="yes",
        people_said="There is no hoist toilet anywhere in the town.",
        we_decided=(
            "Yes. The warm room in Kirkbraid Town will have a toilet with a hoist and a changing "
            "bench."
        ),
        why=(
            "Without it, some people cannot leave home for more than an hour. The room is being "
            "fitted out now, so it costs far less than later."
        ),
        decided_by="Families Board",
        decided_on=date(2026, 1, 29),
        look_again_on=date(2026, 11, 12),
        what_next="Disability Voices checks the plan before a wall is moved.",
        differs_because=(
            "Nineteen people said it, so it was far down the list by number. For them it decides "
            "if they can go out at all. We put need before number here."
        ),
    ),
    Decision(
        code="D-0019",
        subject="N-0019",
        answers=("N-0019",),
        kind="yes",
        people_said="There is damp in the children's room, and people are told to open a window.",
        we_decided=(
            "Yes. A report of damp in a child's room is looked at within five working days, and "
            "nobody is told to open a window first."
        ),
        why="Damp air harms children's chests. It is the home that needs mending, not the family.",
        decided_by="Area Resource Group",
        decided_on=date(2026, 1, 29),
        look_again_on=date(2026, 9, 24),
        what_next="Money advisers can report damp for you, with a photo.",
    ),
    Decision(
        code="D-0020",
        subject="N-0021",
        answers=("N-0021",),
        kind="you_can",
        people_said="People do not know what is on round here.",
        we_decided=(
            "You can do this, and here is how we help. Each library gets a board and a page that "
            "local groups fill in themselves."
        ),
        why=(
            "Neighbours know what is on before any office does. A list that we kept would be out "
            "of date in a week."
        ),
        decided_by="Seven Areas Forum",
        decided_on=date(2026, 2, 5),
        look_again_on=date(2026, 8, 6),
        what_next="We pay for the boards and the printing. The library shows you how.",
    ),
)
