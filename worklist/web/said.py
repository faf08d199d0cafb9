"""Words for what pages show: events, urgency, roles, kinds of period. Given to every template."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask, request
from flask_babel import lazy_gettext

from worklist.cases.catalogue import messages
from worklist.cases.papers import saying
from worklist.cases.queries import Happened
from worklist.clock import COURT_TZ, day_of
from worklist.engine.forms.shown import dom_id
from worklist.errors import NotFound
from worklist.law import rules, wording
from worklist.web import current, languages, policy, process_words
from worklist.web.telling import field_name, value_words

#: Stages of a case, in their order.
STAGES = ("INTAKE", "RECOGNITION", "PRESERVATION", "ENFORCEMENT", "TERMINATED", "BANKRUPTCY")
STATUSES = ("DRAFT", "OPEN", "CLOSED", "DECLINED")

URGENCY = {
    "overdue": lazy_gettext("Overdue"),
    "today": lazy_gettext("Due today"),
    "week": lazy_gettext("Next 7 days"),
    "later": lazy_gettext("Later"),
    "none": lazy_gettext("No date"),
}
ROLES = {
    "case_worker": lazy_gettext("Case worker"),
    "clerk": lazy_gettext("Clerk"),
    "partner": lazy_gettext("Partner"),
    "finance": lazy_gettext("Finance"),
    "compliance": lazy_gettext("Compliance"),
    "client_liaison": lazy_gettext("Client liaison"),
    "manager": lazy_gettext("Manager"),
    "process_owner": lazy_gettext("Process owner"),
    "admin": lazy_gettext("Administrator"),
}
PERIODS = {
    "": lazy_gettext("All periods"),
    "limitation": lazy_gettext("Limitation"),
    "deadline": lazy_gettext("Our deadlines"),
    "measure_validity": lazy_gettext("Freezes and seizures"),
    "court_watch": lazy_gettext("Waiting on the court"),
    "expected": lazy_gettext("Expected durations"),
    "exclusion": lazy_gettext("Exclusion periods"),
    "ceiling": lazy_gettext("Ceilings"),
    "ordering": lazy_gettext("Order of steps"),
    "minimum_interval": lazy_gettext("Minimum intervals"),
    "court_set": lazy_gettext("Set by the court"),
    "rule_function": lazy_gettext("Computed periods"),
    "reference": lazy_gettext("For reference"),
}
#: Accounts of the ledger. Source: cases/postings.
ACCOUNTS = {
    "ADJUSTED": lazy_gettext("Adjustments"),
    "ADVANCED_APPLICANT": lazy_gettext("Laid out by the applicant"),
    "ADVANCED_CREDITOR": lazy_gettext("Laid out by the creditor"),
    "ADVANCED_NOBODY": lazy_gettext("Taken out of the proceeds"),
    "ADVANCED_OPEN": lazy_gettext("Laid out, by whom is open"),
    "BORNE_APPLICANT": lazy_gettext("Borne by the applicant"),
    "BORNE_BY_RULING": lazy_gettext("Borne as the ruling says"),
    "BORNE_CREDITOR": lazy_gettext("Borne by the creditor"),
    "BORNE_DEBTOR": lazy_gettext("Borne by the debtor"),
    "BORNE_OPEN": lazy_gettext("Borne by whom is open"),
    "CLAIM": lazy_gettext("Change of the claim"),
    "EXCHANGE": lazy_gettext("Exchange of currencies"),
    "IN_KIND": lazy_gettext("Assets taken in kind"),
    "RECEIVED": lazy_gettext("Money received"),
    "UNALLOCATED": lazy_gettext("Not booked on an item yet"),
}
FAILED = {
    "step": lazy_gettext("Step"),
    "timer": lazy_gettext("Timer"),
    "job": lazy_gettext("Job"),
    "notice": lazy_gettext("Notice"),
    "clock": lazy_gettext("Clock"),
}
WAITS = {
    "task": lazy_gettext("Task"),
    "timer": lazy_gettext("Timer"),
    "message": lazy_gettext("Document"),
    "signal": lazy_gettext("Signal"),
    "incident": lazy_gettext("Incident"),
}
PARTS = {
    "system:scheduler": lazy_gettext("Scheduler"),
    "system:import": lazy_gettext("Import"),
    "system:cli": lazy_gettext("Command line"),
}
EVENTS = {
    "case_created": lazy_gettext("Case opened"),
    "case_changed": lazy_gettext("Case file changed"),
    "role_began": lazy_gettext("Role of a party entered"),
    "role_ended": lazy_gettext("Role of a party ended"),
    "role_corrected": lazy_gettext("Role of a party corrected"),
    "claim_entered": lazy_gettext("Line of claim entered"),
    "claim_paused": lazy_gettext("Days left out of a line of claim"),
    "claim_withdrawn": lazy_gettext("Line of claim withdrawn"),
    "access_changed": lazy_gettext("Access changed"),
    "instance_started": lazy_gettext("Process started"),
    "instance_ended": lazy_gettext("Process ended"),
    "instance_cancelled": lazy_gettext("Process cancelled"),
    "compensated": lazy_gettext("Compensation begun"),
    "task_created": lazy_gettext("Task opened"),
    "task_claimed": lazy_gettext("Task claimed"),
    "task_assigned": lazy_gettext("Task handed over"),
    "task_returned": lazy_gettext("Task returned to the queue"),
    "task_completed": lazy_gettext("Task completed"),
    "timer_fired": lazy_gettext("Timer fired"),
    "message_sent": lazy_gettext("Message sent"),
    "message_received": lazy_gettext("Document recorded"),
    "paper_made": lazy_gettext("Paper made"),
    "document_recorded": lazy_gettext("Document recorded"),
    "deadline_started": lazy_gettext("Period started"),
    "deadline_met": lazy_gettext("Period met"),
    "deadline_closed": lazy_gettext("Period closed"),
    "deadline_uncounted": lazy_gettext("Period cannot be counted"),
    "deadline_uncounted_closed": lazy_gettext("Period no longer waits for its day"),
    "day_recorded": lazy_gettext("Day recorded"),
    "deadline_moved": lazy_gettext("Period moved"),
    "decision_overridden": lazy_gettext("Decision overridden"),
    "override_confirmed": lazy_gettext("Override confirmed"),
    "override_withdrawn": lazy_gettext("Override withdrawn"),
}


def install(app: Flask) -> None:
    """Give templates their words."""
    app.jinja_env.globals |= {
        "event_words": event_words, "role_words": lambda role: ROLES.get(role, role), "stages": STAGES,
        "urgency_words": lambda urgency: URGENCY[str(urgency)], "statuses": STATUSES, "dom_id": dom_id,
        "account_words": lambda name: ACCOUNTS.get(name, name), "field_name": field_name, "value_words": value_words,
        "period_words": lambda kind: PERIODS.get(kind, kind), "wait_words": lambda kind: WAITS.get(kind, kind),
        "failed_words": lambda kind: FAILED.get(kind, kind.replace("_", " ")), "is_message": lambda name: name in messages(),
        "message_words": message_words, "process_words": process_words.of, "who_words": who_words, "short": short, "as_day": as_day, "may": policy.may,
        "in_language": languages.in_language, "festival_words": festival_words,
    }  # fmt: skip
    app.jinja_env.filters |= {"clock_time": clock_time, "amount_words": amount_words}

    @app.context_processor
    def of_this_request() -> dict[str, Any]:
        safe = request.method == "GET"
        return {
            "zh": languages.is_chinese(), "language": current.language(),
            "back_here": request.full_path.rstrip("?") if safe else "/",
        }  # fmt: skip


def event_words(event: Happened) -> str:
    """Return what happened, with the task, message or process it happened to."""
    what = str(EVENTS.get(event.kind) or event.kind.replace("_", " ").capitalize())
    about = languages.said(event.task) if event.task else _about(event.facts)
    return f"{what}{'：' if languages.is_chinese() else ': '}{about}" if about else what


def _about(facts: dict[str, Any]) -> str:
    if name := (facts.get("name_zh") if languages.is_chinese() else None) or facts.get("name"):
        return str(name)
    if message := facts.get("message"):
        return message_words(str(message))
    if rule_id := facts.get("rule") or facts.get("rule_id"):
        return rule_words(str(rule_id))
    if definition := facts.get("definition"):
        return process_words.of(str(definition))
    return str(facts.get("number") or "")


def rule_words(rule_id: str) -> str:
    """Return what a legal period is called, its id when no rule has it."""
    try:
        rule = rules.get(rule_id)
    except NotFound:
        return rule_id
    return str(rule.name_zh if languages.is_chinese() else rule.name_en)


def festival_words(name: str | None) -> str:
    """Return what a holiday is called."""
    english, chinese = wording.festival_words(name or "")
    return chinese if languages.is_chinese() else english


def who_words(user_id: str) -> str:
    """Return what an actor without a person behind it is called."""
    return str(PARTS.get(user_id) or user_id)


def message_words(name: str) -> str:
    """Return what a message is called; one that opens a process by the name of the process."""
    known = messages().get(name)
    if known is None:
        return process_words.of(name.removeprefix("start_"))
    return known.label_zh if languages.is_chinese() else known.label_en


def short(text: str, length: int) -> str:
    """Return a text cut to a length; Chinese characters count double."""
    width = 0
    for index, character in enumerate(text):
        width += 2 if ord(character) > 0x2E80 else 1
        if width > length:
            return text[:index].rstrip() + "…"
    return text


def as_day(value: date) -> date:
    """Return the legal day of a day or an instant."""
    return day_of(value) if isinstance(value, datetime) else value


def clock_time(value: datetime) -> str:
    """Return the time of day at the court."""
    return f"{value.astimezone(COURT_TZ):%H:%M:%S}"


def amount_words(value: Decimal) -> str:
    """Return an amount said back: its digits, in Chinese its capitals too."""
    digits = f"{value:,.2f}"
    capitals = saying.in_capitals(value) if languages.is_chinese() else ""
    return f"{digits} · {capitals}" if capitals else digits
