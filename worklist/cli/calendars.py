"""Commands for the court calendar."""

from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import Engine

from db.session import transaction
from worklist import clock
from worklist.cases import calendar as court_calendar
from worklist.cases import everywhere
from worklist.cli import failures
from worklist.cli.opening import opened
from worklist.errors import BadInput
from worklist.identity import COMMAND_LINE


@click.group()
def calendar() -> None:
    """Look after the court calendar and the deadlines that hang on it."""


@calendar.command()
@click.argument("year", type=int)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="The holiday notice: who published it, its number and day.")
def confirm(year: int, file: Path, source: str) -> None:
    """Confirm the holiday notice of YEAR and recompute every case.

    FILE: CSV with the columns day, kind (REST, MAKEUP), name; name `Spring Festival / 春节` gives both languages.
    """
    database, now = opened(), clock.now()
    with transaction(database) as session:
        court_calendar.confirm(session, year, court_calendar.read(file.read_text(encoding="utf-8-sig")), source, COMMAND_LINE, now)
    click.echo(f"Confirmed the notice of {year}")
    _recompute(database, f"calendar:{year}", now)


@calendar.command()
def recompute() -> None:
    """Compute the open deadlines of every case anew on today's rules and calendar; say what changed."""
    _recompute(opened(), "recomputed", clock.now())


def _recompute(database: Engine, cause: str, now: datetime) -> None:
    failed = 0
    for one in everywhere.recompute(database, COMMAND_LINE, now, cause=cause):
        if one.refused is not None:
            failed += 1
            click.echo(f"{one.case_id}: not recomputed: {failures.sentence(one.refused)}", err=True)
        for old, new in one.report.changed:
            click.echo(f"{one.case_id}: {old.rule_id} {old.rolled_day.isoformat()} → {new.rolled_day.isoformat()}")
        for move in one.report.held:
            click.echo(f"{one.case_id}: {move.row.rule_id} waits for version {move.computed.rule_version} to be confirmed")
    if failed:
        raise BadInput(f"Expected every case to be recomputed, but {failed} failed; mend them and run writ calendar recompute")
