"""Compulsory enforcement: searches, measures, money, and the end of it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from worklist.demo.plot import Scene
from worklist.demo.scenes.recognition import DOCKETED
from worklist.demo.telling import Telling
from worklist.law.periods import add_months


def opens_file(t: Telling) -> None:
    """The lawyer opens the enforcement file."""
    values = {
        "case.enforcement.court": t.matter.court, "case.enforcement.case_no": t.case_no("执"),
        "case.enforcement.judge": "Gu Jianhua", "case.enforcement.docketed_date": t.day,
    }  # fmt: skip
    t.does("open_enforcement_file", values)


def asks_restrictions(t: Telling) -> None:
    """The lawyer asks for the consumption restriction and the dishonest list."""
    persons = [{"name": t.matter.debtor}]
    t.does("request_restrictions", restrictions=["HIGH_CONSUMPTION", "DISHONEST_LIST"], persons=persons, filed_date=t.day)


def notice_served(t: Telling) -> None:
    """The court serves the enforcement notice and the order to report assets."""
    t.receives("enforcement_notice_served", served_date=t.day, party_id=t.debtor)
    report_by = t.day + timedelta(days=10)
    t.receives("asset_disclosure_order_served", served_date=t.day, report_by=report_by, party_id=t.debtor)


def debtor_reports(t: Telling) -> None:
    """The debtor hands in a report of its assets."""
    t.receives("debtor_report", {"party_id": t.debtor}, event_date=t.day, received_date=t.day)


def reads_report(verdict: str) -> Scene:
    """Return the scene in which the lawyer judges the debtor's report: COMPLETE, FALSE or REFUSED."""
    return lambda t: t.does("review_debtor_report", report_verdict=verdict, omitted="An account seen on an old invoice")


def query_answered(*assets: dict[str, Any]) -> Scene:
    """Return the scene in which the court's query finds assets and the investigator enters them."""

    def scene(t: Telling) -> None:
        t.receives("system_query_result", result="DATA" if assets else "EMPTY", query_date=t.day)
        found = [{**asset, "source": "COURT_QUERY", "found_date": t.day, "currency": "CNY"} for asset in assets]
        t.does("review_query", {"case.assets": found}, query_channel="HEAD_TO_HEAD")

    return scene


def asset(kind: str, category: str, description: str, value: int) -> dict[str, Any]:
    """Return an asset as the query lists it; `value` in CNY."""
    return {"class": kind, "query_category": category, "description": description, "value": Decimal(value)}


ACCOUNT = asset("CASH", "DEPOSIT", "Two accounts, Bank of the Seven Bridges", 5_200_000)
WORKSHOP = asset("REAL_ESTATE", "REAL_ESTATE", "Workshop on Plum Rain Road, 3,100 m²", 11_400_000)
TRUCKS = asset("MOVABLE", "VEHICLE", "Four trucks", 900_000)
SHARES = asset("INVESTMENT", "EQUITY", "30% of the shares of Paper Lantern Tools Co", 2_600_000)


def proposes_steps(*steps: str) -> Scene:
    """Return the scene in which the investigator proposes units to ask and steps: ONSITE, SUMMONS, SEARCH."""
    return lambda t: t.does("propose_units_to_ask", units=["TRAFFIC", "MARKET_REGULATOR"], steps=list(steps))


def plans_measures(t: Telling) -> None:
    """The lawyer plans the measures on what was found."""
    t.does("plan_measures", plan_note="Accounts first, then the workshop")


def asks_measures(t: Telling) -> None:
    """The lawyer asks the court to freeze what was found; where nothing was, there is nothing to ask for."""
    if t.ids("assets"):
        t.does("request_measure", asset_ids=t.ids("assets"), measure_kind="FREEZE", filed_date=t.day)


def frozen(number: int = 0, months: int = 12, *, ends_in: int | None = None) -> Scene:
    """Return the scene in which the court's notice of a freeze on an asset arrives.

    It lasts `months` from its day, or ends `ends_in` days after today.
    """

    def scene(t: Telling) -> None:
        until = add_months(t.day, months) if ends_in is None else t.today + timedelta(days=ends_in)
        fields: dict[str, Any] = {"asset_id": t.ids("assets")[number], "kind": "FREEZE", "rank": "FIRST", "stated_until": until}
        t.receives("control_measure", None, event_date=t.day, **fields)

    return scene


