"""All blueprints, in the order of the rail."""

from worklist.web import (
    bearer,
    case,
    claim,
    correction,
    deadline,
    decision,
    definition,
    demo,
    document,
    holding,
    holiday,
    home,
    incident,
    login,
    opening,
    paper,
    party,
    period,
    person,
    queue,
    reference,
    task,
    template,
)

BLUEPRINTS = (
    home.bp, login.bp, queue.bp, holding.bp, task.bp, case.bp, party.bp, claim.bp, document.bp, opening.bp, paper.bp, bearer.bp,
    deadline.bp, period.bp, correction.bp, decision.bp, incident.bp, definition.bp, template.bp, holiday.bp, reference.bp,
    person.bp,
    demo.bp,
)  # fmt: skip
