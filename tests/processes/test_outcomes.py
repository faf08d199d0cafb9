"""What ends a remedy from outside: the debt is paid in full, or the case is closed. Source: processes 14-21, event sub-processes."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Connection, update
from sqlmodel import col

from db.models import Definition
from tests.processes import impasse, remedy_waits, suits, thames
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import PAPER, Case
from tests.processes.impasse import COLLECTED, days_later
from tests.processes.remedy_waits import about_the_debtor
from tests.processes.team import TEAM

BANKRUPTCY, TERMINATION = "bankruptcy_transfer", "termination_recommencement"
OWED = Decimal(2_400_000)


@pytest.fixture(scope="module")
def come(begin: Begin) -> Callable[[str], Case]:
    """Tells a case up to a stage, once for all tests of the module."""
    stages: dict[str, Callable[[Case], Case]] = {
        "deadlocked": impasse.deadlocked, "opened": impasse.opened, "terminated": impasse.terminated,
        "ruled": lambda case: thames.SC01.told(case, thames.SERVED),
    }  # fmt: skip
    told: dict[str, Case] = {}
    return lambda stage: told.setdefault(stage, told.get(stage) or stages[stage](begin()))


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> str:
    """How far the case has come before the test."""
    found: str = getattr(request, "param", "deadlocked")
    return found


@pytest.fixture
def case(office: Connection, come: Callable[[str], Case], stage: str) -> Iterator[Case]:
    """The case at its stage; what a test does with it is undone."""
    told = come(stage)
    with undone(office) as session:
        yield Case(session, TEAM, told.case_id).at(told.now)


def paid(case: Case, amount: Decimal) -> None:
    """The court pays out, and finance books it on the title."""
    case.receives("distribution_received", event_date=case.now.date(), amount=amount, currency="GBP")
    [item] = case.ids("title.items")
    entry = {"kind": "RECEIPT", "amount": amount, "currency": "GBP", "value_date": case.now.date(), "item_id": item}
    case.does("book_receipt", {"case.ledger": [entry]})


# -- paid -----------------------------------------------------------------------------------------------

#: A remedy that runs, and where it ends once nothing is owed.
NEEDLESS: list[tuple[str, Callable[[Case], object], str]] = [
    ("joinder", remedy_waits.joinder_asked, "performed"), ("revocation_suit", suits.gift_sued_over, "superseded"),
]


@pytest.mark.parametrize(("process", "begun", "end"), NEEDLESS)
def test_a_payment_in_part_leaves_a_remedy_running(case: Case, process: str, begun: Callable[[Case], object], end: str) -> None:
    begun(case)
    paid(case, Decimal(400_000))
    assert (case.ends(process), case.ends("remedies_escalation")) == ([None], [None])
    assert "still_owed" in case.passed(process)


@pytest.mark.parametrize(("process", "begun", "end"), NEEDLESS)
def test_a_payment_in_full_ends_a_remedy(case: Case, process: str, begun: Callable[[Case], object], end: str) -> None:
    begun(case)
    paid(case, OWED)
    assert "paid_in_full" in case.passed(process)
    assert (case.ends(process), case.ends("remedies_escalation")) == ([end], ["performed"])
    assert "paid_in_full" in case.passed("remedies_escalation")


def test_a_suit_that_is_needless_closes_the_clocks_of_its_act(case: Case) -> None:
    impasse.chooses(case, "REVOCATION", impasse.GIFT)
    assert "decide_revocation" in case.open_tasks()
    paid(case, OWED)
    assert set(case.states("DL-G-20")) == {"SUPERSEDED"}


# -- preserved by hand ----------------------------------------------------------------------------------


def test_without_the_process_of_preservation_its_measure_starts_the_time_of_the_joinder(case: Case, office: Connection) -> None:
    query = update(Definition).where(col(Definition.key) == "property_preservation").values(key="another_process")
    case.session.exec(query)
    case.session.commit()
    impasse.chooses(case, "JOINDER").does(
        "collect_target_evidence", {"case.findings.debtor_insufficient": "YES"}, target_role="SHAREHOLDER",
        company_form="LLC", event_kind=["WITHDRAWN"], withdrawn_amount=Decimal(500_000),
    )  # fmt: skip
    case.does(
        "choose_basis", joinder_mode="JOIN", scenario="JN-1c", preservation_wanted=True, cap=Decimal(500_000), challenge_kind="SUIT"
    )
    case.receives("control_measure", about_the_debtor(case), event_date=COLLECTED, kind="FREEZE", rank="FIRST")
    assert "limit_noted" in case.passed("joinder")
    assert [row.trigger_date for row in case.deadlines("DL-X-73")] == [COLLECTED]
    case.does("outside_preservation", outside_result="The flat is seized", outside_done=True)
    assert "file_joinder" in case.open_tasks()


# -- closed ---------------------------------------------------------------------------------------------

#: A stage, what runs in it, and how it is begun.
RUNNING: list[tuple[str, str, Callable[[Case], object]]] = [
    ("deadlocked", "criminal_referral", remedy_waits.complained_of),
    ("deadlocked", "joinder", remedy_waits.joinder_asked),
    ("deadlocked", "revocation_suit", suits.gift_sued_over),
    ("deadlocked", "subrogation_suit", suits.claim_sued_for),
    ("ruled", "reconsideration", lambda case: None),
    ("terminated", TERMINATION, lambda case: None),
]


@pytest.mark.parametrize(("stage", "process", "begun"), RUNNING, ids=[process for _, process, _ in RUNNING], indirect=["stage"])
def test_what_runs_ends_with_its_case(case: Case, process: str, begun: Callable[[Case], object]) -> None:
    begun(case)
    assert case.ends(process) == [None]
    case.hears(f"case_closed-{case.case_id}")
    assert case.ends(process) == ["case_closed"]
    assert case.open_tasks() == []


@pytest.mark.parametrize(("kind", "goes_on"), [("TERM_FINAL", True), ("COMPLETED", False)])
def test_a_bankruptcy_outlives_only_a_final_termination(case: Case, kind: str, goes_on: bool) -> None:
    remedy_waits.called(case)
    case.knows({"case.closure_kind": kind})
    case.hears(f"case_closed-{case.case_id}")
    assert case.ends(BANKRUPTCY) == ([None] if goes_on else ["ended_with_case"])
    assert ("goes_on_after_case" in case.passed(BANKRUPTCY)) is goes_on
    assert ("case_closed" in case.passed(BANKRUPTCY)) is not goes_on


# -- how a bankruptcy ends ------------------------------------------------------------------------------


def ended(case: Case, by: str) -> Case:
    """Our claim is filed, and the proceedings are over."""
    case.does("file_claim", filed_date=case.now.date(), claim_amount=OWED, claim_basis=PAPER)
    case.receives("bankruptcy_ended", about_the_debtor(case), event_date=days_later(case, 90), ended_by=by)
    return case


def test_a_plan_is_watched_and_performed(case: Case) -> None:
    remedy_waits.called(case)
    case.receives("reorganisation_plan", about_the_debtor(case), event_date=COLLECTED, terms="A third within two years")
    case.does("monitor_plan_payments", on_time=True, paid_amount=Decimal(800_000))
    assert "plan_watched" in case.passed(BANKRUPTCY)
    assert ended(case, "PLAN").ends(BANKRUPTCY) == ["plan_performed"]


@pytest.mark.parametrize("asked", [True, False])
def test_without_assets_we_may_ask_for_what_turns_up_later(case: Case, asked: bool) -> None:
    remedy_waits.called(case)
    ended(case, "NO_ASSETS").does("additional", ask_it=asked, reason="A claim abroad")
    if asked:
        assert case.ends(BANKRUPTCY) == [None]
        case.does("ask_additional_distribution", filed_date=case.now.date(), asset_found="A claim abroad")
    assert case.ends(BANKRUPTCY) == ["no_assets"]
    assert case.states("DL-X-109") == ["MET" if asked else "CANCELLED"]


def test_a_bankruptcy_that_is_dismissed_later_lets_enforcement_go_on(case: Case) -> None:
    remedy_waits.called(case)
    assert ended(case, "DISMISSED_LATER").ends(BANKRUPTCY) == ["refused"]
    assert "debtor_resumed_done" in case.passed("compulsory_enforcement")


# -- how a termination ends -----------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["opened"], indirect=True)
@pytest.mark.parametrize("kind", ["TERM_FINAL", "STRUCK_OFF"])
def test_a_final_termination_is_objected_to_and_the_case_closed(case: Case, kind: str) -> None:
    day = case.now.date()
    case.receives("termination_ruling", closure_kind=kind, event_date=day, served_date=day)
    if kind == "TERM_FINAL":
        assert (case.ends(TERMINATION), [row.trigger_date for row in case.deadlines("DL-X-114")]) == ([None], [day])
        case.does("final_objection", filed_date=day, paper=PAPER)
        assert case.states("DL-X-114") == ["MET"]
    assert case.ends(TERMINATION) == ["final_closure"]
    assert "decide_withdrawal" in case.open_tasks()


@pytest.mark.parametrize("stage", ["opened"], indirect=True)
def test_a_clue_found_before_the_ruling_goes_to_enforcement(case: Case) -> None:
    impasse.reviewed(case.on(date(2026, 9, 10)), "NOTHING_FOUND")
    case.hears(f"new_clue-{case.case_id}")
    assert "clue_to_enforcement" in case.passed(TERMINATION)
    assert "submit_clue" in case.open_tasks()
    assert "apply_choice" not in case.open_tasks()
