"""Say who bears a cost in the end, when a ruling or an agreement says otherwise than the table."""

import secrets

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext

from worklist.cases import ledger, visibility
from worklist.cases import queries as cases
from worklist.cases.accounts import posts
from worklist.errors import WritError
from worklist.web import answers, case, current, sent
from worklist.web.policy import allow

bp = Blueprint("bearers", __name__)

OBJECTS = case.OBJECTS


@bp.get("/cases/<case_id>/money/<entry_id>/bearer")
@allow("finance", "partner", objects=OBJECTS)
def ask(case_id: str, entry_id: str) -> Response:
    """Ask who bears a cost, and what says so."""
    return _page(case_id, entry_id)


def _page(case_id: str, entry_id: str, refused: WritError | None = None) -> Response:
    with current.reading() as session:
        words = case.header(session, case_id) | {
            "cost": cases.spending(session, case_id, entry_id), "bearers": ledger.BEARERS, "sent": request.form,
            "sentence": answers.told(refused) if refused else "", "key": secrets.token_hex(16),
        }  # fmt: skip
    return make_response(render_template("cases/bearer.html", tab="money", **words), refused.status if refused else 200)


@bp.post("/cases/<case_id>/money/<entry_id>/bearer")
@allow("finance", "partner", objects=OBJECTS)
def say(case_id: str, entry_id: str) -> Response:
    """Book who bears it from now on; the entries before stay."""
    form, actor, page = request.form, current.actor(), url_for("cases.money", case_id=case_id)
    try:
        with current.transaction() as session:
            visibility.must_see(session, case_id, actor)
            if posts.taken(session, sent.key(), actor.id, request.path) is None:
                ledger.settle(session, case_id, entry_id, form.get("bearer", "")[:40], form.get("reason", "")[:500], actor, current.now())
                posts.keep(session, sent.key(), actor.id, request.path, page, current.now())
    except WritError as error:
        if error.status == 404:
            raise
        return _page(case_id, entry_id, error)
    flash(gettext("It is booked who bears the cost; the entries before are kept."))
    return answers.go(page)
