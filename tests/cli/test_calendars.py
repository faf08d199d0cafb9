"""`writ calendar`: a confirmed notice recomputes every case and says what moved."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import Session, select

from db.models import CalendarYear, Deadline
from db.session import open_database, transaction
from tests.databases import SQLite
from worklist.cases import calendar, deadlines, file, wiring
from worklist.cases.deadlines import Subject
from worklist.cli import main
from worklist.identity import IMPORT

NOW = datetime(2026, 3, 4, 1, 0, tzinfo=UTC)


def writ(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def url(sqlite: SQLite, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with one case whose ten days end on Thursday 11 March 2027, in a year without a notice."""
    url = sqlite.create()
    monkeypatch.setenv("WRIT_DATABASE_URL", url)
    wiring.connect()
    database = open_database(url)
    with transaction(database) as session:
        calendar.seed(session, NOW)
        case_id = file.create(session, IMPORT, NOW).id
        deadlines.start(session, case_id, "DL-X-31", Subject("case", case_id), date(2027, 3, 1), IMPORT, NOW)
    database.dispose()
    return url


def notice(folder: Path, text: str) -> str:
    path = folder / "2027.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_confirmed_notice_recomputes_every_case_and_says_what_moved(url: str, tmp_path: Path) -> None:
    said = writ("calendar", "confirm", "2027", notice(tmp_path, "day,kind,name\n2027-03-11,REST,A holiday\n"), "--source", "Notice")
    assert "DL-X-31 2027-03-11 → 2027-03-12" in said.output
    database = open_database(url)
    with Session(database) as session:
        assert sorted((row.status, row.provisional) for row in session.exec(select(Deadline))) == [("OPEN", False), ("SUPERSEDED", True)]
        assert session.get_one(CalendarYear, 2027).status == "CONFIRMED"
    database.dispose()
    assert "→" not in writ("calendar", "recompute").output


@pytest.mark.parametrize("text", ["day,kind,name\n", "day,kind,name\n2028-03-11,REST,x\n", "day,kind,name\n2027-03-11,OFF,x\n", "a,b\n1,2\n"])
def test_a_notice_that_cannot_be_right_changes_nothing(url: str, tmp_path: Path, text: str) -> None:
    said = writ("calendar", "confirm", "2027", notice(tmp_path, text), "--source", "Notice")
    assert (said.exit_code, "Expected" in said.output) == (1, True)
    database = open_database(url)
    with Session(database) as session:
        assert session.get_one(CalendarYear, 2027).status == "PROVISIONAL"
    database.dispose()


def test_a_year_is_confirmed_once(url: str, tmp_path: Path) -> None:
    path = notice(tmp_path, "day,kind,name\n2027-03-11,REST,x\n")
    assert [writ("calendar", "confirm", "2027", path, "--source", "N").exit_code for _ in range(2)] == [0, 1]


def test_a_notice_may_reach_into_the_last_days_of_the_year_before(url: str, tmp_path: Path) -> None:
    path = notice(tmp_path, "day,kind,name\n2026-12-31,REST,x\n2027-01-01,REST,x\n")
    assert writ("calendar", "confirm", "2027", path, "--source", "N").exit_code == 0
