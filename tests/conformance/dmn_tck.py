"""How many cases of the DMN Technology Compatibility Kit are right. `python -m tests.conformance.dmn_tck FILE`

A file is a list of `{id, suite, expr, ctx, expected, typeRef, error}`; values are `{t, v}`, `{list}`, `{ctx}` or null. Strict:
a text that cannot be read is right only where null is expected, built-in types of results coerce as the standard says,
numbers agree at the precision of the expected text.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from worklist.feel import FeelSyntaxError, evaluate
from worklist.feel.comparing import equal
from worklist.feel.grammar.tree import Type
from worklist.feel.grammar.types import SAME_TYPES
from worklist.feel.temporal.texts import read_date, read_date_time, read_duration, read_time
from worklist.feel.types import BUILT_IN, Types
from worklist.feel.values import kind

_READ: dict[str, Callable[[str], Any]] = {
    "string": str, "boolean": lambda text: text == "true", "decimal": Decimal, "date": read_date, "time": read_time,
    "dateTime": read_date_time, "duration": read_duration,
}  # fmt: skip


@dataclass(frozen=True)
class Score:
    """How many cases are right; of those that expect a value, not null, as well; and those that are wrong."""

    passed: int
    total: int
    passed_values: int
    total_values: int
    wrong: list[tuple[Mapping[str, Any], Any]]

    def __str__(self) -> str:
        return (
            f"{self.passed}/{self.total} right ({self.passed / self.total:.1%}); "
            f"{self.passed_values}/{self.total_values} of those that expect a value ({self.passed_values / self.total_values:.1%})"
        )


def value_of(written: Mapping[str, Any] | None) -> Any:
    """Return the value a case writes down."""
    if written is None:
        return None
    if "list" in written:
        return [value_of(member) for member in written["list"]]
    if "ctx" in written:
        return {key: value_of(member) for key, member in written["ctx"].items()}
    return None if written["v"] is None else _READ[written["t"]](written["v"])


def answer(case: Mapping[str, Any]) -> Any:
    """Return what we make of a case; `FeelSyntaxError` the error itself."""
    try:
        found = evaluate(case["expr"], {key: value_of(written) for key, written in case["ctx"].items()})
    except FeelSyntaxError as error:
        return error
    name = SAME_TYPES.get(case["typeRef"] or "", case["typeRef"])
    return Types().coerced(found, Type(name))[1] if name in BUILT_IN else found


def is_right(case: Mapping[str, Any], found: Any) -> bool:
    """Return whether an answer is the expected one."""
    expected = value_of(case["expected"])
    return expected is None if isinstance(found, FeelSyntaxError) else _agree(expected, found)


def _agree(expected: Any, found: Any) -> bool:
    if expected is None or found is None or kind(expected) != kind(found):
        return expected is found
    if isinstance(expected, list):
        return len(expected) == len(found) and all(_agree(a, b) for a, b in zip(expected, found, strict=True))
    if isinstance(expected, Mapping):
        return expected.keys() == found.keys() and all(_agree(expected[key], found[key]) for key in expected)
    if isinstance(expected, Decimal):
        exponent = expected.as_tuple().exponent
        return bool(expected == found) or (
            isinstance(exponent, int) and exponent < 0 and round(found, -exponent) == expected
        )
    return equal(expected, found) is True


def score(cases: Iterable[Mapping[str, Any]]) -> Score:
    """Return how many cases are right."""
    passed = total = passed_values = total_values = 0
    wrong: list[tuple[Mapping[str, Any], Any]] = []
    for case in cases:
        found = answer(case)
        right, value = is_right(case, found), case["expected"] is not None
        passed, total = passed + right, total + 1
        passed_values, total_values = passed_values + (right and value), total_values + value
        if not right:
            wrong.append((case, found))
    return Score(passed, total, passed_values, total_values, wrong)


def main() -> int:
    """Print the score of a file, and every case that is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    result = score(json.loads(parser.parse_args().file.read_bytes()))
    for case, found in result.wrong:
        sys.stdout.write(f"{case['id']}: {case['expr']}\n    expected {case['expected']}, got {found!r}\n")
    sys.stdout.write(f"{result}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
