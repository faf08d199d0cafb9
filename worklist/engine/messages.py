"""Messages and signals: who waits for them, and delivering them. Source: architecture A23, A24, A27."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from db.models import Instance, PendingMessage, Subscription
from worklist.engine import deployments
from worklist.engine.held import Held
from worklist.engine.history import Event, jsonable, lock
from worklist.engine.hooks import hooks
from worklist.engine.spiff.codec import from_bytes, to_bytes
from worklist.engine.stage import Stage, handover_key, staged
from worklist.engine.variables import must_be_kept
from worklist.errors import Conflict, NotFound, Phrase, ProcessFailed, UnknownMessage
from worklist.identity import Actor


@dataclass(frozen=True)
class Delivery:
    """Where a message arrived: a waiting element, or a process it started."""

    instance_id: str
    element_id: str
    started: bool = False


def correlate(
    session: Session, name: str, business_key: str | None, keys: Mapping[str, Any], payload: Mapping[str, Any],
    by: Actor, now: datetime, *, document_id: str | None = None, document_date: str = "",
) -> list[Delivery]:  # fmt: skip
    """Deliver a message from outside to all that wait for it, or keep it until somebody does.

    `keys`: name → value; each must equal the variable of that name at the waiting element. An empty answer means
    that the message is pending. Raises UnknownMessage, BadInput, ProcessFailed.
    """
    if hooks.messages and name not in hooks.messages:
        raise UnknownMessage(name)
    must_be_kept({**payload, **keys})
    with staged(session, by, now) as stage:
        chain = business_key or name
        stage.events.append(_event(name, chain, keys, payload, document_id))
        deliveries = receive(stage, name, business_key, keys, {**payload, **keys})
        if not deliveries:
            stage.session.add(
                PendingMessage(
                    name=name, business_key=business_key, document_id=document_id, keys=jsonable(keys),
                    document_date=document_date or now.date().isoformat(), payload=pack(payload),
                    recorded_at=now, recorded_by=by.id,
                )
            )
    return deliveries


def open_by_message(
    session: Session, name: str, business_key: str, payload: Mapping[str, Any], by: Actor, now: datetime
) -> list[Delivery]:
    """Begin the process that a start message opens, by hand.

    Raises NotFound where no deployed process begins with it, Conflict where it runs already for the same title, measure or
    party, BadInput, ProcessFailed; nothing is begun then.
    """
    must_be_kept(payload)
    with staged(session, by, now) as stage:
        if not deployments.starters(stage.session, name):
            raise NotFound("Expected a deployed process that begins with '%(message)s', found none; deploy it first", message=name)
        stage.events.append(_event(name, business_key, {}, payload, None))
        begun = receive(stage, name, business_key, {}, payload)
        if not begun:
            raise Conflict("Expected a process that does not run yet, but it runs already for the same; go on there")
    return begun


def receive(
    stage: Stage, name: str, business_key: str | None, keys: Mapping[str, Any], payload: Mapping[str, Any],
    started_by: str | None = None,
) -> list[Delivery]:  # fmt: skip
    """Deliver a message to every matching subscription, and start the processes that it starts."""
    found = []
    for subscription in _waiting(stage.session, "message", name, business_key):
        matches = all(subscription.keys.get(key) == jsonable(value) for key, value in keys.items())
        if (subscription.takes_any_key or matches) and stage.deliver(
            subscription.instance_id, subscription.token_id, payload
        ):
            found.append(Delivery(subscription.instance_id, subscription.element_id))
    taken = {(stage.opened[delivery.instance_id].instance.definition_key, delivery.element_id) for delivery in found}
    for key, element in deployments.starters(stage.session, name):
        # A parallel event gateway that waits in a running instance took it there.
        if (key, element) not in taken and not _runs_already(stage.session, key, business_key, payload):
            opened = stage.begin(key, business_key, payload, start=element, started_by=started_by)
            found.append(Delivery(opened.instance.id, element, started=True))
    return found


def _runs_already(session: Session, key: str, business_key: str | None, payload: Mapping[str, Any]) -> bool:
    """Return whether a case has this process for the same already; who else begins one there meanwhile waits for this transaction."""
    if business_key is None:
        return False
    lock(session, business_key)
    query = select(Instance.handed_over).where(
        col(Instance.definition_key) == key, col(Instance.business_key) == business_key,
        col(Instance.state) == "running",
    )  # fmt: skip
    return handover_key(payload) in session.exec(query).all()


def send_inside(stage: Stage, sender: Held | Instance, name: str, payload: Mapping[str, Any]) -> None:
    """Deliver a message that an instance threw. Raises ProcessFailed where nobody can take it."""
    keys = {key: payload[key] for key in hooks.keys if key in payload}
    found = receive(stage, name, sender.business_key, keys, payload, started_by=sender.id)
    stage.log("message_sent", sender, facts={"message": name, "taken": len(found)})
    if not found and name.startswith("start_") and not deployments.starters(stage.session, name):
        nobody = Phrase("no deployed process begins with the message '%(message)s'; deploy it and retry", message=name)
        raise ProcessFailed(sender.id, None, nobody)
    if not found and not name.startswith("start_"):
        stage.session.add(
            PendingMessage(
                name=name, business_key=sender.business_key, keys=jsonable(keys), payload=pack(payload),
                document_date=stage.now.date().isoformat(), recorded_at=stage.now, recorded_by=stage.by.id,
            )
        )


def signal(session: Session, name: str, payload: Mapping[str, Any], by: Actor, now: datetime) -> int:
    """Throw a signal from outside to every instance that waits for it; return how many took it. Raises BadInput, ProcessFailed."""
    must_be_kept(payload)
    with staged(session, by, now) as stage:
        return broadcast(stage, name, payload, None)


def broadcast(stage: Stage, name: str, payload: Mapping[str, Any], sender: str | None) -> int:
    """Give a signal to every waiting token of other instances; return how many took it."""
    taken = 0
    query = select(Subscription).where(col(Subscription.kind) == "signal", col(Subscription.name) == name)
    for subscription in stage.session.exec(query.order_by(col(Subscription.instance_id))).all():
        if subscription.instance_id != sender:
            taken += stage.deliver(subscription.instance_id, subscription.token_id, payload)
    return taken


def try_pending(stage: Stage, pending_id: str) -> None:
    """Deliver a pending message if somebody waits for it now; it is kept otherwise."""
    pending = stage.session.get(PendingMessage, pending_id, populate_existing=True)
    if pending is None:
        return
    payload = unpack(pending.payload)
    found = []
    for subscription in _waiting(stage.session, "message", pending.name, pending.business_key):
        matches = all(subscription.keys.get(key) == value for key, value in pending.keys.items())
        if (subscription.takes_any_key or matches) and stage.deliver(
            subscription.instance_id, subscription.token_id, {**payload, **pending.keys}
        ):
            found.append(Delivery(subscription.instance_id, subscription.element_id))
    if found:
        stage.session.exec(delete(PendingMessage).where(col(PendingMessage.id) == pending_id))
        chain = pending.business_key or pending.name
        stage.events.append(_event(pending.name, chain, pending.keys, {}, pending.document_id, "message_taken_late"))


def _waiting(session: Session, kind: str, name: str, business_key: str | None) -> list[Subscription]:
    query = select(Subscription).where(
        col(Subscription.kind) == kind, col(Subscription.name) == name, col(Subscription.business_key) == business_key
    )
    return list(session.exec(query.order_by(col(Subscription.instance_id), col(Subscription.id))).all())


def pack(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return a payload as JSON that `unpack` turns back with its days and amounts."""
    return {"packed": b64encode(to_bytes(dict(payload))).decode(), "readable": jsonable(payload)}


def unpack(packed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload of `pack`."""
    return dict(from_bytes(b64decode(packed["packed"])))


def _event(
    name: str, chain: str, keys: Mapping[str, Any], payload: Mapping[str, Any], document_id: str | None,
    kind: str = "message_received",
) -> Event:  # fmt: skip
    return Event(kind, chain, facts={"message": name, "keys": keys, "document_id": document_id}, values=payload or None)


def keep_pending(
    session: Session, name: str, business_key: str, keys: Mapping[str, Any], payload: Mapping[str, Any], by: Actor,
    now: datetime, *, document_id: str, document_date: str,
) -> str:  # fmt: skip
    """Keep a message as pending for a step that waits for it, now or later; return its id. For workers."""
    pending = PendingMessage(
        name=name, business_key=business_key, document_id=document_id, document_date=document_date,
        keys=jsonable(keys), payload=pack(payload), recorded_at=now, recorded_by=by.id,
    )  # fmt: skip
    session.add(pending)
    session.flush()
    return pending.id
