"""What stands in the history, by the name of its table: how it is called on a page.

The history knows tables by name alone, for it stands below every subject. Words that residents
wrote are never read here: a need shows its code.
"""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Naming:
    """The letter of a table's public codes, its column with words, and whether it has a slug."""

    letter: str = ""
    words: str = ""
    has_slug: bool = False


NAMINGS = {
    "need": Naming(letter="N"),
    "theme": Naming(letter="T", words="name"),
    "decision": Naming(letter="D"),
    "outcome": Naming(letter="O", words="name"),
    "plan_action": Naming(letter="A", words="what"),
    "data_complaint": Naming(letter="C"),
    "conversation": Naming(words="question", has_slug=True),
    "person": Naming(words="name"),
    "invitation": Naming(words="name"),
    "place": Naming(words="name"),
    "organisation": Naming(words="name"),
    "import_source": Naming(words="name"),
}


@dataclass(frozen=True)
class Thing:
    """One thing as the history shows it; what was never public has neither code nor slug."""

    id: int
    code: str = ""
    words: str = ""
    slug: str = ""


# What each kind of thing is called.
SUBJECT_WORDS = {
    "need": _l("Need"),
    "theme": _l("Theme"),
    "decision": _l("Decision"),
    "plan_action": _l("Action"),
    "outcome": _l("Change we want"),
    "conversation": _l("Conversation"),
    "person": _l("Person who works here"),
    "participant": _l("Resident"),
    "member": _l("Account of a resident"),
    "place": _l("Place"),
    "organisation": _l("Organisation"),
    "import_source": _l("Source of a file"),
    "data_complaint": _l("Complaint about data"),
    "invitation": _l("Invitation to work here"),
    "helping": _l("Help for one person"),
    "reach_published": _l("Numbers of who was heard"),
}
