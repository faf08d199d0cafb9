"""`writ doctor`: is this installation sound?"""

import sys

import click
from sqlmodel import col, func, select

from db import migrate
from db.models import CalendarYear, Incident, SchedulerBeat, User
from db.session import SAFE_SQLITE, missing_file, open_database, reading, sqlite_module
from worklist import clock
from worklist.config import settings

#: A scheduler that has not ticked for so many seconds is reported.
SILENT_AFTER = 60


@click.command()
def doctor() -> None:
    """Check database, schema, calendar, scheduler and users; exit code 1 when something is wrong."""
    findings = list(_findings())
    for good, sentence in findings:
        click.echo(f"{'ok  ' if good else 'BAD '} {sentence}")
    if not all(good for good, _ in findings):
        sys.exit(1)


def _findings() -> list[tuple[bool, str]]:
    chosen = settings()
    try:
        if absent := missing_file(chosen.database_url):
            return [(False, f"there is no database at {absent}; `writ db upgrade` makes one")]
        database = open_database(chosen.database_url)
        found, newest = migrate.current(database), migrate.newest()
        migrate.must_be_known(found)
    except migrate.NewerSchema as error:
        return [(False, str(error))]
    except Exception as error:  # whatever the driver says, the person needs the sentence
        return [(False, f"the database cannot be opened: {error}; check WRIT_DATABASE_URL")]
    findings = [(True, f"database {database.dialect.name} opens")]
    if database.dialect.name == "sqlite":
        version = sqlite_module().sqlite_version_info
        findings.append((version >= SAFE_SQLITE, f"SQLite {'.'.join(map(str, version))} (needs 3.51.3)"))
    findings.append((found == newest, f"schema {found or 'none'} of {newest}; `writ db upgrade` mends it"))
    if found != newest:
        return findings
    with reading(database) as session:
        year = clock.day_of(clock.now()).year
        status = session.exec(select(CalendarYear.status).where(col(CalendarYear.year) == year)).first()
        findings.append((status == "CONFIRMED", f"holiday notice of {year} is {status or 'missing'}"))
        beat = session.exec(select(func.max(SchedulerBeat.at))).one()
        age = None if beat is None else (clock.now() - beat).total_seconds()
        said = "never ticked" if age is None else f"ticked {age:.0f} s ago"
        findings.append((age is not None and age < SILENT_AFTER, f"scheduler {said}; `writ run` starts it"))
        users = session.exec(select(func.count()).select_from(User)).one()
        findings.append((users > 0, f"{users} users; `writ user add` adds one"))
        incidents = session.exec(select(func.count()).select_from(Incident).where(col(Incident.state) == "open")).one()
        findings.append((True, f"{incidents} open incidents"))
    return findings
