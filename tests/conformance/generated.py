"""Expressions made at random, but to types, so that most of them have a value. The same seed makes the same ones."""

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

#: What the expressions may read, as JSON.
CONTEXT: dict[str, Any] = {
    "amount": 1200, "rate": 0.05, "name": "上海 Steel", "urgent": True, "nothing": None, "scores": [3, 1, 2],
    "party": {"name": "Li", "share": 40}, "parties": [{"name": "Li", "share": 40}, {"name": "Zhao", "share": 60}],
}  # fmt: skip

_ATOMS = {
    "number": ("0", "1", "2", "7", "-3", "0.5", "12.25", "100", "amount", "rate", "party.share"),
    "string": ('""', '"a"', '"foo bar"', '"执行"', '"A,B"', "name", "party.name"),
    "boolean": ("true", "false", "urgent"),
    "date": ('date("2026-11-23")', 'date("2024-02-29")', 'date("1999-12-31")', '@"2026-01-31"'),
    "time": ('time("10:00:00")', 'time("23:59:30")', 'time("08:30:00+08:00")', '@"00:00:00Z"'),
    "instant": (
        'date and time("2026-11-23T10:00:00")', 'date and time("2026-03-01T00:00:00+08:00")', '@"2024-02-29T12:30:00Z"',
    ),
    "days": ('duration("P1D")', 'duration("PT36H")', 'duration("-P2DT3H")', '@"PT90S"'),
    "months": ('duration("P1Y")', 'duration("P14M")', 'duration("-P1M")'),
    "numbers": ("[]", "[1]", "[3, 1, 2]", "[1, 1, 2.5]", "scores", "parties.share"),
    "strings": ("[]", '["a"]', '["b", "a", "b"]', "parties.name"),
    "range": ("[1..5]", "(1..5)", "]2..7[", "[0..2)", "(-1..12.25]"),
    "any": ("null", "nothing", "1", '"a"', "true"),
}  # fmt: skip

#: How each type is made: templates with types of their parts in braces.
_TEMPLATES = {
    "number": (
        "{number} + {number}", "{number} - {number}", "{number} * {number}", "({number}) / ({number})", "({number}) ** 2",
        "-({number})", "if {boolean} then {number} else {number}", "count({numbers})", "sum({numbers})", "min({numbers})",
        "max({numbers})", "mean({numbers})", "median({numbers})", "abs({number})", "floor({number})", "ceiling({number})",
        "modulo({number}, {number})", "round half up({number}, 1)", "decimal({number}, 1)", "string length({string})",
        "({numbers})[1]", "({numbers})[-1]", "{date}.year", "{date}.day", "{days}.hours", "{months}.months",
        "product({numbers})", "number({string})", "day of year({date})", "stddev({numbers})", "({instant}).hour",
        "sqrt(abs({number}))", "{a: {number}, b: a * 2}.b", "(function(x) x + 1)({number})", "week of year({date})",
    ),
    "string": (
        "{string} + {string}", "upper case({string})", "lower case({string})", "substring({string}, 2)",
        "substring({string}, 1, 2)", "substring before({string}, {string})", "substring after({string}, {string})",
        "string({number})", "string({date})", "string({days})", "string({boolean})", "string join({strings}, \"-\")",
        "if {boolean} then {string} else {string}", "replace({string}, \"[ab]\", \"x\")", "({strings})[1]",
        "day of week({date})", "month of year({date})", "string({months})", "string({instant})",
    ),
    "boolean": (
        "{number} < {number}", "{number} = {number}", "{number} >= {number}", "{string} = {string}", "{date} < {date}",
        "{boolean} and {boolean}", "{boolean} or {boolean}", "not({boolean})", "{number} between {number} and {number}",
        "{number} in {range}", "{number} in (1, 2, 7)", "some x in {numbers} satisfies x > {number}",
        "every x in {numbers} satisfies x > {number}", "list contains({numbers}, {number})", "contains({string}, {string})",
        "starts with({string}, {string})", "ends with({string}, {string})", "matches({string}, \"a.*\")", "{any} = {any}",
        "{any} != {any}", "{days} > {days}", "{number} instance of number", "{any} instance of string", "all([{boolean}, {boolean}])",
        "any([{boolean}, {boolean}])", "overlaps({range}, {range})", "before({range}, {number})", "includes({range}, {number})",
        "is({any}, {any})", "{numbers} = {numbers}", "{time} < {time}", "{instant} < {instant}", "during({number}, {range})",
    ),
    "date": ("{date} + {days}", "{date} + {months}", "{date} - {months}", "date({instant})", "if {boolean} then {date} else {date}"),
    "time": ("{time} + {days}", "time({instant})", "{time} - {days}"),
    "instant": ("{instant} + {days}", "{instant} + {months}", "date and time({date}, {time})"),
    "days": ("{date} - {date}", "{instant} - {instant}", "{days} + {days}", "{days} * 2", "abs({days})", "{days} / 2", "{time} - {time}"),
    "months": ("years and months duration({date}, {date})", "{months} + {months}", "{months} * 2"),
    "numbers": (
        "({numbers})[item > {number}]", "for x in {numbers} return x * 2", "for i in 1..3 return i + {number}", "sort({numbers}, function(x, y) x < y)",
        "append({numbers}, {number})", "concatenate({numbers}, {numbers})", "reverse({numbers})", "distinct values({numbers})",
        "remove({numbers}, 1)", "insert before({numbers}, 1, {number})", "sublist({numbers}, 1, 1)", "union({numbers}, {numbers})",
        "index of({numbers}, {number})", "flatten([{numbers}, [{number}]])", "mode({numbers})", "parties[share > {number}].share",
    ),
    "strings": ("split({string}, \" \")", "for x in {strings} return upper case(x)", "distinct values({strings})", "append({strings}, {string})"),
    "any": ("{number}", "{string}", "{boolean}", "{date}", "{days}", "{a: {number}}", "{numbers}", "get value(party, {string})", "{range}"),
}  # fmt: skip
_SLOT = re.compile(rf"\{{({'|'.join(_ATOMS)})\}}")


def expressions(count: int, seed: int = 1) -> Iterator[str]:
    """Yield so many different expressions."""
    chance, seen = random.Random(seed), set[str]()
    while len(seen) < count:
        text = _made(chance, chance.choice(list(_TEMPLATES)), depth=chance.choice((1, 2, 2, 3)))
        if text not in seen:
            seen.add(text)
            yield text


def _made(chance: random.Random, type_: str, depth: int) -> str:
    templates = _TEMPLATES.get(type_)
    if depth == 0 or templates is None:
        return chance.choice(_ATOMS[type_])
    return _filled(chance.choice(templates), lambda part: _made(chance, part, depth - 1 if chance.random() < 0.6 else 0))


def _filled(template: str, make: Callable[[str], str]) -> str:
    """Return a template with its slots filled, in parentheses where the place needs them."""

    def filled(slot: re.Match[str]) -> str:
        made = make(slot[1])
        alone = template[: slot.start()].endswith(("(", "[", ", ")) and template[slot.end() :].startswith((")", "]", ","))
        return made if alone or made.isidentifier() else f"({made})"

    return _SLOT.sub(filled, template)
