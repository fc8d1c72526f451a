"""What people of the demo place told about themselves: how many in every 1,000 who answered.

Made up by rule. Some kinds are so few that their numbers are hidden, as in any real place.
"""

# Of every 1,000 who took part online: so many answered, and so many said no.
ANSWERED, SAID_NO = 620, 140

KINDS = {
    "resident": 880,
    "parent": 282,
    "family_carer": 141,
    "young_11_15": 7,
    "young_16_17": 22,
    "young_18_25": 71,
    "older": 255,
    "disabled": 152,
    "care_experienced": 19,
    "uses_services": 243,
    "volunteer": 168,
    "works_in_services": 92,
    "vcfse_worker": 49,
    "faith": 31,
    "business": 27,
    "housing": 8,
    "health": 33,
    "police_fire": 4,
    "senior_leader": 5,
    "union": 6,
    "other_council": 1,
    "researcher": 3,
}
# One answer to each of these; whoever is left over would rather not say, or left it empty.
ONE_OF = {
    "age": {
        "under_16": 8,
        "16_17": 24,
        "18_25": 76,
        "26_44": 288,
        "45_64": 317,
        "65_74": 156,
        "75_or_more": 88,
        "rather_not_say": 19,
    },
    "disability": {"yes": 171, "no": 682, "rather_not_say": 41},
    "caring": {"yes": 152, "no": 711, "rather_not_say": 22},
    "income": {
        "getting_by": 412,
        "just_getting_by": 296,
        "struggling": 138,
        "rather_not_say": 77,
    },
    "gender": {"woman": 571, "man": 378, "another_way": 9, "rather_not_say": 21},
    "care_experience": {"yes": 20, "no": 798, "rather_not_say": 33},
    "internet": {"always": 731, "sometimes": 121, "hardly": 24},
    "years_here": {
        "under_1": 31,
        "1_to_5": 154,
        "6_to_20": 341,
        "over_20": 388,
        "not_here": 22,
    },
    "ethnicity": {
        "white_scottish": 741,
        "white_british": 92,
        "white_irish": 11,
        "white_polish": 41,
        "white_other": 18,
        "mixed": 9,
        "asian": 28,
        "african": 7,
        "arab": 4,
        "rather_not_say": 29,
    },
}
