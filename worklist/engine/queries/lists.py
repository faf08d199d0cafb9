"""Task lists: mine, those of my groups, counts. Every list is a keyset walk. Source: architecture A16.

The engine knows no case: who may see which case comes in as `where`, a condition on the task.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from heapq import merge
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, tuple_
from sqlmodel import Session, col, func, select

from db.models import Candidate, Task, TaskState
from worklist.clock import NEVER
from worklist.errors import BadInput

#: Rows of a page of a list.
PAGE = 50
#: Counts stop here; more is shown as "1,000+".
MANY = 1_000
#: How an instant stands in an address.
_INSTANT = "%Y%m%dT%H%M%S%f"
#: A condition on the task: which of them may be seen.
Where = ColumnElement[bool] | None


@dataclass(frozen=True, order=True)
class Place:
    """A place in a list that is ordered by due instant, then id."""

    due_at: datetime
    task_id: str

    @classmethod
    def of(cls, task: Task) -> "Place":
        """Return the place of a task."""
        return cls(task.due_at or NEVER, task.id)

    @classmethod
    def read(cls, text: str | None) -> "Place | None":
        """Return the place that an address names, None for none. Raises BadInput."""
        if not text:
            return None
        at, _, task_id = text.partition("_")
        try:
            return cls(datetime.strptime(at, _INSTANT).replace(tzinfo=UTC), task_id)
        except ValueError:
            raise BadInput("Expected a place in the list, got %(found)s; open the list anew", found=repr(text)[:80]) from None

    def __str__(self) -> str:
        due = self.due_at.astimezone(UTC)
        return f"{due.year:04}{due:{_INSTANT.removeprefix('%Y')}}_{self.task_id}"  # %Y writes years below 1000 too short


@dataclass(frozen=True)
class Listed:
    """A page of a list; `after` is where the next page begins, None on the last one."""

    tasks: list[Task]
    after: Place | None


def _beyond(due: Any, task_id: Any, after: Place | None) -> ColumnElement[bool] | None:
    if after is None:
        return None
    # A row value, which an index walks from that place on; with OR the database would read all the pages before it.
    return tuple_(due, task_id) > tuple_(literal(after.due_at, due.type), literal(after.task_id))


def _walk(
    session: Session, base: Any, place: tuple[Any, Any], where: Sequence[Where], after: Place | None, limit: int
) -> list[Task]:
    conditions = [one for one in (*where, _beyond(*place, after)) if one is not None]
    return list(session.exec(base.where(*conditions).order_by(*place).limit(limit)))


def _held(session: Session, holder: str, where: Where, after: Place | None, limit: int) -> list[Task]:
    due = func.coalesce(col(Task.due_at), NEVER)
    mine = and_(col(Task.assignee) == holder, col(Task.state) == TaskState.OPEN)
    return _walk(session, select(Task), (due, col(Task.id)), [mine, where], after, limit)


def _of_group(session: Session, group: str, free: bool, where: Where, after: Place | None, limit: int) -> list[Task]:
    base = select(Task).join(Candidate, col(Candidate.task_id) == col(Task.id))
    listed = [col(Candidate.group_id) == group, col(Candidate.free) == free, col(Candidate.due_at).is_not(None)]
    # Ordered by the candidate's own columns, as its index is: the thousand tasks due on one day are not sorted for a page.
    place = (col(Candidate.due_at), col(Candidate.task_id))
    return _walk(session, base, place, [*listed, where], after, limit)


def _page(branches: Sequence[list[Task]], limit: int) -> Listed:
    """Return the first rows of several lists that are each in order; a task in two of them is shown once."""
    tasks: dict[str, Task] = {}
    for task in merge(*branches, key=Place.of):
        tasks.setdefault(task.id, task)
        if len(tasks) > limit:
            break
    shown = list(tasks.values())
    return Listed(shown[:limit], Place.of(shown[limit - 1]) if len(shown) > limit else None)


def my_tasks(session: Session, user_id: str, *, where: Where = None, after: Place | None = None, limit: int = PAGE) -> Listed:
    """Return the open tasks that a user holds, the most urgent first."""
    return _page([_held(session, user_id, where, after, limit + 1)], limit)


def team_tasks(
    session: Session, user_id: str, groups: Collection[str], *, holders: str = "mine_or_free", where: Where = None,
    after: Place | None = None, limit: int = PAGE,
) -> Listed:  # fmt: skip
    """Return open tasks of groups, the most urgent first.

    `holders`: `free` (nobody holds them), `mine_or_free`, `all`.
    """
    branches = [_of_group(session, group, True, where, after, limit + 1) for group in sorted(groups)]
    if holders == "mine_or_free":
        named = select(Candidate.task_id).where(col(Candidate.task_id) == col(Task.id))
        in_groups = named.where(col(Candidate.group_id).in_(groups)).exists()
        mine = in_groups if where is None else and_(in_groups, where)
        branches.append(_held(session, user_id, mine, after, limit + 1))
    elif holders == "all":
        branches += [_of_group(session, group, False, where, after, limit + 1) for group in sorted(groups)]
    return _page(branches, limit)


def count_mine(session: Session, user_id: str, *, where: Where = None, due_before: datetime | None = None) -> int:
    """Return how many open tasks a user holds, at most MANY + 1."""
    conditions = [col(Task.assignee) == user_id, col(Task.state) == TaskState.OPEN]
    if due_before is not None:
        conditions.append(col(Task.due_at) < due_before)
    return _count(session, select(Task.id).where(*conditions, *([] if where is None else [where])))


def count_free(
    session: Session, groups: Collection[str], *, where: Where = None, due_before: datetime | None = None
) -> int:
    """Return how many unclaimed tasks the groups have, at most MANY + 1."""
    query = select(Candidate.task_id).where(
        col(Candidate.group_id).in_(groups), col(Candidate.free), col(Candidate.due_at).is_not(None)
    )
    if due_before is not None:
        query = query.where(col(Candidate.due_at) < due_before)
    if where is not None:
        query = query.join(Task, col(Task.id) == col(Candidate.task_id)).where(where)
    return _count(session, query.distinct())


def _count(session: Session, query: Any) -> int:
    return session.exec(select(func.count()).select_from(query.limit(MANY + 1).subquery())).one()


def due_before(at: datetime) -> ColumnElement[bool]:
    """Return the condition on tasks that were due before an instant."""
    return col(Task.due_at) < at


def stamp(tasks: Sequence[Task], today: date) -> str:
    """Return a short text that differs when a list of tasks looks different."""
    seen = "|".join(f"{task.id}:{task.revision}:{task.assignee}:{task.due_at}" for task in tasks)
    return hashlib.sha256(f"{today}|{seen}".encode()).hexdigest()[:16]
