"""How a decision came out, so that a reader can see why."""

from dataclasses import dataclass, field
from typing import Any

from worklist.feel.errors import DecisionError

#: Rows of a result: the values of the outputs by name.
Rows = list[dict[str, Any]]
Values = list[Any]


@dataclass
class DecisionResult:
    """How a decision came out.

    `outputs`: one context per row of the result; `value`: the FEEL value other decisions see. `inputs`: the values of the
    input columns by label. `matched`: decision id → rows `{row, id, notes}` (numbers from 1), of this decision and those it
    requires. `required`: their results by id. `errors`: what went wrong on the way to a null.
    """

    decision: str
    outputs: Rows
    inputs: dict[str, Any] = field(default_factory=dict)
    matched: dict[str, Rows] = field(default_factory=dict)
    required: dict[str, "DecisionResult"] = field(default_factory=dict)
    value: Any = None
    errors: list[str] = field(default_factory=list)

    def single(self) -> dict[str, Any] | None:
        """Return the one row, None for none (singleResult). Raises DecisionError for several."""
        if len(self.outputs) > 1:
            raise DecisionError(f"expected one result of {self.decision!r}, got {len(self.outputs)}", self.decision)
        return self.outputs[0] if self.outputs else None

    def list(self) -> Rows:
        """Return all rows (resultList)."""
        return [dict(row) for row in self.outputs]

    def entries(self, name: str | None = None) -> Values:
        """Return one output of all rows, the first by default (collectEntries)."""
        return [row.get(name) if name else next(iter(row.values())) for row in self.outputs if row]

    def entry(self) -> Any:
        """Return the one output of the one row, None for none (singleEntry). Raises DecisionError for several."""
        row = self.single()
        if row is not None and len(row) > 1:
            raise DecisionError(f"expected one output of {self.decision!r}, got {', '.join(row)}", self.decision)
        return next(iter(row.values())) if row else None
