"""Variables that come from outside: what can be kept, and what is refused before anything happens."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from worklist.engine.forms.characters import is_name, is_plain
from worklist.errors import BadInput

#: Names that Writ sets itself: whose process this is, what the case says, where a multi-instance stands.
RESERVED = frozenset({"case", "case_id", "loopCounter", "nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances"})
#: Characters of all names and texts together, members of all lists and mappings together, levels of nesting, characters of a name.
MOST_CHARACTERS, MOST_MEMBERS, DEEPEST, LONGEST_NAME = 1_000_000, 50_000, 50, 200
#: Whole numbers reach from minus this to this: what eight bytes hold.
LARGEST = 2**63 - 1


def must_be_kept(values: Mapping[str, Any]) -> None:
    """Raise BadInput, naming the variable, unless every value can be kept: JSON values, days, instants and decimals."""
    size = Size()
    for name, value in values.items():
        if not isinstance(name, str) or not is_name(name) or len(name) > LONGEST_NAME:
            raise BadInput(
                "Expected a variable's name of 1 to %(most)s characters, got '%(name)s'; nothing was changed",
                most=LONGEST_NAME, name=str(name)[:80],
            )  # fmt: skip
        if name in RESERVED:
            raise BadInput("Expected another name than '%(name)s', which Writ sets itself; nothing was changed", name=name)
        size.add(name, name, 1)
        size.add(name, value, 1)


class Size:
    """How much has been seen of the values of one command."""

    def __init__(self) -> None:
        self.characters = self.members = 0

    def add(self, name: str, value: Any, depth: int) -> None:
        """Count a value of a variable and all it holds. Raises BadInput for too much, too deep, and what cannot be kept."""
        if isinstance(value, str):
            self._add_text(name, value)
        elif isinstance(value, (dict, list, tuple)):
            self._go_into(name, value, depth)
        elif not _is_kept(value):
            raise BadInput(
                "Expected a text, a finite number, a day, an instant, a list or a mapping as '%(name)s', got %(found)s; "
                "nothing was changed",
                name=name, found=_told(value),
            )  # fmt: skip

    def _add_text(self, name: str, text: str) -> None:
        if not is_plain(text):
            raise BadInput("Expected a text without control characters as '%(name)s'; nothing was changed", name=name)
        self.characters += len(text)
        if self.characters > MOST_CHARACTERS:
            raise BadInput(
                "Expected at most %(most)s characters in all values together, '%(name)s' goes beyond; keep long texts as documents; "
                "nothing was changed",
                most=f"{MOST_CHARACTERS:,}", name=name,
            )  # fmt: skip

    def _go_into(self, name: str, value: Any, depth: int) -> None:
        if depth > DEEPEST:
            raise BadInput(
                "Expected values nested at most %(most)s deep as '%(name)s'; nothing was changed", most=DEEPEST, name=name
            )
        self.members += len(value)
        if self.members > MOST_MEMBERS:
            raise BadInput(
                "Expected at most %(most)s members in all lists and mappings together, '%(name)s' goes beyond; nothing was changed",
                most=f"{MOST_MEMBERS:,}", name=name,
            )  # fmt: skip
        for key, member in value.items() if isinstance(value, dict) else ((None, member) for member in value):
            if key is not None:
                self.add(name, key, depth + 1)
            self.add(name, member, depth + 1)


def _is_kept(value: Any) -> bool:
    if isinstance(value, int):  # True and False too
        return -LARGEST <= value <= LARGEST
    if isinstance(value, Decimal):
        return value.is_finite()
    if isinstance(value, float):
        return value - value == 0  # neither infinite nor "not a number"
    return value is None or isinstance(value, date)


def _told(value: Any) -> str:
    return str(value)[:40] if isinstance(value, (float, Decimal)) else type(value).__name__
