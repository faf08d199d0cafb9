"""The migrations alone make the schema the models describe, on both databases."""

from datetime import UTC, date, datetime
from decimal import Decimal

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, column, inspect, table, text
from sqlmodel import SQLModel, select

from db.migrate import MIGRATIONS, current, newest, revisions, upgrade
from db.models import Candidate, Deadline, DecisionRun, Posting, Task
from db.session import open_database, reading, transaction
from tests.engine.diagrams import end, process, start, user
from worklist import engine
from worklist.cases import deadlines, file, ledger, reference, store, wiring
from worklist.cases.deadlines import Subject
from worklist.identity import Actor

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
DUE = process(
    "due", start(), user("work", camunda_dueDate="2026-03-05"), user("held"), user("over"), end(),
    flows=("start > work > end", "start > held > end", "start > over > end"),
)  # fmt: skip


def test_the_migrations_run_up_from_empty(empty_database_url: str) -> None:
    database = open_database(empty_database_url)
    assert current(database) is None
    upgrade(database)
    assert current(database) == newest()
    assert set(inspect(database).get_table_names()) == {*SQLModel.metadata.tables, "alembic_version"}
    database.dispose()


def test_the_names_of_the_migrations_say_their_revisions_in_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    walked = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert revisions() == walked[::-1]


def test_a_second_upgrade_changes_nothing(database: Engine) -> None:
    before = current(database)
    upgrade(database)
    assert current(database) == before


def test_the_models_hold_nothing_that_no_migration_makes(database: Engine) -> None:
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_tasks_keep_their_places_in_the_lists_when_the_inbox_goes_and_when_it_comes_back(database: Engine, alice: Actor) -> None:
    with transaction(database) as session:
        engine.deploy(session, {"due.bpmn": DUE}, alice, NOW)
        engine.start(session, "due", None, {}, alice, NOW)
        tasks = {task.element_id: task.id for task in session.exec(select(Task))}
        engine.claim(session, tasks["held"], alice, NOW)
        engine.complete_task(session, tasks["over"], alice, NOW, {})
    before = _candidates(database)
    assert len(before) == 3
    _walk_to(database, "0002")
    with database.connect() as connection:
        assert connection.execute(text("SELECT task_id FROM inbox")).scalars().all() == [tasks["work"]]
    _walk_to(database, "0003")
    assert _candidates(database) == before


def test_reference_rows_keep_their_days_when_they_get_versions_and_when_they_lose_them(database: Engine) -> None:
    _walk_to(database, "0005")
    with database.begin() as connection:
        for first, days in (("2026-01-01", 20), ("2020-01-01", 30)):
            row = {"first": first, "value": f'{{"days": {days}}}'}
            connection.execute(text("INSERT INTO reference_row VALUES ('chase', 'COURT', :first, :value)"), row)
    _walk_to(database, "0006")
    with reading(database) as session:
        kept = [(row.version, row.value["days"]) for row in reference.history(session, "chase", "COURT")]
        assert kept == [(2, 20), (1, 30)]
        assert reference.chase(session, NOW.date())["COURT"] == "P20D"
    _walk_to(database, "0005")
    with database.connect() as connection:
        days = connection.execute(text("SELECT valid_from FROM reference_row ORDER BY valid_from")).scalars().all()
        assert [str(day) for day in days] == ["2020-01-01", "2026-01-01"]


def test_decisions_that_were_taken_stay_when_overrides_come_and_when_they_go(database: Engine) -> None:
    _walk_to(database, "0006")
    values = {"id": "r", "definition_id": "d", "decision_id": "D02", "at": "2026-03-02 04:00:00+00:00", "outputs": '{"rows": [{"route": "NYC"}]}'}
    values |= dict.fromkeys(("inputs", "matched", "override"), "{}")
    with database.begin() as connection:
        columns = ("id", "definition_id", "decision_id", "at", "inputs", "matched", "outputs", "override")
        connection.execute(table("decision_run", *map(column, columns)).insert(), values)
    _walk_to(database, "0007")
    with reading(database) as session:
        [run] = session.exec(select(DecisionRun))
        assert (run.outputs, run.place, run.subject, run.packed) == ({"rows": [{"route": "NYC"}]}, None, [], None)
    _walk_to(database, "0006")
    with database.connect() as connection:
        assert connection.execute(text("SELECT decision_id FROM decision_run")).scalars().all() == ["D02"]


