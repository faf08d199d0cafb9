"""Create a case and write its file; every change keeps old value, new value and who. Source: architecture A21."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, SQLModel, col, func, select

from db.models import (
    Asset,
    CaseFile,
    CaseList,
    CaseMember,
    CaseParty,
    LedgerEntry,
    Measure,
    Party,
    PartyLink,
    PartyRole,
    Title,
    TitleItem,
)
from worklist.cases import store
from worklist.cases.catalogue import CasePath, case_paths, lists
from worklist.cases.parties import following, links
from worklist.cases.reference import rule_sets
from worklist.cases.values import checked, to_json
from worklist.clock import day_of
from worklist.engine import history
from worklist.errors import BadInput, NotFound
from worklist.identity import Actor


@dataclass(frozen=True)
class Change:
    """One field of the file that changed. `member` is the id of a list's member."""

    path: str
    old: Any
    new: Any
    member: str | None = None


def create(session: Session, by: Actor, now: datetime, *, owner: str | None = None, access: str = "open") -> CaseFile:
    """Create an empty case with its title; its number is the next of the year at the court."""
    today = day_of(now)
    case = CaseFile(number=_next_number(session, today), created_at=now, owner=owner, access=access, rule_set=rule_sets.standard(session, today))
    case.wall_id = wall_for(case)
    session.add(case)
    session.flush()
    session.add(Title(case_id=case.id))
    if not by.is_system:
        session.add(CaseMember(case_id=case.id, user_id=by.id))
    session.flush()
    history.append(session, [history.Event("case_created", case.id, facts={"number": case.number})], by.id, now)
    return case


def wall_for(case: CaseFile) -> str | None:
    """Return the wall that the rows of a case carry; an open case has none. Source: architecture A30."""
    return None if case.access == "open" else case.id


def _next_number(session: Session, today: date) -> str:
    prefix = f"W{today.year}-"
    last = session.exec(select(func.max(CaseFile.number)).where(col(CaseFile.number).startswith(prefix))).one()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04d}"


def write(
    session: Session, case_id: str, values: Mapping[str, Any], by: Actor, now: datetime, *, by_form: bool = False,
    task_id: str | None = None,
) -> list[Change]:  # fmt: skip
    """Write paths of a case and return what changed.

    `values`: `case.title.amount` → value, and for lists `case.debtors` → members as dicts, matched by `id`;
    a member without an id is new, members not named stay as they are. A form may write only writable paths.
    Raises NotFound, BadInput; nothing is written then.
    """
    case = store.case_file(session, case_id)
    title = session.exec(select(Title).where(col(Title.case_id) == case_id)).first()
    changes: list[Change] = []
    for name, value in values.items():
        if name.removeprefix("case.") in lists():
            changes += _write_list(session, case, title, name.removeprefix("case."), value, by, now, by_form)
        else:
            changes += _write_single(case, title, _path(name, by_form), value)
            if changes and changes[-1].path == "case.rule_set":
                rule_sets.must_count(session, case.rule_set, day_of(now))
    if changes:
        _follow_client(session, case, changes, task_id, by, now)
        refresh_names(session, case)
        if any(change.path == "case.debtors[].name" for change in changes):
            _refresh_elsewhere(session, case_id)
        case.revision += 1
        session.add_all([part for part in (case, title) if part is not None])
        session.flush()
        history.append(session, [_event(case_id, changes, task_id)], by.id, now)
        _tell_periods(session, case_id, changes, by, now)
    return changes


def _tell_periods(session: Session, case_id: str, changes: list[Change], by: Actor, now: datetime) -> None:
    from worklist.cases import learning

    learning.heard(session, case_id, changes, by, now)


def _path(name: str, by_form: bool) -> CasePath:
    path = case_paths().get(name)
    if path is None:
        raise BadInput("Expected a path of the case file, got %(path)s", path=repr(name)[:200])
    if by_form and not path.writable:
        raise BadInput("Expected a path that a form may write, got %(path)s", path=repr(name)[:200])
    if path.computed:
        raise BadInput("Expected a path that somebody may write, got %(path)s", path=repr(name)[:200])
    return path


def _write_single(case: CaseFile, title: Title | None, path: CasePath, value: Any) -> list[Change]:
    new = checked(path, value)
    old = store.read_single(case, title, path)
    if new == old:
        return []
    store.write_single(case, title, path, new)
    return [Change(path.path, old, new)]


def _write_list(
    session: Session, case: CaseFile, title: Title | None, list_path: str, members: Any, by: Actor, now: datetime,
    by_form: bool,
) -> list[Change]:  # fmt: skip
    if list_path in store.COMPUTED_LISTS or not isinstance(members, list):
        raise BadInput("Expected a list that can be written, got %(path)s", path=f"case.{list_path} = {members!r}"[:200])
    rows = {row.id: row for row in store.members(session, case.id, list_path)}
    changes: list[Change] = []
    for member in members:
        fields = {
            name: checked(_path(f"case.{list_path}[].{name}", by_form and name != "id"), value)
            for name, value in member.items()
            if name != "id"
        }
        row = rows.get(member.get("id"))
        if row is None and member.get("id"):
            row = rows[member["id"]] = _joined(session, case, list_path, member["id"], len(rows))
        old = {} if row is None else store.read_member(session, list_path, row)
        changed = {name: value for name, value in fields.items() if old.get(name) != value}
        if row is None:
            if not any(value is not None for value in fields.values()):
                continue
            row = _new_member(session, case, title, list_path, fields, len(rows), by, now)
            rows[row.id] = row
        if isinstance(row, PartyLink):
            links.check(session, row, changed)
        store.write_member(session, list_path, row, changed)
        _follow(session, row, old, changed, by, now)
        changes += [Change(f"case.{list_path}[].{n}", old.get(n), value, row.id) for n, value in changed.items()]
    session.flush()
    return changes


