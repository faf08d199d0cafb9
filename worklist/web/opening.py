"""Begin a process of a case by hand: choose which, say what it needs to know."""

import json
from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext

from worklist.cases import openings, visibility
from worklist.cases import queries as cases
from worklist.cases.accounts import Session, posts
from worklist.cases.catalogue import StartMessage, enum_words
from worklist.engine.forms import Form, FormErrors, Texts, Words
from worklist.errors import BadInput, Conflict, NotFound, ProcessFailed, WritError
from worklist.web import answers, case, current, recording, sent
from worklist.web.field_words import FIELD_WORDS, KEY_WORDS
from worklist.web.policy import RECORDERS, allow

bp = Blueprint("openings", __name__)

OBJECTS = case.OBJECTS
#: Filled in by the case itself.
OWN = frozenset({"title_id", "objection_id"})


@bp.get("/cases/<case_id>/begin")
@allow(*RECORDERS, objects=OBJECTS)
def choose(case_id: str) -> Response:
    """Ask what is to begin; with `message` in the address, ask what it needs to know."""
    with current.reading() as session:
        offered = {message.name: message for message in openings.offered(session)}
        if name := request.args.get("message"):
            return _page(session, case_id, _known(offered, name))
        words = case.header(session, case_id)
    return make_response(render_template("cases/begin.html", offered=list(offered.values()), **words))


def _known(offered: dict[str, StartMessage], name: str) -> StartMessage:
    if name not in offered:
        raise NotFound("Expected a process that people may begin and that is deployed, got '%(message)s'", message=name[:80])
    return offered[name]


def _form(session: Session, case_id: str, message: StartMessage) -> Form:
    asked = [field for field in message.fields if field.name not in OWN]
    components = [_component(session, case_id, message, field) for field in asked]
    return Form.load(json.dumps({"id": message.name, "components": components}).encode())


def _component(session: Session, case_id: str, message: StartMessage, field: Any) -> dict[str, Any]:
    words = FIELD_WORDS.get(field.name) or KEY_WORDS[field.name]
    found = {"key": field.name, "validate": {"required": True}, "label": words.en, "properties": {"label_zh": words.zh}}
    if field.name in ("party_id", "scope_id"):
        return recording.choice(found, _objects(session, case_id, field.name), "select")
    if field.type == "enum":
        return recording.choice(found, [(value, words_of(message, field.name, value)) for value in field.allowed])
    return recording.component(session, case_id, message.name, field, is_own=True)


def words_of(message: StartMessage, field: str, value: str) -> Words:
    """Return the words of a value: those of this message, else those that the forms of the process say."""
    en, zh = enum_words(value, f"{message.name}.{field}")
    known = (en, zh) != enum_words(value)
    return Words(*((en, zh) if known else enum_words(value, field)))


def _objects(session: Session, case_id: str, name: str) -> list[tuple[str, Words]]:
    """Return whom or what a process may be about: parties, and for a scope the title and the assets too."""
    parties = recording.named(session, case_id, "party_id")
    if name == "party_id":
        return parties
    title = (openings.title_of(session, case_id, current.now()), Words(*enum_words("title")))
    return [title, *parties, *recording.assets_of(session, case_id)]


def _page(
    session: Session, case_id: str, message: StartMessage, *, texts: Texts | None = None, errors: FormErrors | None = None,
    refused: WritError | None = None, status: int = 200,
) -> Response:  # fmt: skip
    form = _form(session, case_id, message)
    words = case.header(session, case_id) | {
        "parts": form.show({}, current.language(), current.today(), texts=texts, errors=errors), "message": message,
        "errors": errors, "sentence": answers.told(refused) if refused else "", "key": sent.key_to_send_again(refused),
        "calendar": cases.court_calendar(session),
    }  # fmt: skip
    return make_response(render_template("cases/begin_fields.html", **words), status)


@bp.post("/cases/<case_id>/begin")
@allow(*RECORDERS, objects=OBJECTS)
def begin(case_id: str) -> Response:
    """Begin the process."""
    name, texts = request.form.get("_message", ""), sent.texts()
    with current.reading() as session:
        visibility.must_see(session, case_id, current.actor())
        message = _known({one.name: one for one in openings.offered(session)}, name)
        form = _form(session, case_id, message)
    try:
        _begin(case_id, message, form, texts)
    except FormErrors as errors:
        with current.reading() as session:
            return _page(session, case_id, message, texts=texts, errors=errors, status=errors.status)
    except (BadInput, Conflict, ProcessFailed) as error:
        with current.reading() as session:
            return _page(session, case_id, message, texts=texts, refused=error, status=error.status)
    return answers.go(url_for("cases.flow", case_id=case_id))


def _begin(case_id: str, message: StartMessage, form: Form, texts: Texts) -> None:
    """Read and begin in one transaction; nothing when this very form was taken before."""
    actor, now = current.actor(), current.now()
    subject, location = f"{request.path} {message.name}", url_for("cases.flow", case_id=case_id)
    with current.transaction() as session:
        if posts.taken(session, sent.key(), actor.id, subject):
            return
        fields = form.read(texts, {}, current.today(), {})
        openings.begin(session, case_id, message.name, fields, actor, now)
        posts.keep(session, sent.key(), actor.id, subject, location, now)
    flash(gettext("Begun: %(process)s.", process=message.label_zh if current.language() == "zh" else message.label_en))
