"""Every end event of every shipped process is reached by a test that is named for it, and the check of that can fail."""

import subprocess
import sys

import pytest

from tests.processes import ends, thames
from tests.processes.ends import End
from tests.processes.file_note import Case
from tests.processes.installation import ROOT

ROUTED, DECLINED = End("intake_triage", "routed"), End("intake_triage", "declined")


def test_a_test_is_named_for_every_end_that_is_drawn() -> None:
    assert ends.unpromised(ends.shipped()) == set()


def test_an_end_that_is_new_has_no_test_yet() -> None:
    assert ends.unpromised({ROUTED, End("intake_triage", "drawn_today")}) == {End("intake_triage", "drawn_today")}


def test_no_end_is_named_twice_or_no_longer_drawn() -> None:
    named = [End(row["process"], row["end"]) for row in ends.rows()]
    assert named == sorted(set(named))
    assert set(named) <= ends.shipped()


def test_the_ends_inside_sub_processes_count() -> None:
    assert {End("compulsory_enforcement", "completed"), End("client_reporting", "case_closed")} <= ends.shipped()


@pytest.fixture(scope="module")
def listed() -> list[str]:
    """All tests of processes. Asked of pytest itself, so that it is the same whatever part of the tests runs."""
    command = [sys.executable, "-m", "pytest", "tests/processes", "--collect-only", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300).stdout
    return [line for line in told.splitlines() if "::" in line]


def test_every_test_that_is_named_exists(listed: list[str]) -> None:
    found = {ends.name(line) for line in listed}
    assert len(found) > 500
    assert set(ends.promised()) - found == set()


def test_every_test_of_a_process_runs_on_both_databases(listed: list[str]) -> None:
    on = {database: {ends.name(line) for line in listed if database in line.rpartition("[")[2]} for database in ("sqlite", "postgresql")}
    assert on["sqlite"] == on["postgresql"]
    alone = {ends.name(line) for line in listed} - on["sqlite"]
    assert {test.partition("::")[0] for test in alone} == {"test_ends.py"}


@pytest.mark.parametrize(
    ("nodeid", "name"),
    [
        ("tests/processes/test_x.py::test_y[sqlite]", "test_x.py::test_y"),
        ("tests/processes/test_x.py::test_y[postgresql-NOTE-0]", "test_x.py::test_y[NOTE-0]"),
        ("tests/processes/test_x.py::test_y[NOTE-0-sqlite]", "test_x.py::test_y[NOTE-0]"),
        ("tests/processes/test_x.py::test_y", "test_x.py::test_y"),
    ],
    ids=["alone", "first", "last", "none"],
)
def test_a_test_is_named_without_its_database(nodeid: str, name: str) -> None:
    assert ends.name(nodeid) == name


def test_what_a_case_has_reached_is_read_from_its_history_and_a_broken_promise_fails(case: Case) -> None:
    thames.SC01.told(case, thames.FILED)
    found = ends.reached(case.session)
    assert ROUTED in found
    ends.must_have_reached("a test", {ROUTED}, found)
    with pytest.raises(AssertionError, match=r"a test is named in ends\.csv and did not reach intake_triage\.declined"):
        ends.must_have_reached("a test", {ROUTED, DECLINED}, found)


def test_a_test_that_breaks_its_promise_fails_in_a_run_of_its_own() -> None:
    """The negative control of the fixture: the same test, named for an end that it does not reach."""
    test = "tests/processes/test_intake.py::test_compliance_refuses_the_mandate[sqlite]"
    program = (
        "import sys, pytest; from tests.processes import ends; from tests.processes.ends import End; "
        f"ends.promised = lambda: {{{ends.name(test)!r}: frozenset({{End('intake_triage', sys.argv[1])}})}}; "
        f"sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', '-p', 'no:randomly', {test!r}]))"
    )
    run = lambda end: subprocess.run([sys.executable, "-c", program, end], cwd=ROOT, capture_output=True, text=True, timeout=300)  # noqa: E731
    kept, broken = run("declined"), run("routed")
    assert (kept.returncode, broken.returncode) == (0, 1), kept.stdout + broken.stdout
    assert "did not reach intake_triage.routed" in broken.stdout
