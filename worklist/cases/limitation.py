"""The limitation period of a case's title, as the law reads the file. Source: decisions D08; law/limitation.py."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from worklist.cases import calendar
from worklist.law import limitation, limitation_rows
from worklist.law.calendar import Calendar
from worklist.law.deadlines import Computed
from worklist.law.limitation_facts import Facts, Interruption, Obstacle, RuleSet

#: Facts of the title that give the start of its period.
STARTS = frozenset(f"case.title.{name}" for name in ("decided_date", "effective_date", "effective", "performance_end_date", "no_performance_period", "breach_date"))
#: Rules whose row is the limitation period of the title itself, with all its readings.
TITLE_RULES = frozenset({"DL-X-10", "DL-X-12", "DL-X-13", "DL-X-14", "DL-G-06"})


def facts_of(case: Mapping[str, Any]) -> Facts:
    """Return what the file knows about the time of its title. An interruption or an obstacle counts with evidence only."""
    title, kept = case["title"], case["limitation"]
    interruptions, suspensions = case["interruptions"], case["suspensions"]
    return Facts(
        instrument_type=title.get("instrument_type") or "OTHER",
        decided_date=title.get("decided_date"),
        effective_date=title.get("effective_date"),
        in_force=False if title.get("effective") == "NO" else None,
        performance_end_date=title.get("performance_end_date"),
        no_performance_period=title.get("no_performance_period") is True,
        last_instalment_date=title.get("last_instalment_date"),
        breach_date=title.get("breach_date"),
        instalments=tuple(sorted(row["due_date"] for row in title.get("instalments", []) if row.get("due_date"))),
        application_filed=kept.get("application_filed_date"),
        application_ended=kept.get("application_ended_date"),
        recognition_filed=_recognition_filed(case),
        recognition_effective=kept.get("recognition_only_effective_date"),
        settlement_made=kept.get("settlement_end_date"),
        settlement_end=kept.get("settlement_end_date"),
        interruptions=tuple(
            Interruption(row["date"], bool(row.get("evidence"))) for row in interruptions if row.get("date")
        ),
        obstacles=tuple(_obstacle(row) for row in suspensions if row.get("from")),
        resumed_after_termination=kept.get("resumption_after_termination") is True,
    )


def _recognition_filed(case: Mapping[str, Any]) -> date | None:
    recognition = case["recognition"]
    only = recognition.get("claim_type") == "recognition_only"
    return recognition.get("filed_date") if only else None


def _obstacle(row: Mapping[str, Any]) -> Obstacle:
    return Obstacle(row["from"], row.get("to"), bool(row.get("evidence")))


def row(
    session: Session, case: Mapping[str, Any], rule_id: str, start: date, days: Calendar | None = None
) -> Computed | None:
    """Return the row of the title's period if the law reads the same rule and start, None to compute it plainly."""
    if rule_id not in TITLE_RULES:
        return None
    facts, days = facts_of(case), days or calendar.load(session)
    deciding = RuleSet(case["rule_set"])
    for rule_set in (deciding, *(other for other in RuleSet if other is not deciding)):
        for period in limitation.assess(facts, days, case["today"], rule_set):
            proven = limitation.reading(facts.proven(), days, case["today"], rule_set) if facts.unproven else None
            computed = limitation_rows.row(period, facts, days, proven)
            if computed is not None and (computed.rule_id, computed.trigger_date) == (rule_id, start):
                return computed
    return None


def standing(session: Session, case: Mapping[str, Any]) -> Computed | None:
    """Return the row of the title's period as the file tells it now: of both rule sets the earlier. Source: decision D08."""
    facts, days = facts_of(case), calendar.load(session)
    found = []
    for rule_set in (RuleSet.PRC_LAW, RuleSet.GUIDE):
        period = limitation.assess(facts, days, case["today"], rule_set)[0]
        proven = limitation.reading(facts.proven(), days, case["today"], rule_set) if facts.unproven else None
        computed = limitation_rows.row(period, facts, days, proven)
        found += [computed] if computed is not None and computed.rule_id in TITLE_RULES else []
    return min(found, key=lambda one: one.raw_day, default=None)


def readings(session: Session, case: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return `limitation_guide` and `limitation_prc_law`: rule_id, start_date, expiry_raw, expiry_rolled."""
    facts, days = facts_of(case), calendar.load(session)
    found: dict[str, dict[str, Any]] = {}
    for rule_set in RuleSet:
        read = limitation.reading(facts, days, case["today"], rule_set)
        if read is not None:
            found[f"limitation_{rule_set.value}"] = {
                "rule_id": read.rule_id, "start_date": read.start, "expiry_raw": read.raw_day,
                "expiry_rolled": read.later_day,
            }  # fmt: skip
    return found
