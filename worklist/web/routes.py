"""All blueprints, in the order of the rail."""

from worklist.web import (
    case,
    claim,
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
    party,
    person,
    queue,
    reference,
    task,
    template,
)

BLUEPRINTS = (
    home.bp, login.bp, queue.bp, holding.bp, task.bp, case.bp, party.bp, claim.bp, document.bp, opening.bp, paper.bp, deadline.bp, correction.bp, incident.bp,
    definition.bp, template.bp, reference.bp, person.bp,
    demo.bp,
)  # fmt: skip
