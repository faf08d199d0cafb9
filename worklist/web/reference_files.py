"""Files of reference data: a table as CSV, and a CSV whose changes are shown before they are kept."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext, ngettext
from werkzeug.wrappers import Response as BaseResponse

from worklist.cases import reference as data
from worklist.cases import uploads
from worklist.cases.accounts import Session, posts
from worklist.engine.forms import Upload
from worklist.errors import BadInput, Conflict
from worklist.web import answers, current, sent
from worklist.web.policy import STAFF, allow

bp = Blueprint("reference_files", __name__)

#: Largest file in bytes.
LARGEST = 2_000_000
KINDS = {"new": lazy_gettext("new"), "changed": lazy_gettext("changed"), "ended": lazy_gettext("ended")}


@bp.get("/reference/<table>/file")
@allow(*STAFF)
def download(table: str) -> Response:
    """Send a table as CSV; sent back unchanged it changes nothing."""
    kept = data.table(table)
    with current.reading() as session:
        response = Response(data.written(session, kept.key), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{kept.key}.csv")
    return response


@bp.post("/reference/<table>/file")
@allow("process_owner")
def look(table: str) -> BaseResponse:
    """Show what an uploaded file would change; nothing is changed yet."""
    kept = data.table(table)
    chosen = request.files.get("file")
    content = chosen.stream.read(LARGEST + 1) if chosen and chosen.filename else b""
    if chosen:
        chosen.close()  # a large file lies in a temporary one
    if not content or len(content) > LARGEST:
        return _page(kept, problem=BadInput("Expected a CSV file of at most %(most)s bytes", most=f"{LARGEST:,}"))
    with current.transaction() as session:
        carried = uploads.keep(session, {"file": [Upload(f"{kept.key}.csv", content)]}, current.actor(), current.now())["file"][0]
    return _page(kept, content, carried)


@bp.post("/reference/<table>/file/keep")
@allow("process_owner")
def keep(table: str) -> BaseResponse:
    """Keep the changes that were shown, once; what somebody changed meanwhile is told and shown anew."""
    kept, carried, actor = data.table(table), request.form.get("file", ""), current.actor()
    content = b""
    try:
        with current.transaction() as session:
            if done := posts.taken(session, sent.key(), actor.id, request.path):
                return redirect(done, 303)
            content = _content(session, carried)
            changes = data.load(session, {f"{kept.key}.csv": content}, actor, current.now(), seen=request.form.get("shown", ""))
            uploads.forget(session, {"file": [carried]}, actor)
            location = url_for("reference.rows", table=kept.key)
            posts.keep(session, sent.key(), actor.id, request.path, location, current.now())
    except (BadInput, Conflict, data.Refused) as error:
        return _page(kept, content, carried, problem=error)
    flash(ngettext("%(num)d row changed.", "%(num)d rows changed.", len(changes)))
    return redirect(location, 303)


def _content(session: Session, carried: str) -> bytes:
    found = uploads.with_kept(session, {"file": [carried]}, {}, current.actor()).get("file")
    if not found:
        raise BadInput("Expected the file to be kept still, but it is gone; choose it again")
    return found[0].content


def _page(table: data.Table, content: bytes = b"", carried: str = "", problem: BadInput | Conflict | data.Refused | None = None) -> BaseResponse:
    changes: list[data.Change] = []
    bad: list[tuple[int, str]] = []
    if content:
        try:
            with current.reading() as session:
                changes = data.diff(session, {f"{table.key}.csv": content})
        except data.Refused as refused:
            problem, bad = problem or refused, [(one.line, answers.told(one.error)) for one in refused.problems]
    labels = {column.name: column for column in table.columns}
    return make_response(
        render_template(
            "reference/file.html", table=table, changes=changes, labels=labels, kinds=KINDS, bad=bad, carried=carried, looked=bool(content) and not bad,
            shown=data.fingerprint(changes), key=sent.key_to_send_again(problem), problem=answers.told(problem) if problem else "",
        ),
        problem.status if problem else 200,
    )  # fmt: skip
