"""`writ feel`, `writ dmn evaluate`, `writ dmn check`: what a process owner sees, and the exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.feel import models
from worklist.cli import main

BANDS = models.decision("band", models.table(["amount : number"], ["band"], ['< 10 | "SMALL"', '>= 10 | "LARGE"']))


def writ(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def bands(tmp_path: Path) -> Path:
    file = tmp_path / "bands.dmn"
    file.write_bytes(models.definitions(BANDS))
    return file


@pytest.mark.parametrize(
    ("expression", "context", "printed"),
    [
        ("0.1 + 0.2", "{}", "0.3"), ('"执行 " + 案号', '{"案号": "（2026）沪01执1号"}', '"执行 （2026）沪01执1号"'),
        ("amount * 3", '{"amount": 0.1}', "0.3"), ('date("2026-11-23") + period', '{period: duration("P2Y")}', "2028-11-23"),
        ("[1, null, true]", "{}", "[1, null, true]"), ("debtors[2].name", '{"debtors": [{"name": "A"}, {"name": "B"}]}', '"B"'),
        ("null", "{}", "null"), ('{a: "x", b: @"P2D"}', "{}", '{a: "x", b: P2D}'),
    ],
)  # fmt: skip
def test_the_value_is_printed_as_feel_writes_it(expression: str, context: str, printed: str) -> None:
    result = writ("feel", expression, "--context", context)
    assert (result.stdout, result.stderr, result.exit_code) == (f"{printed}\n", "", 0)


def test_the_context_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({"claim": {"amount": 1200}}), encoding="utf-8")
    assert writ("feel", "claim.amount > 1000", "--context", file).stdout == "true\n"


def test_a_value_that_fails_is_null_with_the_reason_and_an_exit_code() -> None:
    result = writ("feel", '1 + "A"')
    assert (result.stdout, result.stderr, result.exit_code) == ("null\n", 'writ: 1 + "A" has no value\n', 1)


def test_an_error_that_leaves_a_value_is_told_without_an_exit_code() -> None:
    result = writ("feel", "get or else(unknown, 1)")
    assert (result.stdout, result.stderr, result.exit_code) == ("1\n", "writ: the name 'unknown' is not known\n", 0)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["1 +"], "The expression cannot be read: expected a value, but the text ends here (line 1, column 4)"),
        (["x", "--context", "{"], "Expected a JSON object or a FEEL context in --context; as FEEL: "),
        (["x", "--context", "[1]"], "Expected a file, a JSON object or a FEEL context in --context, got '[1]'"),
        (["x", "--context", "nowhere.json"], "got 'nowhere.json'"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(arguments: list[str], sentence: str) -> None:
    result = writ("feel", *arguments)
    assert (result.stdout, result.exit_code) == ("", 1)
    assert sentence in result.stderr


@pytest.mark.parametrize(("content", "sentence"), [(b"[1]", "got [1]"), (b"\xff\xfe\x00", "Expected UTF-8 text")])
def test_a_context_file_must_hold_a_context(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "context").write_bytes(content)
    result = writ("feel", "x", "--context", tmp_path / "context")
    assert sentence in result.stderr
    assert result.exit_code == 1


def test_a_decision_is_told_with_its_outputs_and_the_rows_that_matched(bands: Path) -> None:
    result = writ("dmn", "evaluate", bands, "band", "--context", '{"amount": 12}')
    assert (result.stdout, result.exit_code) == ('band = "LARGE"\n\nRows matched\n  band:\n    row 2 · r2 · note 2\n', 0)


def test_several_results_are_numbered(tmp_path: Path) -> None:
    file = tmp_path / "all.dmn"
    file.write_bytes(models.definitions(models.decision("t", models.table(["n"], ["o"], ["> 1 | 1", "> 2 | 2"], "COLLECT"))))
    assert writ("dmn", "evaluate", file, "t", "--context", "{n: 3}").stdout.startswith("Result 1\no = 1\nResult 2\no = 2\n")


def test_a_decision_without_a_result_says_so_and_why(bands: Path) -> None:
    result = writ("dmn", "evaluate", bands, "band")
    assert result.stdout.startswith("No row matched, and the table has no default")
    assert "band:" in result.stderr
    assert "the name 'amount' is not known" in result.stderr


def test_a_violated_hit_policy_is_told_with_rows_and_inputs(tmp_path: Path) -> None:
    file = tmp_path / "clash.dmn"
    file.write_bytes(models.definitions(models.decision("t", models.table(["n"], ["o"], ["< 5 | 1", "< 9 | 2"]))))
    result = writ("dmn", "evaluate", file, "t", "--context", "{n: 3}")
    assert "rows 1 and 2 match, but only one may (hit policy UNIQUE); its inputs: n = 3" in result.stderr
    assert result.exit_code == 1


def test_an_unknown_decision_is_answered_with_those_of_the_file(bands: Path) -> None:
    result = writ("dmn", "evaluate", bands, "bnad")
    assert result.stderr == "writ: Expected a decision of bands.dmn, got 'bnad'; it has: band\n"
    assert result.exit_code == 1


def test_a_file_that_is_no_decision_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.dmn"
    file.write_text("nothing")
    assert "The file cannot be used:\nx.dmn:1: expected well-formed XML" in writ("dmn", "evaluate", file, "t").stderr
    assert "Expected a readable file at" in writ("dmn", "evaluate", tmp_path / "none.dmn", "t").stderr


def test_a_sound_file_passes_the_check(bands: Path) -> None:
    result = writ("dmn", "check", bands)
    assert (result.stdout, result.stderr, result.exit_code) == ("", "1 files, 0 errors, 0 warnings\n", 0)


def test_each_finding_is_one_line_and_an_error_is_an_exit_code(tmp_path: Path, bands: Path) -> None:
    (tmp_path / "clash.dmn").write_bytes(models.definitions(models.decision("t", models.table(["n"], ["o"], ["< 5 | 1", "< 9 | 2"]))))
    result = writ("dmn", "check", tmp_path)
    lines = result.stdout.splitlines()
    assert [line.partition(". ")[0] for line in lines] == [
        "clash.dmn:1: r2: error: decision 't', rows 1 and 2 overlap, for example n < 5",
        "clash.dmn:1: t: warning: decision 't', no row answers n = 9 or > 9",
    ]
    assert result.exit_code == 1


def test_a_check_without_a_decision_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.form").write_text("{}")
    assert "Expected at least one .dmn file" in writ("dmn", "check", tmp_path).stderr


@pytest.mark.parametrize(("own", "route"), [("", "TREATY"), (", reference: {country_table: []}", "RECIPROCITY")])
def test_a_decision_reads_the_shipped_reference_data_unless_the_context_brings_its_own(own: str, route: str) -> None:
    file = Path(__file__).parents[2] / "processes" / "D02_recognition_route.dmn"
    case = f'{{case: {{today: date("2026-11-26"), title: {{origin: "FR", instrument_class: "JUDGMENT"}}{own}}}}}'
    assert f'route = "{route}"' in writ("dmn", "evaluate", file, "D02_recognition_route", "--context", case).stdout
