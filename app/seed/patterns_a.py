"""Sentence patterns under the first four made-up themes."""

from app.needs.models import Barrier
from app.seed.shapes import Pattern, PatternTheme

THEMES_A = (
    PatternTheme(
        "Buses and lifts",
        "The bus comes too seldom, too late or not at all. People miss work and visits.",
        (
            Pattern(
                "No bus from {street} after six",
                (
                    "I finish at seven. I walk home along the main road in the dark, and so do "
                    "three others from my work."
                ),
                "workers",
                Barrier.TRAVEL,
            ),
            Pattern(
                "The {day} bus to {place} was dropped",
                "It was the only one that met the train. Now I pay for a taxi or I do not go.",
                "everyone",
                Barrier.TRAVEL,
            ),
            Pattern(
                "Two changes to get to college from {place}",
                "It is nine miles and it takes my daughter an hour and a half each way.",
                "young people",
                Barrier.TRAVEL,
            ),
            Pattern(
                "The bus cannot take my wheelchair and a pram",
                "If a mum with a pram is on at {street}, I wait an hour for the next one.",
                "disabled people",
                Barrier.ACCESS,
            ),
            Pattern(
                "Nobody can read the timetable at {street}",
                "The print is tiny and the board is cracked. I ask strangers with a phone.",
                "older people",
                Barrier.INFORMATION,
            ),
        ),
    ),
    PatternTheme(
        "Warm and dry homes",
        "Homes are cold, damp or too small. Repairs take months, and people stop asking.",
        (
            Pattern(
                "Water runs down our bedroom wall in {street}",
                (
                    "I paint it each spring and it is black again by the autumn. They sent me a "
                    "leaflet."
                ),
                "families",
                Barrier.ATTITUDE,
            ),
            Pattern(
                "Eight months for a new boiler in {place}",
                (
                    "We have one heater and we carry it from room to room. The baby sleeps in her "
                    "coat."
                ),
                "families",
                Barrier.WAITING,
            ),
            Pattern(
                "Five of us in two rooms at {street}",
                (
                    "We have been on the list for six years. The children do their homework on "
                    "the stairs."
                ),
                "families",
                Barrier.WAITING,
            ),
            Pattern(
                "The close door at {street} does not lock",
                "Anyone can walk in. My neighbour is ninety and will not open her door after dark.",
                "older people",
                None,
            ),
            Pattern(
                "I cannot afford to heat the flat I have",
                "The meter eats ten pounds in two days. I go to bed at seven to keep warm.",
                "people living alone",
                Barrier.COST,
            ),
        ),
    ),
    PatternTheme(
        "Seeing a doctor or a dentist",
        "It is hard to be seen near home. People wait, travel, or do without.",
        (
            Pattern(
                "No dentist in {place} takes new people",
                "I rang eleven of them. My son has had toothache since before the holidays.",
                "parents",
                Barrier.NOTHING_HERE,
            ),
            Pattern(
                "You ring at eight and at five past it is full",
                "I am driving the school bus at eight. There is no other way to ask.",
                "workers",
                Barrier.HOURS,
            ),
            Pattern(
                "My dad could not follow what the doctor said",
                (
                    "He speaks Punjabi at home. I took a day off to sit beside him and put it "
                    "into plain words."
                ),
                "carers",
                Barrier.LANGUAGE,
            ),
            Pattern(
                "The blood clinic left {place}",
                "It is a ten minute test and a four hour trip. My mother has stopped going.",
                "older people",
                Barrier.TRAVEL,
            ),
            Pattern(
                "Three different stories from three clinics",
                (
                    "One says wait, one says stop, one never got the letter. They do not talk to "
                    "each other."
                ),
                "using services",
                Barrier.NOT_JOINED_UP,
            ),
        ),
    ),
    PatternTheme(
        "Childcare that fits work",
        "Hours, places and prices do not match the jobs people have here.",
        (
            Pattern(
                "Nothing for under-twos in {place}",
                "I was offered more hours and said no. There is nobody to look after her.",
                "early years",
                Barrier.NOTHING_HERE,
            ),
            Pattern(
                "After-school club is full until next year",
                (
                    "My boy is number thirty-one on the list at {street}. I leave my work early "
                    "and lose the pay."
                ),
                "parents",
                Barrier.WAITING,
            ),
            Pattern(
                "Nursery shuts at three, my shift ends at four",
                "My sister does {day}s and I swap the rest. One day it will all fall down.",
                "early years",
                Barrier.HOURS,
            ),
            Pattern(
                "The deposit is more than my month",
                "They want it before the first day. I get paid at the end.",
                "parents",
                Barrier.COST,
            ),
            Pattern(
                "No childminder will take my son, he has autism",
                "They hear the word and the place is gone. Nobody has met him yet.",
                "disabled children",
                Barrier.ATTITUDE,
            ),
        ),
    ),
)
