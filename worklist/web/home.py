"""The front door: to the page where the user's work is."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from worklist.web import policy
from worklist.web.policy import everyone

bp = Blueprint("front", __name__)

#: Where a user begins: the first of these that the user may open.
BEGINNINGS = ("tasks.mine", "people.index", "login.account")


@bp.get("/", endpoint="door")
@everyone
def home() -> Response:
    """Go to the user's own tasks, or to what the user may open."""
    return redirect(url_for(next(endpoint for endpoint in BEGINNINGS if policy.may(endpoint))))
