"""Processes, decisions and forms: what is deployed, and deploying more."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from worklist import engine
from worklist.cases import papers, reference
from worklist.engine import queries
from worklist.errors import BadInput, DeploymentRefused
from worklist.web import answers, current
from worklist.web.policy import allow

bp = Blueprint("definitions", __name__)

#: Largest file and most files of one deployment.
MAX_BYTES, MAX_FILES = 5_000_000, 300
#: Most warnings told after a deployment; `writ lint` tells all.
MAX_WARNINGS = 6
TYPES = {"process": "application/xml", "decision": "application/xml", "form": "application/json", "template": papers.DOCX}


@bp.get("/definitions")
@allow("process_owner", "manager")
def index() -> str:
    """Show the newest version of everything that is deployed."""
    return render_template("definitions/index.html", **_listed())


def _listed() -> dict[str, object]:
    with current.reading() as session:
        return {"versions": queries.newest(session), "deployments": queries.deployments_of_late(session)}


@bp.get("/definitions/<definition_id>")
@allow("process_owner", "manager")
def show(definition_id: str) -> str:
    """Show a version of a definition: when it came, and the cases of the library that illustrate a decision."""
    with current.reading() as session:
        found = queries.definition(session, definition_id)
        cases = reference.illustrating(session, found.key, current.today()) if found.kind == "decision" else []
    return render_template("definitions/show.html", found=found, cases=cases, unconfirmed=reference.to_be_confirmed)


@bp.get("/definitions/<definition_id>/source")
@allow("process_owner", "manager")
def source(definition_id: str) -> Response:
    """Send a definition exactly as it was deployed."""
    with current.reading() as session:
        found = queries.definition(session, definition_id)
    response = Response(found.source, content_type=TYPES.get(found.kind, "application/octet-stream"))
    name = f"{found.key}-{found.version}.{_ending(found.kind)}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _ending(kind: str) -> str:
    return {"process": "bpmn", "decision": "dmn", "form": "form", "template": "docx"}.get(kind, "txt")


@bp.post("/definitions")
@allow("process_owner")
def deploy() -> BaseResponse:
    """Deploy the uploaded files together, or none of them; every problem is named."""
    try:
        files = _files()
        with current.transaction() as session:
            deployed = engine.deploy(session, files, current.actor(), current.now(), request.form.get("name", "")[:200])
    except DeploymentRefused as error:
        return _refused(error.problems)
    except BadInput as error:
        return _refused([answers.told(error)])
    flash(ngettext("%(num)d file deployed.", "%(num)d files deployed.", len(deployed.definitions)))
    for warning in deployed.warnings[:MAX_WARNINGS]:
        flash(str(warning)[:300])
    if len(deployed.warnings) > MAX_WARNINGS:
        flash("…")
    return redirect(url_for("definitions.index"), 303)


def _refused(problems: Sequence[object]) -> BaseResponse:
    return make_response(render_template("definitions/index.html", problems=problems, **_listed()), 422)


def _files() -> dict[str, bytes]:
    sent = [file for file in request.files.getlist("files") if file.filename]
    if not sent or len(sent) > MAX_FILES:
        raise BadInput("Expected 1 to %(most)s files, got %(found)s", most=MAX_FILES, found=len(sent))
    files: dict[str, bytes] = {}
    for file in sent:
        name = (file.filename or "").replace("\\", "/").rpartition("/")[2]
        content = file.stream.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise BadInput(
                "Expected a file of at most %(most)s bytes, but %(name)s is larger", most=f"{MAX_BYTES:,}", name=name
            )
        if name in files:
            raise BadInput("Expected different file names, found %(name)s twice", name=name)
        files[name] = content
    return files
