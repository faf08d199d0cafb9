"""The page of one task: its form beside its case; draft, complete."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from db.models import Task
from worklist import engine
from worklist.cases import attachments, uploads
from worklist.cases import queries as cases
from worklist.cases import tasks as commands
from worklist.cases.accounts import Session, posts, users
from worklist.cases.queries import Row
from worklist.engine import asking, queries
from worklist.engine.forms import Form, FormErrors, drafts, with_row, without_row
from worklist.errors import AlreadyClaimed, BadInput, Conflict, NotPermitted, ProcessFailed, WritError
from worklist.web import answers, current, decision_words, languages, paper, sent
from worklist.web.policy import STAFF, allow
from worklist.web.queue import SEEN

bp = Blueprint("task", __name__)

WORKED_ON = "tasks of cases the actor may see, which the actor holds or may take"

Texts = dict[str, list[str]]


@dataclass(frozen=True)
class Open:
    """A task as its page is being made: the row, the form pinned to it, what its expressions see."""

    row: Row
    form: Form | None
    context: Mapping[str, Any]


def opened(session: Session, task_id: str) -> Open:
    """Return a task the actor may see. Raises NotFound."""
    task = queries.get_task(session, task_id, cases.seen_by(current.actor()))
    row = cases.rows(session, [task], current.now())[0]
    return Open(row, queries.form_of(session, task), queries.variables_of(session, task, current.now()))


@bp.get("/tasks/<task_id>")
@allow(*STAFF, objects=SEEN)
def show(task_id: str) -> Response:
    """Show a task: as a draft was left, else filled from the case."""
    with current.reading() as session:
        draft = queries.draft_of(session, task_id, current.actor().id)
        return page(session, opened(session, task_id), texts=drafts.texts_of(draft), saved=draft)


def page(
    session: Session, task: Open, *, texts: Any = None, errors: FormErrors | None = None, saved: Any = None,
    refused: WritError | None = None, status: int = 200,
) -> Response:  # fmt: skip
    """Return the page of a task. `texts`: what was typed; `errors`, `refused`: why it was not taken."""
    row, case_id, actor = task.row, task.row.task.case_id, current.actor()
    near = neighbours(session, row.task.id)
    words = {
        "row": row, "task": row.task, "case": row.case, "errors": errors, **shown(session, task, texts, errors),
        "sentence": answers.told(refused) if refused else "", "saved": saved, "near": near, "form": task.form,
        "calendar": cases.court_calendar(session), "people": users.active(session),
        "receivers": commands.receivers(session, row.task), "may_work": _may_work(session, row.task),
        "clock": cases.clock_of(session, row.task, case_id, current.now()) if case_id else None,
        "money": cases.money(session, case_id) if case_id else None,
        "events": cases.timeline(session, case_id, limit=4) if case_id else [],
        "event_count": cases.count_events(session, case_id) if case_id else 0,
        "papers": paper.offered(session, row.task, task.context) if row.task.state == "open" else [],
        "steps": queries.steps_before(session, row.task),
        "decided": [cases.taken(session, run) for run in queries.decided_for(session, row.task)] if case_id else [],
        "decision_said": decision_words.said,
        "groups": queries.groups_of(session, [row.task.id]).get(row.task.id, []),
        "is_mine": row.task.assignee == actor.id, "is_open": row.task.state == "open",
        "key": sent.key_to_send_again(refused), "ended_by": _who(session, row),
    }  # fmt: skip
    return make_response(render_template("tasks/show.html", **words), status)


def _may_work(session: Session, task: Task) -> bool:
    """Return whether the actor may work on a task; everybody else who sees the case only looks at it."""
    try:
        engine.must_be_workable(session, task, current.actor())
    except (NotPermitted, AlreadyClaimed):
        return False
    return True


def _who(session: Session, row: Row) -> Any:
    return cases.people(session, [row.task.ended_by]).get(row.task.ended_by) if row.task.ended_by else None


def shown(session: Session, task: Open, texts: Any, errors: FormErrors | None) -> dict[str, Any]:
    """Return what is shown of a task's form: its first text as the lead above everything, then its parts."""
    if task.form is None:
        return {"lead": None, "parts": []}
    parts = task.form.show(task.context, current.language(), current.today(), texts=texts, errors=errors, decide=partial(asking.propose, session))
    has_lead = bool(parts) and parts[0].type == "text"
    return {"lead": parts[0] if has_lead else None, "parts": parts[1:] if has_lead else parts}


@dataclass(frozen=True)
class Near:
    """Where a task stands among the actor's tasks, with the ones beside it."""

    position: int
    total: int
    previous: str | None
    next: str | None


