"""What a page sent: texts by field name, rows of lists by their index in the name (`case.debtors[0].name`)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from worklist.engine.forms import words
from worklist.engine.forms.errors import FieldError, FormErrors
from worklist.engine.forms.fields import Field, as_typed
from worklist.engine.forms.files import Upload

#: What follows the name of a field in the name of what was proposed for it.
PROPOSED = ".proposed"
#: Most rows a list of a form may have.
MAX_ROWS = 200
_ROW = re.compile(r"(?P<list>[A-Za-z0-9_.]+)\[(?P<index>\d{1,3})\]\.(?P<key>[A-Za-z0-9_.]+)")

Texts = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Sent:
    """The texts and files of one post."""

    texts: Texts = field(default_factory=dict)
    files: Mapping[str, Sequence[Upload]] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Return whether the page had the field at all; an emptied field is there, with an empty text."""
        return name in self.texts or name in self.files

    def of(self, name: str) -> list[str]:
        """Return the texts of a field without the empty ones."""
        return [text for text in self.texts.get(name, ()) if text.strip()]

    def uploads(self, name: str) -> list[Upload]:
        """Return the files of a field; an empty file input sends one without name and content."""
        return [upload for upload in self.files.get(name, ()) if upload.name]

    def names(self) -> list[str]:
        """Return all field names."""
        return list(dict.fromkeys([*self.texts, *self.files]))

    def row_count(self, list_key: str) -> int:
        """Return how many rows of a list were sent."""
        found = (_ROW.fullmatch(name) for name in self.names())
        numbers = [int(match["index"]) for match in found if match and match["list"] == list_key]
        return min(max(numbers, default=-1) + 1, MAX_ROWS)


def row_name(list_key: str, index: int, key: str) -> str:
    """Return the name of a field within a row."""
    return f"{list_key}[{index}].{key}"


def with_row(texts: Texts, list_key: str) -> dict[str, list[str]]:
    """Return the texts with one more, empty row of a list."""
    added = {name: list(values) for name, values in texts.items()}
    count = Sent(texts).row_count(list_key)
    if count < MAX_ROWS:
        added[row_name(list_key, count, "id")] = [""]
    return added


def without_row(texts: Texts, list_key: str, index: int) -> dict[str, list[str]]:
    """Return the texts without a row of a list; later rows move up."""
    kept: dict[str, list[str]] = {}
    for name, values in texts.items():
        match = _ROW.fullmatch(name)
        if match is None or match["list"] != list_key:
            kept[name] = list(values)
        elif int(match["index"]) != index:
            number = int(match["index"]) - (int(match["index"]) > index)
            kept[row_name(list_key, number, match["key"])] = list(values)
    return kept


def from_values(fields: Iterable[Field], values: Mapping[str, Any]) -> Sent:
    """Return typed values as a page would have sent them, so that other clients are checked in the same way.

    `values`: field key → value; a list is given as dicts. What the form does not have stays in, to be refused.
    Raises FormErrors for a list whose rows are anything else.
    """
    lists = {part.key: part for part in _dynamic(fields)}
    texts: dict[str, list[str]] = {}
    files: dict[str, list[Upload]] = {}
    for key, value in values.items():
        if key in lists and value is not None:
            if not isinstance(value, (list, tuple)) or not all(isinstance(row, Mapping) for row in value):
                raise FormErrors([FieldError(key, lists[key].label.words, words.ROW_EXPECTED)])
            texts[f"{key}[]"] = [""]
            for index, row in enumerate(value):
                texts[row_name(key, index, "id")] = [str(row.get("id") or "")]
                named = {row_name(key, index, name): v for name, v in row.items() if name != "id"}
                texts |= {name: _texts(v) for name, v in named.items() if not isinstance(v, Upload)}
                files |= {name: [v] for name, v in named.items() if isinstance(v, Upload)}
        elif isinstance(value, Upload):
            files[key] = [value]
        else:
            texts[key] = _texts(value)
    return Sent(texts, files)


def _dynamic(fields: Iterable[Field]) -> list[Field]:
    found = []
    for part in fields:
        found += [part] if part.type == "dynamiclist" else _dynamic(part.children)
    return found


def _texts(value: Any) -> list[str]:
    if isinstance(value, (list, tuple)):
        return ["", *(as_typed(member) for member in value)]
    return [f"{value:f}" if isinstance(value, Decimal) else as_typed(value)]
