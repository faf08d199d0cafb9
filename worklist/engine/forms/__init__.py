"""Forms: a walker over form-js schemas that shows them on the server and reads what was sent. Pure.

Source: form-js schema version 19; architecture A13, A21, A28, A29.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from worklist.engine.forms import reading, schema, sent, shown
from worklist.engine.forms.context import on_day
from worklist.engine.forms.errors import FieldError, FormErrors, FormRefused
from worklist.engine.forms.fields import Field
from worklist.engine.forms.files import Upload
from worklist.engine.forms.sent import Sent, Texts, with_row, without_row
from worklist.engine.forms.shown import Part
from worklist.engine.forms.words import Words

__all__ = [
    "Field", "FieldError", "Form", "FormErrors", "FormRefused", "Part", "Sent", "Texts", "Upload", "Words", "load",
    "with_row", "without_row",
]  # fmt: skip


@dataclass(frozen=True)
class Form:
    """A form schema, read and checked."""

    id: str
    fields: tuple[Field, ...]

    @classmethod
    def load(cls, source: bytes) -> "Form":
        """Read a schema. Raises FormRefused with every problem."""
        return cls(*schema.parse(source))

    def read(
        self, texts: Texts, context: Mapping[str, Any], today: date, files: Mapping[str, list[Upload]] | None = None
    ) -> dict[str, Any]:
        """Return typed values by field key: str, Decimal, bool, date, time, datetime, list of dict, Upload.

        `texts`: field name → texts as posted; `context`: the process's variables and `case`; `today`: the legal day.
        Fields that are hidden or only shown are left out; an empty field is None. Raises FormErrors.
        """
        return reading.read(self.fields, Sent(texts, files or {}), on_day(context, today), today)

    def read_values(self, values: Mapping[str, Any], context: Mapping[str, Any], today: date) -> dict[str, Any]:
        """Return values that another client gives, checked exactly as if they had been typed. Raises FormErrors."""
        return reading.read(self.fields, sent.from_values(self.fields, values), on_day(context, today), today)

    def show(
        self, context: Mapping[str, Any], language: str, today: date, *,
        texts: Texts | None = None, errors: FormErrors | None = None, decide: shown.Decide | None = None,
    ) -> list[Part]:  # fmt: skip
        """Return what a page shows. `texts`: what was typed and not taken (a refused post, a draft); `decide`: asks a decision
        that a component names, without it nothing is proposed."""
        typed = None if texts is None else Sent(texts)
        return shown.show(self.fields, on_day(context, today), language, today, sent=typed, errors=errors, decide=decide)


def load(source: bytes) -> Form:
    """Read a schema. Raises FormRefused with every problem."""
    return Form.load(source)
