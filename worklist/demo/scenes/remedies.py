"""The remedies themselves: criminal referral, joinder, revocation, subrogation, bankruptcy."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from worklist.demo.plot import Scene
from worklist.demo.telling import Telling


def act(kind: str, ago: int, known: int, counterparty: str, amount: int, **more: Any) -> dict[str, Any]:
    """Return a suspicious act: `ago` and `known` are days before the scene in which it is listed; `amount` in CNY."""
    return {
        "kind": kind, "act_date": days_before(ago), "known_date": days_before(known), "counterparty": counterparty,
        "amount": Decimal(amount), "counterparty_knowledge": "YES", **more,
    }  # fmt: skip


def days_before(days: int) -> Any:
    """Return what stands for the day so many days before the scene."""
    return lambda t: t.day - timedelta(days=days)


def packs_evidence(t: Telling) -> None:
    """The investigator packs the evidence of refusal to comply."""
    t.does(
        "build_evidence_pack", actor_role="JUDGMENT_DEBTOR", is_entity=False, title_kind="RECOGNITION_RULING",
        conduct_kind="CR_1", conduct_date=t.day - timedelta(days=40), refusing_after_effect=True, sanctions_before=True,
        ability_evidence=True, complaint_proof=False,
    )  # fmt: skip


def reports_crime(t: Telling) -> None:
    """The litigator and the partner refer the debtor; the court and the police are told."""
    t.does("confirm_screening", referral="REVIEW", reason="Serious: most of the debt was moved away")
    t.does("decide_referral", referral_decision="REFER", reason="The papers are complete")
    t.does("report_to_enforcement_court", filed_date=t.day)
    t.does("file_complaint_with_police", filed_date=t.day, police="Economic crime unit", complaint_proof=True)


def police_opens(t: Telling) -> None:
    """The police open a case."""
    t.receives("police_decision", {"suit_id": _suit(t)}, police_outcome="OPENED", document_date=t.day)


def _suit(t: Telling) -> str:
    acts = t.ids("acts")
    return acts[0] if acts else "main"


def collects_on_target(role: str, form: str, *events: str) -> Scene:
    """Return the scene in which the investigator collects what is known of somebody who may be joined."""
    return lambda t: t.does(
        "collect_target_evidence", {"case.findings.debtor_insufficient": "YES"}, target_role=role, company_form=form,
        event_kind=list(events), contribution_due="YES", unpaid_amount=Decimal(1_500_000),
    )  # fmt: skip


def chooses_basis(scenario: str, challenge: str) -> Scene:
    """Return the scene in which the partner chooses the ground of joinder (JN-…) and knows its challenge."""
    return lambda t: t.does(
        "choose_basis", joinder_mode="JOIN", scenario=scenario, preservation_wanted=False, cap=Decimal(1_500_000),
        challenge_kind=challenge,
    )  # fmt: skip


def files_joinder(t: Telling) -> None:
    """The litigator applies to join the shareholder."""
    t.does(
        "file_joinder", filed_date=t.day, target_name="Sun Meilan", scenario="JN-1d", basis="Unpaid contribution",
        cap=Decimal(1_500_000),
    )  # fmt: skip


def joined(t: Telling) -> None:
    """The court joins the shareholder up to the unpaid contribution."""
    t.receives(
        "joinder_ruling", {"party_id": t.debtor}, granted=True, cap=Decimal(1_500_000), challenge_kind="SUIT",
        document_date=t.day, served_date=t.day,
    )  # fmt: skip


def files_revocation(t: Telling) -> None:
    """The partner wants the act revoked; the litigator sues."""
    t.does("decide_revocation", file_it=True, cause="SL-1a", reason="A gift to a relative")
    t.does("file_revocation_suit", filed_date=t.day, court=t.matter.court, suit_id=_suit(t))


def notifies_third_party(t: Telling) -> None:
    """The litigator tells the debtor's own debtor of the claim."""
    t.does("notify_third_party_debtor", notified_date=t.day)


def files_subrogation(t: Telling) -> None:
    """The partner wants to claim in the debtor's place; the litigator sues."""
    t.does("decide_subrogation", subrogation_decision="FILE", personal_right="NO", reason="The claim is due and idle")
    t.does("file_subrogation_suit", filed_date=t.day, court=t.matter.court, suit_id=_suit(t))


def collects_rank(t: Telling) -> None:
    """The lawyer finds our rank behind the banks."""
    debtor = {
        "id": t.debtor, "our_rank": 4, "freeze_cover_ratio": Decimal(0), "insolvent": "YES", "several_creditors": "YES",
    }  # fmt: skip
    values = {"case.debtors": [debtor], "case.findings.cannot_pay": "YES"}
    t.does("collect_rank", values, debts=Decimal(60_000_000), assets_value=Decimal(18_000_000), applied_by_other=False)


def asks_transfer(t: Telling) -> None:
    """The partner prefers a share among all creditors; the litigator asks for the transfer."""
    t.does(
        "advise_transfer", transfer_choice="APPLY", expected_by_rank=Decimal(0), expected_pro_rata=Decimal(960_000),
        reason="All assets are frozen for others",
    )  # fmt: skip
    t.does("apply_transfer", filed_date=t.day)


def transferred(t: Telling) -> None:
    """The court sends the debtor to bankruptcy review."""
    t.receives("transfer_decision", {"party_id": t.debtor}, result="SENT", event_date=t.day)


def bankruptcy_accepted(t: Telling) -> None:
    """The bankruptcy is accepted."""
    t.receives("bankruptcy_decision", {"party_id": t.debtor}, decision="ACCEPTED", event_date=t.day)


def claims_called(claim_in: int) -> Scene:
    """Return the scene in which claims are called for, by `claim_in` days after today."""

    def scene(t: Telling) -> None:
        by = t.today + timedelta(days=claim_in)
        t.receives("claims_notice", {"party_id": t.debtor}, event_date=t.day, claim_by=by, administrator="Two Oaks LLP")

    return scene
