"""What stops a command, said in one sentence."""

from alembic.util import CommandError
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from db.migrate import NewerSchema
from db.session import UnknownDatabase
from worklist.errors import WritError

#: Settings are read from variables that begin so, by the class that reads them.
PREFIXES = {"MailSettings": "WRIT_SMTP_"}


def sentence(error: Exception) -> str | None:
    """Return what an error says to the person at the command line; None for a bug, which shows its traceback."""
    if isinstance(error, (WritError, NewerSchema, UnknownDatabase)):
        return str(error)
    if isinstance(error, DBAPIError):
        return f"The database cannot be used: {_first_line(error.orig)}; check WRIT_DATABASE_URL"
    if isinstance(error, CommandError):
        return f"The schema of the database cannot be read: {_first_line(error)}"
    if isinstance(error, ValidationError):
        return "; ".join(_setting(error.title, dict(one)) for one in error.errors())
    if isinstance(error, UnicodeError):
        return f"Expected text in UTF-8: {error}"
    return _file(error) if isinstance(error, OSError) and not isinstance(error, BrokenPipeError) else None


def _first_line(error: object) -> str:
    return str(error).strip().partition("\n")[0][:300]


def _setting(reader: str, problem: dict[str, object]) -> str:
    place = problem["loc"]
    name = "_".join(map(str, place)) if isinstance(place, tuple) else str(place)
    expected = str(problem["msg"]).removeprefix("Input should be ")
    return f"Expected {expected} in {PREFIXES.get(reader, 'WRIT_')}{name.upper()}, got {str(problem['input'])[:80]!r}"


def _file(error: OSError) -> str:
    where = f" at {str(error.filename)[:200]}" if error.filename else ""
    return f"Expected a file, folder or address{where} that can be used: {error.strerror or error}"
