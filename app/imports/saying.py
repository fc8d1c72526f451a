"""What the command says: what would come in, what came in, and what was refused."""

from collections.abc import Iterator

from app.foundation.public_codes import code_for
from app.imports.checking import MARK_INSTEAD_OF_CODE, CheckedRow
from app.imports.encoding import WINDOWS
from app.imports.known import NewNames
from app.imports.looking import Findings
from app.imports.operations import Outcome, Wanted
from app.imports.problems import shown
from app.imports.reading import Sheet

MOST_NAMES_SHOWN = 10
_DELIMITERS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "an upright line"}


def refusals(findings: Findings) -> Iterator[str]:
    """Give a line for each unknown name and for each other refused row, and how many more."""
    for reason, naming in findings.unknown.items():
        rows = ", ".join(f"{number:,}" for number in naming.first)
        more = naming.rows - len(naming.first)
        others = f" and {more:,} more" if more else ""
        yield f"{'Row' if naming.rows == 1 else 'Rows'} {rows}{others}: {reason}"
    yield from map(str, findings.first_refusals)
    more = findings.refused - findings.shown
    if more:
        yield f"… and {counted(more, 'more row', 'more rows')}."


def why_nothing_came(findings: Findings) -> str:
    """Say why the file as a whole was refused."""
    rows = counted(findings.refused, "row is refused", "rows are refused")
    if findings.was_cut_short:
        return f"{rows}, so nothing was written. The last one cannot be left out: mend it first."
    return (
        f"{rows}, so nothing was written. Put them right and begin again, or add "
        "--leave-out-refused to bring in the others."
    )


def what_would_come(findings: Findings, sheet: Sheet, wanted: Wanted) -> Iterator[str]:
    """Say what the same command would do without --check."""
    letters = "Windows-1252" if sheet.encoding == WINDOWS else "UTF-8"
    yield f"Read as {letters}, with {_DELIMITERS[sheet.delimiter]} between cells."
    after = "published at once" if wanted.publish else "waiting for a check"
    yield f"This would bring in {counted(findings.accepted, 'need', 'needs')}, {after}."
    if findings.answers:
        drafts = "" if wanted.publish else ", as drafts until a planner publishes them"
        yield f"{counted(findings.answers, 'answer', 'answers')} would come with them{drafts}."
    yield from _new_names(findings.new, "Would be made")
    yield from _here_and_left_out(findings.here, findings.refused)
    if findings.first_row is not None:
        yield "The first one would be:"
        yield from _fields_of(findings.first_row)
    yield "Nothing was written."


def what_came(outcome: Outcome, findings: Findings, wanted: Wanted) -> Iterator[str]:
    """Say what was written."""
    codes = _codes("N", outcome.first_need, outcome.last_need)
    if not outcome.needs:
        yield f"Nothing new came in from {wanted.source}."
    elif wanted.publish:
        needs = counted(outcome.needs, "need", "needs")
        yield f"{needs} came in from {wanted.source} and can be read now: {codes}."
    else:
        needs = counted(outcome.needs, "need", "needs")
        yield f"{needs} came in from {wanted.source} and wait to be checked."
    if outcome.answers:
        answers = counted(outcome.answers, "answer", "answers")
        given = _codes("D", outcome.first_answer, outcome.last_answer)
        drafts = "are drafts until a planner publishes them"
        yield f"{answers} came with them: {given}." if given else f"{answers} {drafts}."
    yield from _new_names(findings.new, "Made")
    yield from _here_and_left_out(outcome.here, findings.refused)


def _fields_of(row: CheckedRow) -> Iterator[str]:
    """Give what a row would become, so that a wrong column is seen before anything is written."""
    code = "" if row.code.startswith(MARK_INSTEAD_OF_CODE) else row.code
    fields = {
        "code": code,
        "title": row.said.heading,
        "words": row.said.words,
        "works_well": row.said.works_well,
        "parent_area": row.names.parent_area,
        "area": row.names.area,
        "theme": row.names.theme,
        "date": str(row.put_forward_on or ""),
        "signatures": "" if row.signatures is None else str(row.signatures),
        "answer": row.answer.words if row.answer else "",
        "answer_kind": row.answer.kind.value.replace("_", " ") if row.answer else "",
        "body": row.names.body,
    }
    for name, value in fields.items():
        if value:
            yield f"  {name:<12}{shown(value)}"


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its word."""
    return f"{number:,} {one if number == 1 else many}"


def _codes(letter: str, first: int, last: int) -> str:
    if not first:
        return ""
    beginning = code_for(letter, first)
    return beginning if first == last else f"{beginning} to {code_for(letter, last)}"


def _here_and_left_out(here: int, refused: int) -> Iterator[str]:
    if here:
        yield f"{counted(here, 'was', 'were')} here already."
    if refused:
        yield f"{counted(refused, 'row was', 'rows were')} left out."


def _new_names(new: NewNames, beginning: str) -> Iterator[str]:
    for names, one, many in (
        (new.local_areas, "local area", "local areas"),
        (new.neighbourhoods, "neighbourhood", "neighbourhoods"),
        (new.themes, "theme", "themes"),
        (new.bodies, "body", "bodies"),
    ):
        if names:
            first = [shown(name) for name in list(names.values())[:MOST_NAMES_SHOWN]]
            more = ["…"] if len(names) > MOST_NAMES_SHOWN else []
            yield f"{beginning}: {counted(len(names), one, many)}: {', '.join(first + more)}"
