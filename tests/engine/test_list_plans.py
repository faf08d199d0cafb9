"""A page of a long list costs the same wherever it stands: the index is walked from its place on, nothing is sorted."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import and_, event, insert, or_
from sqlmodel import Session, col, select, text

from db.models import Candidate, Instance, Task
from db.session import reading, transaction
from tests.engine.diagrams import end, process, start, user
from worklist import engine
from worklist.engine import queries

FIRST = datetime(2026, 3, 2, 4, tzinfo=UTC)
GROUP = "enforcement_lawyer"
#: Tasks in the list, on so many days.
TASKS, DAYS = 4_000, 10
DEEP = queries.Place(FIRST + timedelta(days=DAYS - 2), "")
WAITING = process("waiting", start(), user("work"), end(), flows=("start > work > end",))


@pytest.fixture
def long_list(database, alice):
    """A database whose list is long: copies of one task."""
    with transaction(database) as session:
        engine.deploy(session, {"waiting.bpmn": WAITING}, alice, FIRST)
        instance = engine.start(session, "waiting", None, {}, alice, FIRST)
        one = session.exec(select(Task)).one().model_dump()
        rows = [one | {"id": f"t-{i:05}", "due_at": FIRST + timedelta(days=i % DAYS)} for i in range(TASKS)]
        places = [{"task_id": row["id"], "group_id": GROUP, "due_at": row["due_at"], "free": True} for row in rows]
        session.execute(insert(Task), rows)
        session.execute(insert(Candidate), places)
        assert session.get(Instance, instance)
        session.execute(text("ANALYZE"))
    return database


def _plan(session: Session, statement: str, values) -> str:
    explain = "EXPLAIN " if session.get_bind().dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    rows = session.connection().exec_driver_sql(explain + statement, values).all()
    return "\n".join(str(row[-1]) for row in rows).lower()


def _plan_of_page(database) -> str:
    seen = []
    event.listen(database, "before_cursor_execute", lambda *said: seen.append((said[2], said[3])))
    with reading(database) as session:
        page = queries.team_tasks(session, "nobody", {GROUP}, holders="free", after=DEEP)
        assert len(page.tasks) == queries.PAGE
        statement, values = next(said for said in seen if "candidate" in said[0])
        return _plan(session, statement, values)


def test_a_page_far_behind_is_found_by_walking_the_index_from_its_place_on(long_list) -> None:
    plan = _plan_of_page(long_list)
    assert "ix_candidate_open" in plan
    assert "(due_at,task_id)>" in plan or "row(" in plan  # SQLite, PostgreSQL
    assert "sort" not in plan
    assert "temp b-tree" not in plan


def test_the_naive_condition_would_read_the_pages_before_it(long_list) -> None:
    beyond = or_(
        col(Candidate.due_at) > DEEP.due_at, and_(col(Candidate.due_at) == DEEP.due_at, col(Candidate.task_id) > DEEP.task_id)
    )
    listed = select(Task).join(Candidate, col(Candidate.task_id) == col(Task.id))
    listed = listed.where(col(Candidate.group_id) == GROUP, col(Candidate.free), col(Candidate.due_at).is_not(None), beyond)
    naive = listed.order_by(col(Candidate.due_at), col(Task.id)).limit(51)
    seen = []
    event.listen(long_list, "before_cursor_execute", lambda *said: seen.append((said[2], said[3])))
    with reading(long_list) as session:
        session.exec(naive).all()
        plan = _plan(session, *seen[-1])
    assert "(due_at,task_id)>" not in plan
    assert "row(" not in plan
