"""What is wrong with a file as a whole, in a sentence for the person who brings it."""


class FileProblem(ValueError):
    """The file cannot be read as it is; the message says why and what to do."""


def shown(value: str, most: int = 60) -> str:
    """Return a value from a file so that it can stand on a terminal: short, nothing hidden."""
    plain = "".join(sign if sign.isprintable() else " " for sign in value[: most + 1])
    plain = " ".join(plain.split())
    return f"“{plain}”" if len(value) <= most else f"“{plain[:most].rstrip()}…”"
