"""Challenges to an enforcement: how they come in, and the documents that decide them."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.processes.file_note import PAPER, Case

CHALLENGES, ENFORCEMENT, DISPOSAL = "challenges_stays", "compulsory_enforcement", "asset_disposal"
RAISED, RULED = date(2026, 7, 6), date(2026, 7, 20)
#: What the documents about a challenge carry.
KEY = {"objection_id": "objection-1"}


def stays(case: Case) -> list[tuple[Any, ...]]:
    """Return the stays of the case file: row of D16, effect, what kind of scope, and whether it goes on."""
    return [(stay["event"], stay["effect"], stay["scope_kind"], stay["to"] is None) for stay in case.facts()["stays"]]


def answered(case: Case, scope: str | None = None, kind: str | None = None, offer: bool = False, **answers: Any) -> Case:
    """We answer the challenge, about what it was taken to be about unless said otherwise, and offer security or not."""
    found = case.variables(CHALLENGES)
    about = {"scope_kind": kind or found["scope_kind"], "scope_id": scope or found["scope_id"]}
    case.does("oppose_challenge", about, answer="It is the debtor's", **answers)
    case.does("counter_security", offer=offer, **({"security_amount": Decimal(100_000)} if offer else {}))
    return case


def asset_claimed(case: Case) -> Case:
    """A third party says that the workshop is its own; we answer."""
    case.on(RAISED).receives(
        "third_party_objection", KEY, received_date=RAISED, asset_id=case.ids("assets")[0], objector="A neighbour", ground="Bought in 2024"
    )
    return answered(case)


def act_objected_to(case: Case, against: str = "ACT") -> Case:
    """The debtor objects to an act of the court; we answer."""
    case.on(RAISED).receives("objection_filed", KEY, received_date=RAISED, objector="The debtor", against=against)
    return answered(case)


def retried(case: Case, **answers: Any) -> Case:
    """A court orders a retrial; we answer."""
    case.on(RAISED).receives("retrial_ordered", KEY, event_date=RAISED, court="High Court")
    return answered(case, **answers)


def award_attacked(case: Case) -> Case:
    """A court accepts an application to set the award aside; we answer."""
    case.on(RAISED).receives("set_aside_accepted", KEY, event_date=RAISED, received_date=RAISED, security=True)
    return answered(case)


def refusal_asked(case: Case, security: bool = True, **answers: Any) -> Case:
    """The debtor asks that enforcement be refused; we answer."""
    case.on(RAISED).receives("nonenforcement_application", KEY, event_date=RAISED, received_date=RAISED, security=security)
    return answered(case, **answers)


def sued_by_outsider(case: Case, kind: str = "OBJECTION_SUIT", party: str = "main", on: date = RAISED, **answers: Any) -> Case:
    """A third party, or somebody who was joined, sues; we answer."""
    case.on(on).receives("third_party_suit_filed", {"party_id": party}, event_date=on, kind=kind, suit_id="suit-1")
    return answered(case, **answers)


def ruled(case: Case, result: str, **fields: Any) -> Case:
    """The court rules on the objection."""
    case.on(RULED).receives("objection_ruling", KEY, result=result, document_date=RULED, served_date=RULED, **fields)
    return case


def judged(case: Case, outcome: str, suit: str = "suit-1") -> Case:
    """A court gives judgment in a suit."""
    case.on(RULED).receives("suit_judgment", {"suit_id": suit}, outcome=outcome, document_date=RULED, served_date=RULED)
    return case


def asked_to_review(case: Case) -> Case:
    """The objection to an act was upheld, and we ask the court above."""
    ruled(act_objected_to(case), "UPHELD").does("our_reconsideration", file_it=True)
    case.does("file_objection_reconsideration", filed_date=RULED, paper=PAPER)
    return case


def goes_on(case: Case) -> Case:
    """We ask the court to go on, as the stay is over."""
    case.does("prepare_resume_request", filed_date=case.now.date())
    return case
