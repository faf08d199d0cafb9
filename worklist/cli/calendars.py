"""Commands for the court calendar."""

import csv
from datetime import date
from pathlib import Path

import click
from sqlalchemy import Engine

from db.session import reading, transaction
from worklist import clock
from worklist.cases import calendar as court_calendar
from worklist.cases import recomputing
from worklist.cli import failures
from worklist.cli.opening import opened
from worklist.errors import BadInput
from worklist.identity import COMMAND_LINE
from worklist.law.calendar import CalendarDay, DayKind


@click.group()
def calendar() -> None:
    """Look after the court calendar and the deadlines that hang on it."""


@calendar.command()
@click.argument("year", type=int)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="The holiday notice: who published it, its number and day.")
def confirm(year: int, file: Path, source: str) -> None:
    """Confirm the holiday notice of YEAR and recompute every case.

    FILE: CSV with the columns day, kind (REST, MAKEUP), name.
    """
    database = opened()
    with transaction(database) as session:
        court_calendar.confirm(session, year, _days(file), source, COMMAND_LINE, clock.now())
    click.echo(f"Confirmed the notice of {year}")
    _recompute(database)


@calendar.command()
def recompute() -> None:
    """Compute the open deadlines of every case anew on today's rules and calendar; say what changed."""
    _recompute(opened())


def _recompute(database: Engine) -> None:
    with reading(database) as session:
        case_ids = recomputing.cases_with_periods(session)
    failed = 0
    for case_id in case_ids:
        try:
            with transaction(database) as session:
                changed = recomputing.recompute(session, case_id, COMMAND_LINE, clock.now()).changed
        except Exception as error:  # one broken case does not stop the others; bugs go on as they are
            said = failures.sentence(error)
            if said is None:
                raise
            failed += 1
            click.echo(f"{case_id}: not recomputed: {said}", err=True)
            continue
        for old, new in changed:
            click.echo(f"{case_id}: {old.rule_id} {old.rolled_day.isoformat()} → {new.rolled_day.isoformat()}")
    if failed:
        raise BadInput(f"Expected every case to be recomputed, but {failed} failed; mend them and run writ calendar recompute")


def _days(file: Path) -> list[CalendarDay]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return [CalendarDay(date.fromisoformat(row["day"]), DayKind(row["kind"]), row.get("name") or None) for row in csv.DictReader(lines)]
    except (KeyError, ValueError, TypeError) as error:
        raise BadInput(f"Expected a CSV file with day, kind (REST, MAKEUP) and name, got {error}") from None
