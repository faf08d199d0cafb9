"""One field: from the texts of the page to its typed value, and what is wrong with it. Source: form-js Validator."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from worklist.engine.forms import files, typed, words
from worklist.engine.forms.characters import is_plain
from worklist.engine.forms.fields import CHOICES, MANY, Field, Option, Rules, as_typed, limit
from worklist.engine.forms.patterns import matches
from worklist.engine.forms.sent import Sent
from worklist.engine.forms.words import Words

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")
_PHONE = re.compile(r"\+?[0-9()\-./ ]{5,25}")
#: Longest text of a field, in characters.
LONGEST = 20_000
#: Largest number of a field, above and below zero, and most decimals of an amount: what the case file can keep.
LARGEST, MONEY_DECIMALS = Decimal("99999999999999.99"), 4

#: Days of a field that gives no limits of its own: anything else is a slip of the hand (0206, 20226).
FIRST_DAY, LAST_DAY = date(1949, 1, 1), date(2200, 12, 31)


class Unreadable(Exception):
    """A text that is no value of its field; carries the words for people."""

    def __init__(self, message: Words) -> None:
        super().__init__(message.en)
        self.message = message


def read(part: Field, sent: Sent, name: str, offered: list[Option], today: date) -> Any:
    """Return the typed value of a field: None, False or [] when it is empty. Raises Unreadable."""
    if part.type == "filepicker":
        return _files(part, sent, name)
    texts = sent.of(name)
    if not all(is_plain(text) for text in texts):
        raise Unreadable(words.CHARACTERS)
    if part.type == "checkbox":
        return any(text.strip().lower() in {"true", "on", "yes", "1"} for text in texts)
    if part.type in CHOICES:
        chosen = [_chosen(text, offered) for text in texts]
        if part.type in MANY:
            return list(dict.fromkeys(chosen))
        texts = list(dict.fromkeys(texts))
        return chosen[0] if len(texts) == 1 else _one(texts)
    return _typed(part, texts[0].strip(), today) if len(texts) == 1 else _one(texts)


def _one(texts: list[str]) -> None:
    if texts:
        raise Unreadable(words.ONE_VALUE)


def _chosen(text: str, offered: list[Option]) -> Any:
    for option in offered:
        if option.text == text:
            return option.value
    raise Unreadable(words.NOT_OFFERED)


def _typed(part: Field, text: str, today: date) -> Any:
    if part.type == "number":
        return _required(typed.read_number(text), words.NUMBER)
    if part.type == "datetime":
        if part.subtype == "time":
            return _required(typed.read_time(text), words.TIME)
        if part.subtype == "datetime":
            return _required(typed.read_instant(text, today), words.DATE)
        return _required(typed.read_date(text, today), words.DATE)
    return text.replace("\r\n", "\n")


def _required(value: Any, message: Words) -> Any:
    if value is None:
        raise Unreadable(message)
    return value


def _files(part: Field, sent: Sent, name: str) -> Any:
    uploads = sent.uploads(name)
    for upload in uploads:
        if found := files.problem(upload, part.accept):
            raise Unreadable(found)
    if part.multiple:
        return uploads
    chosen = [upload for upload in uploads if not upload.kept_as] or uploads[-1:]
    if len(chosen) > 1:
        raise Unreadable(words.FILE_COUNT)
    return chosen[0] if chosen else None


def is_empty(value: Any) -> bool:
    """Return whether a field counts as not filled in; zero and a chosen "no" are filled in."""
    return value is None or value == "" or value == []


def check(part: Field, value: Any, context: Mapping[str, Any]) -> Words | None:
    """Return the first rule that a value breaks, None when it breaks none."""
    if is_empty(value) or (part.type == "checkbox" and value is False):
        return _missing(part) if part.rules.required else None
    if isinstance(value, Decimal):
        return _check_number(part, value, context)
    if isinstance(value, str) and part.type in {"textfield", "textarea"}:
        return _check_text(part, value, context)
    if isinstance(value, date):
        return _check_day(part, value, context)
    return None


def _missing(part: Field) -> Words:
    if part.type == "checkbox":
        return words.TICK
    if part.type == "filepicker":
        return words.ATTACH
    return words.CHOOSE if part.type in CHOICES else words.REQUIRED


def _check_number(part: Field, value: Decimal, context: Mapping[str, Any]) -> Words | None:
    rules = part.rules
    least, most = _number(limit(rules.minimum, context)), _number(limit(rules.maximum, context))
    if wrong := _unkept(part, value):
        return wrong
    if least is not None and value < least:
        return words.SMALLEST.with_values(limit=as_typed(least))
    if most is not None and value > most:
        return words.LARGEST.with_values(limit=as_typed(most))
    if rules.step and value % rules.step:
        return words.STEP.with_values(step=as_typed(rules.step))
    return None


def _unkept(part: Field, value: Decimal) -> Words | None:
    """Return why a number cannot be kept: more decimals than its field has, or larger than any amount."""
    decimals = MONEY_DECIMALS if part.rules.decimals is None and part.kind == "money" else part.rules.decimals
    if decimals is not None and typed.decimals_of(value) > decimals:
        return words.DECIMALS.with_values(count=decimals)
    if value > LARGEST:
        return words.LARGEST.with_values(limit=as_typed(LARGEST))
    return words.SMALLEST.with_values(limit=as_typed(-LARGEST)) if value < -LARGEST else None


def _number(value: Any) -> Decimal | None:
    return value if isinstance(value, Decimal) else Decimal(value) if isinstance(value, int) else None


def _check_day(part: Field, value: date, context: Mapping[str, Any]) -> Words | None:
    """Dates have no limits in form-js; validate.min and validate.max are ours and hold days."""
    least, most = limit(part.rules.minimum, context), limit(part.rules.maximum, context)
    day = value.date() if isinstance(value, datetime) else value
    least, most = _day(least) or FIRST_DAY, _day(most) or LAST_DAY
    if day < least:
        return words.EARLIEST.with_values(limit=least)
    return words.LATEST.with_values(limit=most) if day > most else None


def _day(value: Any) -> date | None:
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


def _check_text(part: Field, value: str, context: Mapping[str, Any]) -> Words | None:
    rules, length = part.rules, len(value.strip())
    shortest, longest = _number(limit(rules.shortest, context)), _number(limit(rules.longest, context))
    most = LONGEST if longest is None or longest > LONGEST else int(longest)
    if shortest is not None and length < shortest:
        return words.SHORTEST.with_values(count=LONGEST if shortest > LONGEST else int(shortest))
    if length > most:
        return words.LONGEST.with_values(count=most)
    if rules.pattern is not None and (wrong := _unmatched(rules, value)):
        return wrong
    if rules.kind == "email" and not _EMAIL.fullmatch(value):
        return words.EMAIL
    return words.PHONE if rules.kind == "phone" and not _PHONE.fullmatch(value) else None


def _unmatched(rules: Rules, value: str) -> Words | None:
    found = rules.pattern is None or matches(rules.pattern, value)
    if found is None:
        return words.PATTERN_UNKNOWN
    return None if found else rules.pattern_words or words.PATTERN


def offered(part: Field, context: Mapping[str, Any]) -> list[Option]:
    """Return the options of a choice, computed ones from the context."""
    if part.options_from is None:
        return list(part.options)
    found = part.options_from(context)
    listed = found if isinstance(found, (list, tuple)) else []
    return [_computed(member) for member in listed if member is not None]


def _computed(member: Any) -> Option:
    if not isinstance(member, Mapping):
        return Option(member, Words(as_typed(member)))
    value = member.get("value", member.get("id"))
    label = member.get("label") or member.get("name") or value
    zh = member.get("label_zh") or member.get("name_zh") or ""
    return Option(value, Words(as_typed(label), str(zh)))
