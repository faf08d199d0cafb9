"""Commands for reference data: look at it, see what a file would change, load it."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from db.session import reading, transaction
from worklist import clock
from worklist.cases import reference as data
from worklist.cli.files import content
from worklist.cli.opening import opened
from worklist.errors import BadInput
from worklist.identity import COMMAND_LINE

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group()
def reference() -> None:
    """Keep reference data: treaty states, courts, fees, case library and the like."""


@reference.command("list")
@click.argument("table", required=False)
@click.option("--on", "day", default=None, metavar="YYYY-MM-DD", help="What held on that day; today without it.")
def list_rows(table: str | None, day: str | None) -> None:
    """List the tables, or the rows of one as they hold on a day."""
    with reading(opened()) as session:
        if table is None:
            kept = data.counts(session)
            for one in data.tables().values():
                click.echo(f"{one.key:24} {kept.get(one.key, 0):4} rows  {one.label_en} / {one.label_zh}")
            return
        columns = data.table(table).columns
        for row in data.in_force(session, table, clock.day_of(clock.now()) if day is None else _day(day)):
            cells = (f"{column.name}={text}" for column in columns if (text := column.text(row.value.get(column.name))))
            mark = "  [to be confirmed by counsel]" if data.to_be_confirmed(row) else ""
            click.echo(f"{row.key} v{row.version} from {row.valid_from}: {', '.join(cells)} ({row.source}){mark}")


def _day(text: str) -> date:
    if (found := data.day(text)) is None:
        raise BadInput("Expected a day as YYYY-MM-DD, got %(found)s", found=text[:80])
    return found


@reference.command("diff")
@FILES
def diff(files: tuple[Path, ...]) -> None:
    """Say what loading .csv files would change, without changing anything."""
    with reading(opened()) as session:
        try:
            _tell(data.diff(session, _contents(files)), "would change")
        except data.Refused as error:
            _refuse(error)


@reference.command("load")
@FILES
def load(files: tuple[Path, ...]) -> None:
    """Keep what .csv files say as new versions: all rows, or none. Each file is called like its table."""
    try:
        with transaction(opened()) as session:
            changes = data.load(session, _contents(files), COMMAND_LINE, clock.now())
    except data.Refused as error:
        _refuse(error)
    else:
        _tell(changes, "changed")


def _contents(files: Sequence[Path]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for file in files:
        if file.name in found:
            raise BadInput(f"Expected different file names, found {file.name} twice; rename one")
        found[file.name] = content(file)
    return found


def _tell(changes: Sequence[data.Change], done: str) -> None:
    for change in changes:
        click.echo(str(change))
    click.echo(f"{len(changes)} rows {done}", err=True)


def _refuse(error: data.Refused) -> None:
    for problem in error.problems:
        click.echo(str(problem))
    click.echo(f"writ: {error}", err=True)
    sys.exit(1)
