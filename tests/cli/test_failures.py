"""What stops a command is one sentence on standard error and exit code 1, never a traceback."""

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.databases import SQLite
from worklist.cli import main

DIAGRAM = Path(__file__).resolve().parents[2] / "processes" / "renew_freeze.bpmn"


def writ(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def is_one_sentence(result: Result) -> bool:
    """Return whether a command ended as it should: exit code 1, one line, no error of Python."""
    return result.exit_code == 1 and isinstance(result.exception, SystemExit) and result.stderr.count("\n") == 1


@pytest.fixture
def address(sqlite: SQLite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The address of a migrated database, that the commands of this test use."""
    url = sqlite.create()
    monkeypatch.setenv("WRIT_DATABASE_URL", url)
    monkeypatch.setenv("WRIT_VAR_DIR", str(tmp_path))
    return url


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:///{folder}/no/such/writ.db", "found none; `writ db upgrade` makes one"),
        ("sqlite:///{folder}/writ.db", "found none; `writ db upgrade` makes one"),
        ("sqlite:///{folder}", "unable to open database file; check WRIT_DATABASE_URL"),
        ("sqlite:///{folder}/corrupt", "file is not a database; check WRIT_DATABASE_URL"),
        ("mysql://x/y", "begins with sqlite: or postgresql:, got 'mysql'"),
        ("nonsense", "Expected a database URL such as sqlite:///"),
        ("postgresql://127.0.0.1:1/x", "check WRIT_DATABASE_URL"),
        ("postgresql://alice:secret@127.0.0.1:port/x", "Expected a database URL such as sqlite:///"),
    ],
)
def test_a_database_that_cannot_be_used_is_told(
    url: str, sentence: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "corrupt").write_bytes(b"no database " * 1_000)
    monkeypatch.setenv("WRIT_DATABASE_URL", url.format(folder=tmp_path))
    for command in (("case", "list", "--as", "alice"), ("task", "complete", "--as", "alice", "t1")):
        result = writ(*command)
        assert is_one_sentence(result), result.output
        assert sentence in result.stderr
        assert "secret" not in result.stderr


def test_a_command_that_only_reads_makes_no_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WRIT_DATABASE_URL", f"sqlite:///{tmp_path}/writ.db")
    for command in (("case", "list", "--as", "alice"), ("lint", DIAGRAM), ("doctor",)):
        writ(*command)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("WRIT_PORT", "abc", "a valid integer, unable to parse string as an integer in WRIT_PORT, got 'abc'"),
        ("WRIT_PORT", "99999", "less than or equal to 65535 in WRIT_PORT, got '99999'"),
        ("WRIT_PORT", "0", "greater than or equal to 1 in WRIT_PORT"),
        ("WRIT_POLL_SECONDS", "x", "in WRIT_POLL_SECONDS, got 'x'"),
        ("WRIT_POLL_SECONDS", "inf", "in WRIT_POLL_SECONDS, got 'inf'"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    result = writ("run")
    assert is_one_sentence(result), result.output
    assert sentence in result.stderr


def test_a_database_of_a_newer_writ_is_told_and_left_alone(address: str) -> None:
    file = address.removeprefix("sqlite:///")
    with sqlite3.connect(file) as database:
        database.execute("UPDATE alembic_version SET version_num = 'zzzz9999'")
    database.close()
    for command in (("case", "list", "--as", "alice"), ("db", "upgrade"), ("run",)):
        result = writ(*command)
        assert is_one_sentence(result), result.output
        assert "found 'zzzz9999'; install the newer Writ that made it" in result.stderr
    assert "install the newer Writ" in writ("doctor").stdout


def test_a_file_that_is_no_file_of_values_is_told(address: str, tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for given, sentence in (
        ("@/nonexistent", "No such file"), (f"@{tmp_path}", "Is a directory"), (f"@{tmp_path}/binary", "Expected UTF-8 text"),
        ("[" * 100_000, "Expected a JSON object"), ('{"n": NaN}', "no number a field can hold"),
        ('{"n": 1e400}', "no number a field can hold"), ('{"n": 1e999999999999}', "no number a field can hold"),
    ):  # fmt: skip
        result = writ("task", "complete", "--as", "alice", "t1", "--values", given)
        assert is_one_sentence(result), result.output
        assert sentence in result.stderr


def test_a_folder_with_the_name_of_a_diagram_is_told(address: str, tmp_path: Path) -> None:
    (tmp_path / "folder" / "dir.bpmn").mkdir(parents=True)
    for command in ("lint", "deploy"):
        result = writ(command, tmp_path / "folder")
        assert is_one_sentence(result), result.output
        assert "dir.bpmn" in result.stderr


@pytest.mark.parametrize("wrong", [["a b", "--name", "A"], ["bob", "--name", ""], ["x" * 61, "--name", "X"], ["bob", "--name", "a\udcffb"]])
def test_a_user_who_cannot_be_added_is_told(address: str, wrong: list[str]) -> None:
    result = writ("user", "add", *wrong, "--password", "correct horse battery")
    assert is_one_sentence(result), result.output


def test_words_that_are_no_text_are_told(address: str) -> None:
    result = writ("case", "list", "--as", "al\udcffce")
    assert is_one_sentence(result), result.output
    assert "Expected text in UTF-8" in result.stderr


def test_a_bug_still_shows_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("worklist.cli.cases.opened", broken)
    assert isinstance(writ("case", "list", "--as", "alice").exception, RuntimeError)