def neighbours(session: Session, task_id: str) -> Near:
    """Return the place of a task in the actor's list; position 0 when it is not in it."""
    actor = current.actor()
    mine = queries.my_tasks(session, actor.id, where=cases.seen_by(actor), limit=200).tasks
    ids = [task.id for task in mine]
    at = ids.index(task_id) if task_id in ids else -1
    before = ids[at - 1] if at > 0 else None
    after = ids[at + 1] if at + 1 < len(ids) else None
    return Near(at + 1, len(ids), before, after)


@bp.post("/tasks/<task_id>/draft")
@allow(*STAFF, objects=WORKED_ON)
def draft(task_id: str) -> Response:
    """Keep what was typed; answers with the time."""
    texts = sent.texts()
    with current.transaction() as session:
        task = _workable(session, task_id)
        kept = task.state == "open" and drafts.save(session, task_id, current.actor().id, texts, current.now())
    return make_response(render_template("tasks/_saved.html", saved_at=current.now() if kept else None))


def _workable(session: Session, task_id: str) -> Task:
    """Return a task the actor may work on. Raises NotFound, NotPermitted, AlreadyClaimed."""
    task = queries.get_task(session, task_id, cases.seen_by(current.actor()))
    engine.must_be_workable(session, task, current.actor())
    return task


@bp.post("/tasks/<task_id>/fields")
@allow(*STAFF, objects=WORKED_ON)
def fields(task_id: str) -> Response:
    """Show the form anew with what was typed, since an answer may open or close questions."""
    with current.reading() as session:
        _workable(session, task_id)
    texts = _changed_rows(sent.with_files_kept(sent.texts()))
    with current.reading() as session:
        task = opened(session, task_id)
        if not answers.is_partial():
            return page(session, task, texts=texts)
        words = {**shown(session, task, texts, None), "calendar": cases.court_calendar(session), "people": users.active(session)}
        return make_response(render_template("tasks/_form.html", **words))


def _changed_rows(texts: Texts) -> Texts:
    """Add or take away the row of a list that a button of the page names."""
    if added := request.form.get("_add"):
        return with_row(texts, added)
    name, _, index = request.form.get("_remove", "").rstrip("]").rpartition("[")
    number = sent.whole_number(index)
    return texts if number is None or not name else without_row(texts, name, number)


@bp.post("/tasks/<task_id>/complete")
@allow(*STAFF, objects=WORKED_ON)
def complete(task_id: str) -> Response:
    """Complete a task and go on; what cannot be taken comes back with what was typed."""
    if request.form.get("_add") or request.form.get("_remove"):
        return fields(task_id)
    texts = sent.texts()
    try:
        return answers.go(_complete(task_id, texts))
    except FormErrors as errors:
        return _returned(task_id, sent.with_files_kept(texts, errors), errors=errors, status=errors.status)
    except (Conflict, ProcessFailed, BadInput) as error:
        return _returned(task_id, sent.with_files_kept(texts), refused=error, status=error.status)


def _complete(task_id: str, texts: Texts) -> str:
    """Read and complete in one transaction and return where to go; a form sent twice is taken once."""
    actor, now, key, subject = current.actor(), current.now(), sent.key(), request.path
    with current.transaction() as session:
        if done := posts.taken(session, key, actor.id, subject):
            return done
        task = queries.get_task(session, task_id, cases.seen_by(actor))
        engine.open_task(session, task_id)
        files = uploads.with_kept(session, texts, sent.files(), actor)
        typed = read(queries.form_of(session, task), texts, queries.variables_of(session, task, now), files)
        uploads.forget(session, texts, actor)
        values = attachments.keep(session, task.case_id, typed, actor, now)
        commands.complete(session, task_id, values, actor, now, revision=sent.revision())
        location = _onward(session) if request.form.get("_then") == "next" else url_for("tasks.mine")
        posts.keep(session, key, actor.id, subject, location, now)
    flash(gettext("Done: %(task)s", task=languages.said(task)))
    return location


def _returned(task_id: str, texts: Texts, **why: Any) -> Response:
    """Return the page of a task with what was typed and why it was not taken."""
    with current.reading() as session:
        return page(session, opened(session, task_id), texts=texts, **why)


def read(form: Form | None, texts: Texts, context: Mapping[str, Any], files: uploads.Files) -> dict[str, Any]:
    """Return the typed values of what was sent. Raises FormErrors; a task without a form takes nothing."""
    return (form or Form("", ())).read(texts, context, current.today(), files)


def _onward(session: Session) -> str:
    actor = current.actor()
    listed = queries.my_tasks(session, actor.id, where=cases.seen_by(actor), limit=1).tasks
    return url_for("task.show", task_id=listed[0].id) if listed else url_for("tasks.team")


@bp.post("/tasks/<task_id>/draft/discard")
@allow(*STAFF, objects=WORKED_ON)
def discard(task_id: str) -> Response:
    """Throw away what was typed and show the form as the case fills it."""
    with current.transaction() as session:
        _workable(session, task_id)
        drafts.discard(session, task_id, current.actor().id)
    return redirect(url_for("task.show", task_id=task_id), 303)
