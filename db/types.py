"""Column types that keep the promises the models make."""

from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Dialect
from sqlalchemy.types import TypeDecorator

#: One unit of any currency is stored as this many parts (Kuwait and Tunisia have three decimals).
PARTS = 10_000
#: Largest amount that fits the column: 18 digits of parts.
LARGEST = Decimal(10) ** 14


class Amount(TypeDecorator[Decimal]):
    """Money in units of its currency, stored as whole ten-thousandths of the unit.

    SQLite keeps decimals as binary floats: 0.10 + 0.20 = 0.3 is false there.
    Raises ValueError for more than four decimals, for NaN and for 10^14 units or more.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Return whole ten-thousandths, or None for an amount that is not known."""
        if value is None:
            return None
        if not isinstance(value, Decimal) or not value.is_finite() or abs(value) >= LARGEST:
            raise ValueError(f"Expected a finite Decimal below {LARGEST}, got {value!r}")
        parts = value * PARTS
        if parts != parts.to_integral_value():
            raise ValueError(f"Expected at most four decimals, got {value}")
        return int(parts)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Return the amount in units, exact to four decimals."""
        return None if value is None else Decimal(value).scaleb(-4)
