"""Parties of a case: roles over time, links, the same person in several cases, what joinder and succession write."""

from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlmodel import select

from db.models import CaseFile, CaseMember, CaseParty, Document, History, Party, PartyRole
from db.session import transaction
from worklist.cases import facts, file, store, visibility, wiring
from worklist.cases.parties import entering, following, links, roles
from worklist.cases.parties.entering import NewParty
from worklist.cases.parties.roles import Span
from worklist.clock import day_of
from worklist.engine import history
from worklist.errors import BadInput, Conflict, NotFound
from worklist.identity import IMPORT


@pytest.fixture
def case(session, alice, now) -> str:
    wiring.connect()
    case_id = file.create(session, alice, now).id
    debtors = [{"name": "Hengda", "name_zh": "恒大", "role": "DEBTOR", "kind": "COMPANY", "id_number": "91310000X"}]
    file.write(session, case_id, {"case.client.name": "Thames", "case.debtors": debtors}, alice, now)
    return case_id


def told(session, case, day=None) -> set:
    """Return who holds which role: on a day, else all with their days."""
    rows = roles.held(session, case) if day is None else roles.held_on(session, case, day)
    return {(session.get_one(Party, row.party_id).name, row.role, *(() if day else (row.since, row.until))) for row in rows}


def debtor(session, case) -> CaseParty:
    return store.members(session, case, "debtors")[0]


