"""What lines of lists about needs have in common. Values only, no database."""

from app.foundation.public_codes import code_for


class SaidByPeople:
    """Something that people say, online and in rooms."""

    online: int
    rooms: int

    @property
    def people(self) -> int:
        """Return people online and in rooms together."""
        return self.online + self.rooms


class NumberedNeed(SaidByPeople):
    """A need that was published, and so has a number."""

    number: int

    @property
    def code(self) -> str:
        """Return the public code."""
        return code_for("N", self.number)
