"""The actions A-0013 to A-0018 of the plan, each with the needs it answers."""

from datetime import date

from app.demo.shapes_of_plan import Action, Update

ACTIONS_C = (
    Action(
        code="A-0013",
        outcome="O-0004",
        what="Breakfast at school for everyone",
        more=(
            "Toast, fruit and porridge for every child who wants it. There is no list and nobody "
            "signs up."
        ),
        expected="Two schools by the end of January 2026, and every primary by August 2027.",
        lead="braidvale-voluntary-action",
        lead_role="Food lead",
        partners=("braidvale-council", "shorehead-primary", "kirkbraid-food-larder"),
        needs=("N-0011", "N-0035"),
        depth="cause",
        prevention="stop_early",
        reach="across_partners",
        horizon="next_year",
        agreed_on=date(2025, 12, 11),
        starts_on=date(2025, 12, 15),
        due_on=date(2026, 1, 30),
        state="on_track",
        state_reason="Two kitchens failed a safety check. The new date is Monday 20 April.",
        updates=(
            Update(
                date(2026, 2, 2),
                "We said January. It is late because two kitchens are not safe yet.",
            ),
        ),
    ),
    Action(
        code="A-0014",
        outcome="O-0004",
        what="Uniform and trip swap",
        more="A rail of school clothes and a box of boots, in a place open to all, run by parents.",
        expected="A swap in each of four areas by June 2028.",
        lead="kirkbraid-food-larder",
        lead_role="Swap lead",
        partners=("braidvale-voluntary-action",),
        needs=("N-0013",),
        depth="symptom",
        prevention="respond",
        reach="communities",
        horizon="later",
        agreed_on=date(2026, 1, 22),
        starts_on=date(2026, 1, 26),
        due_on=date(2028, 6, 30),
        state="stopped",
        state_reason=(
            "Stopped in Northmuir, where it was to begin: nobody had the time to run it. We ask "
            "again in August."
        ),
        updates=(
            Update(
                date(2026, 2, 20),
                "We asked three times and found no volunteers. We would rather stop than pretend.",
            ),
        ),
    ),
    Action(
        code="A-0015",
        outcome="O-0005",
        what="Evening link bus, six-month test",
        more=(
            "A minibus meets the end of visiting at the hospital and goes round the areas. It cost "
            "£38,400, from reserves."
        ),
        expected=(
            "100 people a month get home by bus after evening visiting by the end of February 2026."
        ),
        lead="glens-transport-group",
        lead_role="Transport lead",
        partners=("braidvale-council", "braidvale-hscp", "braid-buses"),
        needs=("N-0001",),
        depth="cause",
        prevention="stop_early",
        reach="communities",
        horizon="now",
        agreed_on=date(2025, 8, 21),
        starts_on=date(2025, 9, 1),
        due_on=date(2026, 4, 30),
        state="on_track",
        updates=(
            Update(date(2025, 9, 1), "The evening link bus set off for the first time tonight."),
            Update(
                date(2025, 10, 1),
                "12 people got home by bus after evening visiting in September.",
            ),
            Update(
                date(2025, 11, 3),
                "41 people got home by bus after evening visiting in October.",
            ),
            Update(
                date(2025, 11, 17),
                "The last stop was too far from the houses, so we moved it.",
            ),
            Update(
                date(2025, 12, 1),
                "77 people got home by bus after evening visiting in November.",
            ),
            Update(
                date(2026, 1, 5),
                "96 people got home by bus after evening visiting in December.",
            ),
            Update(
                date(2026, 2, 2),
                "118 people got home by bus after evening visiting in January.",
            ),
            Update(
                date(2026, 2, 20),
                "We asked riders if it helped: 71 in 100 said yes, 18 partly and 11 no.",
            ),
            Update(
                date(2026, 3, 2),
                "131 people got home by bus after evening visiting in February.",
            ),
        ),
    ),
    Action(
        code="A-0016",
        outcome="O-0005",
        what="Warm rooms in seven areas",
        more=(
            "Free, with tea, toys and no questions. The one in Kirkbraid Town has a toilet with a "
            "hoist."
        ),
        expected="Seven rooms by spring 2027. The first, in Coalbrae, by 30 October 2026.",
        lead="braidvale-council",
        lead_role="Places manager",
        partners=(
            "coalbrae-community-kitchen",
            "harbour-parents-and-tots",
            "abbey-church",
            "braidvale-disability-voices",
        ),
        needs=("N-0004", "N-0016"),
        depth="cause",
        prevention="stop_early",
        reach="across_partners",
        horizon="next_year",
        agreed_on=date(2025, 11, 13),
        starts_on=date(2026, 1, 12),
        due_on=date(2026, 10, 30),
        state="started",
    ),
    Action(
        code="A-0017",
        outcome="O-0005",
        what="Community keys",
        more=(
            "Groups that use the hall get a key after one evening of training. The hall can open "
            "when people are free."
        ),
        expected=(
            "Six groups hold a key by the end of April 2026, and the hall is open six days a week."
        ),
        lead="coalbrae-community-kitchen",
        lead_role="Kitchen lead",
        partners=("pithead-mens-shed", "braidvale-council", "linksfield-tenants-and-residents"),
        needs=("N-0022",),
        depth="cause",
        prevention="stop_early",
        reach="communities",
        horizon="now",
        agreed_on=date(2026, 1, 22),
        starts_on=date(2026, 2, 9),
        due_on=date(2026, 4, 30),
        state="started",
    ),
    Action(
        code="A-0018",
        outcome="O-0006",
        what="Tell it once, in plain letters, with an answer",
        more=(
            "One record that you carry and can read. Letters in plain words. An answer within 12 "
            "weeks to everyone who asks."
        ),
        expected=(
            "By December 2028, six in ten people say they told their story only once. Plain "
            "letters by summer 2026."
        ),
        lead="braidvale-council",
        lead_role="Customer services manager",
        partners=("braidvale-hscp", "nhs-forthlands", "braidvale-voluntary-action"),
        needs=("N-0005", "N-0024", "N-0025"),
        depth="both",
        prevention="respond",
        reach="across_partners",
        horizon="later",
        agreed_on=date(2025, 11, 20),
        starts_on=date(2026, 1, 12),
        due_on=date(2028, 12, 15),
        state="stuck",
        state_reason=(
            "The record is stuck: the rule on sharing health notes has not changed. It would help "
            "if NHS Forthlands answered our question of 12 January. The letters go on."
        ),
        updates=(
            Update(
                date(2026, 2, 23),
                (
                    "Four letters are in plain words now. The record waits for an answer from "
                    "NHS Forthlands."
                ),
            ),
        ),
    ),
)
