"""Log lines carry ids, never personal data, and stay one line each."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from worklist import log


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    log.configure(stream=stream, as_json=True)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


def test_a_line_carries_ids_and_drops_other_extras(stream: io.StringIO) -> None:
    logging.getLogger("worklist").info(
        "task completed", extra={"task_id": "t1", "debtor_name": "张三", "count": 2}
    )
    line = json.loads(stream.getvalue())
    assert line["message"] == "task completed"
    assert (line["task_id"], line["count"]) == ("t1", 2)
    assert "张三" not in stream.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002X", "13812345678", "+86 13812345678", "zhang.san@firm.example", "6222020200112233445",
        "Bearer abc.def", "password=hunter2", "postgresql://writ:hunter2@db/writ",
    ],
)  # fmt: skip
def test_numbers_of_persons_and_secrets_are_redacted(text: str) -> None:
    redacted = log.redact(f"before {text} after")
    assert text not in redacted
    assert redacted.startswith("before ")
    assert "hunter2" not in redacted


def test_an_id_is_not_mistaken_for_an_account_number() -> None:
    text = "instance '3f0e8c1a-1b2c-4d5e-8f90-123456789012' of 2026-03-04 went on"
    assert log.redact(text) == text


@pytest.mark.parametrize("formatter", [log.JsonLine(), log.TextLine()])
def test_a_line_break_in_a_message_makes_no_second_line(formatter: logging.Formatter) -> None:
    record = logging.makeLogRecord({"msg": "claimed\r\n2026 INFO forged", "task_id": "t1\nforged"})
    assert len(formatter.format(record).splitlines()) == 1


def test_an_error_is_logged_with_its_place_but_without_its_text(stream: io.StringIO) -> None:
    try:
        raise ValueError("cannot add 张三")
    except ValueError:
        logging.getLogger("worklist").exception("timer did not fire", extra={"timer_id": "x"})
    line = json.loads(stream.getvalue())
    assert line["error"] == "ValueError"
    assert "test_log.py" in line["where"]


def test_values_of_a_failed_statement_are_not_logged(stream: io.StringIO) -> None:
    error = IntegrityError("INSERT", {"name": "张三"}, Exception("Key (name)=(张三) already exists"))
    logging.getLogger("worklist").error("failed", exc_info=error)
    assert "张三" not in stream.getvalue()


def test_trouble_with_the_machine_is_told_in_full(stream: io.StringIO) -> None:
    error = OperationalError("SELECT", {"name": "张三"}, Exception("database is locked"))
    logging.getLogger("worklist").error("failed", exc_info=error)
    assert json.loads(stream.getvalue())["error"].startswith("OperationalError: database is locked")
    assert "张三" not in stream.getvalue()
