"""What is said about decision tables at deployment: dead rows, overlaps, gaps, types, names."""

from collections.abc import Sequence

import pytest

from tests.feel.models import decision, definitions, literal, table
from worklist.feel import Finding, analyse, parse_dmn


def findings(
    inputs: Sequence[str], rows: Sequence[str], policy: str = "UNIQUE", outputs: Sequence[str] = ("out",)
) -> list[Finding]:
    return analyse(parse_dmn(definitions(decision("t", table(inputs, outputs, rows, policy)))))


def said(*arguments: Sequence[str], policy: str = "UNIQUE") -> list[tuple[str, tuple[int, ...], str]]:
    return [(one.level, one.rows, one.message) for one in findings(*arguments, policy=policy)]


def test_a_table_that_answers_everything_once_is_not_spoken_of() -> None:
    assert said(["n : number", "flag : boolean"], ["< 5 | - | 1", ">= 5 | true | 2", ">= 5 | false | 3"]) == []


def test_overlapping_rows_under_unique_are_an_error_with_an_example() -> None:
    assert said(["n : number"], ["<= 5 | 1", ">= 5 | 2"]) == [("error", (1, 2), "rows 1 and 2 overlap, for example n = 5")]


def test_rows_that_overlap_and_agree_are_right_under_any() -> None:
    assert said(["n : number"], ["<= 5 | 1", ">= 5 | 1"], policy="ANY") == []
    assert said(["n : number"], ["<= 5 | 1", ">= 5 | 2"], policy="ANY")[0][:2] == ("error", (1, 2))


@pytest.mark.parametrize(
    ("rows", "dead"),
    [
        (["< 10 | - | 1", "< 5 | - | 2", "- | - | 3"], 2),
        (["< 5 | - | 1", ">= 5 | - | 2", "null | - | 3", '5 | "A" | 4'], 4),
        (['- | "A" | 1', '- | not("A") | 2', "1 | - | 3"], 3),
    ],
)
def test_a_row_that_those_above_it_cover_together_is_dead(rows: list[str], dead: int) -> None:
    found = said(["n : number", "kind : string"], rows, policy="FIRST")
    assert ("warning", (dead,), f"row {dead} can never fire: the rows above it match first") in found


def test_a_cell_that_nothing_passes_makes_its_row_dead() -> None:
    found = said(["n : number"], ["[5..1] | 1", "- | 2"], policy="FIRST")
    assert found == [("warning", (1,), "row 1 can never match: a cell has no value that passes")]


@pytest.mark.parametrize(
    ("column", "rows", "example"),
    [
        ("n : number", ["< 5 | 1", "> 5 | 2"], "n = 5"), ("n : number", ["< 5 | 1", "> 7 | 2", "5, 7 | 3"], "n is between 5 and 7"),
        ("flag : boolean", ["true | 1"], "flag = false"), ("kind : string", ['"A" | 1'], "kind is any other text"),
        ("day : date", ['< date("2024-01-29") | 1', '> date("2024-01-29") | 2'], "day = 2024-01-29"),
    ],
)  # fmt: skip
def test_a_gap_is_told_with_an_example(column: str, rows: list[str], example: str) -> None:
    assert said([column], rows) == [("warning", (), f"no row answers {example}")]


def test_whole_numbers_leave_no_gap_between_neighbours() -> None:
    assert said(["n : integer"], ["<= 4 | 1", ">= 5 | 2"]) == []
    assert said(["n : number"], ["<= 4 | 1", ">= 5 | 2"]) == [("warning", (), "no row answers n is between 4 and 5")]


def test_a_default_fills_every_gap() -> None:
    assert findings(["flag : boolean"], ["true | 1"], outputs=["out : 1, 2 | 2"]) == []


def test_cells_that_depend_on_other_things_are_not_guessed_at() -> None:
    assert said(["n : number"], ["< limit | 1", ">= limit | 2", "? * 2 > 5 | 3"]) == []


def test_a_value_of_another_type_is_an_error_in_its_row() -> None:
    found = findings(["n : number"], ['"A" | 1', "- | 2"], "FIRST")
    assert (found[0].level, found[0].rows, found[0].message, found[0].element_id) == (
        "error", (1,), 'n: "A" is no number, but a string', "r1",
    )  # fmt: skip


def test_an_output_that_is_not_allowed_is_told() -> None:
    found = findings(["flag : boolean"], ['- | "C"'], outputs=['out : "A", "B"'])
    assert [one.message for one in found] == ['out: "C" is not one of the values allowed']


def test_names_nobody_gives_are_told_when_the_given_ones_are_known() -> None:
    parts = (decision("base", literal("1")), decision("t", literal("base + case.n + typo"), ["base"]))
    found = analyse(parse_dmn(definitions(*parts)), known={"case"})
    assert [one.message for one in found] == ["the name 'typo' is not known"]


def test_a_large_table_is_looked_into_in_bounded_time() -> None:
    ends = [[(n * step) % 41 for step in (1, 3, 7, 11, 13, 17)] for n in range(400)]
    rows = [" | ".join([*(f"[{low}..{low + 9}]" for low in lows), "1"]) for lows in ends]
    found = said([f"{name} : number" for name in "abcdef"], rows, policy="FIRST")
    assert found[-1] == ("warning", (), "the table is too large to find all rows that never fire and all gaps")


def test_a_column_with_too_many_values_is_told_and_not_looked_into() -> None:
    rows = [f"[{n}..{n + 1}] | 1" for n in range(0, 600, 2)]
    assert said(["n : number"], rows) == [
        ("warning", (), "n: too many different cells; overlaps and gaps are not looked for")
    ]


def test_a_table_with_too_many_rows_is_told_and_its_overlaps_are_not_looked_for() -> None:
    found = said(["n : number", "m : number"], [f"{n % 40} | {n // 40} | 1" for n in range(1_200)])
    assert ("warning", (), "1,200 rows are too many to look for overlaps") in found


def test_a_name_is_told_with_the_rows_that_read_it_and_built_in_functions_are_no_names() -> None:
    rows = ["< lmit | 1", "- | sort([2, 1], before)", "- | lmit"]
    parsed = parse_dmn(definitions(decision("t", table(["n"], ["out"], rows, "FIRST"))))
    assert [one.sentence for one in analyse(parsed, known={"n"}) if "name" in one.message] == ["rows 1, 3: the name 'lmit' is not known"]


def test_every_finding_names_a_way_out() -> None:
    found = findings(["n : number"], ['"A" | 1', "[5..1] | 2", "< 3 | 3", "< 4 | 4"], outputs=['out : 1, 2, 3'])
    assert {one.level for one in found} == {"error", "warning"}
    assert all(one.remedy for one in found)
