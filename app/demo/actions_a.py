"""The actions A-0001 to A-0006 of the plan, each with the needs it answers."""

from datetime import date

from app.demo.shapes_of_plan import Action, Update

ACTIONS_A = (
    Action(
        code="A-0001",
        outcome="O-0001",
        what="One front door in each area",
        more=(
            "One place in each area where anyone can walk in and ask. Nobody is sent away to ask "
            "somewhere else."
        ),
        expected=(
            "By March 2027 each of the seven areas has one door, and people there say they were "
            "helped the first time."
        ),
        lead="braidvale-hscp",
        lead_role="Families lead",
        partners=("braidvale-council", "braidvale-voluntary-action", "braid-housing-association"),
        needs=("N-0002",),
        depth="cause",
        prevention="stop_early",
        reach="across_partners",
        horizon="next_year",
        agreed_on=date(2025, 10, 16),
        starts_on=date(2025, 11, 3),
        due_on=date(2027, 3, 31),
        state="on_track",
        updates=(
            Update(
                date(2026, 2, 16),
                "Two of the seven doors are open: Coalbrae and Harbour. Northmuir comes next.",
            ),
        ),
    ),
    Action(
        code="A-0002",
        outcome="O-0001",
        what="Start before the line: help with no referral",
        more=(
            "In Coalbrae and in Harbour and Links you can ask for help yourself. You do not need a "
            "form or a worker to send you."
        ),
        expected=(
            "By 20 February 2026, 90 families get help with no referral, and half say it "
            "came early enough."
        ),
        lead="braidvale-hscp",
        lead_role="Early help manager",
        partners=(
            "coalbrae-community-kitchen",
            "harbour-parents-and-tots",
            "braidvale-voluntary-action",
        ),
        needs=("N-0002",),
        depth="cause",
        prevention="stop_early",
        reach="across_partners",
        horizon="now",
        agreed_on=date(2025, 10, 16),
        starts_on=date(2025, 10, 27),
        due_on=date(2026, 2, 20),
        state="reviewed",
        updates=(
            Update(
                date(2026, 2, 20),
                "We asked 60 of them if it helped: 37 said yes, 14 partly, 9 no. It stays.",
            ),
        ),
    ),
    Action(
        code="A-0003",
        outcome="O-0001",
        what="Keep good workers: three-year pooled posts",
        more=(
            "Twelve posts paid from one shared pot for three years. Two of them give overnight "
            "breaks to family carers."
        ),
        expected="All 12 posts are filled by 15 January 2026 and stay filled until 2029.",
        lead="braidvale-hscp",
        lead_role="Head of Children and Families",
        partners=("braidvale-council", "nhs-forthlands", "braidvale-public-service-branch"),
        needs=("N-0002", "N-0014", "N-0036"),
        depth="cause",
        prevention="respond",
        reach="across_partners",
        horizon="next_year",
        agreed_on=date(2025, 10, 16),
        starts_on=date(2025, 10, 27),
        due_on=date(2026, 1, 15),
        state="on_track",
        state_reason=(
            "Five of the 12 posts are filled. Two of those who pay in have not signed yet. We meet "
            "them on 19 March."
        ),
        updates=(
            Update(
                date(2026, 1, 19),
                (
                    "We said 15 January for all 12 posts. We have five. That is late, and the "
                    "fault is ours."
                ),
            ),
        ),
    ),
    Action(
        code="A-0004",
        outcome="O-0001",
        what="Keep brothers and sisters together",
        more=(
            "Every family in care who is apart now is looked at again, with the children in the "
            "room."
        ),
        expected=(
            "By March 2029 no brothers and sisters are placed more than 15 miles apart, unless it "
            "would harm one of them."
        ),
        lead="braidvale-council",
        lead_role="Care lead",
        partners=("braidvale-hscp",),
        needs=("N-0017",),
        depth="cause",
        prevention="crisis",
        reach="inside_council",
        horizon="later",
        agreed_on=date(2026, 1, 22),
        starts_on=date(2026, 2, 2),
        due_on=date(2029, 3, 31),
        state="on_track",
    ),
    Action(
        code="A-0005",
        outcome="O-0001",
        what="Waiting-list calls every six weeks",
        more=(
            "Everyone who waits for a first appointment gets a phone call every six weeks, from "
            "the same person."
        ),
        expected="By 19 December 2025 nobody waits more than six weeks without a call.",
        lead="braidvale-hscp",
        lead_role="Appointments manager",
        partners=("nhs-forthlands",),
        needs=("N-0006",),
        depth="symptom",
        prevention="respond",
        reach="across_partners",
        horizon="now",
        agreed_on=date(2025, 10, 16),
        starts_on=date(2025, 10, 20),
        due_on=date(2025, 12, 19),
        state="done",
        updates=(
            Update(
                date(2025, 12, 19),
                "Everyone on the list has had a call. The wait itself is still long: 33 weeks.",
            ),
        ),
    ),
    Action(
        code="A-0006",
        outcome="O-0002",
        what="Childcare around shifts",
        more="Places before eight in the morning and after six in the evening, in three areas.",
        expected="80 places outside office hours by March 2029. There were none in 2022.",
        lead="braidvale-council",
        lead_role="Early years manager",
        partners=("shorehead-primary", "braidvale-voluntary-action"),
        needs=("N-0007",),
        depth="cause",
        prevention="stop_early",
        reach="inside_council",
        horizon="later",
        agreed_on=date(2025, 12, 11),
        starts_on=date(2026, 1, 12),
        due_on=date(2029, 3, 31),
        state="on_track",
        updates=(Update(date(2026, 2, 9), "36 places are open after six in the evening."),),
    ),
)
