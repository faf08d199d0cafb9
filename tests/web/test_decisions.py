"""The decisions of a case on its pages: what was decided and why; override, confirm, withdraw; who may; both languages."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select, update

from db.models import DecisionOverride, DecisionRun, Instance, Outbox
from db.session import transaction
from tests.engine.diagrams import end, mapping, node, process, start, user
from tests.web.world import Browser, World, wall_off
from worklist import engine
from worklist.cases import file, reference
from worklist.engine import deployments
from worklist.engine.spiff import decode
from worklist.identity import IMPORT

MINE = "Apply to renew bank-account freeze"
TABLES = Path(__file__).resolve().parents[2] / "processes"
#: The real screens and measures, each asked once, then a person looks at what they say.
SCREENING = process(
    "screening", start(),
    node("businessRuleTask", "screen_rule", camunda_decisionRef="D05_refusal_screen_judgment", camunda_resultVariable="hits"),
    node(
        "businessRuleTask", "measure_rule", mapping(outputs={"control": "=d15.control"}), camunda_decisionRef="D15_measures_by_asset",
        camunda_resultVariable="d15", camunda_mapDecisionResult="singleResult",
    ),
    user("look_at_screen"), end(), flows=("start > screen_rule > measure_rule > look_at_screen > end",),
)  # fmt: skip


@pytest.fixture
def case_id(world: World) -> str:
    """A case in which the refusal of a judgment was screened, and the measure on an account was chosen."""
    screened(world, MINE)
    return world.cases[MINE]


def screened(world: World, name: str) -> str:
    """Have the decisions taken in a case; return the address where the screen is overridden."""
    case_id = world.cases[name]
    with transaction(world.database) as session:
        reference.seed(session, world.clock.now)
        files = {name: (TABLES / name).read_bytes() for name in ("D05_refusal_screen_judgment.dmn", "D15_measures_by_asset.dmn")}
        engine.deploy(session, files | {"screening.bpmn": SCREENING}, IMPORT, world.clock.now)
        begin(session, world, case_id)
    return f"/cases/{case_id}/decisions/{run_of(world, 'D05').id}"


def begin(session: Session, world: World, case_id: str, asset_class: str = "CASH") -> None:
    case = {"class": asset_class, "type": asset_class, "asset_class": asset_class, "asset_type": asset_class}
    engine.start(session, "screening", case_id, {"route": "RECIPROCITY", **case}, IMPORT, world.clock.now)


def run_of(world: World, decision: str) -> DecisionRun:
    with Session(world.database) as session:
        runs = session.exec(select(DecisionRun).where(col(DecisionRun.decision_id).startswith(decision)).order_by(col(DecisionRun.number)))
        return runs.all()[-1]


def variables(world: World) -> dict[str, Any]:
    with Session(world.database) as session:
        instance = session.exec(select(Instance).where(Instance.definition_key == "screening").order_by(col(Instance.started_at))).all()[-1]
        return dict(decode(instance.tokens, deployments.spec_of(session, instance.definition_id), None).root.data)


def fields_of(page: str) -> dict[str, list[str]]:
    """Return what the form of a page would send as it is: hidden fields, texts, what is chosen."""
    form = page[page.index("novalidate") :]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    for name, value in re.findall(r'<input class="[^"]*" id="[^"]*" name="([^"]+)" value="([^"]*)"', form):
        found[name] = [value]
    for name, inside in re.findall(r'<select class="input" id="[^"]*" name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        found[name] = re.findall(r'<option value="([^"]*)" selected', inside) or [""]
    for name, value in re.findall(r'<input type="checkbox"(?: id="[^"]*")? name="([^"]+)" value="([^"]*)"[^>]* checked', form):
        found.setdefault(name, []).append(value)
    for name, value in re.findall(r'<textarea class="input" id="[^"]*" name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
        found[name] = [value]
    return found


def fills(browser: Browser, address: str, changes: dict[str, Any], sent: dict[str, list[str]] | None = None):  # type: ignore[no-untyped-def]
    """Send the form of an override as its page stands, with changes."""
    fields = (sent or fields_of(browser.get(address).text)) | changes
    return browser.post(address, fields)


def overrides_it(world: World, case_id: str, decision: str, changes: dict[str, Any], user: str = "bob"):  # type: ignore[no-untyped-def]
    """Preview and apply an override; return the answer to both."""
    browser, address = world.client(user), f"/cases/{case_id}/decisions/{run_of(world, decision).id}"
    previewed = fills(browser, address, changes | {"reason": "Deposit in fact", "_step": "preview"})
    applied = fills(browser, address, {"_step": "apply"}, fields_of(previewed.text))
    return previewed, applied


def test_the_page_says_what_was_decided_on_what_and_by_which_rows(world: World, case_id: str) -> None:
    page = world.client("alice").get(f"/cases/{case_id}/decisions").text
    run = run_of(world, "D05")
    assert "Refusal screen for judgments" in page
    for hit in run.matched["D05_refusal_screen_judgment"]:
        assert hit["id"] in page
        assert hit["notes"][0].replace("'", "&#39;") in page  # its source
    assert "Authenticity verifiable" in page  # an input by its label
    assert "What the table says" in page


def test_a_partner_overrides_after_a_preview_and_the_process_uses_it(world: World, case_id: str) -> None:
    previewed, applied = overrides_it(world, case_id, "D15", {"c0": "SEIZE"})
    assert previewed.status_code == 200
    assert "It stands at: look_at_screen." in previewed.text
    assert re.search(r"<code>control</code></td><td>[^<]*</td><td>[^<]+</td>", previewed.text)
    assert applied.status_code == 303
    assert (variables(world)["control"], variables(world)["d15"]["control"]) == ("SEIZE", "SEIZE")
    page = world.client("alice").get(f"/cases/{case_id}/decisions").text
    assert "What is used instead" in page
    assert "Deposit in fact" in page
    assert "Decision overridden" in world.client("alice").get(f"/cases/{case_id}").text


def test_a_preview_alone_changes_nothing(world: World, case_id: str) -> None:
    address = f"/cases/{case_id}/decisions/{run_of(world, 'D15').id}"
    fills(world.client("bob"), address, {"c0": "SEIZE", "reason": "why", "_step": "preview"})
    fills(world.client("bob"), address, {"c0": "SEIZE", "reason": "why", "_step": "apply"})  # never previewed
    assert variables(world)["control"] == "FREEZE"


def test_of_many_rows_one_is_dropped_one_changed_and_one_added(world: World, case_id: str) -> None:
    browser, address = world.client("bob"), f"/cases/{case_id}/decisions/{run_of(world, 'D05').id}"
    before = variables(world)["hits"]
    added = fills(browser, address, {"rows[0].drop": "true", "reason": "seen the file", "_add": "rows"})
    twice = fills(browser, address, {"_add": "rows"}, fields_of(added.text))
    fewer = fills(browser, address, {"_remove": f"rows[{len(before) + 1}]"}, fields_of(twice.text))
    last = len(before)
    sent = fields_of(fewer.text) | {f"rows[{last}].c0": ["RF-1"], f"rows[{last}].c1": ["RISK"], "rows[1].c1": ["DISMISS"]}
    previewed = fills(browser, address, {"_step": "preview"}, sent)
    assert previewed.status_code == 200, previewed.text
    assert fills(browser, address, {"_step": "apply"}, fields_of(previewed.text)).status_code == 303
    after = variables(world)["hits"]
    assert [row["ground"] for row in after] == [*(row["ground"] for row in before[1:]), "RF-1"]
    assert (after[0]["effect"], after[-1]["effect"]) == ("DISMISS", "RISK")
    assert after[1] == before[2]


def test_the_items_that_a_ground_concerns_are_chosen_by_name_and_stay_chosen(world: World, case_id: str) -> None:
    with transaction(world.database) as session:
        items = [{"kind": "PRINCIPAL", "amount": Decimal(100), "currency": "CNY"}, {"kind": "PUNITIVE", "amount": Decimal(50), "currency": "CNY"}]
        file.write(session, case_id, {"case.title.items": items}, IMPORT, world.clock.now)
        begin(session, world, case_id)
    punitive = variables(world)["hits"][-1]["items"] or next(row["items"] for row in variables(world)["hits"] if row["items"])
    browser, address = world.client("bob"), f"/cases/{case_id}/decisions/{run_of(world, 'D05').id}"
    place = [row["items"] for row in variables(world)["hits"]].index(punitive)
    page = browser.get(address).text
    assert "2. Punitive damages 50.00 CNY" in page
    assert fields_of(page)[f"rows[{place}].c6"] == ["", *punitive]
    again = fields_of(fills(browser, address, {"_add": "rows"}).text)
    assert again[f"rows[{place}].c6"] == ["", *punitive]
    both = {f"rows[{place}].c6": ["", *page_items(page, place)], "reason": "All of it", "_step": "preview"}
    applied = fills(browser, address, {"_step": "apply"}, fields_of(fills(browser, address, both).text))
    assert applied.status_code == 303
    assert len(variables(world)["hits"][place]["items"]) == 2
    assert "2. Punitive damages" in browser.get(f"/cases/{case_id}/decisions").text


def page_items(page: str, place: int) -> list[str]:
    """Return the items that may be chosen in a row."""
    return re.findall(rf'<input type="checkbox" name="rows\[{place}\]\.c6" value="([^"]+)"', page)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"c0": "BURN", "reason": "why"}, "choose one of the options shown"), ({"c0": "SEIZE", "reason": ""}, "enter a value"),
        ({"reason": "why"}, "Expected other outputs than those in use already"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_on_the_page_and_nothing_is_kept(world: World, case_id: str, changes: dict[str, Any], sentence: str) -> None:
    address = f"/cases/{case_id}/decisions/{run_of(world, 'D15').id}"
    answer = fills(world.client("bob"), address, changes | {"_step": "preview"})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    with Session(world.database) as session:
        assert session.exec(select(DecisionOverride)).all() == []


def test_who_did_not_see_the_other_override_is_told_who_was_first(world: World, case_id: str) -> None:
    address = f"/cases/{case_id}/decisions/{run_of(world, 'D15').id}"
    browser = world.client("bob")
    previewed = fields_of(fills(browser, address, {"c0": "WITHHOLD", "reason": "why", "_step": "preview"}).text)
    overrides_it(world, case_id, "D15", {"c0": "SEIZE"})
    answer = fills(browser, address, {"_step": "apply"}, previewed)
    assert answer.status_code == 409
    assert "overrode this decision meanwhile" in answer.text
    assert variables(world)["control"] == "SEIZE"


def test_rows_of_a_result_that_is_another_one_meanwhile_are_not_mixed_with_it(world: World, case_id: str) -> None:
    browser, address = world.client("bob"), f"/cases/{case_id}/decisions/{run_of(world, 'D05').id}"
    stale = fields_of(browser.get(address).text) | {"reason": "why", "_step": "preview", "rows[0].c1": "RISK"}
    everything = {f"rows[{place}].drop": "true" for place in range(len(variables(world)["hits"]))}
    assert overrides_it(world, case_id, "D05", everything)[1].status_code == 303
    assert variables(world)["hits"] == []
    answer = browser.post(address, stale)
    assert (answer.status_code, "overrode this decision meanwhile" in answer.text) == (409, True)
    assert variables(world)["hits"] == []


def test_a_form_of_an_old_result_is_told_that_there_is_a_new_one(world: World, case_id: str) -> None:
    browser, address = world.client("bob"), f"/cases/{case_id}/decisions/{run_of(world, 'D15').id}"
    with transaction(world.database) as session:
        begin(session, world, case_id)
    answer = fills(browser, address, {"c0": "SEIZE", "reason": "why", "_step": "preview"})
    assert (answer.status_code, "taken again meanwhile" in answer.text) == (409, True)


def test_a_result_kept_before_overrides_were_is_shown_and_cannot_be_overridden(world: World, case_id: str) -> None:
    run = run_of(world, "D15").id
    with transaction(world.database) as session:
        session.exec(update(DecisionRun).where(col(DecisionRun.id) == run).values(place=None, packed=None))
    browser = world.client("bob")
    assert f"/decisions/{run}" not in browser.get(f"/cases/{case_id}/decisions").text
    answer = fills(browser, f"/cases/{case_id}/decisions/{run}", {"c0": "SEIZE", "reason": "why", "_step": "preview"})
    assert (answer.status_code, "kept before overrides were" in answer.text) == (409, True)


@pytest.mark.parametrize("user", ["dora", "alice", "helen", "root"])
def test_who_is_no_partner_reads_and_does_not_override(world: World, case_id: str, user: str) -> None:
    browser, run = world.client(user), run_of(world, "D15").id
    page = browser.get(f"/cases/{case_id}/decisions")
    assert page.status_code == 200
    assert f"/decisions/{run}" not in page.text
    for path in ("", "/withdraw"):
        assert browser.get(f"/cases/{case_id}/decisions/{run}{path}").status_code == 403
    for path in ("", "/withdraw", "/confirm"):
        answer = browser.post(f"/cases/{case_id}/decisions/{run}{path}", {"reason": "why", "c0": "SEIZE"}, page=f"/cases/{case_id}/decisions")
        assert answer.status_code == 403
    with Session(world.database) as session:
        assert session.exec(select(DecisionOverride)).all() == []


def test_behind_a_wall_there_is_nothing_to_override(world: World, case_id: str) -> None:
    run = run_of(world, "D15").id
    wall_off(world, MINE, "ann")
    for path in ("decisions", f"decisions/{run}", f"decisions/{run}/withdraw"):
        assert world.client("bob").get(f"/cases/{case_id}/{path}").status_code == 404
    assert world.client("ann").get(f"/cases/{case_id}/decisions").status_code == 200


def test_the_decision_of_another_case_is_not_found_under_this_one(world: World, case_id: str) -> None:
    other = next(one for one in world.cases.values() if one != case_id)
    assert world.client("bob").get(f"/cases/{other}/decisions/{run_of(world, 'D15').id}").status_code == 404


def asks_again(world: World, case_id: str) -> None:
    """Override the measure, then let it be decided anew about another kind of asset."""
    overrides_it(world, case_id, "D15", {"c0": "WITHHOLD"})
    with transaction(world.database) as session:
        begin(session, world, case_id, "MOVABLE")


def test_other_inputs_ask_the_partner_once_and_the_case_says_so(world: World, case_id: str) -> None:
    assert "to be confirmed" not in world.client("alice").get(f"/cases/{case_id}").text
    asks_again(world, case_id)
    with transaction(world.database) as session:
        begin(session, world, case_id, "EQUITY")
    assert variables(world)["control"] == "WITHHOLD"
    with Session(world.database) as session:
        notices = [row for row in session.exec(select(Outbox)) if "override" in str(row.payload["subject"])]
    assert len(notices) == 1
    assert f"/cases/{case_id}/decisions" in notices[0].payload["text"]
    assert "1 override to be confirmed" in world.client("alice").get(f"/cases/{case_id}").text


def test_a_partner_confirms_and_nothing_waits_any_more(world: World, case_id: str) -> None:
    asks_again(world, case_id)
    browser, run = world.client("bob"), run_of(world, "D15")
    page = browser.get(f"/cases/{case_id}/decisions").text
    shown = re.findall(r'name="_shown" value="([^"]+)"', page)[0]
    answer = browser.post(f"/cases/{case_id}/decisions/{run.id}/confirm", {"_shown": shown}, page=f"/cases/{case_id}/decisions")
    assert answer.status_code == 303
    assert "to be confirmed" not in world.client("alice").get(f"/cases/{case_id}").text
    assert variables(world)["control"] == "WITHHOLD"


def test_a_partner_withdraws_and_the_table_is_used_again(world: World, case_id: str) -> None:
    asks_again(world, case_id)
    browser, run = world.client("bob"), run_of(world, "D15")
    address = f"/cases/{case_id}/decisions/{run.id}/withdraw"
    page = browser.get(address).text
    assert "<code>control</code>" in page
    shown = re.findall(r'name="_shown" value="([^"]+)"', page)[0]
    assert "Expected a reason" in browser.post(address, {"_shown": shown, "reason": " "}, page=address).text
    assert browser.post(address, {"_shown": shown, "reason": "It is a machine"}, page=address).status_code == 303
    assert variables(world)["control"] == "SEIZE"
    assert "Withdrawn by Chen Xi" in browser.get(f"/cases/{case_id}/decisions").text


def test_a_form_sent_twice_overrides_once(world: World, case_id: str) -> None:
    browser, address = world.client("bob"), f"/cases/{case_id}/decisions/{run_of(world, 'D15').id}"
    sent = fields_of(fills(browser, address, {"c0": "SEIZE", "reason": "why", "_step": "preview"}).text) | {"_step": "apply"}
    assert [browser.post(address, sent).status_code for _ in range(2)] == [303, 303]
    with Session(world.database) as session:
        assert len(session.exec(select(DecisionOverride)).all()) == 1


def test_the_pages_speak_chinese(world: World, case_id: str) -> None:
    browser = world.client("bob")
    browser.post("/language", {"language": "zh", "next": "/tasks"}, page="/tasks")
    asks_again(world, case_id)
    address = f"/cases/{case_id}/decisions"
    page = browser.get(address).text
    for words in ("决策", "判决拒绝承认（认可）事由筛查", "真实性能否确认", "改定待确认", "以改定为准的结果"):
        assert words in page, words
    form = fills(browser, f"{address}/{run_of(world, 'D15').id}", {"c0": "SEIZE", "reason": "有据", "_step": "preview"}).text
    for words in ("控制措施", "改定理由", "将变更的内容", "流程所处位置"):
        assert words in form, words
    assert "Expected" not in fills(browser, f"{address}/{run_of(world, 'D15').id}", {"reason": "有据", "_step": "preview"}).text
