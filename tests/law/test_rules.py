from datetime import date

import pytest

from worklist import feel
from worklist.errors import NotFound
from worklist.law import rules
from worklist.law.periods import Length, Unit
from worklist.law.rules import ActiveType, Confidence, Ladder, Rule, Starter


def ids(found: tuple[Rule, ...]) -> list[str]:
    return [rule.rule_id for rule in found]


def test_all_rules_of_the_field_are_kept() -> None:
    guide = [rule for rule in rules.all_rules() if rule.origin == "guide"]
    assert (len(guide), len(rules.all_rules()), len({rule.rule_id for rule in rules.all_rules()})) == (35, 183, 183)


def test_a_rule_is_typed() -> None:
    rule = rules.get("DL-G-12")
    assert (rule.length, rule.rolls, rule.backward) == (Length(10, Unit.DAY), True, False)
    assert (rule.active_type, rule.ladder, rule.confidence) == (ActiveType.DEADLINE, Ladder.OWN, Confidence.GUIDE)
    assert (rule.source, rule.field, rule.satisfied_by) == ("ruling_served", "served_date", ("file_reconsideration",))


def test_an_unknown_rule_is_not_found() -> None:
    with pytest.raises(NotFound, match="DL-Z-99"):
        rules.get("DL-Z-99")


@pytest.mark.parametrize("rule", rules.all_rules(), ids=lambda rule: rule.rule_id)
def test_every_condition_is_feel(rule: Rule) -> None:
    assert feel.compile(rule.when) is not None


@pytest.mark.parametrize("rule", rules.all_rules(), ids=lambda rule: rule.rule_id)
def test_every_rule_names_its_source_in_both_languages(rule: Rule) -> None:
    assert rule.cited()
    assert rule.cited(chinese=True)
    assert rule.name_en.isascii()
    assert not rule.name_zh.isascii()


@pytest.mark.parametrize("rule", [rule for rule in rules.all_rules() if rule.source], ids=lambda rule: rule.rule_id)
def test_every_trigger_is_told_in_both_languages(rule: Rule) -> None:
    assert rule.trigger_en
    assert not rule.trigger_zh.isascii()


def test_every_reference_between_rules_leads_to_a_rule() -> None:
    named = {name for rule in rules.all_rules() for name in (rule.same_as, rule.after) if name}
    assert named <= {rule.rule_id for rule in rules.all_rules()}


def test_the_row_of_a_folded_rule_carries_the_id_of_its_target() -> None:
    assert (rules.get("DL-X-65").row_id, rules.get("DL-X-65").variable) == ("DL-G-12", "dl_g_12")


def test_rules_that_agree_are_found_from_any_of_them() -> None:
    assert ids(rules.agreeing(rules.get("DL-X-61"))) == ["DL-G-12", "DL-X-60", "DL-X-61", "DL-X-65"]


def test_an_event_triggers_the_rules_that_name_it() -> None:
    assert ids(rules.rules_triggered_by("payment_order_served")) == ["DL-G-01", "DL-G-25", "DL-X-102"]


@pytest.mark.parametrize("event", ["register_case", "register_measure", "record_settlement"])
def test_clocks_of_a_watch_are_never_started_by_the_event_too(event: str) -> None:
    """Source: traps T-67."""
    started = rules.rules_triggered_by(event)
    assert all(rule.starter is Starter.EVENT for rule in started)
    assert not {"DL-X-10", "DL-G-05", "DL-X-23", "DL-X-13"} & set(ids(started))


def test_a_measure_starts_its_watches_but_not_its_expiry() -> None:
    assert ids(rules.rules_triggered_by("control_measure")) == ["DL-X-05", "DL-X-25", "DL-X-42", "DL-X-53", "DL-X-73"]


def test_rules_that_are_only_shown_start_no_row() -> None:
    shown = ids(rules.rules_triggered_by("enforcement_docketed", reference=True))
    assert (shown, "DL-X-07" in ids(rules.rules_triggered_by("enforcement_docketed"))) == (["DL-X-07"], False)


def test_an_event_satisfies_its_rules_and_the_rows_they_share() -> None:
    assert ids(rules.rules_satisfied_by("payment_order_objection")) == ["DL-G-01", "DL-X-102"]
    assert "DL-X-10" in ids(rules.rules_satisfied_by("enforcement_docketed"))


