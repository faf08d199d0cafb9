"""What is said about decision tables when they are checked and deployed."""

import pytest

from db.session import transaction
from tests.decisions.shipped import DECISIONS, file_of
from tests.feel.models import decision, definitions, table
from worklist import engine
from worklist.engine import lint
from worklist.errors import DeploymentRefused

OVERLAPPING = definitions(decision("t", table(["n"], ["out"], ["<= 5 | 1", ">= 5 | 2"])))
INCOMPLETE = definitions(decision("t", table(["n"], ["out"], ["< 5 | 1"])))


@pytest.mark.parametrize("key", DECISIONS)
def test_nothing_is_to_be_said_about_a_shipped_decision(key: str) -> None:
    file = file_of(key)
    assert lint.check({file.name: file.read_bytes()}).problems == []


def test_a_problem_of_a_table_names_file_line_row_decision_and_remedy() -> None:
    (problem,) = lint.check({"t.dmn": OVERLAPPING}).problems
    assert str(problem) == (
        "t.dmn:1: r2: error: decision 't', rows 1 and 2 overlap, for example n = 5. "
        "Narrow one of the rows, or choose another hit policy."
    )


def test_a_deployment_with_overlapping_rows_under_unique_is_refused_with_every_other_problem(database, alice, now) -> None:
    with pytest.raises(DeploymentRefused) as refused, transaction(database) as session:
        engine.deploy(session, {"t.dmn": OVERLAPPING, "odd.txt": b"?"}, alice, now)
    assert [problem.file for problem in refused.value.problems] == ["t.dmn", "odd.txt"]


def test_a_gap_is_told_and_does_not_hinder_a_deployment(database, alice, now) -> None:
    with transaction(database) as session:
        deployed = engine.deploy(session, {"t.dmn": INCOMPLETE}, alice, now)
    assert [(one.level, one.message) for one in deployed.warnings] == [
        ("warning", "decision 't', no row answers n = 5 or > 5")
    ]


def test_a_file_that_draws_its_input_data_is_held_to_their_names() -> None:
    drawn = definitions('<inputData id="n" name="n"/>', decision("t", table(["n"], ["out"], ["< lmit | 1", "- | 2"], "FIRST"), ["i:n"]))
    (problem,) = lint.check({"t.dmn": drawn}).problems
    assert "decision 't', row 1: the name 'lmit' is not known" in str(problem)


def test_a_file_that_draws_none_may_read_the_variables_of_any_process() -> None:
    assert lint.check({"t.dmn": definitions(decision("t", table(["n"], ["out"], ["< limit | 1", "- | 2"], "FIRST")))}).problems == []
