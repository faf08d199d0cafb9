"""The decisions of a case: what the tables said and why; override, confirm, withdraw. Source: architecture A34."""

import secrets
from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext

from db.models import DecisionRun
from worklist.cases import overrides, table_words
from worklist.cases import queries as cases
from worklist.cases.accounts import Session, posts
from worklist.engine import overrides as engine
from worklist.engine import queries
from worklist.engine.forms import FormErrors, with_row, without_row
from worklist.errors import BadInput, Conflict, ProcessFailed, WritError
from worklist.web import answers, case, current, decision_words, override_form, sent
from worklist.web.policy import STAFF, allow

bp = Blueprint("decisions", __name__)

OBJECTS = case.OBJECTS
MAY_OVERRIDE = OBJECTS + "; the role that the decision names, without one the partner"

Texts = dict[str, list[str]]


def _head(session: Session, case_id: str) -> dict[str, Any]:
    """Return the head of a page of a case, and how it says the values of tables."""
    head = case.header(session, case_id)
    names = table_words.names_of(session, case_id, current.now())
    return head | {
        "decision_said": decision_words.said, "decision_value": partial(decision_words.value, names=names),
        "decision_subject": partial(decision_words.subject, names=names),
    }  # fmt: skip


@bp.get("/cases/<case_id>/decisions")
@allow(*STAFF, objects=OBJECTS)
def index(case_id: str) -> str:
    """Show every decision that was taken in a case: the one asked for and those that wait, then the newest first."""
    skip = sent.whole_number(request.args.get("skip"), 100_000) or 0
    with current.reading() as session:
        words = _head(session, case_id)
        first = [] if skip else [cases.taken(session, run) for run in _first(session, case_id)]
        found = cases.decisions(session, case_id, skip=skip)
        people = cases.people(session, {user for one in [*first, *found] for user in _named(one)})
        mine = {one.run.id for one in [*first, *found] if one.run.place and one.is_last and overrides.may_override(session, one.run, current.actor())}
        total = cases.count_decisions(session, case_id)
    more = skip + len(found) if skip + len(found) < total else None
    found = first + [one for one in found if one.run.id not in {waiting.run.id for waiting in first}]
    return render_template(
        "cases/decisions.html", tab="decisions", taken=found, people=people, mine=mine, total=total, more=more,
        key=secrets.token_hex(16), **words,
    )  # fmt: skip


def _first(session: Session, case_id: str) -> list[DecisionRun]:
    """Return the decisions that stand before the others: the one asked for in the address, and those that wait."""
    asked = request.args.get("run")
    found = [overrides.must_be_of_case(session, case_id, asked, current.actor())] if asked else []
    return found + [run for run in overrides.waiting(session, case_id) if run.id != asked]


def _named(taken: cases.Taken) -> set[str]:
    said = [one.override for one in taken.overrides] + ([taken.used] if taken.used else [])
    return {user for one in said for user in (one.by, one.confirmed_by, one.ended_by) if user}


# -- override -------------------------------------------------------------------------------


@bp.get("/cases/<case_id>/decisions/<run_id>")
@allow(*STAFF, objects=MAY_OVERRIDE)
def ask(case_id: str, run_id: str) -> Response:
    """Ask for other outputs of a decision and the reason, filled with what is used now."""
    return _page(case_id, run_id)


