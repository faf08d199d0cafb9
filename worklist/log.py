"""Log lines: what happened and to which ids; never what a person typed, never who a debtor is."""

import json
import logging
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

#: Fields of `extra` that a line may carry, besides every field that ends in `_id`.
FIELDS = frozenset(
    {
        "chore",
        "count",
        "failures",
        "kind",
        "late_by",
        "method",
        "port",
        "route",
        "seconds",
        "state",
        "status",
    }
)
#: What must not reach a log even when a caller lets it through, and what is written instead.
SECRETS = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), r"\1 [token]"),
    (re.compile(r"(?i)\b(password|passwd|secret|token|api[_-]?key)(\s*[=:]\s*)\S+"), r"\1\2[secret]"),
    (re.compile(r"(://[^\s:/@]*):[^\s@/]+@"), r"\1:[secret]@"),
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"(?<![\w-])\d{17}[\dXx](?![\w-])"), "[id number]"),
    (re.compile(r"(?<![\w-])(\+?86[- ]?)?1[3-9]\d{9}(?![\w-])"), "[phone]"),
    (re.compile(r"(?<![\w-])\d{12,19}(?![\w-])"), "[account]"),
)
#: Libraries that tell more than an operator wants to read, and from which level on they are heard.
QUIET = {"apscheduler": logging.WARNING, "alembic": logging.WARNING, "waitress.queue": logging.ERROR}
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def configure(level: int = logging.INFO, stream: TextIO | None = None, as_json: bool | None = None) -> None:
    """Send all log lines to `stream` (stderr): as text to a terminal, else one JSON object a line."""
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLine() if as_json or (as_json is None and not stream.isatty()) else TextLine())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, heard_from in QUIET.items():
        logging.getLogger(name).setLevel(heard_from)


class JsonLine(logging.Formatter):
    """One JSON object a line: at, level, logger, message, the ids, and where an error came from."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record; line breaks in it are escaped."""
        return json.dumps(_content(record), ensure_ascii=False)


class TextLine(logging.Formatter):
    """The same for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        content = _content(record)
        at, level, logger, message = (str(content.pop(name)) for name in ("at", "level", "logger", "message"))
        rest = " ".join(f"{name}={_one_line(value)}" for name, value in content.items())
        return " ".join(filter(None, (at[11:19], level, logger, _one_line(message), rest)))


def redact(text: str) -> str:
    """Return `text` without id numbers, telephone and account numbers, e-mail addresses, passwords and tokens."""
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


def _content(record: logging.LogRecord) -> dict[str, Any]:
    content: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": redact(record.getMessage()),
    }
    for name, value in vars(record).items():
        if name not in _STANDARD and (name in FIELDS or name.endswith("_id")) and value is not None:
            content[name] = value if isinstance(value, int | float) else redact(str(value))
    if record.exc_info and record.exc_info[1] is not None:
        content["error"] = " < ".join(_described(error) for error in _chain(record.exc_info[1]))
        content["where"] = " > ".join(_frames(record.exc_info[2]))
    return content


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _described(error: BaseException) -> str:
    """Return the class of an error; with its text only where that speaks of machines, not of cases.

    The sentence of any other error stands in the incident, where access is checked.
    """
    name = type(error).__name__
    if not isinstance(error, OSError) and name != "OperationalError":
        return name
    return f"{name}: {redact(str(getattr(error, 'orig', None) or error))}"


def _frames(traceback: TracebackType | None) -> Iterator[str]:
    while traceback is not None:
        code = traceback.tb_frame.f_code
        yield f"{code.co_filename.rpartition('/')[2]}:{traceback.tb_lineno} {code.co_name}"
        traceback = traceback.tb_next


def _one_line(value: object) -> str:
    return str(value).replace("\r", "\\r").replace("\n", "\\n")
