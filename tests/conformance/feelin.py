"""What the library feelin makes of the same expressions. `python -m tests.conformance.feelin FOLDER [--count N] [--seed S]`

FOLDER holds node_modules/feelin; Node and feelin are needed for this program alone. Prints every difference, grouped by its
cause; those without a known cause come first, and are an exit code.
"""

import argparse
import json
import math
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.conformance.generated import CONTEXT, expressions
from worklist.feel import FeelSyntaxError, Range, evaluate, string
from worklist.feel.values import kind

_NODE = """
import { evaluate, FeelRange, FeelFunction } from 'feelin';
import { readFileSync } from 'node:fs';
const plain = value => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return { number: String(value) };
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof FeelRange) return { range: [value['start included'], plain(value.start), plain(value.end), value['end included']] };
  if (value instanceof FeelFunction || typeof value === 'function') return { text: 'function' };
  if (value.iso !== undefined) return { text: String(value.iso) };
  return { context: Object.entries(value).map(([key, member]) => [key, plain(member)]) };
};
const { context, texts } = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(texts.map(text => {
  try { return plain(evaluate(text, context).value); } catch (error) { return { refused: error.message }; }
})));
"""


@dataclass(frozen=True)
class Difference:
    """An expression whose values differ, as JSON."""

    text: str
    ours: Any
    theirs: Any


def ours(text: str) -> Any:
    """Return our value of an expression, as JSON."""
    try:
        return _plain(evaluate(text, CONTEXT))
    except FeelSyntaxError as error:
        return {"refused": str(error)}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, list):
        return [_plain(member) for member in value]
    if isinstance(value, Mapping):
        return {"context": [[key, _plain(member)] for key, member in value.items()]}
    if isinstance(value, Range):
        return {"range": [value.low_included, _plain(value.low), _plain(value.high), value.high_included]}
    return {"text": "function" if kind(value) == "function" else string(value)}


def theirs(folder: Path, texts: list[str]) -> list[Any]:
    """Return feelin's values of expressions, as JSON."""
    sent = json.dumps({"context": CONTEXT, "texts": texts})
    command = ["node", "--input-type=module", "-e", _NODE]
    answered = subprocess.run(command, cwd=folder, input=sent, capture_output=True, text=True, check=True)
    return list(json.loads(answered.stdout))


def same(left: Any, right: Any) -> bool:
    """Return whether two values agree; numbers do when they differ by no more than binary floats must."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict) and left.keys() == right.keys():
        if "number" in left:
            return math.isclose(float(left["number"]), float(right["number"]), rel_tol=1e-9, abs_tol=1e-12)
        return "refused" in left or all(same(left[key], right[key]) for key in left)
    return type(left) is type(right) and bool(left == right)


def differences(folder: Path, count: int, seed: int) -> list[Difference]:
    """Return the expressions out of so many whose values differ."""
    texts = list(expressions(count, seed))
    pairs = zip(texts, map(ours, texts), theirs(folder, texts), strict=True)
    return [Difference(text, our, their) for text, our, their in pairs if not same(our, their)]


@dataclass(frozen=True)
class Cause:
    """Why values differ: what the standard says, and the construct by which such an expression is known."""

    name: str
    standard: str
    pattern: str


#: The first that fits is told; each was decided by DMN 1.5, always for us.
CAUSES = (
    Cause("a duration times or through a number", "§10.3.2.14: a duration; feelin: null", r"\) [*/] 2"),
    Cause("years and months duration", "§10.3.4.1: whole months; feelin keeps days", r"years and months duration\("),
    Cause("during with a point", "§10.3.4: defined for a point and a range; feelin: null", r"during\("),
    Cause("a place that a list does not have", "§10.3.4: outside of its domain a function is null; feelin: the list",
          r"(remove|sublist|insert before)\("),
    Cause("between with a first end above the second", "§10.3.2.14: from the first to the second; feelin exchanges them", r" between "),
    Cause("median and mode", "§10.3.4: of the numbers in order; feelin orders them as texts", r"(median|mode)\("),
    Cause("some and every with a condition that is null", "§10.3.2.14: null, when no other member decides; feelin: false",
          r"(some|every) x in"),
    Cause("is of values of different types", "§10.3.4: false; feelin: null", r"is\("),
    Cause("lists of different length", "§10.3.2.12: not equal; feelin: null", r"(\)|scores|share) = "),
    Cause("times, one with an offset", "§10.3.2.3.4 ff.: in UTC, and null when only one has an offset; feelin takes no notice of offsets",
          r"(Z\"|\+08:00\").*\) [-<=] |\) [-<=] .*(Z\"|\+08:00\")"),
    Cause("a date and a duration in hours", "§10.3.2.14: a date; feelin: a date and time", r"(date\(|@\"2026-01-31\").*\) [-+] \("),
    Cause("a relation to null", "§10.3.4: outside of its domain a function is null; feelin: false", r"(before|overlaps|includes)\("),
    Cause("the empty text as a number", "§10.3.4.1: no number, so null; feelin: 0", r"number\("),
    Cause("more than fifteen digits", "§10.3.2.3.1: 34 decimal digits; feelin: binary floats", r"modulo|string\(.*(/|stddev|sqrt|mean)|floor|ceiling"),
)  # fmt: skip


def cause_of(difference: Difference) -> Cause | None:
    """Return why values differ; None when that is not known."""
    return next((cause for cause in CAUSES if re.search(cause.pattern, difference.text)), None)


def main() -> int:
    """Print the differences by cause; return 1 when one is not explained."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=1_000, help="how many expressions (default 1000)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (default 1)")
    options = parser.parse_args()
    groups: dict[Cause | None, list[Difference]] = defaultdict(list)
    for difference in differences(options.folder, options.count, options.seed):
        groups[cause_of(difference)].append(difference)
    for cause in (None, *CAUSES):
        _print_group(cause, sorted(groups[cause], key=lambda one: len(one.text)))
    found = sum(map(len, groups.values()))
    sys.stdout.write(f"{options.count} expressions, {found} differences, {len(groups[None])} of them unexplained\n")
    return int(bool(groups[None]))


def _print_group(cause: Cause | None, group: list[Difference]) -> None:
    if not group:
        return
    title = f"{cause.name} ({cause.standard})" if cause else "not explained"
    sys.stdout.write(f"{title}: {len(group)}\n")
    for one in group if cause is None else group[:3]:
        sys.stdout.write(f"    {one.text}\n        ours {_said(one.ours)}, feelin {_said(one.theirs)}\n")


def _said(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:200]


if __name__ == "__main__":
    sys.exit(main())
