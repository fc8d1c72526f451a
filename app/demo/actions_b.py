"""The actions A-0007 to A-0012 of the plan, each with the needs it answers."""

from datetime import date

from app.demo.shapes_of_plan import Action, Update

ACTIONS_B = (
    Action(
        code="A-0007",
        outcome="O-0002",
        what="A new childminder for the glen",
        more=(
            "We pay for training, checks and the first year of insurance for someone who wants to "
            "start."
        ),
        expected=(
            "One childminder has opened in the glen by the end of January 2027, with six places."
        ),
        lead="braidvale-council",
        lead_role="Early years manager",
        partners=("glens-transport-group",),
        needs=("N-0008",),
        depth="symptom",
        prevention="stop_early",
        reach="inside_council",
        horizon="next_year",
        agreed_on=date(2025, 12, 11),
        starts_on=date(2026, 1, 19),
        due_on=date(2027, 1, 29),
        state="started",
        updates=(
            Update(
                date(2026, 2, 23),
                "Two people in the glen have asked about it. One has started her training.",
            ),
        ),
    ),
    Action(
        code="A-0008",
        outcome="O-0002",
        what="A welcome check in every clinic",
        more=(
            "Who is here? What are you called? What do you want to ask? It brings dads in, and it "
            "finds a quiet place for a child who needs one."
        ),
        expected=(
            "By March 2029 every clinic does it, and nine in ten dads say they were spoken to."
        ),
        lead="nhs-forthlands",
        lead_role="Clinics manager",
        partners=("braidvale-hscp", "braidvale-disability-voices"),
        needs=("N-0020", "N-0033"),
        depth="cause",
        prevention="stop_early",
        reach="across_partners",
        horizon="later",
        agreed_on=date(2026, 1, 29),
        starts_on=date(2026, 2, 9),
        due_on=date(2029, 3, 30),
        state="on_track",
    ),
    Action(
        code="A-0009",
        outcome="O-0003",
        what="A youth panel with a vote on the fund",
        more=(
            "Twelve young people sit where the Braidvale Families Pot is shared out, and they vote."
        ),
        expected="The panel has voted on three shares of the fund by the end of June 2026.",
        lead="braidvale-council",
        lead_role="Youth services manager",
        partners=("millburn-youth-project",),
        needs=("N-0010",),
        depth="cause",
        prevention="stop_early",
        reach="inside_council",
        horizon="now",
        agreed_on=date(2026, 1, 15),
        starts_on=date(2026, 1, 26),
        due_on=date(2026, 6, 30),
        state="on_track",
    ),
    Action(
        code="A-0010",
        outcome="O-0003",
        what="Evening space for young people in two areas",
        more=(
            "A warm room, a pool table and someone to talk to, three evenings a week, in Millburn "
            "and Coalbrae."
        ),
        expected="Both rooms are open three evenings a week by the end of January 2027.",
        lead="millburn-youth-project",
        lead_role="Project lead",
        partners=("braidvale-council", "coalbrae-community-kitchen"),
        needs=("N-0009",),
        depth="symptom",
        prevention="stop_early",
        reach="communities",
        horizon="next_year",
        agreed_on=date(2026, 1, 15),
        starts_on=date(2026, 1, 26),
        due_on=date(2027, 1, 29),
        state="on_track",
    ),
    Action(
        code="A-0011",
        outcome="O-0003",
        what="Counselling outside school hours",
        more="The same counsellors, in the evening, in a place that is not a school.",
        expected="Two evenings a week in two places by 27 February 2026.",
        lead="braidvale-council",
        lead_role="Education support manager",
        partners=("millburn-youth-project", "nhs-forthlands"),
        needs=("N-0028",),
        depth="symptom",
        prevention="respond",
        reach="inside_council",
        horizon="next_year",
        agreed_on=date(2026, 1, 15),
        starts_on=date(2026, 1, 19),
        due_on=date(2026, 2, 27),
        state="on_track",
        state_reason=(
            "We have the counsellors but only one of the two rooms. The second room is promised "
            "for Monday 23 March."
        ),
        updates=(
            Update(
                date(2026, 3, 2),
                "We said two places by 27 February. One is open: the Lade hall, on Tuesdays.",
            ),
        ),
    ),
    Action(
        code="A-0012",
        outcome="O-0004",
        what="Money advice where people already go",
        more=(
            "Advice at the kitchen, the larder and the clinic, with help on heat and damp. When "
            "the meter runs out, help comes the same day."
        ),
        expected=(
            "By 26 June 2026, 300 homes have had advice, and each is better off on average by "
            "£1,000 a year."
        ),
        lead="braidvale-voluntary-action",
        lead_role="Money advice lead",
        partners=(
            "coalbrae-community-kitchen",
            "kirkbraid-food-larder",
            "braid-housing-association",
        ),
        needs=("N-0011", "N-0019"),
        depth="symptom",
        prevention="crisis",
        reach="across_partners",
        horizon="now",
        agreed_on=date(2025, 12, 11),
        starts_on=date(2026, 1, 8),
        due_on=date(2026, 6, 26),
        state="on_track",
        updates=(
            Update(
                date(2026, 2, 12),
                "Thursdays at the Community Kitchen are full. We have added a morning.",
            ),
        ),
    ),
)
