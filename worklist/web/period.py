"""One deadline: why it ends on its day, what it took the place of, and the day it waits for."""

import secrets
from datetime import date

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext

from db.models import Deadline, Uncounted
from worklist.cases import learning, recomputing, visibility
from worklist.cases import queries as cases
from worklist.cases.accounts import Session, posts
from worklist.engine.forms import typed
from worklist.errors import NotFound, WritError
from worklist.law import rules, unknown
from worklist.web import answers, case, current, sent
from worklist.web.policy import RECORDERS, STAFF, allow

bp = Blueprint("periods", __name__)

OBJECTS = case.OBJECTS


def fact_words(fact: str | None) -> str:
    """Return what a fact that a period waits for is called."""
    english, chinese = unknown.words(fact or "")
    return chinese if current.language() == "zh" else english


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"fact_words": fact_words}


def _found(session: Session, case_id: str, period_id: str) -> Deadline | Uncounted:
    visibility.must_see(session, case_id, current.actor())
    found = session.get(Deadline, period_id) or session.get(Uncounted, period_id)
    if found is None or found.case_id != case_id:
        raise NotFound("Expected a deadline of this case, found none with id '%(id)s'", id=period_id[:80])
    return found


def _day(text: str) -> date | None:
    return typed.read_date(text.strip(), current.today()) if text.strip() else None


@bp.get("/cases/<case_id>/deadlines/<period_id>")
@allow(*STAFF, objects=OBJECTS)
def show(case_id: str, period_id: str) -> Response:
    """Show a deadline, or a period that cannot be counted yet; with a day in the address, what that day would make of it."""
    return _page(case_id, period_id, request.args.get("day", "")[:40])


def _page(case_id: str, period_id: str, text: str, refused: WritError | None = None) -> Response:
    day, moves = _day(text), list[recomputing.Move]()
    with current.reading() as session:
        row = _found(session, case_id, period_id)
        waits = row.status == "OPEN" and bool(row.awaits) and learning.may_be_recorded(str(row.awaits))
        try:
            moves = learning.if_it_were(session, row, day, current.now()) if waits and day and isinstance(row, Deadline) else []
        except WritError as error:
            refused = refused or error
        words = case.header(session, case_id) | {
            "row": row, "rule": rules.get(row.rule_id), "moves": moves, "text": text, "day": day, "rule_of": rules.get, "waits": waits,
            "sentence": answers.told(refused) if refused else gettext("Enter a day, such as 2026-11-23.") if text and day is None else "",
            "may_be_none": waits and row.awaits == learning.PERFORMED_BY, "period": cases.clock(session, case_id, period_id, current.now()), "key": secrets.token_hex(16),
        }  # fmt: skip
    return make_response(render_template("cases/deadline.html", tab="deadlines", **words), 200 if refused is None else refused.status)


@bp.post("/cases/<case_id>/deadlines/<period_id>")
@allow(*RECORDERS, objects=OBJECTS)
def record(case_id: str, period_id: str) -> Response:
    """Record the day that a period waits for: what was counted from a bound is superseded."""
    text, actor = request.form.get("day", "")[:40], current.actor()
    states_none = request.form.get("states_none") == "yes"
    day, back = _day(text), url_for("cases.deadlines", case_id=case_id)
    if day is None and not states_none:
        return _page(case_id, period_id, text or "?")
    try:
        with current.transaction() as session:
            row = _found(session, case_id, period_id)
            if posts.taken(session, sent.key(), actor.id, request.path) is None:
                if states_none:
                    learning.state_none(session, row, actor, current.now())
                elif day is not None:
                    learning.learn(session, row, day, actor, current.now())
                posts.keep(session, sent.key(), actor.id, request.path, back, current.now())
    except WritError as error:
        if error.status == 404:
            raise
        return _page(case_id, period_id, text, error)
    if states_none:
        flash(gettext("It is recorded that the title states no period for performance; the deadline is certain now, and the earlier row is kept."))
        return answers.go(back)
    flash(gettext("The day is recorded; the deadline is counted from it, and the earlier row is kept."))
    return answers.go(back)
