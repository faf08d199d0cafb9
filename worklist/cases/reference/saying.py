"""Reference data in words: columns for a reader of one language, cells and codes as people read them."""

import csv
from collections.abc import Mapping
from functools import cache
from typing import Any

from worklist.cases.reference.tables import HERE, Column, Table, listed


@cache
def words(chinese: bool) -> Mapping[str, str]:
    """Return what the codes of cells and the confidences are called in a language. Source: `words.csv`."""
    with (HERE / "words.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["zh" if chinese else "en"] for row in csv.DictReader(file)}


def for_readers(table: Table, chinese: bool) -> list[Column]:
    """Return the columns of a table without those that say in the other language what a column of this one says."""
    names, this, other = {column.name for column in table.columns}, *(("_zh", "_en") if chinese else ("_en", "_zh"))
    doubled = {name for name in names if name.endswith(other) and f"{name.removesuffix(other)}{this}" in names}
    return [column for column in table.columns if column.name not in doubled]


def cell(column: Column, value: Any, chinese: bool) -> str:
    """Return what a cell says, empty for none. `value`: as JSON keeps it."""
    if value is None or value == "":
        return ""
    called = words(chinese)
    match column.kind:
        case "yesno":
            return called["yes" if value else "no"]
        case "choice":
            return called.get(str(value), str(value))
        case "choices":
            return ("、" if chinese else ", ").join(called.get(one, one) for one in listed(str(value)))
    return str(value)
