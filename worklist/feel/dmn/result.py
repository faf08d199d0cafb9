"""How a decision came out, so that a reader can see why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from worklist.feel.errors import DecisionError
from worklist.feel.values import shown

#: Rows of a result: the values of the outputs by name.
Rows = list[dict[str, Any]]
Values = list[Any]


@dataclass
class DecisionResult:
    """How a decision came out.

    `outputs`: one context per row of the result; `value`: the FEEL value other decisions see. `inputs`: the values of the
    input columns by label. `matched`: decision id → rows `{row, id, notes, asked}` (numbers from 1; `asked`: the input
    columns the row tests), of this decision and those it requires. `required`: their results by id. `errors`: what went wrong on the way to a null.
    """

    decision: str
    outputs: Rows
    inputs: dict[str, Any] = field(default_factory=dict)
    matched: dict[str, Rows] = field(default_factory=dict)
    required: dict[str, "DecisionResult"] = field(default_factory=dict)
    value: Any = None
    errors: list[str] = field(default_factory=list)

    def all(self) -> Iterator["DecisionResult"]:
        """Yield this result, then those of the decisions it requires, each once."""
        seen: dict[str, DecisionResult] = {self.decision: self}
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            new = [inner for id_, inner in one.required.items() if id_ not in seen]
            seen |= {inner.decision: inner for inner in new}
            waiting += reversed(new)

    def single(self) -> dict[str, Any] | None:
        """Return the one row, None for none (singleResult). Raises DecisionError for several."""
        if len(self.outputs) > 1:
            rows = self._rows()
            which = f" ({listed(rows)} match)" if rows else ""
            raise self._refusal(f"expected one result, got {len(self.outputs)}{which}", rows)
        return self.outputs[0] if self.outputs else None

    def list(self) -> Rows:
        """Return all rows (resultList)."""
        return [dict(row) for row in self.outputs]

    def entries(self, name: str | None = None) -> Values:
        """Return one output of all rows (collectEntries). Raises DecisionError for several outputs without a name."""
        if name is not None:
            return [row.get(name) for row in self.outputs if row]
        return [self._only(row) for row in self.outputs if row]

    def entry(self) -> Any:
        """Return the one output of the one row, None for none (singleEntry). Raises DecisionError for several."""
        row = self.single()
        return self._only(row) if row else None

    def _only(self, row: dict[str, Any]) -> Any:
        if len(row) > 1:
            raise self._refusal(f"expected one output, got {', '.join(row)}", self._rows())
        return next(iter(row.values()))

    def _rows(self) -> Values:
        return [match["row"] for match in self.matched.get(self.decision, [])]

    def _refusal(self, message: str, rows: Values) -> DecisionError:
        return DecisionError(f"{self.decision}: {message}", self.decision, rows, self.inputs)


def listed(rows: Sequence[int]) -> str:
    """Return rows as a sentence names them: `rows 1, 3 and 7`."""
    *others, last = map(str, rows)
    return f"rows {', '.join(others)} and {last}" if others else f"row {last}"


def explained(error: DecisionError) -> str:
    """Return why a decision has no result, with the inputs it was asked about, for the person who has to mend it."""
    inputs = ", ".join(f"{name} = {shown(value)}" for name, value in error.inputs.items())
    return f"{error}; its inputs: {inputs}" if inputs else str(error)
