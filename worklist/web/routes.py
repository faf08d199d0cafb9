"""All blueprints, in the order of the rail."""

from worklist.web import (
    case,
    correction,
    deadline,
    definition,
    demo,
    document,
    holding,
    home,
    incident,
    login,
    opening,
    paper,
    person,
    queue,
    reference,
    reference_files,
    task,
    template,
)

BLUEPRINTS = (
    home.bp, login.bp, queue.bp, holding.bp, task.bp, case.bp, document.bp, opening.bp, paper.bp, deadline.bp, correction.bp, incident.bp,
    definition.bp, template.bp, reference.bp, reference_files.bp, person.bp,
    demo.bp,
)  # fmt: skip
