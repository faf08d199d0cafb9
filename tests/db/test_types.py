"""Amounts and instants come back as they went in."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, DateTime, Engine, Float, Integer, MetaData, Numeric, Table, insert, select
from sqlalchemy.exc import StatementError
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

import db.models  # noqa: F401  (fills the metadata)
from db.types import LARGEST, Amount

#: The database of a test outlives its examples, and is the same for all of them.
ON_ONE_DATABASE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PROBE = Table(
    "probe", MetaData(),
    Column("id", Integer, primary_key=True), Column("amount", Amount), Column("at", UTCDateTime()),
)  # fmt: skip

amounts = st.decimals(min_value=-LARGEST + 1, max_value=LARGEST - 1, places=4)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1900, 1, 1), datetime(9998, 12, 31), timezones=zones)  # noqa: DTZ001


@pytest.fixture
def probe(database: Engine) -> Engine:
    PROBE.create(database)
    return database


def there_and_back(database: Engine, **values: Any) -> Any:
    with database.begin() as connection:
        key = connection.execute(insert(PROBE).values(**values)).inserted_primary_key[0]
        return connection.execute(select(PROBE.c[next(iter(values))]).where(PROBE.c.id == key)).scalar_one()


@ON_ONE_DATABASE
@given(amount=amounts)
def test_an_amount_comes_back_to_the_last_decimal(probe: Engine, amount: Decimal) -> None:
    found = there_and_back(probe, amount=amount)
    assert isinstance(found, Decimal)
    assert found == amount


@ON_ONE_DATABASE
@given(at=instants)
def test_an_instant_comes_back_as_the_same_instant_in_utc(probe: Engine, at: datetime) -> None:
    found = there_and_back(probe, at=at)
    assert found == at
    assert found.tzinfo is UTC


def test_fen_add_up(probe: Engine) -> None:
    total = sum((there_and_back(probe, amount=Decimal(text)) for text in ("0.1", "0.2")), Decimal(0))
    assert total == there_and_back(probe, amount=Decimal("0.3"))


def test_an_unknown_amount_stays_unknown(probe: Engine) -> None:
    assert there_and_back(probe, amount=None) is None


@pytest.mark.parametrize(
    "amount", [Decimal("0.00001"), Decimal("NaN"), Decimal("Infinity"), LARGEST, -LARGEST, 1.5, 1, "1.50"]
)
def test_what_is_no_exact_amount_is_refused(probe: Engine, amount: object) -> None:
    with pytest.raises(StatementError, match="Expected"):
        there_and_back(probe, amount=amount)


def test_an_instant_without_a_time_zone_is_refused(probe: Engine) -> None:
    with pytest.raises(StatementError, match="timezone"):
        there_and_back(probe, at=datetime(2026, 3, 4))  # noqa: DTZ001


def test_no_column_loses_time_zones_or_fen() -> None:
    lossy = [
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, DateTime | Float | Numeric)
    ]
    assert lossy == []