def _page(
    case_id: str, run_id: str, *, texts: Texts | None = None, errors: FormErrors | None = None, refused: WritError | None = None,
    rows: override_form.Rows | None = None, note: str = "",
) -> Response:  # fmt: skip
    """Return the page of an override. `rows`: what is previewed; `errors`, `refused`, `note`: why it was not taken."""
    effects: list[engine.Effect] = []
    with current.reading() as session:
        run = overrides.must_be_allowed(session, case_id, run_id, current.actor())
        if rows is not None:
            try:
                effects = engine.preview(session, run, rows, current.now())
            except (BadInput, Conflict) as error:
                refused, rows = error, None
        words = _head(session, case_id) | _form_words(session, case_id, run, texts, errors) | {
            "one": cases.taken(session, run), "errors": errors, "rows": rows, "effects": [_told(session, one) for one in effects],
            "sentence": answers.told(refused) if refused else note, "key": sent.key_to_send_again(refused) if texts else secrets.token_hex(16),
            "previewed": override_form.digest(rows) if rows is not None else "",
        }  # fmt: skip
    status = errors.status if errors else refused.status if refused else 200
    return make_response(render_template("cases/override.html", tab="decisions", **words), status)


def _form_words(session: Session, case_id: str, run: DecisionRun, texts: Texts | None, errors: FormErrors | None) -> dict[str, Any]:
    shape, used = engine.shape_of_run(session, run), engine.rows_in_use(session, run)
    form = override_form.form_of(session, case_id, shape, used)
    context = override_form.context(form, shape, used)
    standing = engine.standing(session, run.place)
    shown = request.form.get("_shown") if texts is not None else None
    return {
        "parts": form.show(context, current.language(), current.today(), texts=texts, errors=errors), "shape": shape,
        "shown": shown if shown is not None else standing.id if standing else "", "standing": standing,
    }  # fmt: skip


def _told(session: Session, effect: engine.Effect) -> dict[str, Any]:
    """Return what changes in an instance and where it stands, in words."""
    waits = queries.waits(session, effect.instance)
    named = queries.element_names(session, effect.instance)
    places = list(dict.fromkeys(named[wait.element_id].said(current.language()) for wait in waits if wait.element_id in named))
    return {"instance": effect.instance, "changes": effect.changes, "stands": places}


@bp.post("/cases/<case_id>/decisions/<run_id>")
@allow(*STAFF, objects=MAY_OVERRIDE)
def override(case_id: str, run_id: str) -> Response:
    """Show what other outputs would change, or apply them once that was shown."""
    texts = sent.texts()
    if request.form.get("_add") or request.form.get("_remove"):
        return _page(case_id, run_id, texts=_changed_rows(texts))
    try:
        if _was_taken(case_id, run_id):
            return answers.go(url_for("decisions.index", case_id=case_id))
        rows, reason = _read(case_id, run_id, texts)
        if request.form.get("_step") != "apply":
            return _page(case_id, run_id, texts=texts, rows=rows)
        if request.form.get("_previewed") != override_form.digest(rows):
            return _page(case_id, run_id, texts=texts, rows=rows, note=gettext("The outputs are others than those that were previewed. Look at what would change now."))
        _apply(case_id, run_id, rows, reason)
    except FormErrors as errors:
        return _page(case_id, run_id, texts=texts, errors=errors)
    except (BadInput, Conflict, ProcessFailed) as error:
        return _page(case_id, run_id, texts=texts, refused=error)
    flash(gettext("The override is in force. The result of the table is kept."))
    return answers.go(url_for("decisions.index", case_id=case_id))


def _changed_rows(texts: Texts) -> Texts:
    if request.form.get("_add"):
        return with_row(texts, override_form.ROWS)
    number = sent.whole_number(request.form.get("_remove", "").rstrip("]").rpartition("[")[2])
    return texts if number is None else without_row(texts, override_form.ROWS, number)


def _was_taken(case_id: str, run_id: str) -> bool:
    """Return whether this very form was sent before. Raises NotFound, NotPermitted, BadInput."""
    with current.reading() as session:
        overrides.must_be_allowed(session, case_id, run_id, current.actor())
        return posts.taken(session, sent.key(), current.actor().id, request.path) is not None


