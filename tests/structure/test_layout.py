"""The house keeps its shape: names, sizes, layers, who knows which library."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path
from statistics import median

from tests.structure.source import ROOT, files, imports, python, tree, where

#: Names behind which anything hides.
FORBIDDEN_NAMES = {
    "services", "service", "utils", "util", "helpers", "helper", "common", "managers", "manager", "repositories",
    "repository", "dao", "misc", "lib",
}  # fmt: skip
LONGEST_FILE, MEDIAN_FILE, LONGEST_FUNCTION = 500, 150, 60
CODE = ("worklist", "db", "tests", "tools", "benchmarks")


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    found = {
        where(path)
        for path in python(*CODE)
        if FORBIDDEN_NAMES & {part.lower() for part in path.relative_to(ROOT).with_suffix("").parts}
    }
    assert found == set()


def test_files_are_small() -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in python("worklist", "db", "tools")
    }
    long = {where(path): length for path, length in lengths.items() if length > LONGEST_FILE}
    assert {place: length for place, length in long.items() if not is_migration(place)} == {}
    assert median(lengths.values()) < MEDIAN_FILE


def is_migration(place: str) -> bool:
    """Whether a file is a migration: one long list of statements that nobody edits."""
    return place.startswith("db/migrations/versions/")


def test_functions_are_short() -> None:
    long = [
        f"{where(path, node)} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in python("worklist", "db", "tools")
        if not is_migration(where(path))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_every_layer_imports_only_those_below() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_module_has_its_layer() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    placed = {name.strip(" ()") for line in layers for name in line.split("|")}
    modules = {
        f"worklist.{path.relative_to(ROOT / 'worklist').parts[0].removesuffix('.py')}"
        for path in python("worklist")
    }
    assert modules - placed - {"worklist.__init__"} == set()


def knows(library: str, *allowed: str) -> list[str]:
    """Return the places outside `allowed` (path prefixes) that import a library."""
    return [
        where(path, node)
        for path in python("worklist", "db", "benchmarks")
        if not str(path.relative_to(ROOT)).startswith(allowed)
        for module, node in imports(path)
        if module.partition(".")[0] == library
    ]


def test_only_the_scheduler_knows_apscheduler() -> None:
    assert knows("apscheduler", "worklist/scheduler.py") == []


def test_only_the_stepping_part_of_the_engine_knows_spiffworkflow() -> None:
    compared = "benchmarks/plain.py"  # what Writ is measured beside
    assert knows("SpiffWorkflow", "worklist/engine/spiff/", compared) == []


def test_no_migration_imports_the_models_of_today() -> None:
    found = [
        where(path, node)
        for path in python("db")
        if is_migration(where(path))
        for module, node in imports(path)
        if module.partition(".")[0] in ("db", "worklist", "sqlmodel")
    ]
    assert found == []


def test_every_text_file_ends_with_a_line_break() -> None:
    endings = (
        ".py",
        ".md",
        ".toml",
        ".html",
        ".css",
        ".js",
        ".yaml",
        ".csv",
        ".bpmn",
        ".dmn",
        ".form",
        ".lock",
    )
    assert [
        where(path)
        for path in files(*endings)
        if not path.read_bytes().endswith(b"\n") and path.stat().st_size
    ] == []