def enters_measure(t: Telling) -> None:
    """The lawyer checks the measure that was entered from the notice."""
    measures = t.teller.facts()["measures"]
    entered = measures[-1]
    fields = ("id", "asset_id", "kind", "rank", "effective_date", "stated_until")
    t.does("register_measure", {"case.measures": [{name: entered[name] for name in fields}]})


def confirms_term(rule: str = "DL-X-20") -> Scene:
    """Return the scene in which the lawyer confirms how long the measure lasts. Rules: DL-X-20, DL-X-21, DL-X-22."""

    def scene(t: Telling) -> None:
        measure = t.teller.facts()["measures"][-1]
        days = {name: measure[name] for name in ("effective_date", "stated_until")}
        t.does("confirm_validity", rank="FIRST", validity_rule=rule, **days)

    return scene


def paid(share: str) -> Scene:
    """Return the scene in which the court pays a share of the title out: '0.4', '1'."""

    def scene(t: Telling) -> None:
        amount = _share(t, share)
        t.receives("distribution_received", event_date=t.day, amount=amount, currency=t.matter.currency)

    return scene


def books(share: str) -> Scene:
    """Return the scene in which finance books what the court paid out."""

    def scene(t: Telling) -> None:
        entry = {
            "kind": "RECEIPT", "amount": _share(t, share), "currency": t.matter.currency, "value_date": t.day,
            "item_id": t.ids("title.items")[0],
        }  # fmt: skip
        t.does("book_receipt", {"case.ledger": [entry]})

    return scene


def _share(t: Telling, share: str) -> Decimal:
    return ((t.matter.amount - t.matter.punitive) * Decimal(share)).quantize(Decimal("0.01"))


def reviews(progress: str, **findings: Any) -> Scene:
    """Return the scene in which the lawyer reviews progress: GOING_ON, NOTHING_FOUND, DEADLOCK, SETTLEMENT_TALKS.

    `findings`: fields of case.findings beside the required ones.
    """

    def scene(t: Telling) -> None:
        known: dict[str, Any] = {"search_exhausted": False, "restrictions_done": True, "debtor_insufficient": "UNKNOWN"}
        known |= findings
        values = {f"case.findings.{name}": value for name, value in known.items()}
        t.does("review_progress", values, progress=progress)

    return scene


def restricted(t: Telling) -> None:
    """The court puts the debtor on the consumption list."""
    t.receives("restriction_imposed", event_date=t.day, served_date=t.day, kind="HIGH_CONSUMPTION", party_id=t.debtor)


def fined(t: Telling) -> None:
    """The court fines the debtor for not reporting."""
    t.receives("fine_imposed", document_date=t.day, served_date=t.day, amount=Decimal(50_000), party_id=t.debtor)


def plan_received(t: Telling) -> None:
    """The court sends its plan of distribution."""
    t.receives("distribution_plan", served_date=t.day, our_share=_share(t, "0.3"))


def closes(t: Telling) -> None:
    """The partner closes the case; measures and lists are cleared, and the statement is made."""
    t.does("decide_withdrawal", closing_decision="CLOSE", reason="Everything was paid")
    t.does("lift_measures", filed_date=t.day)
    t.does("clear_lists", lists_cleared=True)
    t.does("final_statement", recovered_total=_share(t, "1"))


def settlement_offered(t: Telling) -> None:
    """The parties settle; the instalments are to be recorded."""
    t.receives("settlement_made", event_date=t.day, terms="Six monthly instalments")


OPENED = DOCKETED.then(3, opens_file)
SEARCHED = OPENED.then(4, notice_served, asks_restrictions)
FOUND = SEARCHED.then(12, query_answered(ACCOUNT, WORKSHOP), proposes_steps()).then(2, plans_measures, asks_measures)
FROZEN = FOUND.then(9, frozen(0), enters_measure).then(1, confirms_term())
NOTHING = SEARCHED.then(14, query_answered(), proposes_steps(), plans_measures, asks_measures)
