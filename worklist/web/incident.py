"""Incidents: what failed and needs a person."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from db.models import Incident
from worklist import engine
from worklist.cases import queries as cases
from worklist.cases.accounts import Session
from worklist.engine import queries
from worklist.web import current
from worklist.web.policy import allow

bp = Blueprint("incidents", __name__)

ROLES = ("manager", "process_owner")
OBJECTS = "incidents of cases the actor may see"


@bp.get("/incidents")
@allow(*ROLES, objects=OBJECTS)
def index() -> str:
    """Show the open incidents."""
    with current.reading() as session:
        found = queries.open_incidents(session, cases.incidents_seen_by(current.actor()))
        headers = cases.headers(session, {incident.case_id for incident in found if incident.case_id})
        steps = {incident.id: _step(session, incident) for incident in found}
    return render_template("incidents/index.html", incidents=found, headers=headers, steps=steps)


def _step(session: Session, incident: Incident) -> str:
    """Return what the step is called at which something failed, empty when its diagram does not say."""
    if not (incident.case_id and incident.element_id):
        return ""
    ran = next((one for one in engine.of_case(session, incident.case_id) if one.id == incident.instance_id), None)
    named = queries.element_names(session, ran).get(incident.element_id) if ran else None
    return named.said(current.language()) if named else ""


@bp.post("/incidents/<incident_id>/retry")
@allow(*ROLES, objects=OBJECTS)
def retry(incident_id: str) -> Response:
    """Have what failed tried again at once."""
    with current.transaction() as session:
        queries.get_incident(session, incident_id, cases.incidents_seen_by(current.actor()))
        incident = engine.retry(session, incident_id, current.actor(), current.now())
    if incident.subject_id:
        flash(gettext("It is tried again; a new incident opens if it fails again."))
    else:
        flash(gettext("Noted as dealt with. Whoever took the step can take it again."))
    return redirect(url_for("incidents.index"), 303)
