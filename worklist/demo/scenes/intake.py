"""From the first letter to the route that the partner signs."""

from typing import Any

from worklist.demo.matters import Matter
from worklist.demo.people import CHEN_XI
from worklist.demo.plot import Plot
from worklist.demo.telling import Telling

#: Classes of title that are no judgment: their forms ask other questions.
AWARDS = {"FOREIGN_AWARD", "HK_AWARD", "AWARD_DOMESTIC"}


def registers(t: Telling) -> None:
    """The clerk opens the case and registers what the client sent."""
    asks(t)
    title = {**_title(t), **_special(t.matter)}
    t.does("register_case", {**_client(t.matter), "case.debtors": _debtors(t.matter), **title})


def asks(t: Telling) -> None:
    """The client asks, and the clerk opens a case; nothing is registered yet."""
    t.teller.open_case(client_name=t.matter.client, source="letter of the client")


def _client(m: Matter) -> dict[str, Any]:
    return {
        "case.client.name": m.client, "case.client.kind": "COMPANY", "case.client.country_or_region": m.client_country,
        "case.client.domicile_cn": "NO" if m.foreign else "YES", "case.client.domicile": m.client_place,
    }  # fmt: skip


def _debtors(m: Matter) -> list[dict[str, Any]]:
    first = {
        "name": m.debtor, "name_zh": m.debtor_zh, "role": "DEBTOR", "kind": m.debtor_kind,
        "company_form": m.debtor_form or None, "country_or_region": "CN", "domicile_cn": "YES",
        "domicile": m.debtor_place,
    }  # fmt: skip
    if not m.guarantor:
        return [first]
    at_home = m.guarantor_country == "CN"
    second = {
        "name": m.guarantor, "role": "GUARANTOR", "kind": "PERSON", "country_or_region": m.guarantor_country,
        "domicile_cn": "YES" if at_home else "NO",
    }  # fmt: skip
    return [first, second]


def _title(t: Telling) -> dict[str, Any]:
    m, day = t.matter, t.effective_date
    items = [{"kind": "PRINCIPAL", "amount": m.amount - m.punitive, "currency": m.currency}]
    if m.punitive:
        items.append({"kind": "PUNITIVE", "amount": m.punitive, "currency": m.currency})
    return {
        "case.title.instrument_type": m.instrument, "case.title.origin": m.origin, "case.title.body": m.body,
        "case.title.decided_date": day, "case.title.effective_date": day, "case.title.amount": m.amount,
        "case.title.currency": m.currency, "case.title.items": items, "case.title.default_judgment": False,
        "case.title.matter": "GENERAL", "case.title.maritime": "YES" if m.maritime else "NO",
        "case.title.language": m.language, "case.title.made_in": m.origin,
    }  # fmt: skip


def _special(m: Matter) -> dict[str, Any]:
    if m.instrument in AWARDS:
        return {
            "case.title.seat_contracting": "YES", "case.title.commercial": "YES", "case.title.investor_state": "NO",
            "case.title.foreign_related": "YES" if m.foreign else "NO",
        }  # fmt: skip
    if m.instrument == "NOTARISED":
        return {
            "case.title.duty_specified": "YES", "case.title.debtor_consent_written": "NO",
            "case.title.enforcement_certificate": "NO",
        }  # fmt: skip
    return {}


def clears(t: Telling) -> None:
    """Compliance finds neither a conflict nor a sanction."""
    _checks(t, "CLEARED")


def declines(t: Telling) -> None:
    """Compliance finds a conflict of interest; the case is declined."""
    _checks(t, "DECLINED")


def _checks(t: Telling, result: str) -> None:
    values = {"case.mandate.cleared": result, "case.mandate.cleared_on": t.day}
    t.does("conflict_and_sanctions_check", values, clearance=result)


def classifies(t: Telling) -> None:
    """The lawyer confirms what the title is: in force, final, clear."""
    _confirms(t)


def finds_not_final(t: Telling) -> None:
    """The lawyer sees that an appeal is pending abroad: the title is not final yet."""
    _confirms(t, final="NO")


def finds_procedural(t: Telling) -> None:
    """The lawyer sees an injunction where the client saw a judgment."""
    _confirms(t, procedural_kind="INJUNCTION")


def finds_unclear_matter(t: Telling) -> None:
    """The lawyer cannot tell whether the matter is civil."""
    _confirms(t, civil_commercial="UNKNOWN")


def _confirms(
    t: Telling, *, final: str = "YES", procedural_kind: str = "NONE", civil_commercial: str = "YES"
) -> None:
    values = {
        "case.title.instrument_type": t.matter.instrument, "case.title.effective": "YES", "case.title.final": final,
        "case.title.operative_part_clear": "YES", "case.title.civil_commercial": civil_commercial,
        "case.title.procedural_kind": procedural_kind,
    }  # fmt: skip
    if t.matter.instrument in AWARDS:
        values |= {"case.title.binding": "YES", "case.title.set_aside": "NO"}
    if t.matter.instrument == "HK_JUDGMENT":
        values |= {"case.title.hk_excluded_matter": "NO"}
    t.does("confirm_classification", values)


def signs_off(t: Telling) -> None:
    """The partner signs the route and names who has the case."""
    route = t.teller.facts()["recognition"]["route"]
    values = {
        "case.recognition.route": route, "case.rule_set": "prc_law",
        "case.mandate.fee_terms": "Hourly, capped; disbursements as they arise", "case.owner": t.owner,
        "case.partner": CHEN_XI.id,
    }  # fmt: skip
    t.does("sign_off_route", values)


def files_late(t: Telling) -> None:
    """The partner decides to file although the period seems over."""
    t.does("decide_late_filing", late_decision="FILE_ANYWAY", reason="The respondent may not object to time")


def stops(t: Telling) -> None:
    """The partner stops: what the client holds cannot be enforced."""
    t.does("decide_ineligible", ineligible_decision="STOP", reason="An injunction is no title to enforce here")


ASKED = Plot().then(0, asks)
REGISTERED = Plot().then(0, registers)
CLEARED = REGISTERED.then(2, clears)
CLASSIFIED = CLEARED.then(3, classifies)
SIGNED_OFF = CLASSIFIED.then(2, signs_off)
