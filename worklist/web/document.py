"""Record a received document: choose what it is, say what it states, send it into the process."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext, ngettext

from worklist.cases import documents, uploads, visibility
from worklist.cases import queries as cases
from worklist.cases.accounts import Session, posts, users
from worklist.cases.catalogue import messages
from worklist.engine.forms import Form, FormErrors, Texts, Upload, files
from worklist.errors import BadInput, Conflict, ProcessFailed, UnknownMessage, WritError
from worklist.web import answers, case, current, recording, said, sent
from worklist.web.policy import RECORDERS, STAFF, allow

bp = Blueprint("documents", __name__)

OBJECTS = case.OBJECTS


@bp.get("/cases/<case_id>/record")
@allow(*RECORDERS, objects=OBJECTS)
def choose(case_id: str) -> Response:
    """Ask what has come in; with `message` in the address, ask what the document states."""
    with current.reading() as session:
        if name := request.args.get("message"):
            return _page(session, case_id, name)
        words = case.header(session, case_id)
        awaited = documents.awaited(session, case_id)
    waiting = sorted(awaited, key=lambda name: in_order(said.message_words(name)))
    others = [message for message in messages().values() if message.name not in awaited]
    others.sort(key=lambda message: in_order(said.message_words(message.name)))
    return make_response(render_template("cases/record.html", awaited=waiting, others=others, **words))


def in_order(words: str) -> bytes:
    """Return what words are sorted by: letters without their case, common Chinese characters as GB 18030 has them, by sound."""
    return words.casefold().encode("gb18030")


def _form(session: Session, case_id: str, name: str) -> Form:
    if name not in messages():
        raise UnknownMessage(name)
    return recording.form_of(session, case_id, messages()[name], documents.awaited(session, case_id).get(name))


def _page(
    session: Session, case_id: str, name: str, *, texts: Any = None, errors: FormErrors | None = None,
    refused: WritError | None = None, status: int = 200,
) -> Response:  # fmt: skip
    form = _form(session, case_id, name)
    words = case.header(session, case_id) | {
        "parts": form.show({}, current.language(), current.today(), texts=texts, errors=errors),
        "message": messages()[name], "errors": errors, "sentence": answers.told(refused) if refused else "", "calendar": cases.court_calendar(session),
        "key": sent.key_to_send_again(refused), "people": users.active(session),
        "awaited": documents.awaited(session, case_id).get(name),
    }  # fmt: skip
    return make_response(render_template("cases/record_fields.html", **words), status)


@bp.post("/cases/<case_id>/record")
@allow(*RECORDERS, objects=OBJECTS)
def record(case_id: str) -> Response:
    """Keep the document and send its message."""
    name, texts = request.form.get("_message", ""), sent.texts()
    with current.reading() as session:
        visibility.must_see(session, case_id, current.actor())
        form = _form(session, case_id, name)
    try:
        _say(_record(case_id, name, form, texts))
    except FormErrors as errors:
        return _refused(case_id, name, texts, errors=errors, status=errors.status)
    except (BadInput, Conflict, ProcessFailed) as error:
        return _refused(case_id, name, texts, refused=error, status=error.status)
    return answers.go(url_for("cases.documents", case_id=case_id))


def _refused(case_id: str, name: str, texts: Texts, errors: FormErrors | None = None, **why: Any) -> Response:
    """Return the page with what was typed, the files that came with it, and why it was not taken."""
    texts = sent.with_files_kept(texts, errors)
    with current.reading() as session:
        return _page(session, case_id, name, texts=texts, errors=errors, **why)


def _record(case_id: str, name: str, form: Form, texts: Texts) -> documents.Recorded | None:
    """Read and record in one transaction; None when this very form was taken before."""
    actor, now = current.actor(), current.now()
    with current.transaction() as session:
        if posts.taken(session, sent.key(), actor.id, _subject(name)):
            return None
        files = uploads.with_kept(session, texts, sent.files(), actor)
        fields, keys, upload = recording.split(messages()[name], form.read(texts, {}, current.today(), files))
        recorded = documents.record(session, case_id, name, fields, actor, now, keys=keys, file=_file(upload))
        uploads.forget(session, texts, actor)
        location = url_for("cases.documents", case_id=case_id)
        posts.keep(session, sent.key(), actor.id, _subject(name), location, now)
    return recorded


def _subject(name: str) -> str:
    """Return what a post of the form of a message is for."""
    return f"{request.path} {name}"


def _file(upload: Upload | None) -> documents.File | None:
    return None if upload is None else documents.File(upload.plain_name, upload.media_type, upload.content)


def _say(recorded: documents.Recorded | None) -> None:
    if recorded is None:
        return
    count = len(recorded.deliveries)
    if recorded.pending:
        flash(gettext("Recorded. No step waits for it yet; it is delivered when one does."))
    else:
        flash(ngettext("Recorded. %(num)d step went on.", "Recorded. %(num)d steps went on.", count))


@bp.get("/documents/<document_id>/file")
@allow(*STAFF, objects="documents of cases the actor may see")
def download(document_id: str) -> Response:
    """Send a document's file; always as a download, under its own name."""
    with current.reading() as session:
        found = documents.content(session, document_id, current.actor())
    response = Response(found.content, content_type=files.harmless_type(found.media_type))
    response.headers.set("Content-Disposition", "attachment", filename=found.name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
