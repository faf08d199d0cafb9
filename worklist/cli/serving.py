"""Commands that serve: demo, run, web, scheduler, db upgrade."""

import logging
import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from types import FrameType

import click
from sqlalchemy import Engine

from db import migrate
from db.session import missing_file, open_database
from worklist import demo as demo_data
from worklist import log, serving
from worklist.config import Settings, settings


@click.command()
@click.option("--fresh", is_flag=True, help="Begin anew: the demo database is deleted first.")
def demo(fresh: bool) -> None:
    """Start Writ with invented cases: one command, one process, one address."""
    base = settings()
    file = base.var_dir / "demo.db"
    if fresh:
        for leftover in file.parent.glob("demo.db*"):
            leftover.unlink()
    chosen = base.model_copy(update={"database_url": f"sqlite:///{file}", "demo": True, "secure_cookies": False})
    database = serving.prepare(chosen)
    _deploy_shipped(chosen, database)
    stories = demo_data.missing(database)
    if stories:
        with click.progressbar(stories, label=f"Inventing {len(stories)} cases", show_pos=True) as bar:
            for story in bar:
                demo_data.tell(database, story)
    now = demo_data.DemoClock(file.with_name("demo.db-days"))
    _serve(chosen, database, pages=True, ticking=True, find_port=True, now=now)


@click.command()
def run() -> None:
    """Serve pages and run the scheduler in one process."""
    chosen = settings()
    _serve(chosen, serving.prepare(chosen), pages=True, ticking=True)


@click.command()
def web() -> None:
    """Serve pages only; the scheduler runs elsewhere."""
    chosen = settings()
    _serve(chosen, serving.prepare(chosen), pages=True, ticking=False)


@click.command()
def scheduler() -> None:
    """Run the scheduler only: due timers, jobs, the outbox."""
    chosen = settings()
    _serve(chosen, serving.prepare(chosen), pages=False, ticking=True)


@click.group("db")
def database() -> None:
    """Look after the database."""


@database.command()
def upgrade() -> None:
    """Bring the database up to the newest schema."""
    chosen = settings()
    opened = open_database(chosen.database_url)
    before = None if missing_file(chosen.database_url) else migrate.current(opened)
    serving.prepare(chosen)
    click.echo(f"Schema {before or 'none'} → {migrate.current(opened)}")


def _deploy_shipped(chosen: Settings, database: Engine) -> None:
    files = serving.resources([chosen.processes_dir, chosen.forms_dir, chosen.papers_dir])
    serving.deploy(database, files, "shipped with Writ")


def _serve(
    chosen: Settings, database: Engine, *, pages: bool, ticking: bool, find_port: bool = False,
    now: Callable[[], datetime] | None = None,
) -> None:  # fmt: skip
    log.configure(logging.WARNING if chosen.demo else logging.INFO)
    if find_port:
        port = serving.free_port(chosen.host, chosen.port)
        if port != chosen.port:
            click.echo(f"Port {chosen.port} is taken; using {port}.", err=True)
        chosen = chosen.model_copy(update={"port": port})

    signal.signal(signal.SIGTERM, _stop)  # what a service manager sends: end as with Ctrl-C, the rows in hand first

    def ready(address: str) -> None:
        click.echo(f"Writ is ready at {address}" if address else "The scheduler is running", err=False)

    with suppress(KeyboardInterrupt):  # waitress takes it while it serves; before and after, it comes here
        serving.serve(chosen, database, ready, pages=pages, ticking=ticking, now=now)
    click.echo("Stopped.")


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
