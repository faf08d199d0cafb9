"""From the assessment to the ruling on recognition and what is done with it."""

from datetime import timedelta

from worklist.demo.plot import Scene
from worklist.demo.scenes.intake import SIGNED_OFF
from worklist.demo.telling import Telling

#: The refusal grounds that the foreign desk screens; none is met unless the story says so.
GROUNDS = (
    "no_jurisdiction", "exclusive_cn", "exclusive_choice", "not_summoned", "no_defence_chance",
    "incapable_unrepresented", "fraud", "decided_cn", "pending_cn_case", "third_country_judgment", "public_policy",
    "arbitration_agreement",
)  # fmt: skip


def assesses(t: Telling) -> None:
    """The foreign desk assesses reciprocity, where there is no treaty."""
    if t.open("assess_reciprocity"):
        facts = {"law_allows": "YES", "consensus": "UNKNOWN", "diplomatic_promise": "NO", "negative_precedent": "NO"}
        _assesses(t, {**facts, "later_cn_recognition": "NO"})


def doubts_reciprocity(t: Telling) -> None:
    """The foreign desk knows a court there that refused a Chinese judgment for want of reciprocity."""
    facts = {"law_allows": "UNKNOWN", "consensus": "NO", "diplomatic_promise": "NO", "negative_precedent": "YES"}
    _assesses(t, {**facts, "later_cn_recognition": "NO"})


def _assesses(t: Telling, facts: dict[str, str]) -> None:
    t.does("assess_reciprocity", {f"case.recognition.{name}": value for name, value in facts.items()})


def screens(t: Telling) -> None:
    """The foreign desk goes through the grounds of refusal and finds none."""
    _screens(t)


def finds_short_summons(t: Telling) -> None:
    """The foreign desk finds that less than six months lay between service and hearing."""
    hearing = t.effective_date - timedelta(days=60)
    delivered = hearing - timedelta(days=130)
    values = {"service_request_delivered": delivered, "foreign_hearing_date": hearing}
    _screens(t, **{f"case.screen.{name}": value for name, value in values.items()})


def _screens(t: Telling, **found: object) -> None:
    values: dict[str, object] = {f"case.screen.{ground}": "NO" for ground in GROUNDS}
    values |= {"case.screen.authenticity_ok": "YES", "case.screen.proper_connection": "YES"}
    values |= {"case.screen.service_informal": False, **found}
    if t.matter.punitive:
        values |= {
            "case.screen.damages_awarded": t.matter.amount,
            "case.screen.actual_loss": t.matter.amount - t.matter.punitive,
        }
    t.does("pre_filing_review", values)


def assembles(t: Telling) -> None:
    """The foreign desk puts the filing together: originals, translations, legalisation."""
    values = {
        "case.recognition.claim_type": "recognition_and_enforcement", "case.recognition.preservation_wanted": False,
        "case.recognition.documents": [
            {"kind": "LETTER"}, {"kind": "TITLE_COPY", "legalisation_kind": "APOSTILLE"}, {"kind": "TRANSLATION"},
        ],
    }  # fmt: skip
    t.does("assemble_filing", values)


def chooses_court(t: Telling) -> None:
    """The foreign desk chooses the court of the debtor's domicile or assets."""
    values = {"case.recognition.court_level": t.matter.court_level, "case.recognition.court": t.matter.court}
    t.does("choose_court", values)


def signs_filing(t: Telling) -> None:
    """The partner lets the application go out."""
    t.does("sign_off_filing", filing_decision="FILE")


def files(t: Telling) -> None:
    """The foreign desk files the application with the court."""
    values = {
        "case.recognition.filed_date": t.day, "case.recognition.claim_type": "recognition_and_enforcement",
        "case.recognition.preservation_wanted": False, "case.recognition.court": t.matter.court,
    }  # fmt: skip
    t.does("file_application", values, filed_date=t.day)


def accepted(t: Telling) -> None:
    """The court accepts the application and gives it a number."""
    t.receives("case_accepted", event_date=t.day, case_no=t.case_no("协外认"), court=t.matter.court)


def not_accepted(t: Telling) -> None:
    """The court refuses to accept the application."""
    t.receives("case_not_accepted", served_date=t.day, ground="The address of the respondent is missing")


def correction_asked(answer_in: int) -> Scene:
    """Return the scene in which the court asks for corrections by a day: `answer_in` days after today (negative: over)."""

    def scene(t: Telling) -> None:
        by = t.today + timedelta(days=answer_in)
        t.receives("correction_notice", answer_by=by, defects="The translation bears no stamp")

    return scene


def mends(t: Telling) -> None:
    """The foreign desk sends what the court missed."""
    t.does("mend_filing", mended_date=t.day, mend_note="A stamped translation was handed in")


def fee_asked(t: Telling) -> None:
    """The court asks for its fee."""
    t.receives("fee_notice", served_date=t.day, amount=500, currency="CNY")


def hearing_set(in_days: int) -> Scene:
    """Return the scene in which the court sets a hearing: `in_days` after today (negative: it has been)."""

    def scene(t: Telling) -> None:
        t.receives("hearing_notice", hearing_date=t.today + timedelta(days=in_days), place="Courtroom 3")

    return scene


