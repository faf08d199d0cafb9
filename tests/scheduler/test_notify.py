"""Notices leave at least once, to those who may know, and never silently not."""

import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select, update

from db.models import CaseFile, CaseMember, Incident, Membership, Outbox, User, UserGroup
from db.session import transaction
from worklist import notify
from worklist.notify import Notice

NOTICE = Notice("Limitation in 30 days", "Case 2026-001", users=("bob",), groups=("foreign_desk",))


class MailServer:
    """Takes messages, or raises what it was told to."""

    def __init__(self, trouble: OSError | None = None) -> None:
        self.taken: list[EmailMessage] = []
        self.trouble = trouble

    def __call__(self, message: EmailMessage) -> Sequence[str]:
        if self.trouble:
            raise self.trouble
        self.taken.append(message)
        return []


@pytest.fixture
def outbox(database: Engine, now: datetime) -> Engine:
    """A database with three people and one due notice, to bob and the group of alice and zoe."""
    with transaction(database) as session:
        session.add(UserGroup(id="foreign_desk", name="Foreign desk", name_zh="涉外组"))
        for name in ("alice", "bob", "zoe"):
            session.add(User(id=name, name=name, email=f"{name}@firm.example", created_at=now))
        session.flush()
        for name in ("alice", "zoe"):
            session.add(Membership(user_id=name, group_id="foreign_desk"))
        notify.post(session, NOTICE, now)
    return database


def row(database: Engine) -> Outbox:
    with Session(database) as session:
        return session.exec(select(Outbox)).one()


def test_a_notice_reaches_users_and_groups_once(outbox: Engine, now: datetime) -> None:
    server = MailServer()
    assert notify.send_due(outbox, now, send=server) == 1
    assert notify.send_due(outbox, now, send=server) == 0
    assert [m["To"] for m in server.taken] == ["alice@firm.example, bob@firm.example, zoe@firm.example"]
    assert row(outbox).state == "sent"


def test_a_notice_is_written_with_the_command_or_not_at_all(database: Engine, now: datetime) -> None:
    with Session(database) as session:
        notify.post(session, NOTICE, now)
        session.rollback()
    assert notify.send_due(database, now, send=MailServer()) == 0


def test_a_notice_sent_again_after_a_crash_carries_the_same_message_id(outbox: Engine, now: datetime) -> None:
    class Crash(BaseException):
        pass

    first, second = MailServer(), MailServer()

    def crashing(message: EmailMessage) -> Sequence[str]:
        first(message)
        raise Crash

    with pytest.raises(Crash):
        notify.send_due(outbox, now, send=crashing)
    assert notify.send_due(outbox, now, send=second) == 0
    later = now + notify.LEASE + timedelta(seconds=1)
    notify.expire_leases(outbox, later)
    notify.send_due(outbox, later, send=second)
    assert first.taken[0]["Message-ID"] == second.taken[0]["Message-ID"]


def test_a_sender_whose_lease_ran_out_changes_nothing(outbox: Engine, now: datetime) -> None:
    def slow(message: EmailMessage) -> Sequence[str]:
        later = now + notify.LEASE + timedelta(seconds=1)
        notify.expire_leases(outbox, later)
        notify.send_due(outbox, later, send=MailServer(smtplib.SMTPServerDisconnected("gone")))
        return []

    assert notify.send_due(outbox, now, send=slow) == 0
    assert row(outbox).state == "waiting"


def test_a_server_that_is_away_puts_the_notice_off(outbox: Engine, now: datetime) -> None:
    notify.send_due(outbox, now, send=MailServer(ConnectionRefusedError()))
    put_off = row(outbox)
    assert (put_off.state, put_off.failures, put_off.due_at) == ("waiting", 1, now + notify.FIRST_DELAY)


def test_a_notice_that_fails_for_good_becomes_an_incident(outbox: Engine, now: datetime) -> None:
    notify.send_due(outbox, now, send=MailServer(smtplib.SMTPDataError(552, b"too large")))
    with Session(outbox) as session:
        incident = session.exec(select(Incident)).one()
    assert (row(outbox).state, incident.kind, incident.subject_id) == ("failed", "notice", row(outbox).id)


def test_eight_failures_make_an_incident(outbox: Engine, now: datetime) -> None:
    with transaction(outbox) as session:
        session.exec(update(Outbox).values(failures=notify.MAX_FAILURES - 1))
    notify.send_due(outbox, now, send=MailServer(TimeoutError()))
    assert row(outbox).state == "failed"


def test_a_notice_that_ends_one_process_after_another_is_not_sent_again(
    outbox: Engine, now: datetime
) -> None:
    with transaction(outbox) as session:
        session.exec(update(Outbox).values(failures=notify.MAX_FAILURES))
    server = MailServer()
    notify.send_due(outbox, now, send=server)
    assert (row(outbox).state, server.taken) == ("failed", [])


def test_a_notice_nobody_can_receive_becomes_an_incident(outbox: Engine, now: datetime) -> None:
    with transaction(outbox) as session:
        session.exec(update(User).values(active=False))
    notify.send_due(outbox, now, send=MailServer())
    with Session(outbox) as session:
        assert "no" in session.exec(select(Incident.message)).one()
    assert row(outbox).state == "failed"


def test_without_a_mail_server_notices_are_spooled(
    outbox: Engine, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "worklist.notify"):
        assert notify.send_due(outbox, now) == 1
    assert row(outbox).state == "spooled"
    assert "no mail server" in caplog.text


@pytest.mark.parametrize(
    ("access", "reached"),
    [("open", ["alice", "bob"]), ("team", ["alice"]), ("walled", ["alice"])],
)
def test_who_may_not_know_of_a_case_gets_no_notice(
    database: Engine, now: datetime, access: str, reached: list[str]
) -> None:
    with transaction(database) as session:
        case = CaseFile(number="2026-001", access=access, created_at=now)
        session.add(case)
        for name in ("alice", "bob", "zoe"):
            session.add(User(id=name, name=name, email=f"{name}@firm.example", created_at=now))
        session.flush()
        session.add(CaseMember(case_id=case.id, user_id="alice"))
        session.add(CaseMember(case_id=case.id, user_id="zoe", denied=True))
        notify.post(session, Notice("s", "t", users=("alice", "bob", "zoe")), now, case_id=case.id)
    server = MailServer()
    notify.send_due(database, now, send=server)
    assert [m["To"] for m in server.taken] == [", ".join(f"{name}@firm.example" for name in reached)]


def test_a_line_break_in_a_subject_adds_no_header(outbox: Engine, now: datetime) -> None:
    with transaction(outbox) as session:
        session.exec(update(Outbox).where(col(Outbox.state) == "waiting").values(state="sent"))
        notify.post(session, Notice("Hello\r\nBcc: x@evil.example", "t", users=("bob",)), now)
    server = MailServer()
    notify.send_due(outbox, now, send=server)
    assert server.taken[0]["Bcc"] is None
