"""The clock of a demo, moved on by hand. Only in demo mode."""

from flask import Blueprint, flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from worklist.errors import BadInput, NotFound
from worklist.web import current, languages, login, sent
from worklist.web.current import MovableClock
from worklist.web.policy import everyone

bp = Blueprint("demo", __name__)

#: What the page offers, in days.
STEPS = (1, 7, 30, 90)


@bp.get("/demo/clock")
@everyone
def clock() -> str:
    """Show the day the demo lives in."""
    _clock()
    return render_template("demo_clock.html", steps=STEPS)


@bp.post("/demo/clock")
@everyone
def move_on() -> Response:
    """Move the clock on; who asks stays logged in, however long that is."""
    text = request.form.get("days", "")
    days = sent.whole_number(text)
    if days is None or len(text) > 4:
        raise BadInput("Expected a number of days, got '%(found)s'; choose one of the page", found=text[:20])
    _clock().move_on(days)
    current.forget_now()
    flash(gettext("Today is %(day)s now. What has come due happens within a few seconds.", day=languages.day(current.today())))
    response = login.begin(current.actor().id)
    response.location = url_for("demo.clock")
    return response


def _clock() -> MovableClock:
    now = current.installation().now
    if not isinstance(now, MovableClock):
        raise NotFound("Expected demo mode; the clock of an installation is the machine's")
    return now
