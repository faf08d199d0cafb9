"""Errors a person or a client program can act on. Bugs are left to raise as they are."""

from collections.abc import Sequence
from dataclasses import dataclass


class WritError(Exception):
    """Base of all expected errors.

    `status` is the HTTP status that web and api answer with; `code` is stable and may be
    matched by clients; the message is for people: what was expected, what was found, what to do.
    """

    status = 400
    code = "bad_request"


class BadInput(WritError):
    """Something that was sent cannot be used as it is."""

    status, code = 422, "bad_input"


class NotFound(WritError):
    """No such object, or not visible to this user."""

    status, code = 404, "not_found"


class NotPermitted(WritError):
    """The user may see the object but not do this with it."""

    status, code = 403, "not_permitted"

    def __init__(self, who: str, what: str, needed: str) -> None:
        super().__init__(f"Expected {needed} to {what}, but '{who}' is not; ask a team lead or take another task")


class Conflict(WritError):
    """The object has changed since the caller last saw it."""

    status, code = 409, "conflict"


class TaskNotOpen(Conflict):
    """The task was completed or cancelled."""

    code = "task_not_open"

    def __init__(self, task_id: str, state: str, by: str | None = None, at: str | None = None) -> None:
        who = f" by {by}" if by else ""
        when = f" at {at}" if at else ""
        super().__init__(f"Expected to act on open task '{task_id}', but it is {state}{who}{when}; nothing was changed")
        self.by, self.at = by, at


class AlreadyClaimed(Conflict):
    """Somebody else holds the task."""

    code = "already_claimed"

    def __init__(self, task_id: str, holder: str) -> None:
        super().__init__(f"Expected unclaimed task '{task_id}', but '{holder}' holds it; take another or ask for it")
        self.holder = holder


class UnknownMessage(BadInput):
    """No diagram of this installation knows the message name."""

    code = "unknown_message"

    def __init__(self, name: str) -> None:
        super().__init__(f"Expected a message name of the catalogue, got '{name}'; nothing was recorded")


class ProcessFailed(WritError):
    """A step behind the one the caller asked for failed; all of it was rolled back."""

    status, code = 409, "process_failed"

    def __init__(self, instance_id: str | None, element_id: str | None, reason: str) -> None:
        where = f" at '{element_id}'" if element_id else ""
        super().__init__(f"The process could not go on{where}: {reason}. Nothing was changed; an incident was opened")
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
