"""Correct the trigger of a deadline: see what would move, ask for it, and as a partner confirm or refuse."""

import secrets
from datetime import date

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext

from db.models import Correction, Deadline
from worklist.cases import recomputing, visibility
from worklist.cases.accounts import Session, posts
from worklist.engine.forms import typed
from worklist.errors import NotFound, WritError
from worklist.law import rules
from worklist.web import answers, case, current, sent
from worklist.web.policy import RECORDERS, allow

bp = Blueprint("corrections", __name__)

OBJECTS = case.OBJECTS


def _deadline(session: Session, case_id: str, deadline_id: str) -> Deadline:
    visibility.must_see(session, case_id, current.actor())
    found = session.get(Deadline, deadline_id)
    if found is None or found.case_id != case_id:
        raise NotFound("Expected a deadline of this case, found none with id '%(id)s'", id=deadline_id[:80])
    return found


def _day(text: str) -> date | None:
    return typed.read_date(text.strip(), current.today()) if text.strip() else None


@bp.get("/cases/<case_id>/deadlines/<deadline_id>/correct")
@allow(*RECORDERS, objects=OBJECTS)
def ask(case_id: str, deadline_id: str) -> Response:
    """Ask for the right day; with a day in the address, show what would move. Nothing is written."""
    return _page(case_id, deadline_id, request.args.get("day", "")[:40], "")


def _page(case_id: str, deadline_id: str, text: str, reason: str, refused: WritError | None = None) -> Response:
    moves, day, status = [], _day(text), 200 if refused is None else refused.status
    with current.reading() as session:
        row = _deadline(session, case_id, deadline_id)
        try:
            moves = recomputing.preview(session, row, day, current.now()) if day else []
        except WritError as error:
            refused, status = error, error.status
        words = case.header(session, case_id) | {
            "row": row, "rule": rules.get(row.rule_id), "moves": moves, "text": text, "reason": reason, "rule_of": rules.get,
            "day": day, "sentence": answers.told(refused) if refused else _wrong_day(text, day), "key": secrets.token_hex(16),
        }  # fmt: skip
    return make_response(render_template("cases/correct.html", tab="deadlines", **words), status)


def _wrong_day(text: str, day: date | None) -> str:
    return gettext("Enter a day, such as 2026-11-23.") if text and day is None else ""


@bp.post("/cases/<case_id>/deadlines/<deadline_id>/correct")
@allow(*RECORDERS, objects=OBJECTS)
def propose(case_id: str, deadline_id: str) -> Response:
    """Ask a partner to confirm the day that was previewed."""
    text, reason, actor = request.form.get("day", "")[:40], request.form.get("reason", "")[:1000], current.actor()
    day = _day(text)
    if day is None:
        return _page(case_id, deadline_id, text or "?", reason)
    try:
        with current.transaction() as session:
            row = _deadline(session, case_id, deadline_id)
            if posts.taken(session, sent.key(), actor.id, request.path) is None:
                recomputing.propose(session, row, day, reason, actor, current.now())
                posts.keep(session, sent.key(), actor.id, request.path, url_for("cases.deadlines", case_id=case_id), current.now())
    except WritError as error:
        if error.status == 404:
            raise
        return _page(case_id, deadline_id, text, reason, error)
    flash(gettext("A partner is asked to confirm the correction."))
    return answers.go(url_for("cases.deadlines", case_id=case_id))


def _correction(session: Session, case_id: str, correction_id: str) -> Correction:
    visibility.must_see(session, case_id, current.actor())
    found = session.get(Correction, correction_id)
    if found is None or found.case_id != case_id:
        raise NotFound("Expected a correction in this case, found none with id '%(id)s'", id=correction_id[:80])
    return found


@bp.get("/cases/<case_id>/corrections/<correction_id>")
@allow(*RECORDERS, objects=OBJECTS)
def show(case_id: str, correction_id: str) -> str:
    """Show a correction that waits, with what it would move."""
    with current.reading() as session:
        asked = _correction(session, case_id, correction_id)
        row = _deadline(session, case_id, asked.deadline_id)
        waits = asked.state == "proposed" and row.status == "OPEN"
        actor = current.actor()
        words = case.header(session, case_id) | {
            "asked": asked, "row": row, "rule": rules.get(row.rule_id), "rule_of": rules.get, "key": secrets.token_hex(16),
            "moves": recomputing.preview(session, row, asked.trigger_date, current.now()) if waits else [],
            "mine": "partner" in actor.roles and actor.id != asked.proposed_by and asked.state == "proposed",
        }  # fmt: skip
    return render_template("cases/correction.html", tab="deadlines", **words)


@bp.post("/cases/<case_id>/corrections/<correction_id>")
@allow("partner", objects=OBJECTS + "; not the one who asked for the correction")
def decide(case_id: str, correction_id: str) -> Response:
    """Apply or refuse a correction. Anything but `apply` refuses."""
    with current.transaction() as session:
        asked = _correction(session, case_id, correction_id)
        if request.form.get("decision") == "apply":
            recomputing.confirm(session, asked.id, current.actor(), current.now())
            flash(gettext("The deadlines are corrected; the old rows are kept."))
        else:
            recomputing.refuse(session, asked.id, current.actor(), current.now())
            flash(gettext("The correction is refused; nothing was changed."))
    return answers.go(url_for("cases.deadlines", case_id=case_id))
