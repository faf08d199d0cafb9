"""Override the result of a decision, confirm the override for other inputs, withdraw it. Source: architecture A34.

The table's own result is kept as it is. The running instances in which the decision was taken get the other result in
the variables that hold this one; steps that are past are not undone, called processes that have begun are not changed.
What an override is for is told by docs/decisions/0008.
"""

from worklist.engine.overrides.commands import confirm, override, withdraw
from worklist.engine.overrides.effects import Effect, preview, preview_back
from worklist.engine.overrides.places import (
    Rows,
    given_rows,
    is_confirmed,
    is_last,
    last_at,
    must_be_run,
    role_of,
    rows_in_use,
    shape_of_run,
    standing,
    table_rows,
)
from worklist.engine.overrides.refusals import REASON, must_be_as_shown

__all__ = [
    "REASON", "Effect", "Rows", "confirm", "given_rows", "is_confirmed", "is_last", "last_at", "must_be_as_shown", "must_be_run", "override", "preview",
    "preview_back", "role_of", "rows_in_use", "shape_of_run", "standing", "table_rows", "withdraw",
]  # fmt: skip
