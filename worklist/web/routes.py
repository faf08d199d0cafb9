"""All blueprints, in the order of the rail."""

from worklist.web import (
    case,
    deadline,
    definition,
    demo,
    document,
    holding,
    home,
    incident,
    login,
    person,
    queue,
    task,
)

BLUEPRINTS = (
    home.bp, login.bp, queue.bp, holding.bp, task.bp, case.bp, document.bp, deadline.bp, incident.bp, definition.bp, person.bp,
    demo.bp,
)  # fmt: skip
