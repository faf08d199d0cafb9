"""Errors as answers: one place for pages, partials and programs."""

import logging
from collections.abc import Mapping

from flask import Flask, Response, g, jsonify, make_response, redirect, render_template, request
from flask_babel import gettext, lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from worklist.errors import DeploymentRefused, Named, NotPermitted, Phrase, WritError
from worklist.web import languages, said

log = logging.getLogger(__name__)

#: What a page says above the sentence of an error, by its code.
TITLES = {
    "bad_request": lazy_gettext("This cannot be done as it was asked"),
    "bad_input": lazy_gettext("Something that was sent cannot be used"),
    "form_errors": lazy_gettext("Something that was sent cannot be used"),
    "not_found": lazy_gettext("There is nothing here, or nothing you may see"),
    "not_permitted": lazy_gettext("You may not do this"),
    "conflict": lazy_gettext("This has changed since you last saw it"),
    "task_not_open": lazy_gettext("This task is no longer open"),
    "already_claimed": lazy_gettext("Somebody else holds this task"),
    "unknown_message": lazy_gettext("No diagram knows this kind of document"),
    "process_failed": lazy_gettext("The process could not go on; nothing was changed"),
    "deployment_refused": lazy_gettext("Nothing was deployed"),
    "too_many_tries": lazy_gettext("Too many failed logins"),
    "csrf": lazy_gettext("This page is too old to be sent"),
    "too_large": lazy_gettext("This is too large"),
    "internal": lazy_gettext("Something went wrong here; it was noted"),
}
#: What a page says instead of the framework's own English sentence.
SENTENCES = {
    "not_found": lazy_gettext("The address may be wrong, or what was here may be gone."),
    "bad_request": lazy_gettext("Go back, load the page again and repeat what you did."),
    "not_permitted": lazy_gettext("Ask an administrator if you need this page."),
    "conflict": lazy_gettext("Load the page again, look at what has changed, and repeat what you did."),
    "too_large": lazy_gettext("Send less at once, or a smaller file."),
}
CODES = {400: "bad_request", 403: "not_permitted", 404: "not_found", 405: "bad_request", 413: "too_large"}


def install(app: Flask) -> None:
    """Answer every expected error with its status and sentence, every other one with 500 and no detail."""
    app.register_error_handler(WritError, of_writ_error)
    app.register_error_handler(CSRFError, of_stale_page)
    app.register_error_handler(HTTPException, of_http_error)


def of_writ_error(error: WritError) -> Response:
    """Answer an expected error."""
    if isinstance(error, NotPermitted):
        log.warning("denied", extra={"path": request.path, "actor": getattr(g.get("actor"), "id", None)})
    problems = [str(problem) for problem in error.problems] if isinstance(error, DeploymentRefused) else []
    sentence = str(error) if wants_json() else told(error)
    return answer(error.status, error.code, sentence.partition("\n")[0] if problems else sentence, problems)


def told(error: WritError) -> str:
    """Return the sentence of an expected error in the language of the request.

    A sentence without a translation stays English, except where something more general says it too.
    """
    known = gettext(error.template) if error.template else ""
    if known == error.template and languages.is_chinese() and error.code in SENTENCES:
        return str(SENTENCES[error.code])
    return _filled(known, error.values)


def _filled(template: str, values: Mapping[str, object]) -> str:
    return template % {name: in_words(value) for name, value in values.items()} if values else template


def in_words(value: object) -> str:
    """Return a value of an error's sentence: a phrase in the language of the request, roles by their names."""
    if isinstance(value, Phrase):
        return _filled(gettext(value.template), value.values)
    if isinstance(value, Named) and languages.is_chinese():
        return value.zh or str(value)
    if isinstance(value, tuple):
        return str(gettext(" or ")).join(str(said.ROLES.get(role, role)) for role in value)
    return str(value)


def of_stale_page(error: CSRFError) -> Response:
    """Answer a post without the token of its page."""
    return answer(400, "csrf", gettext("Load the page again and repeat what you did; nothing was changed."))


def of_http_error(error: HTTPException) -> Response:
    """Answer what the framework refuses, and bugs, without their inside."""
    if isinstance(error, InternalServerError):
        return answer(500, "internal", gettext("Nothing was changed. Try again, or tell an administrator."))
    status = error.code or 500
    if status < 400:
        return make_response(error)
    code = CODES.get(status, "bad_request")
    return answer(status, code, error.description or "" if wants_json() else str(SENTENCES[code]))


def wants_json() -> bool:
    """Return whether a program asks, not a browser."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json" and request.headers.get("HX-Request") is None


def is_partial() -> bool:
    """Return whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def answer(status: int, code: str, sentence: str, problems: list[str] | None = None) -> Response:
    """Return an error as page, as a message laid over the page, or as JSON."""
    if wants_json():
        response = jsonify(code=code, message=sentence, problems=problems or [])
    elif is_partial():
        response = make_response(render_template("_message.html", title=TITLES.get(code), sentence=sentence))
        response.headers |= {"HX-Retarget": "#messages", "HX-Reswap": "innerHTML"}
    else:
        words = {"title": TITLES.get(code), "sentence": sentence, "problems": problems or [], "status": status}
        response = make_response(render_template("error.html", **words))
    response.status_code = status
    return response


def go(address: str) -> Response:
    """Send a browser on to another page: 303, and as htmx understands it."""
    if is_partial():
        return Response("", 200, {"HX-Redirect": address})
    return make_response(redirect(address, 303))