def _read(case_id: str, run_id: str, texts: Texts) -> tuple[override_form.Rows, str]:
    """Return the rows and the reason that were typed. Raises FormErrors, Conflict, NotFound, NotPermitted."""
    with current.reading() as session:
        run = overrides.must_be_allowed(session, case_id, run_id, current.actor())
        if run.place is not None:  # the rows of the page are those of the override that it was shown with
            engine.must_be_as_shown(session, run, request.form.get("_shown") or None)
        shape, used = engine.shape_of_run(session, run), engine.rows_in_use(session, run)
        form = override_form.form_of(session, case_id, shape, used)
        values = form.read(texts, override_form.context(form, shape, used), current.today())
    return override_form.rows_of(shape, used, values), str(values.pop("reason"))


def _apply(case_id: str, run_id: str, rows: override_form.Rows, reason: str) -> None:
    actor, now = current.actor(), current.now()
    with current.transaction() as session:
        overrides.must_be_allowed(session, case_id, run_id, actor)
        if posts.taken(session, sent.key(), actor.id, request.path) is None:
            overrides.override(session, case_id, run_id, rows, reason, actor, now, shown=request.form.get("_shown") or None)
            posts.keep(session, sent.key(), actor.id, request.path, url_for("decisions.index", case_id=case_id), now)


# -- confirm and withdraw -------------------------------------------------------------------


@bp.post("/cases/<case_id>/decisions/<run_id>/confirm")
@allow(*STAFF, objects=MAY_OVERRIDE)
def confirm(case_id: str, run_id: str) -> Response:
    """Let an override go on for the inputs the decision was taken on last."""
    actor, now = current.actor(), current.now()
    with current.transaction() as session:
        overrides.must_be_allowed(session, case_id, run_id, actor)
        if posts.taken(session, sent.key(), actor.id, request.path) is None:
            overrides.confirm(session, case_id, run_id, request.form.get("_shown", ""), actor, now)
            posts.keep(session, sent.key(), actor.id, request.path, url_for("decisions.index", case_id=case_id), now)
    flash(gettext("The override is confirmed for these inputs too."))
    return answers.go(url_for("decisions.index", case_id=case_id))


@bp.get("/cases/<case_id>/decisions/<run_id>/withdraw")
@allow(*STAFF, objects=MAY_OVERRIDE)
def ask_back(case_id: str, run_id: str) -> Response:
    """Show what withdrawing an override would change, and ask why."""
    return _back_page(case_id, run_id)


def _back_page(case_id: str, run_id: str, refused: WritError | None = None) -> Response:
    with current.reading() as session:
        run = overrides.must_be_allowed(session, case_id, run_id, current.actor())
        standing = engine.standing(session, run.place)
        words = _head(session, case_id) | {
            "one": cases.taken(session, run), "standing": standing, "reason": request.form.get("reason", ""),
            "effects": [_told(session, effect) for effect in engine.preview_back(session, run, current.now())] if standing else [],
            "sentence": answers.told(refused) if refused else "", "key": sent.key_to_send_again(refused) if refused else secrets.token_hex(16),
        }  # fmt: skip
    return make_response(render_template("cases/withdraw.html", tab="decisions", **words), refused.status if refused else 200)


@bp.post("/cases/<case_id>/decisions/<run_id>/withdraw")
@allow(*STAFF, objects=MAY_OVERRIDE)
def withdraw(case_id: str, run_id: str) -> Response:
    """End an override: the table's latest result is used again."""
    actor, now = current.actor(), current.now()
    try:
        with current.transaction() as session:
            overrides.must_be_allowed(session, case_id, run_id, actor)
            if posts.taken(session, sent.key(), actor.id, request.path) is None:
                shown, reason = request.form.get("_shown", ""), request.form.get("reason", "")
                overrides.withdraw(session, case_id, run_id, shown, reason, actor, now)
                posts.keep(session, sent.key(), actor.id, request.path, url_for("decisions.index", case_id=case_id), now)
    except (BadInput, Conflict, ProcessFailed) as error:
        return _back_page(case_id, run_id, error)
    flash(gettext("The override is withdrawn. The result of the table is used again."))
    return answers.go(url_for("decisions.index", case_id=case_id))
