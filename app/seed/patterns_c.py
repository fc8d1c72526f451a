"""Sentence patterns under the last four made-up themes."""

from app.needs.models import Barrier
from app.seed.shapes import Pattern, PatternTheme

THEMES_C = (
    PatternTheme(
        "Forms and letters and phone lines",
        "Words are hard, lines are long, and each office asks the same again.",
        (
            Pattern(
                "Forty minutes of music and then cut off",
                "I pay for every minute on this phone. I never got to say my name.",
                "everyone",
                Barrier.COST,
            ),
            Pattern(
                "The form has thirty-one pages",
                "I left school at fifteen. My nephew filled it in and he is twelve.",
                "everyone",
                Barrier.INFORMATION,
            ),
            Pattern(
                "It is all online and I am not",
                "The library in {place} has two computers and a queue. You get half an hour.",
                "older people",
                Barrier.ACCESS,
            ),
            Pattern(
                "I told the council and the council asked me again",
                "Same question, three desks, one building. Write it down once.",
                "using services",
                Barrier.NOT_JOINED_UP,
            ),
            Pattern(
                "No letters in Polish",
                "I pay a friend to read them. Once it was only to say thank you.",
                "everyone",
                Barrier.LANGUAGE,
            ),
        ),
    ),
    PatternTheme(
        "Streets we can walk on",
        "Pavements, lights and crossings stop people from getting about safely.",
        (
            Pattern(
                "The lights in {street} have been out since the storm",
                "I carry a torch to put out the bins. My mother does not go out at all.",
                "everyone",
                Barrier.WAITING,
            ),
            Pattern(
                "Nowhere to cross at {street}",
                "The lorries do not slow down. We stand there with three wee ones and hope.",
                "children",
                None,
            ),
            Pattern(
                "Cars on the pavement all along {street}",
                "I push a double pram. I am on the road with it twice a day.",
                "parents",
                Barrier.ATTITUDE,
            ),
            Pattern(
                "No bench between {place} and the shops",
                "I could walk it if I could sit down once. So I do not walk it.",
                "older people",
                Barrier.ACCESS,
            ),
            Pattern(
                "Ice on the steps at {street} every winter",
                "Two people fell last year. There is a grit box and it is empty.",
                "everyone",
                None,
            ),
        ),
    ),
    PatternTheme(
        "Somewhere to meet",
        "Halls are shut, dear or far. People know fewer of their neighbours.",
        (
            Pattern(
                "The hall in {place} costs forty pounds an hour",
                "We are eight people and a teapot. We meet in my kitchen.",
                "everyone",
                Barrier.COST,
            ),
            Pattern(
                "The caretaker left and the hall stayed shut",
                "There is a good floor and a good kitchen in there behind a locked door.",
                "everyone",
                Barrier.SHORT_TERM_MONEY,
            ),
            Pattern(
                "I moved to {street} a year ago and know nobody",
                "I say hello at the bins. I would like one place where you can just turn up.",
                "people living alone",
                Barrier.NOTHING_HERE,
            ),
            Pattern(
                "You only hear about it when it is over",
                "The poster is inside the hall. You have to be there to know.",
                "everyone",
                Barrier.INFORMATION,
            ),
            Pattern(
                "The lunch club saved my {day}s",
                "Soup, a seat and a laugh. Please do not stop it.",
                "older people",
                None,
            ),
        ),
    ),
    PatternTheme(
        "Feeling safe",
        "Some streets and some hours frighten people. They change how they live.",
        (
            Pattern(
                "I do not walk through {street} at night",
                (
                    "It is the short way home and I take the long one. Cut the bushes and fix the "
                    "lamp."
                ),
                "women",
                None,
            ),
            Pattern(
                "Shouted at for my headscarf in {place}",
                (
                    "It was broad daylight. People looked away. I want to know who would stand "
                    "with me."
                ),
                "women",
                Barrier.ATTITUDE,
            ),
            Pattern(
                "Dealing on the stair and nobody comes",
                (
                    "We rang, we wrote, we gave the number of the car. My boy steps over them to "
                    "get to school."
                ),
                "families",
                Barrier.WAITING,
            ),
            Pattern(
                "He knows my new address",
                "I moved and the letter went to the old house. One office did not tell the other.",
                "women",
                Barrier.NOT_JOINED_UP,
            ),
            Pattern(
                "Quad bikes on the field behind {street}",
                "The wee ones used to play there. Now they play in the car park.",
                "children",
                None,
            ),
        ),
    ),
)
