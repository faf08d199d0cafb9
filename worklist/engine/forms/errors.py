"""What can be wrong with a form schema and with what was typed into a form."""

from collections.abc import Sequence
from dataclasses import dataclass

from worklist.engine.forms.words import Words
from worklist.errors import BadInput


class FormRefused(BadInput):
    """A form schema that cannot be shown and read as written. `messages` holds every problem."""

    code = "form_refused"

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("; ".join(messages))
        self.messages = list(messages)


@dataclass(frozen=True)
class FieldError:
    """One problem of one field. `name` is the field's name in the page, empty for the form as a whole."""

    name: str
    label: Words
    message: Words

    def said(self, language: str) -> str:
        """Return label and message as one sentence."""
        label, message = self.label.said(language).rstrip("?？:："), self.message.said(language)
        if not label:
            return message[:1].upper() + message[1:]
        return f"{label}：{message}" if language.startswith("zh") else f"{label}: {message}"


class FormErrors(BadInput):
    """What was typed cannot be used. `errors` holds every problem of every field; nothing was changed."""

    code = "form_errors"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("; ".join(error.said("en") for error in errors))
        self.errors = list(errors)

    def of(self, name: str) -> FieldError | None:
        """Return the first problem of a field, None when it has none."""
        return next((error for error in self.errors if error.name == name), None)
