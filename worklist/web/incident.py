"""Incidents: what failed and needs a person."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from worklist import engine
from worklist.cases import queries as cases
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
    return render_template("incidents/index.html", incidents=found, headers=headers)


@bp.post("/incidents/<incident_id>/retry")
@allow(*ROLES, objects=OBJECTS)
def retry(incident_id: str) -> Response:
    """Have what failed tried again at once."""
    with current.transaction() as session:
        queries.get_incident(session, incident_id, cases.incidents_seen_by(current.actor()))
        engine.retry(session, incident_id, current.actor(), current.now())
    flash(gettext("It is tried again; a new incident opens if it fails again."))
    return redirect(url_for("incidents.index"), 303)