def _new_member(
    session: Session, case: CaseFile, title: Title | None, list_path: str, fields: Mapping[str, Any], position: int,
    by: Actor, now: datetime,
) -> Any:  # fmt: skip
    row: SQLModel
    if list_path == "debtors":
        party = Party(name=fields.get("name") or "")
        session.add(party)
        session.flush()
        row = CaseParty(case_id=case.id, party_id=party.id, role=fields.get("role") or "DEBTOR", position=position)
    elif list_path == "links":
        row = links.new(session, case.id, fields, position)
    elif list_path == "title.items":
        row = TitleItem(title_id="" if title is None else title.id, position=position)
    elif list_path == "assets":
        row = Asset(case_id=case.id, position=position, status="CLUE")
    elif list_path == "measures":
        row = Measure(case_id=case.id, position=position)
    elif list_path == "ledger":
        return _ledger_entry(session, case, fields, by, now)
    else:
        row = CaseList(case_id=case.id, path=list_path, position=position)
    session.add(row)
    session.flush()
    return row


def _joined(session: Session, case: CaseFile, list_path: str, key: str, position: int) -> SQLModel:
    """Return a new member of `case.debtors` for a party that had another role in the case, under the key it has. Raises NotFound."""
    role = session.get(PartyRole, key) if list_path == "debtors" else None
    if role is not None and role.case_id == case.id and store.key_of(session, case.id, role.party_id) == key:
        row = CaseParty(id=key, case_id=case.id, party_id=role.party_id, role="", position=position)
        session.add(row)
        return row
    raise NotFound("Expected a member of case.%(list)s, found none with id '%(member)s'", list=list_path, member=key)


def _follow(session: Session, row: SQLModel, old: Mapping[str, Any], changed: Mapping[str, Any], by: Actor, now: datetime) -> None:
    session.flush()
    if isinstance(row, CaseParty) and ("role" in changed or not old):
        following.debtor(session, row, old.get("role"), by, now)
    if isinstance(row, PartyLink):
        following.link(session, row, by, now)


def _follow_client(
    session: Session, case: CaseFile, changes: list[Change], task_id: str | None, by: Actor, now: datetime
) -> None:  # fmt: skip
    """Let the creditor's party be who `case.client` says."""
    if not any(change.path.startswith("case.client.") for change in changes):
        return
    facts = case.facts["client"]
    party_id = facts.get("party_id")
    if any(change.path == "case.client.name" for change in changes):
        party_id = following.client(session, case, facts.get("name"), task_id, by, now)
        store.write_single(case, None, case_paths()["case.client.party_id"], party_id)
    party = session.get(Party, party_id) if party_id else None
    if party is not None:
        party.kind, party.country_or_region = facts.get("kind"), facts.get("country_or_region")
        session.add(party)


def _ledger_entry(session: Session, case: CaseFile, fields: Mapping[str, Any], by: Actor, now: datetime) -> LedgerEntry:
    from worklist.cases import fees, ledger

    return fees.post(session, case.id, ledger.Entry.of(fields), by, now)


def refresh_names(session: Session, case: CaseFile) -> None:
    """Keep the names that lists and searches show beside the case."""
    client = case.facts.get("client", {})
    case.client_name = client.get("name") or ""
    case.debtor_names = _debtor_names(session, case.id)
    for section in ("recognition", "enforcement"):
        facts = case.facts.get(section, {})
        case.court = facts.get("court") or case.court
        case.court_case_no = facts.get("case_no") or case.court_case_no


def _debtor_names(session: Session, case_id: str) -> str:
    parties = select(Party.name).join(CaseParty, col(CaseParty.party_id) == col(Party.id))
    return ", ".join(session.exec(parties.where(col(CaseParty.case_id) == case_id).order_by(col(CaseParty.position))))


def _refresh_elsewhere(session: Session, case_id: str) -> None:
    """Let the lists show the new name of a party in its other cases too."""
    here = select(CaseParty.party_id).where(col(CaseParty.case_id) == case_id)
    shared = select(CaseParty.case_id).where(col(CaseParty.party_id).in_(here), col(CaseParty.case_id) != case_id)
    for other in session.exec(select(CaseFile).where(col(CaseFile.id).in_(shared))):
        other.debtor_names = _debtor_names(session, other.id)
        session.add(other)


def _event(case_id: str, changes: list[Change], task_id: str | None) -> history.Event:
    """Personal data goes to the values that can be erased, the rest stays as facts."""
    kept: list[dict[str, Any]] = []
    erasable: dict[str, Any] = {}
    for change in changes:
        entry = {"path": change.path, "member": change.member}
        if case_paths()[change.path].erasable:
            erasable[f"{change.path}#{change.member}"] = [to_json(change.old), to_json(change.new)]
        else:
            entry |= {"old": to_json(change.old), "new": to_json(change.new)}
        kept.append(entry)
    return history.Event(
        "case_changed", case_id, task_id=task_id, facts={"changes": kept}, values=erasable or None
    )