def test_what_was_booked_before_is_posted_in_double_entry(database: Engine, alice: Actor) -> None:
    with transaction(database) as session:
        wiring.connect()
        case_id = file.create(session, alice, NOW).id
        file.write(session, case_id, {"case.title.items": [{"kind": "PRINCIPAL", "amount": Decimal(9000), "currency": "CNY"}]}, alice, NOW)
        item = store.members(session, case_id, "title.items")[0].id
        dollars = {"currency": "USD", "rate": Decimal("7.1234"), "rate_source": "PBC", "item_id": item}
        for fields in (
            {"kind": "RECEIPT", "item_id": item}, {"kind": "IN_KIND", **dollars}, {"kind": "ADJUSTMENT", "item_id": item},
            {"kind": "RECEIPT"}, {"kind": "FEE"},
        ):  # fmt: skip
            ledger.post(session, case_id, ledger.Entry.of({"currency": "CNY", "amount": Decimal("100.01"), **fields}), alice, NOW)
    before = _postings(database)
    assert len(before) == 12
    _walk_to(database, "0003")
    _walk_to(database, "0004")
    assert _postings(database) == before


def test_a_day_that_was_given_before_stays_given(database: Engine, alice: Actor) -> None:
    with transaction(database) as session:
        wiring.connect()
        case_id = file.create(session, alice, NOW).id
        for name, stated in (("stated", date(2027, 1, 15)), ("counted", None)):
            deadlines.start(session, case_id, "DL-X-20", Subject("measure", name), date(2026, 3, 2), alice, NOW, override_date=stated)
    _walk_to(database, "0004")
    _walk_to(database, newest())
    with reading(database) as session:
        given = {row.subject_id: row.given_day for row in session.exec(select(Deadline))}
    assert given == {"stated": date(2027, 1, 15), "counted": None}


def test_who_was_a_debtor_or_the_client_before_holds_that_role(database: Engine, alice: Actor) -> None:
    with transaction(database) as session:
        wiring.connect()
        case_id = file.create(session, alice, NOW).id
        debtors = [{"name": "Hengda", "role": "DEBTOR", "id_number": "9131X"}, {"name": "Wang", "role": "GUARANTOR"}]
        file.write(session, case_id, {"case.client.name": "Thames", "case.debtors": debtors}, alice, NOW)
    before = _roles(database)
    assert len(before) == 3
    _walk_to(database, "0008")
    with database.connect() as connection:
        facts = connection.execute(text("SELECT facts FROM case_party WHERE role = 'DEBTOR'")).scalar_one()
    assert "9131X" in str(facts)
    _walk_to(database, "0009")
    assert _roles(database) == [(name, role, None if role == "CREDITOR" else since, number) for name, role, since, number in before]


def _roles(database: Engine) -> list[tuple[object, ...]]:
    with database.connect() as connection:
        found = connection.execute(text("SELECT name, role, since, id_number FROM party_role JOIN party ON party.id = party_role.party_id"))
        return sorted((row.name, row.role, str(row.since) if row.since else None, row.id_number) for row in found)


def _postings(database: Engine) -> list[tuple[object, ...]]:
    with reading(database) as session:
        return sorted((row.entry_id, row.account, row.currency, row.amount, row.item_id or "") for row in session.exec(select(Posting)))


def _candidates(database: Engine) -> list[tuple[object, ...]]:
    with reading(database) as session:
        rows = session.exec(select(Candidate).order_by(Candidate.task_id))
        return [(row.task_id, row.group_id, row.due_at, row.free) for row in rows]


def _walk_to(database: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    walk = command.downgrade if revision < str(current(database)) else command.upgrade
    with database.begin() as connection:
        config.attributes["connection"] = connection
        walk(config, revision)
