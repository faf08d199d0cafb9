"""The outbox: a notice is written in the transaction that wants it sent, and leaves afterwards, at least once.

States of a row: waiting → sending (leased, with a fence) → sent; spooled where no mail server is configured;
failed after MAX_FAILURES, with an incident. A notice may arrive twice when a process dies between sending it and
writing that down; both copies then carry the same Message-ID.
"""

import logging
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import Engine
from sqlmodel import Session, col, or_, select, update

from db.models import CaseFile, CaseMember, Incident, Membership, Outbox, User
from db.session import reading, transaction
from worklist.config import Settings

log = logging.getLogger(__name__)

#: How long a sender may take for one notice before another process may send it again.
LEASE = timedelta(minutes=2)
#: A notice that could not be sent is tried again after this long, doubled with each failure.
FIRST_DELAY = timedelta(minutes=1)
#: After so many failures a notice waits for a person.
MAX_FAILURES = 8
#: Seconds to wait for the mail server.
TIMEOUT = 20.0

#: Hands a message to the mail server; returns the addresses it refused. Raises OSError (smtplib's errors are).
Send = Callable[[EmailMessage], Sequence[str]]


class MailSettings(BaseSettings):
    """The mail server, from the environment (WRIT_SMTP_…) or the secrets directory. Without a host: spool."""

    model_config = SettingsConfigDict(
        env_prefix="WRIT_SMTP_", extra="ignore", secrets_dir=Settings.model_config.get("secrets_dir")
    )

    host: str | None = None
    port: int = 587
    starttls: bool = True
    user: str | None = None
    password: SecretStr | None = None
    sender: str = "writ@localhost"


@dataclass(frozen=True)
class Notice:
    """A message to users and groups (ids). Addresses are looked up when it is sent."""

    subject: str
    text: str
    users: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


