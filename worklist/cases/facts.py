"""The snapshot that expressions read as `case`. Built once per step, never stored. Source: architecture A20."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlmodel import Session, col, select

from db.models import CaseFile, Deadline, Document
from worklist.cases import calendar, deadlines, ledger, limitation, queries, reference, store, table_words
from worklist.cases.catalogue import CasePath, lists
from worklist.cases.claims import told
from worklist.clock import day_of
from worklist.engine import deployments
from worklist.law import deadlines as law
from worklist.law import rules

#: First letters of an instrument type → its class. Source: decisions D01, D02.
_CLASSES = (
    (("JUDGMENT", "MEDIATION", "PAYMENT_ORDER"), "JUDGMENT"),
    (("FOREIGN_AWARD", "HK_AWARD", "MO_AWARD", "TW_AWARD", "AWARD"), "AWARD"),
    (("FOREIGN", "HK_JUDGMENT", "MO_JUDGMENT", "TW_JUDGMENT"), "JUDGMENT"),
    (("NOTARISED",), "NOTARISED"),
    (("RULING",), "RULING"),
)


class Facts(Mapping[str, Any]):
    """The case as a mapping whose sections are read when somebody asks for them."""

    def __init__(self, session: Session, case: CaseFile, now: datetime, claim_day: date | None = None) -> None:
        self._session, self._case, self._now, self._today = session, case, now, day_of(now)
        self._claim_day = claim_day or self._today
        self._read: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._read:
            if name not in names():
                raise KeyError(name)
            self._read[name] = self._section(name)
        return self._read[name]

    def __iter__(self) -> Any:
        return iter(names())

    def __len__(self) -> int:
        return len(names())

    def _section(self, name: str) -> Any:
        special: dict[str, Callable[[], Any]] = {
            "id": lambda: self._case.id,
            "today": lambda: self._today,
            "deadlines": self._deadlines,
            "documents": self._documents,
            "outstanding": self._outstanding,
            "overrides": self._overrides,
            "claim": lambda: told.section(self._session, self._case.id, self._claim_day),
            "outstanding_zero": self._all_paid,
            "computed": self._computed,
            "chase": lambda: reference.chase(self._session, self._today),
            "reference": lambda: reference.Offered(self._session),
            "deployed": lambda: deployments.keys(self._session),
        }
        if name in special:
            return special[name]()
        if name in lists():
            return self._members(name)
        return self._single(name)

    def _single(self, name: str) -> Any:
        title = store.title_of(self._session, self._case.id) if name == "title" else None
        paths = _paths(name)
        if name in paths:
            return store.read_single(self._case, title, paths[name])
        prefix = f"{name}."
        section = {
            whole.removeprefix(prefix): store.read_single(self._case, title, path) for whole, path in paths.items()
        }
        for list_path in lists():
            if list_path.startswith(prefix):
                section[list_path.removeprefix(prefix)] = self._members(list_path)
        if name == "title":
            _complete_title(section)
        return section

    def _members(self, list_path: str) -> list[dict[str, Any]]:
        rows = store.members(self._session, self._case.id, list_path)
        return [store.read_member(self._session, list_path, row) for row in rows]

    def _deadlines(self) -> list[dict[str, Any]]:
        rows = self._session.exec(select(Deadline).where(col(Deadline.case_id) == self._case.id))
        return [
            {
                "id": row.id, "rule_id": row.rule_id, "raw_day": row.raw_day, "rolled_day": row.rolled_day,
                "alarm_day": row.alarm_day, "status": deadlines.status_on(row, self._today),
            }
            for row in rows
        ]  # fmt: skip

    def _documents(self) -> list[dict[str, Any]]:
        rows = self._session.exec(select(Document).where(col(Document.case_id) == self._case.id))
        fields = ("id", "message", "document_date", "received_date", "served_date")
        return [{name: getattr(row, name) for name in fields} for row in rows]

    def _all_paid(self) -> bool:
        rows = self._outstanding()
        return bool(rows) and all(row["amount"] == 0 for row in rows)

    def _computed(self) -> dict[str, Any]:
        served = self["title"].get("order_received_date")
        days = calendar.load(self._session)
        over = None if served is None else law.compute(rules.get("DL-G-01"), served, days).rolled_day < self._today
        return {"order_days_over": over, **limitation.readings(self._session, self)}

    def _overrides(self) -> list[dict[str, Any]]:
        names = table_words.names_of(self._session, self._case.id, self._now)
        return [
            {
                "id": kept.id, "decision": table_words.in_two(one.definition.name).said("zh"), "by": kept.by, "on": day_of(kept.at),
                "result": table_words.rows_in_chinese(one.columns, one.said_instead, names), "to_be_confirmed": one.waits,
            }
            for one in queries.overridden(self._session, self._case.id)
            if (kept := one.in_force) is not None
        ]  # fmt: skip

    def _outstanding(self) -> list[dict[str, Any]]:
        rows = store.members(self._session, self._case.id, "title.items")
        return [
            {"item_id": row.id, "currency": row.currency, "amount": ledger.outstanding(row)}
            for row in rows
        ]


def facts(session: Session, case_id: str | None, now: datetime, *, claim_day: date | None = None) -> Mapping[str, Any]:
    """Return the facts of a case as of `now`; an empty mapping for an instance without a case. `claim_day`: the claim is counted to it."""
    case = session.get(CaseFile, case_id) if case_id else None
    return {} if case is None else Facts(session, case, now, claim_day)


@cache
def _paths(name: str) -> dict[str, CasePath]:
    """Return the single paths at or below a name, by their own names."""
    paths = {path.name: path for path in store.single_paths()}
    return {whole: path for whole, path in paths.items() if whole == name or whole.startswith(f"{name}.")}


@cache
def names() -> tuple[str, ...]:
    """Return the names directly under `case`."""
    found = {path.name.partition(".")[0] for path in store.single_paths()}
    found |= {list_path.partition(".")[0] for list_path in lists()}
    added = {"id", "today", "chase", "computed", "deployed", "deadlines", "documents", "outstanding", "overrides", "reference"}
    return tuple(sorted(found | added))


def instrument_class(instrument_type: str | None) -> str | None:
    """Return the class of an instrument type: JUDGMENT, AWARD, NOTARISED, RULING or OTHER."""
    if instrument_type is None:
        return None
    for beginnings, name in _CLASSES:
        if instrument_type.startswith(beginnings):
            return name
    return "OTHER"


def _complete_title(title: dict[str, Any]) -> None:
    title["instrument_class"] = instrument_class(title.get("instrument_type"))
    instalments: list[date] = [row["due_date"] for row in title.get("instalments", []) if row.get("due_date")]
    title["last_instalment_date"] = max(instalments, default=None)
    days = [day for day in [title.get("performance_end_date"), *instalments] if day]
    title["first_due_date"] = title.get("first_due_date") or min(days, default=None)
