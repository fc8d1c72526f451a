"""Words on their way into a spreadsheet and back: no cell of words may be read as a formula."""

# The wide forms are read as formulas by spreadsheets set to Japanese or Chinese.
FORMULA_STARTS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
GUARD = "'"


def safe_cell(value: str) -> str:
    """Return the value as it may stand in a cell; `plain_cell` gives the same value back."""
    return GUARD + value if _begins_like_a_formula(value) else value


def plain_cell(cell: str) -> str:
    """Return the words of a cell written by `safe_cell`."""
    guarded = cell.startswith(GUARD) and _begins_like_a_formula(cell)
    return cell[len(GUARD) :] if guarded else cell


def _begins_like_a_formula(value: str) -> bool:
    # Guards in front are passed over, so that a value that begins with one of its own keeps it.
    return value.lstrip(GUARD)[:1] in FORMULA_STARTS