def served(t: Telling) -> None:
    """The copy is served on every respondent."""
    for party in t.ids("debtors"):
        t.receives("copy_served", {"party_id": party}, served_date=t.day)


def service_fails(t: Telling) -> None:
    """The copy comes back: nobody of that name there."""
    t.receives("service_failed", {"party_id": t.debtor}, event_date=t.day, way="OTHER")


def defended(t: Telling) -> None:
    """The first respondent defends itself."""
    t.receives("defence_received", {"party_id": t.debtor}, received_date=t.day)


def answers_defence(t: Telling) -> None:
    """The foreign desk reviews the defence and replies."""
    t.does("review_defence", {"case.screen.objection_raised": "NO"}, defence_summary="Denies proper service abroad")
    t.does("reply", replied_date=t.day)


def objects_to_jurisdiction(t: Telling) -> None:
    """The respondent objects to the jurisdiction of the court."""
    t.receives("jurisdiction_objection", received_date=t.day)


def reported(t: Telling) -> None:
    """The court reports its intended ruling to the High Court, unless a treaty spares it the report."""
    if t.awaits("spc_report_sent"):
        t.receives("spc_report_sent", event_date=t.day, level="HIGH_COURT")


def replied(t: Telling) -> None:
    """The Supreme People's Court has answered, where it was asked."""
    if t.awaits("spc_reply"):
        t.receives("spc_reply", event_date=t.day, content="Agrees with the opinion reported")


def rules(outcome: str) -> Scene:
    """Return the scene in which the ruling is served: RECOGNISED, PARTIAL, REFUSED or DISMISSED."""

    def scene(t: Telling) -> None:
        dated = t.day - timedelta(days=4)
        t.receives("ruling_served", outcome=outcome, document_date=dated, served_date=t.day)

    return scene


def answers_query(t: Telling) -> None:
    """The foreign desk asks whether the Supreme People's Court has answered; nobody knows."""
    t.does("query_missing_reply", reply_known=False, query_note="The judge gives no information")


def reads_ruling(outcome: str) -> Scene:
    """Return the scene in which the foreign desk records what the ruling says of each item."""

    def scene(t: Telling) -> None:
        if t.open("query_missing_reply"):
            answers_query(t)
        recognition = t.teller.facts()["recognition"]
        yes = "YES" if outcome in {"RECOGNISED", "PARTIAL"} else "NO"
        items = [{"id": item, "recognised": yes} for item in t.ids("title.items")]
        if outcome == "PARTIAL":
            items[-1]["recognised"] = "NO"
        values = {
            "case.recognition.outcome": outcome, "case.recognition.ruling_date": recognition["ruling_date"],
            "case.recognition.served_date": recognition["served_date"], "case.title.items": items,
        }  # fmt: skip
        t.does("review_ruling", values, outcome=outcome)

    return scene


def asks_reconsideration(t: Telling) -> None:
    """The partner wants the higher court to look again; the foreign desk drafts and files."""
    t.does("decide_reconsideration", file_reconsideration_wanted=True, reason="The ground of refusal is not made out")
    t.does("draft_reconsideration", grounds="Service followed the treaty")
    t.does("file_reconsideration", filed_date=t.day, higher_court="High People's Court")


def tags_refusal(t: Telling) -> None:
    """The foreign desk tags the refused case for the case library."""
    t.does("note_precedent", library_tags=["SERVICE"], library_note="The summons came too late before the hearing")


def leaves_ruling(t: Telling) -> None:
    """The partner leaves the ruling as it is."""
    t.does("decide_reconsideration", file_reconsideration_wanted=False, reason="We won")


def applies_for_enforcement(t: Telling) -> None:
    """The lawyer applies for enforcement of what was recognised."""
    values = {
        "case.enforcement.application_date": t.day, "case.enforcement.court": t.matter.court,
        "case.enforcement.claims": "Principal, interest and costs as recognised",
    }  # fmt: skip
    t.does("file_enforcement_application", values, filed_date=t.day, default_interest=True)


def docketed(t: Telling) -> None:
    """The court dockets the enforcement."""
    t.receives("enforcement_docketed", event_date=t.day, case_no=t.case_no("执"), court=t.matter.court)


ASSESSED = SIGNED_OFF.then(3, assesses)
SCREENED = ASSESSED.then(2, screens)
ASSEMBLED = SCREENED.then(6, assembles)
COURT_CHOSEN = ASSEMBLED.then(1, chooses_court)
RELEASED = COURT_CHOSEN.then(1, signs_filing)
FILED = RELEASED.then(2, files)
ACCEPTED = FILED.then(7, accepted)
SERVED = ACCEPTED.then(18, served)
DEFENDED = SERVED.then(11, defended)
ANSWERED = DEFENDED.then(6, answers_defence)
REPORTED = ANSWERED.then(60, reported)
REPLIED = REPORTED.then(70, replied)
RULED = REPLIED.then(16, rules("RECOGNISED"))
RECOGNISED = RULED.then(2, reads_ruling("RECOGNISED"))
APPLIED = RECOGNISED.then(3, leaves_ruling, applies_for_enforcement)
DOCKETED = APPLIED.then(6, docketed)
