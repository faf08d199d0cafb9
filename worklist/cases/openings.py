"""Open a process of a case by hand: what the page *Begin something* sends. Source: domain/messages (start messages)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from db.models.base import new_id
from worklist import engine
from worklist.cases import visibility
from worklist.cases.catalogue import StartMessage, start_messages
from worklist.cases.documents import OBJECTION
from worklist.cases.facts import facts
from worklist.cases.payloads import typed
from worklist.engine import deployments
from worklist.errors import BadInput
from worklist.identity import Actor


def offered(session: Session) -> list[StartMessage]:
    """Return the processes that people may begin in a case, of those that are deployed."""
    return [message for message in start_messages().values() if message.by_hand and deployments.starters(session, message.name)]


def title_of(session: Session, case_id: str, now: datetime) -> str:
    """Return the id of the title of a case."""
    return str(facts(session, case_id, now)["title"]["id"])


def begin(
    session: Session, case_id: str, message: str, fields: Mapping[str, Any], by: Actor, now: datetime
) -> list[engine.Delivery]:
    """Begin the process that a start message opens; what is about the title is about the title of the case.

    `fields`: the payload, typed or as text. Raises BadInput, NotFound, Conflict, ProcessFailed; nothing is begun then.
    """
    known = start_messages().get(message)
    if known is None or not known.by_hand:
        raise BadInput(
            "Expected one of %(known)s, got '%(message)s'", message=message[:80],
            known=", ".join(name for name, one in start_messages().items() if one.by_hand),
        )  # fmt: skip
    visibility.must_see(session, case_id, by)
    own = {field.name: field for field in known.fields}
    if unknown := [name for name in fields if name not in own]:
        raise BadInput(
            "Expected the fields %(known)s, got '%(field)s'", field=unknown[0][:80], known=", ".join(own) or "-"
        )
    payload = {name: typed(own[name], value) for name, value in fields.items() if value not in (None, "")}
    if "title_id" in own:
        payload.setdefault("title_id", title_of(session, case_id, now))
    if OBJECTION in own:
        payload.setdefault(OBJECTION, new_id())
    return engine.open_by_message(session, message, case_id, payload, by, now)
