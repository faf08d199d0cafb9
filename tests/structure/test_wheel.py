"""An installed wheel holds everything that Writ runs with, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.structure.source import ROOT, files

#: What stands beside the code in the repository, and where a wheel has it.
SHIPPED = {"processes": "worklist/shipped/processes", "forms": "worklist/shipped/forms", "papers": "worklist/shipped/papers"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel made from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (path,) = folder.glob("writ-*.whl")
    return set(zipfile.ZipFile(path).namelist())


def place(path: Path) -> str | None:
    """Return where a file of the repository stands in the wheel, None where it does not belong there."""
    top, *rest = path.relative_to(ROOT).parts
    if top in ("worklist", "db"):
        return "/".join((top, *rest))
    return "/".join((SHIPPED[top], *rest)) if top in SHIPPED else None


def test_a_wheel_holds_code_templates_static_files_migrations_diagrams_and_forms(wheel: set[str]) -> None:
    everything = {place(path) for path in files()} - {None}
    assert everything - wheel == set()


def test_a_wheel_holds_no_tests_and_no_data_of_this_machine(wheel: set[str]) -> None:
    tops = {name.partition("/")[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"worklist", "db"}
    assert [name for name in wheel if name.endswith((".pyc", ".db", ".log"))] == []
