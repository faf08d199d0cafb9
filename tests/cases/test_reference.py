"""Reference data: what holds on a day, new versions beside old ones, loading all rows or none."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from db.models import History, ReferenceRow
from tests.decisions.shipped import decide
from tests.decisions.test_recognition_route import judgment
from worklist.cases import file, reference
from worklist.cases.reference import Refused, Version, loading
from worklist.cases.workers import WORKERS
from worklist.engine import Work
from worklist.engine.history import verify
from worklist.errors import BadInput, Conflict, NotFound, NotPermitted
from worklist.identity import IMPORT, Actor

ROOT = Path(__file__).resolve().parents[2]
OTTO = Actor("otto", "Sun Qi", frozenset({"process_owner"}))
HEAD = "key,valid_from,valid_to,name_en,name_zh,days,source,confidence\n"
JUNE = date(2026, 6, 1)


def chase(key: str = "COURT", days: int = 20, first: date = JUNE, last: date | None = None) -> Version:
    return Version("chase", key, first, last, {"name_en": "Court", "name_zh": "法院", "days": days}, "office", "office")


def kept(session: Session) -> int:
    return len(session.exec(select(ReferenceRow)).all())


def test_every_shipped_row_can_be_taken(session: Session, now: datetime) -> None:
    reference.seed(session, now)
    assert len(reference.in_force(session, "country_table", now.date())) == 35
    assert {row.recorded_by for row in session.exec(select(ReferenceRow))} == {"system:import"}


def test_a_second_seeding_adds_nothing_and_keeps_what_the_team_has_changed(session: Session, now: datetime) -> None:
    reference.seed(session, now)
    reference.record(session, chase(first=date(2015, 1, 1)), OTTO, now)
    before = kept(session)
    reference.seed(session, now)
    assert kept(session) == before
    assert reference.chase(session, now.date())["COURT"] == "P20D"


def test_hong_kong_macau_and_taiwan_never_stand_among_the_treaty_states(session: Session, now: datetime) -> None:
    reference.seed(session, now)
    assert not {row.key for row in reference.in_force(session, "country_table", now.date())} & {"HK", "MO", "TW", "CN"}


def rule_set(key: str, *, standard: bool, first: date, last: date | None = None) -> Version:
    return Version("rule_sets", key, first, last, {"name_en": key, "name_zh": key, "standard": standard}, "our counsel", "office")


def test_a_new_case_follows_the_standard_of_its_day(session: Session, now: datetime) -> None:
    assert file.create(session, OTTO, now).rule_set == "prc_law", "nothing is known yet"
    reference.seed(session, now)
    assert file.create(session, OTTO, now).rule_set == "prc_law"
    reference.record(session, rule_set("guide", standard=True, first=now.date()), OTTO, now)
    assert file.create(session, OTTO, now).rule_set == "guide"
    assert file.create(session, OTTO, now - timedelta(days=2)).rule_set == "prc_law"


def test_a_case_cannot_take_a_rule_set_that_is_over(session: Session, now: datetime) -> None:
    reference.seed(session, now)
    case = file.create(session, OTTO, now).id
    file.write(session, case, {"case.rule_set": "guide"}, OTTO, now)
    file.write(session, case, {"case.rule_set": "prc_law"}, OTTO, now)
    reference.record(session, rule_set("guide", standard=False, first=date(1900, 1, 1), last=now.date() - timedelta(days=1)), OTTO, now)
    with pytest.raises(BadInput, match="rule set that counts on"):
        file.write(session, case, {"case.rule_set": "guide"}, OTTO, now)


def test_a_rule_set_without_rules_is_refused(session: Session, now: datetime) -> None:
    with pytest.raises(BadInput, match="would have no rules"):
        reference.record(session, rule_set("uk_law", standard=True, first=JUNE), OTTO, now)


def test_an_application_long_ago_finds_its_treaty(session: Session, now: datetime) -> None:
    reference.seed(session, now)
    found = reference.on(session, "country_table", "FR", date(2009, 3, 1))
    assert found is not None
    assert reference.to_be_confirmed(found)


@pytest.mark.parametrize(("table", "key"), [("country_table", "HK"), ("nyc_seats", "MO"), ("nyc_seats", "TW"), ("country_table", "CN")])
def test_nobody_enters_them_either(session: Session, now: datetime, table: str, key: str) -> None:
    with pytest.raises(BadInput, match="foreign state"):
        reference.record(session, Version(table, key, JUNE, None, {}, "a text", "read"), OTTO, now)


def test_a_row_that_nobody_touched_follows_the_shipped_one_and_keeps_its_history(session: Session, now: datetime) -> None:
    """What an earlier release shipped is corrected by the next; the row that somebody changed is not."""
    reference.seed(session, now)
    first = date(2015, 1, 1)
    reward = reference.on(session, "fees", "REWARD", now.date())
    assert reward is not None
    earlier = Version("fees", "REWARD", first, None, reward.value | {"deducted": False}, "an earlier release", "guide")
    reference.record(session, earlier, IMPORT, now)
    reference.record(session, chase(first=first), OTTO, now)
    reference.seed(session, now)
    reference.seed(session, now)
    assert [(row.version, row.value["deducted"]) for row in reference.history(session, "fees", "REWARD")] == [(3, True), (2, False), (1, True)]
    assert len(reference.history(session, "chase", "COURT")) == 2


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2020, 1, 1), date(2020, 6, 30), date(2020, 7, 1), date(2021, 1, 1), date(2022, 1, 1), date(2022, 2, 1)])
def test_what_expressions_read_is_what_is_in_force_on_the_day(session: Session, now: datetime, day: date) -> None:
    """For every day a filter by key and days finds the row that `on` finds, and no other."""
    for first, last, days in [
        (date(2020, 1, 1), date(2020, 6, 30), 1), (date(2021, 1, 1), None, 2), (date(2021, 1, 1), None, 3),
        (date(2022, 1, 1), date(2022, 1, 31), 4), (date(2020, 3, 1), date(2020, 4, 1), 5),
    ]:  # fmt: skip
        reference.record(session, chase(days=days, first=first, last=last), OTTO, now)
    found = [
        row["row"] for row in reference.Offered(session)["chase"]
        if row["key"] == "COURT" and row["valid_from"] <= day and (row["valid_to"] is None or day <= row["valid_to"])
    ]  # fmt: skip
    held = reference.on(session, "chase", "COURT", day)
    assert found == ([f"COURT v{held.version}"] if held else [])


def test_a_process_owner_who_ends_a_treaty_changes_the_route_from_that_day_on(session: Session, now: datetime) -> None:
    reference.seed(session, now)
    france = reference.on(session, "country_table", "FR", now.date())
    assert france is not None
    reference.record(session, Version("country_table", "FR", france.valid_from, JUNE, france.value, "the note that ends it", "read"), OTTO, now)
    offered = {"reference": reference.Offered(session)}
    routes = [
        decide("D02_recognition_route", judgment("FR") | offered | {"recognition.application_date": day}).outputs[0]["route"]
        for day in (JUNE, date(2026, 6, 2))
    ]  # fmt: skip
    assert routes == ["TREATY", "RECIPROCITY"]


def test_a_shipped_case_names_decisions_and_a_court_that_there_are() -> None:
    decisions = {path.stem.partition("_")[0] for path in (ROOT / "processes").glob("D*.dmn")}
    courts = {version.key for version in loading.shipped("courts")}
    for version in loading.shipped("case_library"):
        assert set(str(version.values["decisions"]).split()) <= decisions
        assert version.values["court"] in courts | {None}


@pytest.mark.parametrize(("cell", "sentence"), [
    ("DL-X-20", None), ("DL-X-999", "Expected the key of a period of the law for validity_rule, got DL-X-999"),
])  # fmt: skip
def test_an_asset_class_names_a_rule_that_there_is(cell: str, sentence: str | None) -> None:
    column = next(one for one in reference.table("asset_classes").columns if one.name == "validity_rule")
    assert column.value("DL-X-20") == "DL-X-20"
    if sentence is not None:
        with pytest.raises(BadInput, match=sentence):
            column.value(cell)


def test_ways_of_disposal_are_codes_and_read_as_a_list() -> None:
    column = next(one for one in reference.table("asset_classes").columns if one.name == "disposal")
    assert column.told(column.value("AUCTION,SELL, AUCTION")) == ["AUCTION", "SELL"]
    with pytest.raises(BadInput, match="Expected some of TRANSFER, AUCTION, SELL, COLLECT for disposal, got BURN"):
        column.value("BURN")


def test_a_treaty_day_that_nobody_knows_is_shown_as_to_be_confirmed(session: Session, now: datetime) -> None:
    reference.seed(session, now)
    france = reference.on(session, "country_table", "FR", now.date())
    assert france is not None
    assert france.value["treaty_in_force_from"] is None
    assert reference.to_be_confirmed(france)
    values = france.value | {"treaty_in_force_from": "1988-02-08"}
    later = reference.record(session, Version("country_table", "FR", france.valid_from, None, values, "a text read by counsel", "read"), OTTO, now)
    assert not reference.to_be_confirmed(later)


def test_a_new_version_counts_from_its_first_day_and_the_old_one_before(session: Session, now: datetime) -> None:
    reference.record(session, chase(days=30, first=date(2020, 1, 1)), OTTO, now)
    reference.record(session, chase(days=20), OTTO, now)
    assert reference.chase(session, date(2026, 5, 31))["COURT"] == "P30D"
    assert reference.chase(session, JUNE)["COURT"] == "P20D"
    assert [row.version for row in reference.history(session, "chase", "COURT")] == [2, 1]


def test_a_row_that_is_over_does_not_bring_its_forerunner_back(session: Session, now: datetime) -> None:
    reference.record(session, chase(days=30, first=date(2020, 1, 1)), OTTO, now)
    reference.record(session, chase(days=20, last=date(2026, 6, 30)), OTTO, now)
    assert reference.on(session, "chase", "COURT", date(2026, 6, 30)) is not None
    assert reference.on(session, "chase", "COURT", date(2026, 7, 1)) is None


def test_a_correction_from_the_same_day_wins_and_the_wrong_row_stays_readable(session: Session, now: datetime) -> None:
    reference.record(session, chase(days=99), OTTO, now)
    reference.record(session, chase(days=9), OTTO, now)
    assert reference.chase(session, JUNE)["COURT"] == "P9D"
    assert [row.value["days"] for row in reference.history(session, "chase", "COURT")] == [9, 99]


def test_only_a_process_owner_changes_reference_data(session: Session, now: datetime, alice: Actor) -> None:
    with pytest.raises(NotPermitted):
        reference.record(session, chase(), alice, now)
    with pytest.raises(NotPermitted):
        reference.load(session, {"chase.csv": HEAD.encode()}, alice, now)


def test_who_looked_at_an_older_version_is_refused(session: Session, now: datetime) -> None:
    reference.record(session, chase(), OTTO, now, seen=0)
    with pytest.raises(Conflict):
        reference.record(session, chase(days=5), OTTO, now, seen=0)


@pytest.mark.parametrize(
    "version",
    [
        chase(key="two words"), chase(last=date(2026, 5, 31)),
        Version("chase", "COURT", JUNE, None, {}, " ", "office"), Version("chase", "COURT", JUNE, None, {}, "office", "sure"),
    ],
)  # fmt: skip
def test_a_row_without_key_source_or_confidence_or_with_crossed_days_is_refused(session: Session, now: datetime, version: Version) -> None:
    with pytest.raises(BadInput):
        reference.record(session, version, OTTO, now)
    assert kept(session) == 0


def test_a_diff_says_what_a_load_would_change_and_changes_nothing(session: Session, now: datetime) -> None:
    reference.record(session, chase(days=30), OTTO, now)
    files = {"chase.csv": (HEAD + "COURT,2026-06-01,,Court,法院,31,office,office\nBANK,2026-06-01,,Bank,银行,10,office,office\n").encode()}
    changes = reference.diff(session, files)
    assert [str(change).splitlines()[0] for change in changes] == ["~ chase COURT from 2026-06-01", "+ chase BANK from 2026-06-01"]
    assert ("days", "30", "31") in changes[0].cells
    assert kept(session) == 1
    assert [str(change) for change in reference.load(session, files, OTTO, now)] == [str(change) for change in changes]
    assert kept(session) == 3
    assert reference.diff(session, files) == []
    assert reference.load(session, files, OTTO, now) == []


def test_one_bad_row_stops_the_whole_load_and_every_bad_row_is_named_with_its_line(session: Session, now: datetime) -> None:
    rows = (
        "COURT,2026-06-01,,Court,法院,31,office,office\n"
        "BANK,2026-06-01,,Bank,银行,soon,office,office\n"
        "POST,June,,Post,邮政,3,office,office\n"
        "COURT,2026-06-01,,Court,法院,32,office,office\n"
        "SHORT,2026-06-01\n"
    )
    with pytest.raises(Refused) as refused:
        reference.load(session, {"chase.csv": (HEAD + rows).encode()}, OTTO, now)
    assert [problem.line for problem in refused.value.problems] == [3, 4, 5, 6]
    assert "Expected a whole number for days, got soon" in str(refused.value.problems[0])
    assert kept(session) == 0


@pytest.mark.parametrize("content", [b"", b"key,days\n", b"\xff\xfe", HEAD.replace("days", "days,days").encode(), (HEAD + '"open').encode()])
def test_a_file_that_is_no_such_table_is_refused(session: Session, now: datetime, content: bytes) -> None:
    with pytest.raises(Refused):
        reference.load(session, {"chase.csv": content}, OTTO, now)


def test_a_file_that_is_called_like_no_table_is_refused(session: Session, now: datetime) -> None:
    with pytest.raises(NotFound):
        reference.load(session, {"prices.csv": HEAD.encode()}, OTTO, now)


def test_the_library_names_the_cases_that_illustrate_a_decision(session: Session, now: datetime) -> None:
    reference.seed(session, now)
    found = [row.key for row in reference.illustrating(session, "D05_refusal_screen_judgment", now.date())]
    assert found == ["GUANGZHOU_PUNITIVE", "NEW_ZEALAND", "UDMURTIA"]
    assert reference.illustrating(session, "D01_instrument_eligibility", now.date()) == []


@pytest.mark.parametrize(("key", "day", "version", "said"), [
    ("FR", date(2026, 6, 1), "1", "country_table: FR v1"), ("FR", date(1899, 12, 31), None, "country_table: no row FR on 1899-12-31"),
    ("GB", date(2026, 6, 1), None, "country_table: no row GB on 2026-06-01"), ("", date(2026, 6, 1), None, "country_table: no row (no key) on 2026-06-01"),
])  # fmt: skip
def test_a_row_is_looked_up_on_a_day_and_none_is_a_clear_answer(session: Session, now: datetime, key: str, day: date, version: str | None, said: str) -> None:
    reference.seed(session, now)
    found = WORKERS["reference.lookup"](work(session, now, table="country_table", key=key, on_date=day))
    assert (found["version"], found["said"]) == (version, said)
    assert (found["row"] or {}).get("name_en") == ("France" if version else None)


def work(session: Session, now: datetime, **inputs: object) -> Work:
    return Work(session, "reference.lookup", "look", "an instance", None, inputs, {}, OTTO, now)


def test_a_look_up_without_a_day_asks_about_today_and_refuses_what_is_none(session: Session, now: datetime) -> None:
    reference.seed(session, now)
    assert WORKERS["reference.lookup"](work(session, now, table="chase", key="SPC"))["row"]["days"] == 60
    with pytest.raises(NotFound):
        WORKERS["reference.lookup"](work(session, now, table="prices", key="SPC"))
    with pytest.raises(BadInput, match="Expected a date as on_date"):
        WORKERS["reference.lookup"](work(session, now, table="chase", key="SPC", on_date="soon"))


def test_every_new_version_stands_in_the_event_log_and_the_chain_holds(session: Session, now: datetime) -> None:
    reference.record(session, chase(), OTTO, now)
    event = session.exec(select(History).where(History.chain == "reference")).one()
    assert (event.kind, event.by, event.facts["key"], event.facts["value"]["days"]) == ("reference_changed", OTTO.id, "COURT", 20)
    assert verify(session, "reference") == []
