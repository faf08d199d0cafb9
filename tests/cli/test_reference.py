"""`writ reference`: list, diff and load."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from worklist.cli import main

HEAD = "key,valid_from,valid_to,name_en,name_zh,days,source,confidence\n"


Writ = Callable[..., Result]


@pytest.fixture
def writ(database: Engine, monkeypatch: pytest.MonkeyPatch) -> Writ:
    """Return a function that runs a command on the database of the test."""
    monkeypatch.setattr("worklist.cli.reference.opened", lambda: database)
    return lambda *words: CliRunner().invoke(main, ["reference", *map(str, words)])


def test_a_diff_changes_nothing_and_a_load_does_what_it_said(writ: Writ, tmp_path: Path) -> None:
    file = tmp_path / "chase.csv"
    file.write_text(HEAD + "COURT,2020-01-01,,Court,法院,21,office,office\n", encoding="utf-8")
    said = writ("diff", file)
    assert "+ chase COURT from 2020-01-01" in said.output
    assert "(empty) -> 21" in said.output
    assert "COURT" not in writ("list", "chase").output
    assert writ("load", file).exit_code == 0
    assert "COURT v1 from 2020-01-01: name_en=Court, name_zh=法院, days=21 (office)" in writ("list", "chase").output
    assert "0 rows would change" in writ("diff", file).output


def test_a_load_with_a_bad_row_names_its_line_and_keeps_nothing(writ: Writ, tmp_path: Path) -> None:
    file = tmp_path / "chase.csv"
    file.write_text(HEAD + "COURT,2020-01-01,,Court,法院,21,office,office\nBANK,2020-01-01,,Bank,银行,-1,office,office\n", encoding="utf-8")
    refused = writ("load", file)
    assert refused.exit_code == 1
    assert "chase.csv:3: Expected a whole number for days, got -1" in refused.output
    assert writ("list", "chase").output == ""


def test_the_tables_are_listed_with_their_number_of_rows(writ: Writ) -> None:
    assert "country_table" in writ("list").output
    assert writ("list", "prices").exit_code == 1
