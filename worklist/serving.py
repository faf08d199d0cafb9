"""Start what the commands start: database, pages, scheduler. The one place where the parts are put together."""

import logging
import secrets
import socket
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Engine

from db import migrate
from db.session import open_database, transaction
from worklist import clock, engine
from worklist.cases import calendar, everywhere, people, reference, wiring
from worklist.config import Settings
from worklist.errors import BadInput
from worklist.identity import COMMAND_LINE, IMPORT

log = logging.getLogger(__name__)

#: Ports tried after the one asked for, in demo mode.
PORTS_TO_TRY = 50


def prepare(settings: Settings) -> Engine:
    """Open the database, bring it up to date, fill calendar, groups and reference data, wire the case layer to the engine, and
    count anew what runs on an older version of a rule.
    """
    if settings.database_url.startswith("sqlite:///"):
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.database_url)
    migrate.upgrade(database)
    wiring.connect()
    with transaction(database) as session:
        calendar.seed(session, clock.now())
        people.seed_groups(session)
        reference.seed(session, clock.now())
    everywhere.take_new_versions(database, IMPORT, clock.now())
    return database


def resources(paths: list[Path]) -> dict[str, bytes]:
    """Return the .bpmn, .dmn, .form and .docx files named, or inside the folders named, by file name.

    Raises BadInput for a path that does not exist, and for two files of the same name.
    """
    found: dict[str, bytes] = {}
    for path in paths:
        if not path.exists():
            raise BadInput(f"Expected a file or folder, found none at {path}")
        inside = sorted(member for member in path.rglob("*") if member.suffix in {".bpmn", ".dmn", ".form", ".docx"})
        for file in inside if path.is_dir() else [path]:
            if file.name in found:
                raise BadInput(f"Expected different file names, found {file.name} twice; rename one")
            found[file.name] = file.read_bytes()
    if not found:
        raise BadInput("Expected at least one .bpmn, .dmn, .form or .docx file, found none")
    return found


def deploy(database: Engine, files: dict[str, bytes], name: str) -> engine.Deployed:
    """Deploy files in one transaction. Raises DeploymentRefused."""
    with transaction(database) as session:
        return engine.deploy(session, files, COMMAND_LINE, clock.now(), name, "Writ")


def free_port(host: str, wanted: int) -> int:
    """Return the wanted port, or the next free one. Raises BadInput when none of fifty is free."""
    for port in range(wanted, wanted + PORTS_TO_TRY):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise BadInput(f"Expected a free port from {wanted} on, found none; set WRIT_PORT")


def with_secret(settings: Settings) -> Settings:
    """Return settings with a secret key: the one given, else one kept in the var folder, made at first start."""
    if settings.secret_key is not None:
        return settings
    file = settings.var_dir / "secret_key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(32))
    return settings.model_copy(update={"secret_key": SecretStr(file.read_text().strip())})


def serve(
    settings: Settings, database: Engine, ready: Callable[[str], None], *, pages: bool, ticking: bool,
    now: Callable[[], datetime] | None = None,
) -> None:  # fmt: skip
    """Serve pages, run the scheduler, or both, until stopped.

    `ready` is told the address of the pages. `now`: the clock of a demo; others live by the machine's.
    """
    from worklist import scheduler

    ticker = scheduler.Ticker(database, settings.poll_seconds, now) if ticking else None
    if ticker is not None:
        ticker.start()
    try:
        if pages:
            _serve_pages(settings, database, ready, now or clock.now)
        elif ticker is not None:
            ready("")
            ticker.wait()
    finally:
        if ticker is not None:
            ticker.stop()


def _serve_pages(
    settings: Settings, database: Engine, ready: Callable[[str], None], now: Callable[[], datetime]
) -> None:
    from waitress.server import create_server

    from worklist.app import create_app

    app = create_app(with_secret(settings), database, now)
    try:
        server = create_server(app, host=settings.host, port=settings.port, threads=settings.threads, ident=None)
    except OSError as error:
        raise BadInput(
            f"Expected to listen on port {settings.port} of {settings.host}, but: {error.strerror}; set WRIT_PORT to a free one"
        ) from None
    ready(f"http://{settings.host}:{settings.port}")
    server.run()
