"""Which stored rows a list of a form is about. Source: forms/README.md, properties `rows` and `member` of a list."""

from collections.abc import Mapping
from typing import Any

from worklist.engine.forms.context import at
from worklist.engine.forms.fields import Field

#: What `rows` may say: members can be neither added nor removed; only new members are meant.
EXISTING, NEW = "existing", "new"
#: Value of a variable that names no member of its own.
NO_MEMBER = (None, "", "main")


def meant(part: Field, context: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the stored rows that a list shows and takes: none where only new ones are meant, the one that the
    task is about where its variable names one, else all."""
    if part.rows == NEW:
        return []
    found = at(context, part.key)
    listed = [row for row in found if isinstance(row, Mapping)] if isinstance(found, (list, tuple)) else []
    wanted = context.get(part.member) if part.member else None
    return listed if wanted in NO_MEMBER else [row for row in listed if row.get("id") == wanted]


def by_id(part: Field, context: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the stored rows that a list takes, by id."""
    return {str(row["id"]): row for row in meant(part, context) if row.get("id")}
