"""Walking the chain of seals from its first step, and saying where it breaks."""

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from app.history import queries
from app.history.chain import FIRST, ChainFinding, next_seal
from app.history.queries import SealedStep

READ_AT_ONCE = 5_000


def walk_the_chain(session: Session, kept: Mapping[int, str] | None = None) -> ChainFinding:
    """Make every seal again and compare; end at the first step that does not fit.

    The last seal of every earlier check, and those that somebody kept elsewhere (`kept`, by
    number), must still stand in the chain: one that was written anew as a whole is found by that.
    """
    known = {**queries.seals_of_checks(session), **(kept or {})}
    number, seal = 0, FIRST
    for step in _steps(session):
        problem = _problem(step, number + 1, seal, known)
        if problem:
            return ChainFinding(number, seal, problem=problem, broken_step=number + 1)
        number, seal = step.number, step.seal
    if max(known, default=0) > number:
        problem = f"The seal of step {number + 1:,} is gone: an earlier check went further."
        return ChainFinding(number, seal, problem=problem, broken_step=number + 1)
    return ChainFinding(number, seal, waiting=queries.unsealed_count(session))


def _steps(session: Session) -> Iterator[SealedStep]:
    after = 0
    while steps := queries.sealed_steps(session, after=after, limit=READ_AT_ONCE):
        yield from steps
        after = steps[-1].number


def _problem(step: SealedStep, number: int, before: str, known: Mapping[int, str]) -> str:
    if step.number != number:
        return f"The seal of step {number:,} is gone."
    if step.entry is None:
        return f"Step {number:,}: entry {step.entry_id} of the history is gone."
    if step.seal != next_seal(before, step.entry):
        return (
            f"Step {number:,}: entry {step.entry_id} of the history is not as it was sealed, "
            "or stands in another place of the chain."
        )
    if known.get(number, step.seal) != step.seal:
        return f"Step {number:,}: the chain up to here was made anew after an earlier check."
    return ""
