"""The British case goes on: enforcement opens, finds nothing but old acts of the debtor, and comes to a deadlock."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.processes.file_note import PAPER, Case
from tests.processes.thames import COURT, DOCKETED, SC01

#: The day the lawyer reviews what enforcement has brought: 30 days after the file was opened.
REVIEWED = date(2026, 7, 10)
#: The day the investigator has the facts together.
COLLECTED = date(2026, 7, 20)
#: The court terminates the current proceedings, and serves the ruling; a shop is found half a year later.
TERMINATED, SERVED, FOUND_AGAIN = date(2026, 9, 25), date(2026, 9, 28), date(2027, 3, 29)
#: What the investigator finds: a gift, a claim left idle, hidden money, sister companies abused, unlawful dividends; learnt of on 1 July 2026.
GIFT, IDLE_CLAIM, HIDDEN, ABUSE, DIVIDEND = range(5)
KNOWN = date(2026, 7, 1)


def opened(case: Case) -> Case:
    """The lawyer opens the file of the enforcement that was docketed."""
    SC01.told(case, DOCKETED)
    case.on(date(2026, 6, 10)).does(
        "open_enforcement_file",
        {
            "case.enforcement.court": COURT, "case.enforcement.case_no": "(2026)浙02执1号",
            "case.enforcement.docketed_date": DOCKETED,
        },
    )  # fmt: skip
    return case


def enforced(case: Case) -> Case:
    """The court has been asked for everything; its query found nothing."""
    persons = [{"name": "Ningbo Qihang Shipping Parts Co"}]
    asked = date(2026, 6, 10)
    opened(case).does(
        "request_restrictions", restrictions=["HIGH_CONSUMPTION"], persons=persons, filed_date=asked
    )
    case.on(date(2026, 6, 24)).receives("system_query_result", result="EMPTY", query_date=date(2026, 6, 24))
    case.does("review_query", query_channel="HEAD_TO_HEAD")
    case.does("propose_units_to_ask", units=["TRAFFIC"], steps=[])
    case.does("plan_measures", plan_note="Nothing was found")
    return case


def reviewed(case: Case, progress: str, **findings: Any) -> Case:
    """The lawyer reviews progress; `findings`: fields of case.findings that differ from a search without result."""
    known: dict[str, Any] = {
        "search_exhausted": True,
        "restrictions_done": True,
        "debtor_insufficient": "YES",
    }
    values = {f"case.findings.{name}": value for name, value in {**known, **findings}.items()}
    case.does("review_progress", values, progress=progress)
    return case


def proposed(case: Case) -> Case:
    """After three months of fruitless enforcement we agree that the current proceedings may be terminated (DL-X-83)."""
    reviewed(enforced(case).on(REVIEWED), "NOTHING_FOUND")
    assert "check_termination_conditions" not in case.open_tasks()
    reviewed(case.on(date(2026, 8, 10)), "GOING_ON")
    reviewed(case.on(date(2026, 9, 10)), "NOTHING_FOUND")
    conditions = {"case.findings.search_exhausted": True, "case.findings.restrictions_done": True}
    case.does("check_termination_conditions", conditions, months_since_docketing=3, agree=True)
    return case


def terminated(case: Case) -> Case:
    """The ruling that terminates the current proceedings has been served."""
    proposed(case).on(SERVED).receives(
        "termination_ruling", closure_kind="TERM_CURRENT", event_date=TERMINATED, served_date=SERVED
    )
    return case


def told_to_client(case: Case, objects: bool = False) -> None:
    """The client is told, and the partner decides whether to object."""
    case.does("inform_client", informed_date=SERVED, client_answer="Keep looking")
    case.does("object_choice", object=objects)


def found_again(case: Case) -> None:
    """A shop is found after half a year, and the partner wants enforcement to begin anew."""
    told_to_client(case)
    shop = {"description": "A shop", "query_category": "REAL_ESTATE", "found_date": FOUND_AGAIN}
    case.on(FOUND_AGAIN).does("recheck_assets", {"case.assets": [shop]}, found=True)
    case.does("apply_choice", apply=True)
    case.does("apply_recommencement", filed_date=FOUND_AGAIN, clue_ids=case.ids("assets"))


def deadlocked(case: Case) -> Case:
    """Enforcement is stuck: the partner may choose remedies."""
    reviewed(enforced(case).on(REVIEWED), "DEADLOCK", search_exhausted=False, cannot_pay="YES")
    case.does(
        "review_shareholders_directors",
        {f"case.findings.{name}": "NO" for name in ("sole_shareholder", "deregistered")}
        | {"case.findings.capital_unpaid": "YES"},
        shareholders="Sun Meilan holds all shares, half of them unpaid", directors="Sun Meilan",
    )  # fmt: skip
    [debtor] = case.ids("debtors")
    acts = [
        {"kind": "GIFT", "act_date": date(2025, 11, 3), "known_date": KNOWN, "amount": Decimal(900_000), "counterparty": "A cousin"},
        {"kind": "IDLE_CLAIM", "known_date": KNOWN, "receivable_due_date": date(2025, 6, 30), "amount": Decimal(700_000), "counterparty": "Grey Heron Co"},
        {"kind": "HIDDEN", "act_date": date(2026, 5, 20), "known_date": KNOWN, "amount": Decimal(400_000), "counterparty": "The wife"},
        {"kind": "GROUP_ABUSE", "act_date": date(2024, 3, 1), "known_date": KNOWN, "counterparty": "Two sister companies"},
        {"kind": "DIRECTOR_ACT", "act_date": date(2025, 4, 10), "known_date": KNOWN, "counterparty": "Sun Meilan"},
    ]  # fmt: skip
    findings = dict.fromkeys(("hidden_assets", "idle_receivable", "debtor_insufficient", "cannot_pay"), "YES")
    case.on(COLLECTED).does(
        "collect_facts",
        {
            "case.acts": [{**act, "party_id": debtor} for act in acts],
            "case.debtors": [{"id": debtor, "insolvent": "YES", "several_creditors": "YES", "freeze_cover_ratio": 0}],
            **{f"case.findings.{name}": value for name, value in findings.items()},
        },
    )  # fmt: skip
    return case


def chooses(case: Case, remedy: str, act: int | None = None) -> Case:
    """The partner chooses a remedy against the debtor, about one of the acts where given."""
    [debtor] = case.ids("debtors")
    chosen = {"remedy": remedy, "target_party_id": debtor}
    if act is not None:
        chosen["act_id"] = case.ids("acts")[act]
    case.does("choose_remedies", chosen_remedies=[chosen], reason="The best that the facts give")
    return case


def days_later(case: Case, days: int) -> date:
    """Go on some days, chase whatever is overdue by then, and return the day."""
    day = case.now.date() + timedelta(days=days)
    case.on(day).keeps_up()
    return day


def closed(case: Case) -> Case:
    """The partner closes the case, and what stands before it is cleared."""
    case.does("decide_withdrawal", closing_decision="CLOSE", reason="Nothing is left to do")
    return cleared(case)


def cleared(case: Case) -> Case:
    """Measures and lists are cleared, and the statement is made."""
    case.does("lift_measures").does("clear_lists", lists_cleared=True)
    case.does("final_statement", statement=PAPER, recovered_total=0)
    return case
