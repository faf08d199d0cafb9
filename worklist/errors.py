"""Errors a person or a client program can act on. Bugs are left to raise as they are."""

from collections.abc import Sequence
from dataclasses import dataclass


class Phrase(str):
    """Words within the sentence of an error that pages say in the language of their reader.

    `template` is the English text, its `%(name)s` filled from `values`; a tuple among them is a choice of roles.
    """

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, /, **values: object) -> "Phrase":
        """Return the English words; they are also the key of their translation."""
        phrase = super().__new__(cls, _filled(template, values))
        phrase.template, phrase.values = template, values
        return phrase


class Named(str):
    """A name in both languages within the sentence of an error: the English text, `zh` beside it."""

    zh: str

    def __new__(cls, en: str, zh: str) -> "Named":
        """Return the English name, for logs and programs."""
        named = super().__new__(cls, en)
        named.zh = zh
        return named


def _filled(template: str, values: dict[str, object]) -> str:
    plain = {name: " or ".join(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return template % plain if plain else template


class WritError(Exception):
    """Base of all expected errors.

    `status` is the HTTP status that web and api answer with; `code` is stable and may be
    matched by clients; the message is for people: what was expected, what was found, what to do.

    The message is English, for logs, programs and the command line. Written as a template with named values it is also
    the key of its translation, which pages say instead; written as one finished text it stays English everywhere.
    tests/web/test_texts.py finds the templates where an error is raised by its class, and in every Phrase.
    """

    status = 400
    code = "bad_request"

    def __init__(self, template: str = "", /, **values: object) -> None:
        super().__init__(_filled(template, values))
        self.template, self.values = template, values


def reason_of(error: Exception) -> str:
    """Return why something failed: a Phrase where the error was expected, so that pages say it in their language."""
    if isinstance(error, WritError) and error.template:
        return Phrase(error.template, **error.values)
    return error.args[0] if error.args and isinstance(error.args[0], Phrase) else str(error)


class BadInput(WritError):
    """Something that was sent cannot be used as it is."""

    status, code = 422, "bad_input"


class NotFound(WritError):
    """No such object, or not visible to this user."""

    status, code = 404, "not_found"


class DocumentDamaged(WritError):
    """The bytes of a document are not those that were recorded."""

    status, code = 500, "document_damaged"


class NotPermitted(WritError):
    """The user may see the object but not do this with it."""

    status, code = 403, "not_permitted"

    def __init__(self, who: str, what: str, needed: str) -> None:
        super().__init__(
            Phrase("Expected %(needed)s to %(what)s, but '%(who)s' is not; ask a team lead or take another task"),
            needed=needed, what=what, who=who,
        )  # fmt: skip


class Conflict(WritError):
    """The object has changed since the caller last saw it."""

    status, code = 409, "conflict"


#: How a task that is not open has ended.
_ENDED: dict[str, Phrase] = {
    state: state
    for state in (Phrase("completed"), Phrase("cancelled"), Phrase("no longer waiting in its process"))
}  # fmt: skip


class TaskNotOpen(Conflict):
    """The task was completed or cancelled."""

    code = "task_not_open"

    def __init__(self, task_id: str, state: str, by: str | None = None, at: str | None = None) -> None:
        found = _ENDED.get(state, Phrase(state))
        if by and at:
            found = Phrase("%(state)s by %(by)s at %(at)s", state=found, by=by, at=at)
        super().__init__(
            Phrase("Expected to act on open task '%(task)s', but it is %(found)s; nothing was changed"),
            task=task_id, found=found,
        )  # fmt: skip
        self.by, self.at = by, at


class AlreadyClaimed(Conflict):
    """Somebody else holds the task."""

    code = "already_claimed"

    def __init__(self, task_id: str, holder: str) -> None:
        super().__init__(
            Phrase("Expected unclaimed task '%(task)s', but '%(holder)s' holds it; take another or ask for it"),
            task=task_id, holder=holder,
        )  # fmt: skip
        self.holder = holder


class UnknownMessage(BadInput):
    """No diagram of this installation knows the message name."""

    code = "unknown_message"

    def __init__(self, name: str) -> None:
        super().__init__(
            Phrase("Expected a message name of the catalogue, got '%(name)s'; nothing was recorded"), name=name[:80]
        )


class ProcessFailed(WritError):
    """A step behind the one the caller asked for failed; all of it was rolled back."""

    status, code = 409, "process_failed"

    def __init__(self, instance_id: str | None, element_id: str | None, reason: str) -> None:
        template = Phrase("The process could not go on: %(reason)s. Nothing was changed; an incident was opened")
        if element_id:
            template = Phrase(
                "The process could not go on at '%(element)s': %(reason)s. Nothing was changed; an incident was opened"
            )
        super().__init__(template, element=element_id, reason=reason)
        self.instance_id, self.element_id, self.reason = instance_id, element_id, reason


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a deployed file, and the way out."""

    file: str
    line: int | None
    element_id: str | None
    element_name: str | None
    message: str
    remedy: str = ""
    level: str = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        name = f" ({self.element_name})" if self.element_name else ""
        element = f" {self.element_id}{name}:" if self.element_id else ""
        way_out = f" {self.remedy}" if self.remedy else ""
        return f"{place}:{element} {self.level}: {self.message}.{way_out}"


class DeploymentRefused(BadInput):
    """A deployment has problems; nothing of it was taken."""

    code = "deployment_refused"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("Nothing was deployed:\n" + "\n".join(str(problem) for problem in problems))
        self.problems = list(problems)


class TemplateRefused(BadInput):
    """A template of a paper has problems; nothing of it was kept."""

    code = "template_refused"

    def __init__(self, problems: Sequence[Phrase]) -> None:
        super().__init__("The template was not taken: " + "; ".join(problems))
        self.problems = list(problems)