def post(session: Session, notice: Notice, now: datetime, case_id: str | None = None) -> str:
    """Put a notice into the outbox of this transaction and return its id."""
    row = Outbox(
        kind="mail",
        payload={
            "subject": notice.subject, "text": notice.text,
            "users": list(notice.users), "groups": list(notice.groups),
        },
        case_id=case_id, created_at=now, due_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def send_due(database: Engine, now: datetime, limit: int = 100, send: Send | None = None) -> int:
    """Send up to `limit` due notices, oldest first, and return how many left the queue of waiting ones.

    Without `send` and without a configured mail server they are spooled: kept, logged, not sent later.
    """
    settings = MailSettings()
    if send is None and settings.host is not None:
        send = mail_server(settings)
    with reading(database) as session:
        query = select(Outbox.id).where(col(Outbox.state) == "waiting", col(Outbox.due_at) <= now)
        ids = list(session.exec(query.order_by(col(Outbox.due_at), col(Outbox.id)).limit(limit)))
    return sum(_send_one(database, notice_id, now, send, settings.sender) for notice_id in ids)


def expire_leases(database: Engine, now: datetime) -> int:
    """Give notices whose sender died back to the queue; return how many."""
    with transaction(database) as session:
        lost = session.exec(
            update(Outbox)
            .where(col(Outbox.state) == "sending", col(Outbox.lease_until) < now)
            .values(state="waiting", failures=col(Outbox.failures) + 1)
        )
        return lost.rowcount


def mail_server(settings: MailSettings) -> Send:
    """Return what hands messages to the configured mail server."""

    def send(message: EmailMessage) -> Sequence[str]:
        with smtplib.SMTP(str(settings.host), settings.port, timeout=TIMEOUT) as server:
            if settings.starttls:
                server.starttls()
            if settings.user and settings.password:
                server.login(settings.user, settings.password.get_secret_value())
            return list(server.send_message(message))

    return send


def _send_one(database: Engine, notice_id: str, now: datetime, send: Send | None, sender: str) -> bool:
    with transaction(database) as session:
        row = _claim(session, notice_id, now)
        if row is None:
            return False
        addresses = _addresses(session, row)
    if send is None:
        log.info("notice spooled: no mail server is configured", extra={"outbox_id": row.id})
        return _finish(database, row, state="spooled")
    if row.failures >= MAX_FAILURES:  # only processes that died count so far
        return _give_up(database, row, now, f"{row.failures} processes ended while they sent the notice")
    if not addresses:
        return _give_up(
            database, row, now, "Expected at least one active recipient with an e-mail address, found none"
        )
    try:
        refused = send(_message(row, addresses, sender))
    except OSError as error:  # refused, cut off, timed out: the server's trouble
        log.warning(
            "notice not sent", extra={"outbox_id": row.id, "failures": row.failures + 1}, exc_info=error
        )
        return _put_off(database, row, now, error)
    if refused:
        log.warning("recipients refused", extra={"outbox_id": row.id, "count": len(refused)})
    return _finish(database, row, state="sent", sent_at=now)


def _claim(session: Session, notice_id: str, now: datetime) -> Outbox | None:
    won = session.exec(
        update(Outbox)
        .where(col(Outbox.id) == notice_id, col(Outbox.state) == "waiting", col(Outbox.due_at) <= now)
        .values(state="sending", lease_until=now + LEASE, fence=col(Outbox.fence) + 1)
    )
    return session.get(Outbox, notice_id, populate_existing=True) if won.rowcount == 1 else None


def _addresses(session: Session, row: Outbox) -> list[str]:
    """Return the e-mail addresses of the recipients who may know of the case, in the order of their ids."""
    members = select(Membership.user_id).where(col(Membership.group_id).in_(row.payload["groups"]))
    query = select(User.email).where(
        col(User.active), col(User.email).is_not(None),
        or_(col(User.id).in_(row.payload["users"]), col(User.id).in_(members)),
    )  # fmt: skip
    case = session.get(CaseFile, row.case_id) if row.case_id else None
    if case is not None:
        team = select(CaseMember.user_id).where(col(CaseMember.case_id) == case.id)
        query = query.where(col(User.id).not_in(team.where(col(CaseMember.denied))))
        if case.access != "open":
            query = query.where(col(User.id).in_(team))
    return [address for address in session.exec(query.order_by(col(User.id))) if address]


def _message(row: Outbox, addresses: list[str], sender: str) -> EmailMessage:
    message = EmailMessage()
    message["Message-ID"] = f"<{row.id}@{sender.rpartition('@')[2]}>"
    message["Date"] = row.created_at
    message["From"] = sender
    message["To"] = ", ".join(addresses)
    message["Subject"] = " ".join(str(row.payload["subject"]).split())
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(str(row.payload["text"]))
    return message


def _put_off(database: Engine, row: Outbox, now: datetime, error: OSError) -> bool:
    failures = row.failures + 1
    if failures >= MAX_FAILURES or _is_final(error):
        return _give_up(
            database, row, now, f"The mail server did not take the notice: {type(error).__name__}"
        )
    return _finish(
        database, row, state="waiting", failures=failures, due_at=now + FIRST_DELAY * 2 ** (failures - 1)
    )


def _is_final(error: OSError) -> bool:
    """Whether the server said no for good (5xx) rather than not now."""
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500


def _give_up(database: Engine, row: Outbox, now: datetime, reason: str) -> bool:
    done = _finish(database, row, state="failed", failures=row.failures + 1)
    if done:
        with transaction(database) as session:
            incident = Incident(
                kind="notice", subject_id=row.id, case_id=row.case_id, message=reason, opened_at=now
            )
            session.add(incident)
    return done


def _finish(database: Engine, row: Outbox, **values: Any) -> bool:
    """Write down what became of a notice, unless its lease ran out and another process took it over."""
    with transaction(database) as session:
        written = session.exec(
            update(Outbox)
            .where(col(Outbox.id) == row.id, col(Outbox.fence) == row.fence, col(Outbox.state) == "sending")
            .values(lease_until=None, **values)
        )
    return written.rowcount == 1
