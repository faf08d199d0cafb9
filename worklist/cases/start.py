"""Open a case: the draft file and its intake process."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from worklist import engine
from worklist.cases import file
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
