"""The decisions that were taken in a case: inputs, rows hit, result, override, what waits. Read only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from db.models import DecisionOverride, DecisionRun, Definition, Instance, OverrideState
from worklist.engine import overrides, queries
from worklist.engine.forms import Words
from worklist.feel import Column

#: Decisions of one page.
PAGE = 25
#: What asks for decisions outside a process.
ASKERS = {"ledger": Words("Ledger", "账目")}
#: How a row may be known without counsel having to confirm it. Source: law/rules.
SETTLED = frozenset({"guide", "read"})


@dataclass(frozen=True)
class Hit:
    """A row of a table that was hit, with its annotations: source, catalogue ids and articles, and what it says in Chinese.

    `table`: the decision it stands in, where that is one which the decision requires.
    """

    row: int
    id: str
    notes: list[str]
    asked: list[str]
    table: str
    to_be_confirmed: bool


@dataclass(frozen=True)
class Said:
    """An override with the states it went through."""

    override: DecisionOverride
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class Taken:
    """A decision that was taken: by which version of which table, where, on what, and what came out.

    `rows`: what the table said; `overrides`: what people said instead at its place, newest first, on its latest evaluation
    alone; `used`: the override that this evaluation gave. `waits`: the override in force was made for other inputs.
    """

    run: DecisionRun
    definition: Definition
    process: str
    step: Words
    columns: tuple[Column, ...]
    rows: list[dict[str, Any]]
    hits: list[Hit]
    errors: list[str]
    is_last: bool
    used: DecisionOverride | None
    overrides: list[Said]
    waits: bool

    @property
    def in_force(self) -> DecisionOverride | None:
        """The override in force, on the latest evaluation of a place."""
        return next((said.override for said in self.overrides if said.override.state == OverrideState.IN_FORCE), None)

    @property
    def said_instead(self) -> list[dict[str, Any]]:
        """The rows of the override in force, none without one."""
        return next((said.rows for said in self.overrides if said.override.state == OverrideState.IN_FORCE), [])


def decisions(session: Session, case_id: str, *, skip: int = 0, limit: int = PAGE) -> list[Taken]:
    """Return the decisions of a case, newest first."""
    query = select(DecisionRun).where(col(DecisionRun.case_id) == case_id)
    newest = query.order_by(col(DecisionRun.at).desc(), col(DecisionRun.number).desc(), col(DecisionRun.id))
    return [taken(session, run) for run in session.exec(newest.offset(skip).limit(limit))]


def count_decisions(session: Session, case_id: str) -> int:
    """Return how many decisions were taken in a case."""
    return session.exec(select(func.count()).where(col(DecisionRun.case_id) == case_id)).one()


def taken(session: Session, run: DecisionRun) -> Taken:
    """Return a decision that was taken as pages show it."""
    process, step = _place(session, run)
    shape = overrides.shape_of_run(session, run)
    is_last = run.place is None or overrides.is_last(session, run)
    said = _said(session, run.place) if is_last and run.place else []
    used = session.get(DecisionOverride, run.override_id) if run.override_id else None
    in_force = next((one.override for one in said if one.override.state == OverrideState.IN_FORCE), None)
    return Taken(
        run, session.get_one(Definition, run.definition_id), process, step,
        shape.columns, overrides.table_rows(session, run), _hits(run), [text for texts in run.outputs.get("errors", {}).values() for text in texts],
        is_last, used, said, in_force is not None and not overrides.is_confirmed(in_force, run),
    )  # fmt: skip


def overridden(session: Session, case_id: str) -> list[Taken]:
    """Return the decisions of a case whose override is in force, oldest override first."""
    query = select(DecisionOverride).where(col(DecisionOverride.case_id) == case_id, col(DecisionOverride.state) == OverrideState.IN_FORCE)
    runs = [overrides.last_at(session, one.place) for one in session.exec(query.order_by(col(DecisionOverride.at)))]
    return [taken(session, run) for run in runs if run is not None]


def _place(session: Session, run: DecisionRun) -> tuple[str, Words]:
    """Return the process and the step that asked; outside a process its key is empty."""
    asked = run.element_id or ""
    if run.instance_id is None:
        return "", ASKERS.get(asked, Words(asked))
    instance = session.get_one(Instance, run.instance_id)
    return instance.definition_key, queries.element_names(session, instance).get(asked, Words(asked))


def _said(session: Session, place: str) -> list[Said]:
    query = select(DecisionOverride).where(col(DecisionOverride.place) == place)
    return [Said(one, overrides.given_rows(one)) for one in session.exec(query.order_by(col(DecisionOverride.at).desc()))]


def _hits(run: DecisionRun) -> list[Hit]:
    found = []
    for table, rows in run.matched.items():
        for place, row in enumerate(rows):
            given = _given(run, place) if table == run.decision_id else {}
            found.append(
                Hit(
                    row["row"], row["id"], [note for note in row["notes"] if note], row.get("asked", []),
                    "" if table == run.decision_id else table, _unsettled(row["notes"], given),
                )
            )  # fmt: skip
    return found


def _given(run: DecisionRun, place: int) -> Mapping[str, Any]:
    rows = run.outputs.get("rows", [])
    return rows[place] if place < len(rows) and isinstance(rows[place], dict) else {}


def _unsettled(notes: list[str], given: Mapping[str, Any]) -> bool:
    confidence = given.get("confidence")
    return any("to be confirmed" in note for note in notes) or (confidence is not None and confidence not in SETTLED)
