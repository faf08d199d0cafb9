"""How fast are expressions and decision tables? `python -m benchmarks.feel [--json]`

Measures, best of several rounds: a cached comparison of two variables, reading a 100-character expression for the first
time, a decision table of 40 rules and 4 inputs, and a `for` over a thousand members. With Node and the library feelin at
hand (`--feelin FOLDER`, a folder with node_modules/feelin), the same comparison there, in the same run, and how many times as
long it takes: feelin reads the text each time, so both our cached and our first evaluation are compared with it.
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from worklist.feel import compile, evaluate_decision, parse_dmn
from worklist.feel.expression import compile_expression

#: What issue "FEEL and DMN" asks for, in microseconds.
TARGETS = {"cached comparison": 10.0, "reading 100 characters": 1_000.0, "table of 40 rules and 4 inputs": 500.0}
COMPARISON = "amount > limit"
HUNDRED = 'if claim.amount > 1000000 and claim.court = "Shanghai" then count(case.debtors[kind = "COMPANY"]) else 0'
_NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
_FEELIN = """
import { evaluate } from 'feelin';
const context = { amount: 1200, limit: 1000 };
for (let i = 0; i < 2000; i++) evaluate('amount > limit', context);
const start = process.hrtime.bigint();
for (let i = 0; i < 5000; i++) evaluate('amount > limit', context);
console.log(Number(process.hrtime.bigint() - start) / 5000 / 1000);
"""


def best(action: Callable[[], object], times: int, rounds: int = 7) -> float:
    """Return the microseconds of one action, in the best of several rounds."""
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(times):
            action()
        found.append((time.perf_counter() - start) / times)
    return min(found) * 1_000_000


def table(rules: int = 40) -> bytes:
    """Return a file with a decision table of four inputs, whose last rule fits."""
    inputs = "".join(
        f'<input id="i{i}"><inputExpression><text>{name}</text></inputExpression></input>'
        for i, name in enumerate(("kind", "amount", "day", "status"))
    )
    rows = "".join(_rule(number) for number in range(rules))
    return (
        f'<definitions xmlns="{_NAMESPACE}" id="d" name="d" namespace="n"><decision id="t" name="t">'
        f'<decisionTable hitPolicy="FIRST">{inputs}<output id="o" name="row"/>{rows}</decisionTable></decision></definitions>'
    ).encode()


def _rule(number: int) -> str:
    cells = (f'"K{number}", "K"', f"[{number}..{number + 1000}]", f'&gt;= date("2024-01-{number % 28 + 1:02}")', 'not("OPEN")')
    entries = "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in cells)
    entries = entries.replace('"K"', f'"{"K" if number == 39 else "L"}"')
    return f'<rule id="r{number}">{entries}<outputEntry><text>{number}</text></outputEntry></rule>'


def figures() -> dict[str, float]:
    """Return microseconds by what was measured."""
    compared, context = compile(COMPARISON), {"amount": Decimal(1200), "limit": Decimal(1000)}
    loop, members = compile("for x in list return x * 2"), {"list": list(range(1000))}
    model = parse_dmn(table())
    inputs = {"kind": "K", "amount": 500, "day": "2026-11-23", "status": "DONE"}
    assert compared(context) is True
    return {
        "cached comparison": best(lambda: compile(COMPARISON)(context), 20_000),
        "comparison, read anew": best(lambda: compile_expression(COMPARISON)(context), 1_000),
        "reading 100 characters": best(lambda: compile_expression(HUNDRED), 200),
        "table of 40 rules and 4 inputs": best(lambda: evaluate_decision(model, "t", inputs), 300),
        "for over 1,000 members": best(lambda: loop(members), 30),
    }


def feelin(folder: Path) -> float:
    """Return the microseconds of the comparison in feelin, which reads the text each time."""
    found = subprocess.run([shutil.which("node") or "node", "--input-type=module", "-e", _FEELIN], cwd=folder, capture_output=True, text=True, check=True)
    return float(found.stdout)


def main() -> int:
    """Print the figures; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--feelin", type=Path, help="a folder with node_modules/feelin")
    options = parser.parse_args()
    found = figures()
    if options.feelin:
        found["comparison in feelin"] = feelin(options.feelin)
    if options.json:
        print(json.dumps(found))
    else:
        for name, microseconds in found.items():
            target = f"   (target {TARGETS[name]:,.0f} µs)" if name in TARGETS else ""
            print(f"{name:32} {microseconds:10,.1f} µs{target}")
        for name in ("cached comparison", "comparison, read anew") if options.feelin else ():
            print(f"feelin takes {found['comparison in feelin'] / found[name]:.1f} times as long as our {name}")
    return int(any(found[name] > target for name, target in TARGETS.items()))


if __name__ == "__main__":
    sys.exit(main())
