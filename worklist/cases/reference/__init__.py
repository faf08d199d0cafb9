"""Reference data: small tables that a team keeps itself, each row with its days of validity, source and confidence.

`tables.csv` says which tables there are and what their columns hold, `tables/` what is shipped. A row is never overwritten: a
change is a new version, and what held on a day stays answerable.
"""

from db.models import ReferenceRow as Row
from worklist.cases.reference import saying
from worklist.cases.reference.chasing import chase
from worklist.cases.reference.loading import (
    Change,
    Problem,
    Refused,
    diff,
    fingerprint,
    load,
    read,
    seed,
    written,
)
from worklist.cases.reference.offered import Offered, looked_up, shipped
from worklist.cases.reference.rows import (
    CONFIDENCES,
    SETTLED,
    Version,
    counts,
    history,
    illustrating,
    in_force,
    newest,
    on,
    record,
    to_be_confirmed,
)
from worklist.cases.reference.tables import Column, Table, day, table, tables

__all__ = [
    "CONFIDENCES", "SETTLED", "Change", "Column", "Offered", "Problem", "Refused", "Row", "Table", "Version", "chase", "counts", "day", "diff", "fingerprint", "history",
    "illustrating", "in_force", "load", "looked_up", "newest", "on", "read", "record", "saying", "seed", "shipped", "table", "tables", "to_be_confirmed", "written",
]  # fmt: skip