def test_rules_of_one_row_start_once_and_are_all_cited() -> None:
    day = date(2026, 6, 8)
    triggered = [(rules.get(name), day) for name in ("DL-G-04", "DL-G-23", "DL-X-06", "DL-X-83")]
    first, second = rules.folded(triggered)
    assert (first.rule.rule_id, ids(first.applied)) == ("DL-G-04", ["DL-G-04", "DL-G-23", "DL-X-06"])
    assert second.rule.rule_id == "DL-X-83"


def test_should_have_known_starts_the_clock_when_it_is_earlier() -> None:
    """Source: traps T-18."""
    triggered = [(rules.get("DL-G-19"), date(2026, 3, 2)), (rules.get("DL-X-74"), date(2026, 1, 5))]
    (start,) = rules.folded(triggered)
    assert (start.rule.rule_id, start.trigger_date, ids(start.applied)) == ("DL-G-19", date(2026, 1, 5), ["DL-X-74"])


RULING = {"suit_id": "main", "outcome": "RECOGNISED", "document_date": date(2026, 5, 12)}


def judgment(route: str, rule_set: str = "prc_law") -> dict[str, object]:
    title = {"instrument_class": "JUDGMENT", "matter": "GENERAL"}
    recognition = {"route": route, "claim_type": "recognition_and_enforcement"}
    return {**RULING, "case": {"title": title, "recognition": recognition, "rule_set": rule_set}}


@pytest.mark.parametrize(
    ("context", "started"),
    [
        (judgment("RECIPROCITY"), {"DL-G-12", "DL-X-65", "DL-G-16"}),
        (judgment("TREATY", "guide"), {"DL-G-11", "DL-G-12", "DL-X-65", "DL-G-16"}),
        (judgment("HK_JUDGMENT"), {"DL-X-60"}),
        (judgment("MO_JUDGMENT"), {"DL-X-61"}),
        ({**judgment("TREATY"), "outcome": "DISMISSED"}, {"DL-G-16"}),
        ({**judgment("TREATY"), "document_date": date(2023, 12, 29)}, {"DL-G-16"}),
        ({**judgment("TREATY"), "record_filing": False}, {"DL-G-12", "DL-X-65"}),
    ],
)
def test_a_ruling_starts_the_rules_whose_condition_holds(context: dict[str, object], started: set[str]) -> None:
    """Source: decisions D17, D17b."""
    triggered = rules.rules_triggered_by("ruling_served")
    assert {rule.rule_id for rule in triggered if feel.evaluate(rule.when, context) is True} == started


@pytest.mark.parametrize(
    ("domicile", "rule"), [("YES", "DL-X-100"), ("UNKNOWN", "DL-X-100"), (None, "DL-X-100"), ("NO", "DL-X-119")]
)
def test_an_unknown_domicile_of_ours_takes_the_shorter_appeal(domicile: str | None, rule: str) -> None:
    case = {"title": {"instrument_class": "JUDGMENT"}, "client": {"domicile_cn": domicile}}
    context = {"suit_id": "main", "ground": "jurisdiction", "case": case}
    found = [one.rule_id for one in rules.rules_triggered_by("case_not_accepted") if feel.evaluate(one.when, context) is True]
    assert found == [rule]


@pytest.mark.parametrize(
    ("result", "rows"),
    [
        ({"result": "FAILED", "online": True, "round": 1}, {"DL-X-96"}),
        ({"result": "FAILED", "round": 2}, {"DL-X-97", "DL-X-132"}),
        ({"result": "FAILED", "online": False, "round": 1}, {"DL-X-44"}),
        ({"result": "SOLD", "online": True, "round": 1}, set()),
        ({"result": "RETURNED", "ask_in_kind": True}, {"DL-X-45"}),
    ],
)
def test_an_auction_is_online_unless_it_says_otherwise(result: dict[str, object], rows: set[str]) -> None:
    """Source: traps T-55."""
    found = {one.rule_id for one in rules.rules_triggered_by("auction_result") if feel.evaluate(one.when, result) is True}
    assert found == rows
