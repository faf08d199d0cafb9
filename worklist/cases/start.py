"""Open a case: the draft file and its intake process."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from db.models import CaseMember
from worklist import engine
from worklist.cases import file, store
from worklist.identity import Actor

#: The process every case begins with.
INTAKE = "intake_triage"


def start(session: Session, values: Mapping[str, Any], by: Actor, now: datetime, *, access: str = "open") -> str:
    """Create a draft case and start its intake; return the case id.

    `values`: what the start page already knows: `client_name`, `source`, and `case.…` paths for the file.
    Raises BadInput, NotFound when intake_triage is not deployed.
    """
    case = file.create(session, by, now, access=access)
    paths = {name: value for name, value in values.items() if name.startswith("case.")}
    if values.get("client_name"):
        paths.setdefault("case.client.name", values["client_name"])
    if paths:
        file.write(session, case.id, paths, by, now)
    variables = {name: value for name, value in values.items() if not name.startswith("case.")}
    engine.start(session, INTAKE, case.id, variables, by, now)
    return case.id


def start_linked(
    session: Session, parent_case_id: str, values: Mapping[str, Any], by: Actor, now: datetime
) -> str:
    """Open a case for a title won within another case; return its id. Who may see the one may see the other.

    `values`: `client_name`, `source`. Raises BadInput, NotFound when intake_triage is not deployed.
    """
    parent = store.case_file(session, parent_case_id)
    case_id = start(session, {**values, "parent_case_id": parent_case_id}, by, now, access=parent.access)
    may_see = select(CaseMember.user_id).where(col(CaseMember.case_id) == parent_case_id)
    for user_id in session.exec(may_see).all():
        if session.get(CaseMember, (case_id, user_id)) is None:
            session.add(CaseMember(case_id=case_id, user_id=user_id))
    session.flush()
    return case_id
