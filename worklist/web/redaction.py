"""A document's own page: what it is, where it went, its redacted copies; and the form that records such a copy."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from db.models import Document, User
from worklist.cases import documents, redactions
from worklist.cases import queries as cases
from worklist.cases.accounts import Session
from worklist.cases.catalogue import output_words
from worklist.engine.forms import Words
from worklist.errors import DocumentDamaged, NotFound
from worklist.web import asking, case, current
from worklist.web.asking import Asked
from worklist.web.policy import RECORDERS, STAFF, allow

bp = Blueprint("redactions", __name__)

OBJECTS = "documents of cases the actor may see"


@bp.get("/documents/<document_id>")
@allow(*STAFF, objects=OBJECTS)
def show(document_id: str) -> str:
    """Show a document: kind, days, hash, who recorded it, where it went, its copies and what they still hold."""
    with current.reading() as session:
        found = redactions.original(session, document_id, current.actor())
        copies = redactions.of_original(session, found.id)
        names = {row.id: row.name_zh if current.language() == "zh" and row.name_zh else row.name for row in redactions.parties(session, str(found.case_id))}
        words = case.header(session, str(found.case_id)) | {
            "document": found, "recorder": session.get(User, found.recorded_by), "state": _state(session, found),
            "copies": [(row, session.get(Document, row.document_id), redactions.not_removed(row)) for row in copies],
            "mask_words": lambda mask: Words(*output_words(mask, "mask")).said(current.language()), "ground_words": _ground,
            "is_copy_of": redactions.of_copy(session, found.id), "names": names,
            "by_person": _by_person, "part_words": _part, "why_unread": _why_unread,
            "waits": any(paper.waits for paper in cases.papers(session, str(found.case_id)) if paper.document.id == found.id),
        }  # fmt: skip
    return render_template("cases/document.html", tab="documents", **words)


def _ground(basis: str) -> str:
    """Return the ground of D21 as its table names it, in words where it is no number of the guide."""
    return Words(*output_words(basis, "basis")).said(current.language()) or basis


def _by_person(found: list[dict[str, Any]]) -> list[tuple[str | None, list[dict[str, Any]]]]:
    """Return what still stands in a copy, person by person."""
    people: dict[str | None, list[dict[str, Any]]] = {}
    for one in found:
        people.setdefault(one["party_id"], []).append(one)
    return list(people.items())


def _part(part: str) -> str:
    """Return a part of a file in words: a page of a PDF by its number, a part of a Word file by its name."""
    if part == "properties":
        return str(gettext("in the properties, notes or fields of the file"))
    return str(gettext("page %(number)s", number=part)) if part.isdigit() else part


def _why_unread(code: str) -> str:
    """Return why the text of a copy was not read, or not all of it, and what to do."""
    words = {
        "SCANNED": gettext("Pages of it hold no text that can be read, as a scan does: they cannot be searched, look by eye."),
        "LOCKED": gettext("The PDF is protected by a password and cannot be searched: save it without one, or look by eye."),
        "BROKEN": gettext("The PDF is damaged or is no PDF, and cannot be searched: save it again, or look by eye."),
        "HUGE": gettext("The PDF is too large or too slow to be searched: split it, or look by eye."),
        "EMBEDDED": gettext("The PDF holds other files, which are not searched: take them out, or look by eye."),
    }
    return str(words.get(code) or gettext("The text of this file could not be read; look through it before it is given away."))


def _state(session: Session, document: Document) -> str:
    """Return whether the kept bytes are those that were recorded: `whole`, `damaged`, or `none` without a file."""
    try:
        documents.content(session, document.id, current.actor())
    except DocumentDamaged:
        return "damaged"
    except NotFound:
        return "damaged" if document.sha256 else "none"
    return "whole"


def _ask(session: Session, document_id: str) -> Asked:
    redactions.original(session, document_id, current.actor())
    components = [
        asking.file("file", Words("Redacted copy", "隐去后的副本"), Words("Made outside Writ, or received from the court. Identity numbers, names, addresses and accounts that the case file holds are looked for in Word files, PDFs with text and plain text; look through scans yourself.", "在系统外制作或由法院提供。系统会在 Word、含文本的 PDF 及纯文本文件中查找案卷所载的证件号码、姓名、住所与账号；扫描件请自行核对。")),
        asking.choice("purpose", Words("For", "用途"), asking.codes(redactions.PURPOSES)),
        asking.choice("maker", Words("Made by", "制作人"), asking.codes(redactions.MAKERS)),
        asking.choice("request", Words("Request", "申请种类"), asking.codes(redactions.REQUESTS, "request_kind")),
        asking.several("removed", Words("Taken out", "已隐去"), asking.codes(redactions.FIELDS)),
        asking.text("reason", Words("Reason", "理由"), required=True, most=redactions.REASON),
    ]  # fmt: skip
    return Asked(
        Words("Record a redacted copy", "登记隐去副本"), components, Words("Record it", "登记"), "documents", url_for("redactions.show", document_id=document_id),
        Words("The original stays as it is. Writ asks D21 what is to be hidden of the parties of this case and keeps the answer with the copy.", "原件保持不变。系统按 D21 判断本案各方应隐去的信息，并与副本一并保存。"),
        Words("The redacted copy is recorded.", "隐去副本已登记。"),
    )  # fmt: skip


def _case_of(document_id: str) -> str:
    with current.reading() as session:
        return str(redactions.original(session, document_id, current.actor()).case_id)


@bp.get("/documents/<document_id>/redact")
@allow(*RECORDERS, objects=OBJECTS)
def ask(document_id: str) -> ResponseReturnValue:
    """Ask for a redacted copy of a document."""
    case_id = _case_of(document_id)
    with current.reading() as session:
        return asking.page(session, case_id, _ask(session, document_id))


@bp.post("/documents/<document_id>/redact")
@allow(*RECORDERS, objects=OBJECTS)
def record(document_id: str) -> ResponseReturnValue:
    """Keep a redacted copy beside its original."""

    def act(session: Session, values: dict[str, Any]) -> None:
        upload = values["file"]
        new = redactions.NewCopy(
            values["purpose"], values["maker"], values["request"], tuple(values.get("removed") or ()), values["reason"],
            documents.File(upload.plain_name, upload.media_type, upload.content),
        )  # fmt: skip
        redactions.record(session, document_id, new, current.actor(), current.now())

    return asking.take(_case_of(document_id), lambda session: _ask(session, document_id), act)
