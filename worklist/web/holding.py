"""Who holds a task: claim, claim next, claim many, return, hand over."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as BaseResponse

from worklist import engine
from worklist.cases import queries as cases
from worklist.cases import tasks as commands
from worklist.cases import visibility
from worklist.cases.accounts import users
from worklist.engine import queries
from worklist.errors import AlreadyClaimed, WritError
from worklist.web import answers, current, languages
from worklist.web.policy import STAFF, allow
from worklist.web.queue import LISTED, SEEN
from worklist.web.security import own_path

bp = Blueprint("holding", __name__)

#: Most tasks claimed by one click.
MOST_AT_ONCE = 50


@bp.post("/tasks/<task_id>/claim")
@allow(*STAFF, objects=SEEN)
def claim(task_id: str) -> BaseResponse:
    """Claim a task; a lost race shows who won."""
    actor = current.actor()
    try:
        with current.transaction() as session:
            queries.get_task(session, task_id, cases.seen_by(actor))
            engine.claim(session, task_id, actor, current.now())
    except AlreadyClaimed as error:
        if not answers.is_partial():
            raise
        return _row(task_id, 409, taken_by=error.holder)
    if request.form.get("open"):
        return answers.go(url_for("task.show", task_id=task_id))
    return _row(task_id) if answers.is_partial() else redirect(_back(), 303)


def _row(task_id: str, status: int = 200, taken_by: str = "") -> BaseResponse:
    with current.reading() as session:
        row = cases.rows(session, [queries.get_task(session, task_id)], current.now())[0]
        holder = cases.people(session, [taken_by]).get(taken_by) if taken_by else None
    response = make_response(render_template("tasks/_row.html", row=row, taken=holder, chosen=row), status)
    response.headers["HX-Retarget"] = f"#row-{task_id}"
    response.headers["HX-Reswap"] = "outerHTML"
    return response


def _back() -> str:
    return own_path(request.form.get("next")) or url_for("tasks.team")


@bp.post("/tasks/claim")
@allow(*STAFF, objects=SEEN)
def claim_many() -> BaseResponse:
    """Claim the tasks that were ticked; one that cannot be claimed does not stop the others."""
    done, skipped = 0, []
    for task_id in request.form.getlist("task")[:MOST_AT_ONCE]:
        try:
            with current.transaction() as session:
                queries.get_task(session, task_id, cases.seen_by(current.actor()))
                engine.claim(session, task_id, current.actor(), current.now())
            done += 1
        except WritError as error:
            skipped.append(answers.told(error))
    flash(ngettext("%(num)d task claimed.", "%(num)d tasks claimed.", done))
    for sentence in skipped:
        flash(gettext("Skipped: %(why)s", why=sentence))
    return redirect(_back(), 303)


@bp.post("/tasks/claim-next")
@allow(*STAFF, objects=LISTED)
def claim_next() -> BaseResponse:
    """Claim the most urgent unclaimed task of the user's groups and open it."""
    with current.transaction() as session:
        walls = visibility.walls(session, current.actor())
        unseen = visibility.denied(session, current.actor())
        task = engine.claim_next(session, current.actor(), current.now(), walls, unseen)
    if task is None:
        flash(gettext("Nothing is unclaimed in your groups."))
        return redirect(_back(), 303)
    return redirect(url_for("task.show", task_id=task.id), 303)


@bp.post("/tasks/<task_id>/return")
@allow(*STAFF, objects=SEEN)
def give_back(task_id: str) -> BaseResponse:
    """Return a task to its groups."""
    with current.transaction() as session:
        queries.get_task(session, task_id, cases.seen_by(current.actor()))
        engine.unclaim(session, task_id, current.actor(), current.now())
    flash(gettext("The task is back in the queue."))
    return redirect(_back(), 303)


@bp.post("/tasks/<task_id>/hand-over")
@allow(*STAFF, objects=SEEN)
def hand_over(task_id: str) -> BaseResponse:
    """Give a task to somebody else, with a note."""
    to, reason = request.form.get("to", ""), request.form.get("reason", "").strip()[:500]
    with current.transaction() as session:
        queries.get_task(session, task_id, cases.seen_by(current.actor()))
        commands.hand_over(session, task_id, to, current.actor(), current.now(), reason)
        name = languages.said(users.get(session, to))
    flash(gettext("Handed over to %(name)s.", name=name))
    return redirect(url_for("tasks.mine"), 303)
