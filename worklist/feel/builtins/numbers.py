"""Numbers. Source: DMN 1.5 table 72 (numeric functions); rounding as in IEEE 754-2008."""

from collections.abc import Callable
from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)

from worklist.feel.builtins.registry import built_in
from worklist.feel.errors import FeelError
from worklist.feel.scope import STEPS_OF_A_POWER, Meter
from worklist.feel.temporal.types import AnyDuration, YearsMonths, duration_of, nanoseconds_of
from worklist.feel.values import NUMBERS

#: Scales from and to which numbers are rounded. Source: DMN 1.5 table 72.
_LEAST_SCALE, _MOST_SCALE = -6111, 6176
_WIDE = Context(prec=80, Emin=MIN_EMIN, Emax=MAX_EMAX)


def _rounded(value: Decimal, scale: Decimal, mode: str) -> Decimal:
    places = int(scale)
    if not _LEAST_SCALE <= places <= _MOST_SCALE:
        raise FeelError(f"expected a scale between {_LEAST_SCALE} and {_MOST_SCALE}")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -places:
        return value  # no more decimals than asked for
    digits = max(value.adjusted() + places + 2, 1)
    return value.quantize(Decimal(1).scaleb(-places, _WIDE), mode, Context(prec=max(digits, 34), Emin=MIN_EMIN, Emax=MAX_EMAX))


def _rounding(mode: str) -> Callable[[Decimal, Decimal | None], Decimal]:
    def rounded(value: Decimal, scale: Decimal | None = None) -> Decimal:
        return _rounded(value, scale if scale is not None else Decimal(0), mode)

    return rounded


built_in("decimal(n: number, scale: number)")(_rounding(ROUND_HALF_EVEN))
built_in("floor(n: number)", "floor(n: number, scale: number)")(_rounding(ROUND_FLOOR))
built_in("ceiling(n: number)", "ceiling(n: number, scale: number)")(_rounding(ROUND_CEILING))
built_in("round up(n: number, scale: number)")(_rounding(ROUND_UP))
built_in("round down(n: number, scale: number)")(_rounding(ROUND_DOWN))
built_in("round half up(n: number, scale: number)")(_rounding(ROUND_HALF_UP))
built_in("round half down(n: number, scale: number)")(_rounding(ROUND_HALF_DOWN))
built_in("round half even(n: number, scale: number)")(_rounding(ROUND_HALF_EVEN))


@built_in("abs(n: number)")
def absolute(value: Decimal) -> Decimal:
    """Return a number without its sign."""
    return abs(value)


@built_in("abs(n: days)")
def absolute_days(value: AnyDuration) -> AnyDuration:
    """Return a days and time duration without its sign."""
    return duration_of(abs(nanoseconds_of(value)))


@built_in("abs(n: months)")
def absolute_months(value: YearsMonths) -> YearsMonths:
    """Return a years and months duration without its sign."""
    return YearsMonths(abs(value.months))


@built_in("modulo(dividend: number, divisor: number)")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    """Return the remainder, with the sign of the divisor."""
    if not divisor:
        raise FeelError("division by zero")
    rest = NUMBERS.remainder(dividend, divisor)
    return NUMBERS.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


@built_in("sqrt(number: number)")
def square_root(value: Decimal) -> Decimal:
    """Return the square root of a number that is not negative."""
    return NUMBERS.sqrt(value)


@built_in("log(number: number)", metered=True)
def logarithm(meter: Meter, value: Decimal) -> Decimal:
    """Return the natural logarithm of a positive number."""
    if value <= 0:
        raise FeelError("expected a positive number")
    meter.step(STEPS_OF_A_POWER)
    return NUMBERS.ln(value)


@built_in("exp(number: number)", metered=True)
def exponential(meter: Meter, value: Decimal) -> Decimal:
    """Return e to the power of a number."""
    meter.step(STEPS_OF_A_POWER)
    return NUMBERS.exp(value)


@built_in("odd(number: number)")
def odd(value: Decimal) -> bool:
    """Return whether a whole number is odd."""
    return _whole(value) % 2 == 1


@built_in("even(number: number)")
def even(value: Decimal) -> bool:
    """Return whether a whole number is even."""
    return _whole(value) % 2 == 0


def _whole(value: Decimal) -> int:
    if value != value.to_integral_value():
        raise FeelError("expected a whole number")
    return int(value)