def ruled(session, case, alice, now, day, party="main") -> Document:
    row = Document(
        case_id=case, message="joinder_ruling", document_date=day, keys={"party_id": party}, recorded_at=now, recorded_by=alice.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def linked(session, case, alice, now, **fields) -> str:
    """Enter a link behind the debtor; return the key of who stands there."""
    member = {"party_id": debtor(session, case).id, "kind": "SHAREHOLDER", "source": "Register", "confidence": "REGISTER", **fields}
    file.write(session, case, {"case.links": [member]}, alice, now)
    return facts.facts(session, case, now)["links"][-1]["person_id"]


def test_who_is_registered_holds_a_role_from_that_day(session, case, now) -> None:
    day = day_of(now)
    assert told(session, case) == {("Thames", "CREDITOR", day, None), ("Hengda", "DEBTOR", day, None)}


def test_registering_again_changes_no_role(session, case, alice, now) -> None:
    file.write(session, case, {"case.client.name": "Thames Ltd", "case.debtors": [{"id": debtor(session, case).id, "name_zh": "恒"}]}, alice, now)
    assert {(name, role) for name, role, *_ in told(session, case)} == {("Thames Ltd", "CREDITOR"), ("Hengda", "DEBTOR")}


def test_another_role_of_a_debtor_ends_the_one_before_and_both_are_kept(session, case, alice, now) -> None:
    later = now + timedelta(9)
    file.write(session, case, {"case.debtors": [{"id": debtor(session, case).id, "role": "GUARANTOR"}]}, alice, later)
    first, last = day_of(now), day_of(later)
    assert {row for row in told(session, case) if row[0] == "Hengda"} == {("Hengda", "DEBTOR", first, last), ("Hengda", "GUARANTOR", last, None)}


def test_who_held_a_role_on_a_day_can_be_asked(session, case, alice, now) -> None:
    old = roles.begin(session, case, debtor(session, case).party_id, "DIRECTOR", Span(date(2020, 1, 1), date(2021, 6, 30)), alice, now)
    assert ("Hengda", "DIRECTOR") in told(session, case, date(2021, 6, 30))
    assert ("Hengda", "DIRECTOR") not in told(session, case, date(2021, 7, 1))
    assert ("Hengda", "DIRECTOR") not in told(session, case, date(2019, 12, 31))
    assert session.get(PartyRole, old.id) is not None


@pytest.mark.parametrize(("span", "said"), [
    (Span(date(2025, 2, 2), date(2025, 2, 1)), "on or after 2025-02-02"),
    (Span(date(2025, 2, 2), date(2099, 1, 1)), "without a document"),
    (Span(date(2099, 1, 1)), "without a document"),
    (Span(document_id="no-such"), "a document of this case"),
])  # fmt: skip
def test_days_that_cannot_be_are_refused(session, case, alice, now, span, said) -> None:
    with pytest.raises(BadInput, match=said):
        roles.begin(session, case, debtor(session, case).party_id, "SPOUSE", span, alice, now)


def test_a_document_shows_a_day_to_come(session, case, alice, now) -> None:
    shown = ruled(session, case, alice, now, day_of(now))
    row = roles.begin(session, case, debtor(session, case).party_id, "SPOUSE", Span(None, date(2099, 1, 1), shown.id), alice, now)
    assert row.until == date(2099, 1, 1)


def test_a_document_of_another_case_shows_nothing_here(session, case, alice, now) -> None:
    other = ruled(session, file.create(session, alice, now).id, alice, now, day_of(now))
    with pytest.raises(BadInput, match="a document of this case"):
        roles.begin(session, case, debtor(session, case).party_id, "SPOUSE", Span(document_id=other.id), alice, now)


@pytest.mark.parametrize("span", [Span(), Span(date(2030, 1, 1)), Span(None, date(2999, 1, 1)), Span(date(1999, 1, 1), date(2999, 1, 1))])
def test_nobody_holds_the_same_role_twice_at_once(session, case, alice, now, span) -> None:
    shown = ruled(session, case, alice, now, day_of(now))
    with pytest.raises(Conflict, match="does not hold this role"):
        roles.begin(session, case, debtor(session, case).party_id, "DEBTOR", Span(span.since, span.until, shown.id), alice, now)


def test_the_same_role_may_be_held_again_later(session, case, alice, now) -> None:
    party = debtor(session, case).party_id
    for first, last in ((2018, 2019), (2021, 2022), (2020, 2020)):
        roles.begin(session, case, party, "DIRECTOR", Span(date(first, 1, 1), date(last, 12, 31)), alice, now)
    assert [row.since.year for row in roles.held(session, case) if row.role == "DIRECTOR"] == [2018, 2020, 2021]


def test_a_role_ends_once_and_for_a_reason(session, case, alice, now) -> None:
    row = roles.open_role(session, case, debtor(session, case).party_id, "DEBTOR")
    with pytest.raises(BadInput, match="reason"):
        roles.end(session, case, row.id, Span(until=day_of(now)), alice, now)
    roles.end(session, case, row.id, Span(until=day_of(now), reason="Merged"), alice, now)
    with pytest.raises(Conflict, match="it ended on"):
        roles.end(session, case, row.id, Span(until=day_of(now), reason="Again"), alice, now)
    assert debtor(session, case).role == "DEBTOR"  # the member of case.debtors stays


def test_a_role_of_another_case_is_not_found(session, case, alice, now) -> None:
    row = roles.held(session, case)[0]
    other = file.create(session, alice, now).id
    with pytest.raises(NotFound):
        roles.end(session, other, row.id, Span(until=day_of(now), reason="x"), alice, now)


def test_a_correction_keeps_the_days_before_in_the_chain(session, case, alice, now) -> None:
    row = roles.open_role(session, case, debtor(session, case).party_id, "DEBTOR")
    roles.correct(session, case, row.id, Span(date(2024, 5, 1), None, None, "The judgment says so"), alice, now)
    assert row.since == date(2024, 5, 1)
    kept = session.exec(select(History).where(History.chain == case, History.kind == "role_corrected")).one()
    assert kept.facts["old"] == {"since": day_of(now).isoformat(), "until": None}
    assert history.verify(session, case) == []


def test_a_correction_that_makes_two_equal_roles_overlap_is_refused(session, case, alice, now) -> None:
    party = debtor(session, case).party_id
    first = roles.begin(session, case, party, "DIRECTOR", Span(date(2018, 1, 1), date(2019, 1, 1)), alice, now)
    roles.begin(session, case, party, "DIRECTOR", Span(date(2020, 1, 1)), alice, now)
    with pytest.raises(Conflict):
        roles.correct(session, case, first.id, Span(date(2018, 1, 1), date(2020, 1, 1), None, "x"), alice, now)


def test_a_joinder_ruling_gives_the_role_its_day_and_its_source(session, case, alice, now) -> None:
    member = debtor(session, case)
    ruling = ruled(session, case, alice, now, date(2026, 2, 3), member.id)
    file.write(session, case, {"case.debtors": [{"id": member.id, "role": "JOINED", "liability_cap": 100}]}, IMPORT, now)
    row = roles.open_role(session, case, member.party_id, "JOINED")
    assert (row.since, row.document_id) == (date(2026, 2, 3), ruling.id)
    assert roles.open_role(session, case, member.party_id, "DEBTOR") is not None  # who is joined keeps what it was


def test_who_stands_behind_the_debtor_can_be_joined_under_the_key_it_had(session, case, alice, now) -> None:
    key = linked(session, case, alice, now, name="Wang", person_kind="PERSON")
    assert [row["id"] for row in facts.facts(session, case, now)["debtors"]] == [debtor(session, case).id]
    file.write(session, case, {"case.debtors": [{"id": key, "role": "JOINED", "liability_cap": 5}]}, IMPORT, now)
    found = facts.facts(session, case, now)["debtors"][1]
    assert (found["id"], found["name"], found["role"], found["kind"], found["liability_cap"]) == (key, "Wang", "JOINED", "PERSON", 5)
    assert {role for name, role, *_ in told(session, case) if name == "Wang"} == {"SHAREHOLDER", "JOINED"}
    assert "Wang" in session.get_one(CaseFile, case).debtor_names


def test_the_same_person_is_joined_in_two_cases(session, case, alice, now) -> None:
    other = file.create(session, alice, now).id
    file.write(session, other, {"case.debtors": [{"name": "Second", "role": "DEBTOR"}]}, alice, now)
    first = linked(session, case, alice, now, name="Wang")
    wang = session.exec(select(Party).where(Party.name == "Wang")).one()
    entering.enter(session, other, wang.id, "SHAREHOLDER", Span(), alice, now)
    second = store.key_of(session, other, wang.id)
    assert first != second
    for case_id, key in ((case, first), (other, second)):
        file.write(session, case_id, {"case.debtors": [{"id": key, "role": "JOINED"}]}, IMPORT, now)
        assert [row.party_id for row in store.members(session, case_id, "debtors") if row.role == "JOINED"] == [wang.id]
        assert store.key_of(session, case_id, wang.id) == key


def test_who_is_entered_as_a_debtor_by_hand_keeps_its_key(session, case, alice, now) -> None:
    key = linked(session, case, alice, now, name="Wang")
    wang = session.exec(select(Party).where(Party.name == "Wang")).one()
    entering.enter(session, case, wang.id, "GUARANTOR", Span(), alice, now)
    assert [row.id for row in store.members(session, case, "debtors")][1] == key


def test_a_stranger_is_not_joined(session, case, alice, now) -> None:
    other = file.create(session, alice, now).id
    file.write(session, other, {"case.client.name": "Somebody"}, alice, now)
    for stranger in (roles.held(session, other)[0].party_id, roles.held(session, other)[0].id):
        with pytest.raises(NotFound):
            file.write(session, case, {"case.debtors": [{"id": stranger, "role": "JOINED"}]}, IMPORT, now)


@pytest.mark.parametrize(("element", "found"), [
    ("renew_mandate", {("Thames", "CREDITOR", "ended"), ("Severn Ltd", "CREDITOR", "held")}),
    ("register_case", {("Severn Ltd", "CREDITOR", "held")}),  # a name put right is no succession
])  # fmt: skip
def test_a_successor_of_the_creditor_ends_the_role_of_the_one_before(session, case, alice, now, monkeypatch, element, found) -> None:
    ruling = ruled(session, case, alice, now, day_of(now))
    monkeypatch.setattr(following, "_is_succession", lambda *_: element == following.SUCCEEDS)
    file.write(session, case, {"case.client.name": "Severn Ltd"}, alice, now, task_id="task")
    creditors = [row for row in roles.held(session, case) if row.role == "CREDITOR"]
    assert {(session.get_one(Party, row.party_id).name, row.role, "ended" if row.until else "held") for row in creditors} == found
    assert (ruling.id in {row.document_id for row in creditors}) == (element == "renew_mandate")
    assert facts.facts(session, case, now)["client"]["party_id"] == creditors[-1].party_id


def test_a_link_says_the_role_and_ends_with_it(session, case, alice, now) -> None:
    linked(session, case, alice, now, name="Wang", since=date(2019, 3, 1))
    assert ("Wang", "SHAREHOLDER", date(2019, 3, 1), None) in told(session, case)
    link = store.members(session, case, "links")[0]
    file.write(session, case, {"case.links": [{"id": link.id, "until": date(2024, 6, 30)}]}, alice, now)
    assert ("Wang", "SHAREHOLDER", date(2019, 3, 1), date(2024, 6, 30)) in told(session, case)


def test_a_link_that_is_over_when_it_is_entered_is_a_role_of_the_past(session, case, alice, now) -> None:
    linked(session, case, alice, now, name="Li", kind="FORMER_SHAREHOLDER", since=date(2015, 1, 1), until=date(2018, 1, 1))
    assert ("Li", "FORMER_SHAREHOLDER", date(2015, 1, 1), date(2018, 1, 1)) in told(session, case)


def test_the_same_name_in_a_case_is_the_same_party(session, case, alice, now) -> None:
    keys = {linked(session, case, alice, now, name="Wang", kind=kind) for kind in ("SHAREHOLDER", "DIRECTOR")}
    assert len(keys) == 1
    assert {role for name, role, *_ in told(session, case) if name == "Wang"} == {"SHAREHOLDER", "DIRECTOR"}


@pytest.mark.parametrize(("fields", "said"), [
    ({"name": "Hengda"}, "the party itself"), ({"name": "W", "share": "1.2"}, "from 0 to 1"), ({"name": "W", "share": "-0.1"}, "from 0 to 1"),
    ({"name": "W", "since": date(2020, 1, 2), "until": date(2020, 1, 1)}, "on or after"), ({"name": "W", "paid_in": "-1"}, "at least 0"),
    ({"name": "W", "party_id": "nobody"}, "a party of this case"), ({"source": "x", "name": None}, "the name of who stands"),
])  # fmt: skip
def test_a_link_that_cannot_be_is_refused(session, case, alice, now, fields, said) -> None:
    with pytest.raises(BadInput, match=said):
        linked(session, case, alice, now, **fields)


def test_the_tree_tells_who_stands_behind_the_debtor_with_what_the_guide_says(session, case, alice, now) -> None:
    holding = linked(session, case, alice, now, name="Holding", kind="SOLE_SHAREHOLDER", subscribed=100, paid_in=40)
    linked(session, case, alice, now, name="Owner", kind="CONTROLLER", party_id=holding)
    linked(session, case, alice, now, name="Hengda", kind="AFFILIATE", party_id=holding)  # a circle
    (found,) = links.tree(session, case, day_of(now)).values()
    assert (found[0].fields["name"], found[0].unpaid, "JN-4" in found[0].bases, "S2.2-22" in found[0].statements) == ("Holding", 60, True, True)
    assert [(below.fields["name"], below.behind) for below in found[0].behind] == [("Owner", ()), ("Hengda", ())]


def test_every_basis_is_a_row_of_a_table_and_a_statement_of_the_guide() -> None:
    root = Path(__file__).resolve().parents[2]
    tables = "".join((root / "processes" / name).read_text(encoding="utf-8") for name in ("D09_joinder_basis.dmn", "D10_separate_litigation_basis.dmn"))
    catalogue = (root / "docs" / "coverage.md").read_text(encoding="utf-8")
    for bases, statements in links.BASES.values():
        assert [base for base in bases if base.replace("-", "_") not in tables and base not in tables] == []
        assert [one for one in statements if f"| {one} |" not in catalogue] == []


def test_a_party_of_another_case_is_found_by_name_and_by_its_whole_number(session, case, alice, now) -> None:
    assert [one.party.name for one in entering.search(session, "heng", alice)] == ["Hengda"]
    assert [one.party.name for one in entering.search(session, "恒", alice)] == ["Hengda"]
    assert [one.party.name for one in entering.search(session, "91310000X", alice)] == ["Hengda"]
    assert entering.search(session, "9131", alice) == []
    assert entering.search(session, "%", alice) == [] == entering.search(session, "  ", alice)


def test_who_is_only_behind_a_wall_is_not_found_and_not_chosen(session, case, alice, bob, now) -> None:
    visibility.set_access(session, case, "walled", alice, now)
    other = file.create(session, bob, now).id
    hidden = debtor(session, case).party_id
    assert entering.search(session, "Hengda", bob) == []
    assert entering.same_number(session, "91310000X", bob) == []
    with pytest.raises(BadInput, match="that you may see"):
        entering.enter(session, other, hidden, "GUARANTOR", Span(), bob, now)
    with pytest.raises(NotFound):
        entering.enter(session, case, NewParty("New"), "GUARANTOR", Span(), bob, now)
    session.add(CaseMember(case_id=case, user_id=bob.id))
    session.flush()
    assert entering.search(session, "Hengda", bob)[0].cases == (session.get_one(CaseFile, case).number,)


def test_the_same_person_is_one_party_in_two_cases_and_renamed_in_both(session, case, alice, now) -> None:
    other = file.create(session, alice, now).id
    party = debtor(session, case).party_id
    entering.enter(session, other, party, "GUARANTOR", Span(date(2026, 1, 1)), alice, now)
    assert debtor(session, other).party_id == party
    with pytest.raises(BadInput, match="Hengda has it already"):
        entering.enter(session, other, NewParty("Hengda Two", id_number="91310000X"), "DEBTOR", Span(), alice, now)
    file.write(session, case, {"case.debtors": [{"id": debtor(session, case).id, "name": "Hengda Group"}]}, alice, now)
    assert session.get_one(CaseFile, other).debtor_names == "Hengda Group"


def test_a_role_that_is_over_joins_nobody_to_the_debtors(session, case, alice, now) -> None:
    entering.enter(session, case, NewParty("Old Guarantor"), "GUARANTOR", Span(date(2020, 1, 1), date(2021, 1, 1)), alice, now)
    entering.enter(session, case, NewParty("Spouse"), "SPOUSE", Span(), alice, now)
    assert [row["name"] for row in facts.facts(session, case, now)["debtors"]] == ["Hengda"]


def test_one_of_two_who_enter_the_same_role_at_once_is_told(database, alice, now) -> None:
    wiring.connect()
    with transaction(database) as session:
        case_id = file.create(session, alice, now).id
        file.write(session, case_id, {"case.debtors": [{"name": "Hengda", "role": "DEBTOR"}]}, alice, now)
        party = debtor(session, case_id).party_id
    barrier, ends = Barrier(2), []

    def enter() -> None:
        barrier.wait()
        try:
            with transaction(database) as own:
                roles.begin(own, case_id, party, "GUARANTOR", Span(), alice, now)
            ends.append("entered")
        except Conflict:
            ends.append("told")

    both = [Thread(target=enter) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(ends) == ["entered", "told"]
