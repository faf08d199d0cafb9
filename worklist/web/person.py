"""Users: add, roles, groups, passwords."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from worklist.cases import people
from worklist.cases.accounts import users
from worklist.errors import BadInput, Conflict
from worklist.web import answers, current
from worklist.web.policy import allow

bp = Blueprint("people", __name__)


@bp.get("/users")
@allow("admin")
def index() -> Response:
    """Show all users."""
    return _page()


def _page(error: str = "", status: int = 200) -> Response:
    with current.reading() as session:
        found, groups = users.everybody(session), users.groups(session)
    words = {"people": found, "groups": groups, "roles": people.ROLES, "error": error, "sent": request.form}
    return make_response(render_template("people/index.html", **words), status)


@bp.post("/users")
@allow("admin")
def add() -> Response:
    """Add a user."""
    form = request.form
    try:
        with current.transaction() as session:
            people.add(
                session, form.get("id", "").strip(), form.get("name", "").strip()[:200], current.now(),
                name_zh=form.get("name_zh", "").strip()[:200] or None, password=form.get("password") or None,
                roles=form.getlist("roles"), groups=form.getlist("groups"),
            )  # fmt: skip
    except (BadInput, Conflict) as error:
        return _page(answers.told(error), error.status)
    flash(gettext("The user was added."))
    return redirect(url_for("people.index"), 303)


@bp.post("/users/<user_id>")
@allow("admin")
def change(user_id: str) -> Response:
    """Set roles, groups, password and whether a user may log in."""
    form = request.form
    try:
        with current.transaction() as session:
            users.change(
                session, user_id, roles=form.getlist("roles"), groups=form.getlist("groups"),
                active=form.get("active") == "yes", now=current.now(),
            )  # fmt: skip
            if form.get("password"):
                users.set_password(session, user_id, form["password"], current.now())
    except (BadInput, Conflict) as error:
        return _page(answers.told(error), error.status)
    flash(gettext("The user was changed."))
    return redirect(url_for("people.index"), 303)
