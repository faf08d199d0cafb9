"""Templates of papers: what there is, its versions, uploading a new one."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from worklist import engine
from worklist.cases import papers
from worklist.cases import queries as cases
from worklist.cases.papers.package import MAX_FILE
from worklist.engine import queries
from worklist.errors import BadInput, DeploymentRefused
from worklist.web import answers, current
from worklist.web.policy import allow

bp = Blueprint("templates", __name__)

#: What the types of the case file are called.
KINDS = {
    "text": lazy_gettext("text"), "long": lazy_gettext("long text"), "date": lazy_gettext("day"), "int": lazy_gettext("whole number"),
    "number": lazy_gettext("number"), "money": lazy_gettext("amount"), "bool": lazy_gettext("yes or no"), "yn": lazy_gettext("yes, no or not known"),
    "enum": lazy_gettext("choice"),
}  # fmt: skip


@bp.get("/templates")
@allow("process_owner", "manager")
def index() -> str:
    """Show the templates with their versions."""
    return render_template("templates/index.html", **_listed())


def _listed() -> dict[str, object]:
    with current.reading() as session:
        versions = queries.versions_of(session, "template")
        uploaders = cases.people(session, {one.deployed_by for listed in versions.values() for one in listed})
    return {"versions": versions, "uploaders": uploaders}


@bp.get("/templates/names")
@allow("process_owner", "manager")
def names() -> str:
    """Show every name that a template may write."""
    return render_template("templates/names.html", names=papers.all_names(), kinds=KINDS)


@bp.post("/templates")
@allow("process_owner")
def upload() -> BaseResponse:
    """Check the uploaded template and keep it as the next version; every problem is named."""
    try:
        key, content = _sent()
        with current.transaction() as session:
            before = {version.definition.id for version in queries.newest(session)}
            deployed = engine.deploy(session, {f"{key}.docx": content}, current.actor(), current.now(), key)
    except DeploymentRefused as error:
        return _refused([answers.in_words(problem.message) for problem in error.problems])
    except BadInput as error:
        return _refused([answers.told(error)])
    new = deployed.definitions[0]
    name = new.name_zh if current.language() == "zh" and new.name_zh else new.name
    if new.id in before:
        flash(gettext("%(name)s is unchanged; no new version was made.", name=name))
    else:
        flash(gettext("%(name)s is version %(version)s now. Papers are made from it from here on.", name=name, version=new.version))
    return redirect(url_for("templates.index"), 303)


def _refused(problems: list[str]) -> BaseResponse:
    return make_response(render_template("templates/index.html", problems=problems, **_listed()), 422)


def _sent() -> tuple[str, bytes]:
    """Return the key and the bytes of what was uploaded. Raises BadInput."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise BadInput("Expected a Word file; choose one")
    name = file.filename.replace("\\", "/").rpartition("/")[2]
    key = request.form.get("template") or name.removesuffix(".docx").lower()
    if not name.lower().endswith(".docx"):
        raise BadInput("Expected a .docx file, got %(name)s; save the template in Word as .docx", name=name[:80])
    if not papers.KEY.fullmatch(key):
        raise BadInput("Expected a file name of small letters, digits and _ for a new template, such as joinder.docx, got %(name)s", name=name[:80])
    return key, file.stream.read(MAX_FILE + 1)
