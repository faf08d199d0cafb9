"""What the JSON of a schema gives, as the type it should be; anything else is refused with what was expected and found."""

import json
import math
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from worklist.engine.forms.characters import is_plain

#: Most digits before and behind the point of a number.
MOST_DIGITS = 30


def loaded(source: bytes) -> Any:
    """Return the JSON of a file. Raises ValueError for what is none, or holds what can be neither kept nor shown."""
    try:
        found = json.loads(source, parse_int=_whole, parse_float=_finite, parse_constant=_constant)
    except UnicodeDecodeError as error:
        raise ValueError(f"expected text in UTF-8, found another byte at place {error.start}; save it as UTF-8") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"expected JSON, found something else at {place}; save the form anew") from None
    except RecursionError:
        raise ValueError("expected components a few levels deep, found a file nested without end") from None
    _check_texts(found)
    return found


def _whole(digits: str) -> int:
    return int(_short(digits))


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _constant(digits)


def _constant(digits: str) -> float:
    raise ValueError(f"expected a number of at most {MOST_DIGITS} digits, found {digits[:MOST_DIGITS]}; write a smaller one")


def _short(digits: str) -> str:
    if len(digits) > MOST_DIGITS:
        _constant(digits)
    return digits


def _check_texts(found: Any) -> None:
    """Look at every text, names of properties too: one that is half a character breaks each page that shows it."""
    waiting = [found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and not is_plain(value):
            raise ValueError(f"expected texts of whole, visible characters, found {json.dumps(value)[:60]}; type it anew")
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value


def refused(name: str, expected: str, found: Any, advice: str = "") -> ValueError:
    """Return the error of a property that is not what it should be."""
    said = json.dumps(found, ensure_ascii=False, default=str)
    shown = said if len(said) <= 60 else f"{said[:59]}…"
    return ValueError(f"'{name}': expected {expected}, found {shown}" + (f"; {advice}" if advice else ""))


def text(given: Mapping[str, Any], name: str) -> str:
    """Return a text, empty when there is none."""
    found = given.get(name)
    if found is None or isinstance(found, str):
        return found or ""
    raise refused(name, "a text", found, "write it between quotation marks")


def flag(given: Mapping[str, Any], name: str, *, otherwise: bool = False) -> bool:
    """Return yes or no, `otherwise` when nothing is said."""
    found = given.get(name)
    if found is None or isinstance(found, bool):
        return otherwise if found is None else found
    raise refused(name, "true or false", found)


def mapping(given: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return an object, an empty one when there is none."""
    found = given.get(name)
    if found is None or isinstance(found, dict):
        return found or {}
    raise refused(name, "an object", found, "write it between { and }")


def objects(given: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return a list of objects, an empty one when there is none."""
    found = given.get(name)
    if found is None:
        return []
    if isinstance(found, list) and all(isinstance(member, dict) for member in found):
        return found
    raise refused(name, "a list of objects", found, "write them between [ and ]")


def whole(given: Mapping[str, Any], name: str, least: int, most: int, otherwise: int | None) -> int | None:
    """Return a whole number between two, both allowed; `otherwise` when there is none."""
    found = given.get(name)
    if found is None or found == "":
        return otherwise
    number = of(found)
    if number is None or number != number.to_integral_value() or not least <= number <= most:
        raise refused(name, f"a whole number from {least} to {most}", found)
    return int(number)


def number(given: Mapping[str, Any], name: str, *, least_exponent: int = -MOST_DIGITS) -> Decimal | None:
    """Return a number of a size that can be computed with, None when there is none."""
    found = given.get(name)
    if found is None or found == "":
        return None
    read = of(found)
    if read is None or _exponent(read) < least_exponent:
        expected = f"a number of at most {MOST_DIGITS} digits, {-least_exponent} of them behind the point"
        raise refused(name, expected, found, "write it in digits, such as 0.5")
    return read


def of(found: Any) -> Decimal | None:
    """Return a finite number of bounded size, None for anything else."""
    if isinstance(found, bool) or not isinstance(found, (int, float, str, Decimal)):
        return None
    try:
        read = Decimal(str(found).strip())
    except InvalidOperation:
        return None
    is_bounded = read.is_finite() and abs(_exponent(read)) <= MOST_DIGITS and abs(read.adjusted()) <= MOST_DIGITS
    return read if is_bounded else None


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else MOST_DIGITS + 1
