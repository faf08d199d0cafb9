"""Two administrators who take the role from each other at once: one of them keeps it."""

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.models import User
from db.session import transaction
from worklist.cases import people
from worklist.cases.accounts import users
from worklist.errors import Conflict

#: Seconds after which somebody is taken to be waiting.
PATIENCE = 0.5


@pytest.fixture
def office(database: Engine, now: datetime) -> Engine:
    """An office with two administrators."""
    with transaction(database) as session:
        for name in ("ada", "bo"):
            people.add(session, name, name.title(), now, roles=["admin"])
    return database


def demotes(office: Engine, user_id: str, now: datetime) -> None:
    with transaction(office) as session:
        users.change(session, user_id, roles=["clerk"], groups=[], active=True, now=now)


def at_once(office: Engine, now: datetime) -> Future[None]:
    """Demote `bo`, and `ada` before that is committed; return what became of the second."""
    with ThreadPoolExecutor(1) as pool, transaction(office) as session:
        users.change(session, "bo", roles=["clerk"], groups=[], active=True, now=now)
        second = pool.submit(demotes, office, "ada", now)
        with pytest.raises(TookTooLong):
            second.result(PATIENCE)
    return second


def administrators(office: Engine) -> list[str]:
    with Session(office) as session:
        return [user.id for user in session.exec(select(User).order_by(col(User.id))) if "admin" in user.roles]


def test_the_second_waits_for_the_first_and_is_refused(office: Engine, now: datetime) -> None:
    with pytest.raises(Conflict, match="another active administrator"):
        at_once(office, now).result()
    assert administrators(office) == ["ada"]


def looks_without_waiting(session: Session, admin: User) -> None:
    others = session.exec(select(User).where(col(User.active), col(User.id) != admin.id))
    if not any("admin" in user.roles for user in others):
        raise Conflict("the last")


def test_who_only_looks_leaves_nobody_on_postgresql(
    office: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without waiting, each still sees the other. SQLite has one writer at a time."""
    monkeypatch.setattr(users, "_must_not_be_the_last", looks_without_waiting)
    if office.dialect.name == "sqlite":
        with pytest.raises(Conflict):
            at_once(office, now).result()
        return
    with transaction(office) as session:
        users.change(session, "bo", roles=["clerk"], groups=[], active=True, now=now)
        demotes(office, "ada", now)
    assert administrators(office) == []
