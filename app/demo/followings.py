"""Who in the demo place has an account, and what they follow."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class DemoFollower:
    """An account, with the need by which its voice is known."""

    name: str
    email: str
    writer_of: str
    needs: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    follows_own_words: bool = True


FOLLOWERS = (
    DemoFollower(
        name="Gordon Petrie",
        email="gordon.petrie@braidvale.example",
        writer_of="N-0001",
        needs=("N-0006",),
        themes=("T-0001",),
        areas=("CB",),
    ),
)
