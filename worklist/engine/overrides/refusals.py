"""What is refused of an override, each in a sentence of its own."""

from collections.abc import Mapping

from sqlmodel import Session

from db.models import DecisionRun
from worklist.engine.overrides.places import Rows, is_last, rows_in_use, shape_of_run, standing
from worklist.engine.variables import must_be_kept
from worklist.errors import BadInput, Conflict
from worklist.feel import Misfit

#: The longest reason that is kept, in characters.
REASON = 500


def must_have_place(run: DecisionRun) -> None:
    """Raise Conflict for an evaluation from before overrides were kept."""
    if run.place is None:
        raise Conflict("Expected a result that can be overridden, but this one was kept before overrides were; take the decision again")


def must_be_as_shown(session: Session, run: DecisionRun, shown: str | None) -> None:
    """Raise Conflict unless an evaluation is the latest of its place and `shown` the override in force there, None for none."""
    found = standing(session, run.place)
    if not is_last(session, run):
        raise Conflict("Expected to override the latest result, but the decision was taken again meanwhile; look at the new result first")
    if (found.id if found else None) == shown:
        return
    if found is None:
        raise Conflict("Expected the override that was shown, but it was withdrawn meanwhile; look at the decision again")
    raise Conflict("Expected to be the first, but '%(by)s' overrode this decision meanwhile; look at the other override first", by=found.by)


def must_say_why(reason: str) -> str:
    """Return a reason without blanks around it. Raises BadInput for none and for one that is too long."""
    if not reason.strip() or len(reason) > REASON:
        raise BadInput("Expected a reason of at most %(most)s characters; nothing was changed", most=REASON)
    must_be_kept({"reason": reason})
    return reason.strip()


def must_fit(session: Session, run: DecisionRun, rows: Rows) -> None:
    """Raise BadInput for rows that the table could not give."""
    must_be_kept({"rows": rows})
    for wrong in shape_of_run(session, run).misfits(rows):
        raise _refusal(run, wrong)


def must_differ(session: Session, run: DecisionRun, rows: Rows) -> None:
    """Raise BadInput for the rows that are in use already."""
    if rows == rows_in_use(session, run):
        raise BadInput("Expected other outputs than those in use already; nothing was changed")


def _refusal(run: DecisionRun, wrong: Misfit) -> BadInput:
    values: Mapping[str, object] = {"row": wrong.row + 1, "column": wrong.column, "expected": wrong.expected, "decision": run.decision_id}
    if wrong.kind == "rows":
        return BadInput("Expected at most %(expected)s rows from the decision '%(decision)s'; nothing was changed", **values)
    if wrong.kind == "name":
        return BadInput(
            "Expected the outputs %(expected)s in row %(row)s, no more and no less, found '%(column)s' otherwise; nothing was changed", **values
        )
    if wrong.kind == "type":
        return BadInput("Expected a value of the type %(expected)s as '%(column)s' in row %(row)s; nothing was changed", **values)
    return BadInput("Expected one of %(expected)s as '%(column)s' in row %(row)s; nothing was changed", **values)
