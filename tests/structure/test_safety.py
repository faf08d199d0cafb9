"""What our code must never do, wherever it stands. (Ruff's S rules look too; these have no `noqa`.)"""

import ast
import re
from pathlib import Path

from tests.structure.source import ROOT, files, imports, python, tree, where

RUNS_TEXT = {"eval", "exec", "__import__", "execfile"}
#: Formats that run code while they are read.
RUNS_DATA = {"pickle", "cPickle", "dill", "shelve", "marshal", "jsonpickle"}
RUNS_SQL = {"text", "execute", "exec_driver_sql", "executescript", "executemany"}
OURS = ("worklist", "db", "tools", "benchmarks")


def calls(path: Path) -> list[tuple[str, ast.Call]]:
    """Return the calls in a file with the last part of the called name."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            found.append((name, node))
    return found


def test_no_text_is_run_as_code() -> None:
    found = [
        where(path, node)
        for path in python(*OURS)
        for name, node in calls(path)
        if name in RUNS_TEXT and isinstance(node.func, ast.Name)
    ]
    assert found == []


def test_no_data_format_that_runs_code_is_read() -> None:
    found = [
        where(path, node)
        for path in python(*OURS, "tests")
        for module, node in imports(path)
        if module.partition(".")[0] in RUNS_DATA
    ]
    assert found == []


def test_no_statement_is_put_together_from_text() -> None:
    found = [
        where(path, node)
        for path in python("worklist", "db")
        for name, node in calls(path)
        if name in RUNS_SQL and node.args and is_composed(node.args[0])
    ]
    assert found == []


def is_composed(argument: ast.expr) -> bool:
    """Whether a text is made from parts. A PRAGMA takes no parameters; ours are constants."""
    if isinstance(argument, ast.JoinedStr):
        first = argument.values[0] if argument.values else None
        return not (isinstance(first, ast.Constant) and str(first.value).startswith("PRAGMA "))
    if isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Add | ast.Mod):
        return any(isinstance(side, ast.Constant | ast.JoinedStr) for side in (argument.left, argument.right))
    return isinstance(argument, ast.Call) and getattr(argument.func, "attr", "") == "format"


def test_no_template_switches_escaping_off() -> None:
    off = re.compile(r"\|\s*safe\b|autoescape\s+false|render_template_string|from_string\(")
    found = [
        f"{where(path)}:{number}"
        for path in files(".html", ".py", ".xml", ".svg", ".txt")
        if path.relative_to(ROOT).parts[0] == "worklist"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if off.search(line)
    ]
    assert found == []


def test_nobody_reads_the_clock_but_the_clock() -> None:
    """Commands get `now` from their entry point; a second clock would make them untestable.

    FEEL's own now() and today() have one where nobody gives an instant; a command always does (`feel.at_instant`).
    """
    found = [
        where(path, node)
        for path in python("worklist", "db")
        if where(path) not in ("worklist/clock.py", "worklist/feel/scope.py")
        for name, node in calls(path)
        if name in ("now", "utcnow", "today")
        and isinstance(node.func, ast.Attribute)
        and getattr(node.func.value, "id", "") in ("datetime", "date")
    ]
    assert found == []
