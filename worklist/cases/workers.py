"""What service tasks do to the case: one function per topic. Source: architecture A36; domain/messages (topics).

Workers run in the engine's transaction, without network; what they return becomes variables.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.models import CaseMember, Deadline, Document
from worklist.cases import deadlines, fees, file, ledger, notices, papers, reference, start, store
from worklist.cases.catalogue import Message, messages
from worklist.cases.deadlines import Subject
from worklist.clock import day_of
from worklist.engine import Work
from worklist.engine.messages import keep_pending
from worklist.errors import BadInput
from worklist.law.rules import Ladder


def case_create(work: Work) -> Mapping[str, Any]:
    """Give the draft file its owner and access; return the ids of title and parties."""
    case_id = _case_id(work)
    case = store.case_file(work.session, case_id)
    if work.inputs.get("owner"):
        case.owner = work.inputs["owner"]
        if work.session.get(CaseMember, (case_id, case.owner)) is None:
            work.session.add(CaseMember(case_id=case_id, user_id=str(case.owner)))
    if work.inputs.get("parent_case_id"):
        case.facts = {**case.facts, "related": [work.inputs["parent_case_id"]]}
    work.session.add(case)
    work.session.flush()
    parties = [row.id for row in store.members(work.session, case_id, "debtors")]
    return {"title_id": store.title_of(work.session, case_id).id, "party_ids": parties}


def case_open(work: Work) -> Mapping[str, Any]:
    """Open a case linked with this one for a title of its own, and begin its intake; return its id."""
    values = {"client_name": work.inputs.get("client"), "source": work.inputs.get("source")}
    return {"linked_case_id": start.start_linked(work.session, _case_id(work), values, work.by, work.now)}


def case_update(work: Work) -> Mapping[str, Any]:
    """Write the paths given as inputs: `case.stage` → ENFORCEMENT."""
    paths = {name: value for name, value in work.inputs.items() if name.startswith("case.")}
    unknown = [name for name in work.inputs if name not in paths]
    if unknown:
        raise BadInput(f"Expected paths of the case file as inputs of case.update, got {unknown[0]!r}")
    file.write(work.session, _case_id(work), paths, work.by, work.now)
    return {}


def deadline_start(work: Work) -> Mapping[str, Any]:
    """Start one period (`rule`, `trigger_date`, …) or all that an `event` triggers; return each row by its rule."""
    case_id, inputs = _case_id(work), work.inputs
    if inputs.get("event"):
        rows = deadlines.start_by_event(
            work.session, case_id, inputs["event"], work.variables, work.by, work.now
        )
        # What a court or the other side has to do is never taken for over from a day that is only the earliest.
        told = [row for row in rows if not (row.awaits and row.ladder == Ladder.COURT)]
        return {deadlines.variable_name(row.rule_id): deadlines.as_variable(row) for row in told}
    trigger = inputs.get("trigger_date")
    if not inputs.get("rule") or not isinstance(trigger, date):
        raise BadInput(f"Expected rule and trigger_date (or event) for deadline.start, got {dict(inputs)!r}")
    subject = Subject(inputs.get("subject_type") or "case", str(inputs.get("subject_id") or case_id))
    row = deadlines.start(
        work.session, case_id, inputs["rule"], subject, trigger, work.by, work.now,
        override_date=inputs.get("override_date"), document_id=work.variables.get("document_id"),
    )  # fmt: skip
    variable = deadlines.as_variable(row)
    return {deadlines.variable_name(row.rule_id): variable, "deadline": variable}


def deadline_satisfy(work: Work) -> Mapping[str, Any]:
    """Mark rows as MET: those an `event` satisfies, or those of a `rule` or `deadline_id`."""
    if work.inputs.get("event"):
        rows = deadlines.satisfy_by_event(
            work.session, _case_id(work), work.inputs["event"], work.variables, work.by, work.now
        )
        return {"met": [row.id for row in rows]}
    found = _named(work)
    for row in found:
        met_on = work.inputs.get("met_on") or work.now.date()
        deadlines.satisfy(work.session, row, met_on, work.element_id, work.by, work.now)
    return {"met": [row.id for row in found]}


def deadline_cancel(work: Work) -> Mapping[str, Any]:
    """Close rows of a `rule` or `deadline_id` with a reason."""
    for row in _named(work):
        deadlines.cancel(work.session, row, work.inputs.get("reason") or "CANCELLED", work.by, work.now)
    return {}


def _named(work: Work) -> list[Any]:
    inputs = work.inputs
    if not inputs.get("rule") and not inputs.get("deadline_id"):
        return []
    return deadlines.open_rows(
        work.session, _case_id(work), rule_id=inputs.get("rule"), deadline_id=inputs.get("deadline_id"),
        subject_id=inputs.get("subject_id"),
    )  # fmt: skip


def measure_register(work: Work) -> Mapping[str, Any]:
    """Register a control measure on an asset; return its id.

    The notice of one measure may be taken by preservation and by enforcement: what stands in the register for the same
    asset, kind and day is that measure, keeps its dates, and is not entered twice. Without an asset nothing is the same.
    """
    inputs = work.inputs
    fields = {
        "asset_id": inputs.get("asset_id") if inputs.get("asset_id") != "main" else None,
        "kind": inputs.get("kind"), "rank": inputs.get("rank") or "FIRST", "status": "ACTIVE",
        "effective_date": inputs.get("effective_date"), "stated_until": inputs.get("stated_until"),
        "amount": inputs.get("amount"),
    }  # fmt: skip
    entered = _entered(work, fields)
    if entered is not None:
        return {"measure_id": entered}
    changes = file.write(work.session, _case_id(work), {"case.measures": [fields]}, work.by, work.now)
    return {"measure_id": next(change.member for change in changes)}


def _entered(work: Work, fields: Mapping[str, Any]) -> str | None:
    same = (measure.id for measure in store.members(work.session, _case_id(work), "measures")
            if fields["asset_id"] is not None and measure.status == "ACTIVE"
            and (measure.asset_id, measure.kind, measure.effective_date) == (fields["asset_id"], fields["kind"], fields["effective_date"]))  # fmt: skip
    return next(same, None)


def ledger_book(work: Work) -> Mapping[str, Any]:
    """Book an entry; return its id and what is outstanding per item.

    With `item_ids` it is booked over these items in the order of the title; the id is that of the first entry, if any.
    """
    case_id, entry = _case_id(work), ledger.Entry.of(work.inputs)
    items = store.members(work.session, case_id, "title.items")
    chosen = work.inputs.get("item_ids")
    if chosen is None:
        booked = [fees.post(work.session, case_id, entry, work.by, work.now)]
    else:
        booked = ledger.spread(work.session, case_id, [item for item in items if item.id in chosen], entry, work.by, work.now)
    return {"entry_id": booked[0].id if booked else None, "outstanding": {item.id: ledger.outstanding(item) for item in items}}


def document_treat(work: Work) -> Mapping[str, Any]:
    """Treat a letter as the message a person chose: record it so that the waiting step takes it.

    Raises BadInput for a message that states more than its day: without its result the step would take its default way.
    """
    name = str(work.inputs.get("treat_as"))
    if name not in messages():
        raise BadInput(f"Expected the name of a message in 'treat as', got {name!r}; choose it from the list")
    if stated := _results(messages()[name]):
        raise BadInput(
            f"Expected a message whose day is all that matters, but {messages()[name].label_en!r} also states "
            f"{', '.join(stated)}: record it as that document instead"
        )
    case_id, day = _case_id(work), work.inputs.get("event_date")
    keys = {key: work.variables.get(key) or "main" for key in messages()[name].keys}
    days = {field: day for field in ("event_date", "document_date", "received_date", "served_date") if day}
    document = Document(
        case_id=case_id, message=name, kind="LETTER", keys=keys, recorded_at=work.now, recorded_by=work.by.id, **days
    )
    work.session.add(document)
    work.session.flush()
    document_day = str(day or work.now.date())
    pending = keep_pending(
        work.session, name, case_id, keys, {**days, "document_id": document.id}, work.by, work.now,
        document_id=document.id, document_date=document_day,
    )  # fmt: skip
    work.kept[pending] = document_day
    return {}


def _results(message: Message) -> list[str]:
    """Return the fields of a message that decide the way: a choice, or a yes or no."""
    return [field.name for field in message.fields if field.type in {"enum", "bool"}]


def notify_send(work: Work) -> Mapping[str, Any]:
    """Put a notice into the outbox: for owner, partner and manager of the case, or for users by id."""
    case = store.case_file(work.session, _case_id(work))
    recipients = work.inputs.get("recipients") or ["owner"]
    deadline_id = work.inputs.get("deadline_id")
    outbox_id = notices.tell(
        work.session, case, recipients if isinstance(recipients, list) else [recipients],
        work.inputs.get("template") or "notice", work.now,
        deadline=work.session.get(Deadline, deadline_id) if deadline_id else None,
        task_id=work.inputs.get("task_id"),
    )  # fmt: skip
    return {"outbox_id": outbox_id}


def paper_generate(work: Work) -> Mapping[str, Any]:
    """Make a paper from a template; `fields` names the variables it may say. Return the id of the document."""
    inputs, seen = work.inputs, work.variables
    if inputs.get("language") not in (None, "", "zh"):
        raise BadInput(f"Expected no language or zh for paper.generate, got {inputs['language']!r}; templates are Chinese")
    named = inputs.get("fields") or []
    made = papers.make(
        work.session, _case_id(work), str(inputs.get("template")), work.by, work.now,
        chosen=papers.about(seen), fields={str(name): seen.get(str(name)) for name in (named if isinstance(named, list) else [named])},
    )  # fmt: skip
    return {"document_id": made.document.id}


def reference_lookup(work: Work) -> Mapping[str, Any]:
    """Return what a reference table says about a key on a day (without `on_date` today at the court), and its version.

    No row is an answer: `row` and `version` are null, and `said` tells so. Raises NotFound for a table that there is not.
    """
    table, key, day = str(work.inputs.get("table") or ""), work.inputs.get("key"), work.inputs.get("on_date") or day_of(work.now)
    if not isinstance(day, date):
        raise BadInput("Expected a date as on_date of reference.lookup, got %(found)s", found=str(day)[:80])
    return reference.looked_up(work.session, table, "" if key is None else str(key), day)


def _case_id(work: Work) -> str:
    if work.business_key is None:
        raise BadInput(f"Expected an instance of a case for topic {work.topic}, found one without a case")
    return work.business_key


#: Topic → worker.
WORKERS = {
    "case.create": case_create, "case.open": case_open, "case.update": case_update, "deadline.start": deadline_start,
    "deadline.satisfy": deadline_satisfy, "deadline.cancel": deadline_cancel, "measure.register": measure_register,
    "ledger.book": ledger_book, "document.treat": document_treat, "notify.send": notify_send,
    "paper.generate": paper_generate, "reference.lookup": reference_lookup,
}  # fmt: skip
