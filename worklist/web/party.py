"""Parties of a case: enter one or a role of one, end or correct a role, enter and end a link."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from db.models import Party, PartyLink, PartyRole
from worklist.cases import file, store, visibility
from worklist.cases.accounts import Session
from worklist.cases.catalogue import case_paths
from worklist.cases.parties import entering, roles
from worklist.cases.parties.entering import NewParty
from worklist.cases.parties.roles import Span
from worklist.engine.forms import Words
from worklist.errors import NotFound
from worklist.web import asking, case, current
from worklist.web.asking import Asked
from worklist.web.policy import RECORDERS, allow

bp = Blueprint("parties", __name__)

OBJECTS = case.OBJECTS


def _back(case_id: str) -> str:
    return url_for("cases.parties", case_id=case_id)


def _span(session: Session, case_id: str, *, end_required: bool = False) -> list[asking.Component]:
    """Ask from when to when, with the paper that shows it and the reason."""
    last = [asking.day("until", Words("Until", "截止日"), None if end_required else Words("Leave empty while the role is held.", "仍在任的请留空。"), required=end_required)]
    return [
        *last, asking.choice("document_id", Words("Shown by the document", "依据材料"), asking.papers(session, case_id), required=False),
        asking.text("reason", Words("Reason", "事由"), required=end_required, most=500),
    ]  # fmt: skip


def _ask_new(session: Session, case_id: str, party_id: str, q: str) -> Asked:
    known = entering.known(session, party_id, current.actor()) if party_id else None
    who = [] if known else [
        asking.text("name", Words("Name", "姓名或名称"), required=True), asking.text("name_zh", Words("Chinese name", "中文名称")),
        asking.choice("kind", Words("Kind", "主体性质"), asking.codes(case_paths()["case.debtors[].kind"].allowed), required=False),
        asking.text("country_or_region", Words("Country or region", "国家或地区"), Words("Two letters, such as CN, GB, HK.", "两位代码，如 CN、GB、HK。"), most=2),
        asking.text("id_number", Words("ID or registration number", "证件或登记号码"), most=60),
        asking.tick("is_other", Words("Somebody else who has the same name as a known party", "与已知当事人同名的另一主体")),
    ]  # fmt: skip
    role = asking.choice("role", Words("Role", "地位"), asking.codes(roles.ROLES))
    since = asking.day("since", Words("Since", "起始日"), Words("Leave empty where it is not known.", "不明的请留空。"))
    found = entering.search(session, q, current.actor()) if q else []
    return Asked(
        Words("Enter a party or a role", "登记当事人或地位"), [*who, role, since, *_span(session, case_id)], Words("Enter it", "登记"), "parties",
        _back(case_id), Words("A role ends, it is never deleted. Search first, so that nobody is entered twice.", "地位可以终止，但不删除。请先检索，以免重复登记。"),
        Words("The role is entered.", "地位已登记。"), "cases/party_new.html", {"q": q, "found": found, "known": known},
    )  # fmt: skip


def _sent_new(session: Session, case_id: str) -> Asked:
    return _ask_new(session, case_id, request.args.get("party", "")[:80], request.args.get("q", "")[:100])


@bp.get("/cases/<case_id>/parties/new")
@allow(*RECORDERS, objects=OBJECTS)
def new(case_id: str) -> Response:
    """Search a party, and ask for its role."""
    with current.reading() as session:
        visibility.must_see(session, case_id, current.actor())
        return asking.page(session, case_id, _sent_new(session, case_id))


@bp.post("/cases/<case_id>/parties/new")
@allow(*RECORDERS, objects=OBJECTS)
def enter(case_id: str) -> Response:
    """Enter a party with a role."""

    def act(session: Session, values: dict[str, Any]) -> None:
        chosen = request.args.get("party", "")[:80]
        who = chosen or NewParty(
            values["name"].strip(), values.get("name_zh"), values.get("kind"), (values.get("country_or_region") or "").upper() or None,
            (values.get("id_number") or "").strip() or None, bool(values.get("is_other")),
        )  # fmt: skip
        entering.enter(session, case_id, who, values["role"], _read_span(values), current.actor(), current.now())

    return asking.take(case_id, lambda session: _sent_new(session, case_id), act)


def _read_span(values: dict[str, Any]) -> Span:
    return Span(values.get("since"), values.get("until"), values.get("document_id") or None, (values.get("reason") or "").strip())


def _role(session: Session, case_id: str, role_id: str) -> tuple[PartyRole, Words]:
    """Return a role of the case with who holds it in words. Raises NotFound."""
    visibility.must_see(session, case_id, current.actor())
    row = session.get(PartyRole, role_id)
    if row is None or row.case_id != case_id:
        raise NotFound("Expected a role in this case, found none with id '%(role)s'", role=role_id[:80])
    party, role = session.get_one(Party, row.party_id), asking.codes([row.role])[0][1]
    return row, Words(f"{party.name}: {role.en}", f"{party.name_zh or party.name}：{role.zh}")


def _ask_end(session: Session, case_id: str, role_id: str) -> Asked:
    _, words = _role(session, case_id, role_id)
    return Asked(
        Words(f"End a role · {words.en}", f"终止地位 · {words.zh}"), _span(session, case_id, end_required=True), Words("End the role", "终止"), "parties",
        _back(case_id), Words("The day it ends is its last. It stays among the earlier roles.", "截止日为最后一日；记录保留在历史地位中。"),
        Words("The role has ended.", "地位已终止。"),
    )  # fmt: skip


def _ask_correction(session: Session, case_id: str, role_id: str) -> Asked:
    row, words = _role(session, case_id, role_id)
    since, *rest = asking.day("since", Words("Since", "起始日")), *_span(session, case_id)
    rest[-1] = asking.text("reason", Words("Reason", "事由"), required=True, most=500)
    now = Words(f"It reads {row.since or '—'} to {row.until or '—'} now.", f"现登记为 {row.since or '—'} 至 {row.until or '—'}。")
    return Asked(
        Words(f"Correct a role · {words.en}", f"更正地位 · {words.zh}"), [since, *rest], Words("Correct it", "更正"), "parties", _back(case_id),
        Words(f"{now.en} What you enter replaces both days; the history keeps them.", f"{now.zh}所填内容替换两个日期；历史记录保留原值。"),
        Words("The role is corrected.", "地位已更正。"),
    )  # fmt: skip


@bp.get("/cases/<case_id>/roles/<role_id>/end")
@allow(*RECORDERS, objects=OBJECTS)
def ask_end(case_id: str, role_id: str) -> Response:
    """Ask when and why a role ended."""
    with current.reading() as session:
        return asking.page(session, case_id, _ask_end(session, case_id, role_id))


@bp.post("/cases/<case_id>/roles/<role_id>/end")
@allow(*RECORDERS, objects=OBJECTS)
def end(case_id: str, role_id: str) -> Response:
    """Let a role end."""
    return asking.take(
        case_id, lambda session: _ask_end(session, case_id, role_id),
        lambda session, values: roles.end(session, case_id, role_id, _read_span(values), current.actor(), current.now()),
    )  # fmt: skip


@bp.get("/cases/<case_id>/roles/<role_id>/correct")
@allow(*RECORDERS, objects=OBJECTS)
def ask_correction(case_id: str, role_id: str) -> Response:
    """Ask for the right days of a role."""
    with current.reading() as session:
        return asking.page(session, case_id, _ask_correction(session, case_id, role_id))


@bp.post("/cases/<case_id>/roles/<role_id>/correct")
@allow(*RECORDERS, objects=OBJECTS)
def correct(case_id: str, role_id: str) -> Response:
    """Put the days of a role right."""
    return asking.take(
        case_id, lambda session: _ask_correction(session, case_id, role_id),
        lambda session, values: roles.correct(session, case_id, role_id, _read_span(values), current.actor(), current.now()),
    )  # fmt: skip


def _ask_link(session: Session, case_id: str) -> Asked:
    paths = case_paths()

    def words(name: str) -> Words:
        path = paths[f"case.links[].{name}"]
        return Words(path.label_en, path.label_zh)

    def options(name: str) -> list[tuple[str, Words]]:
        return asking.codes(paths[f"case.links[].{name}"].allowed, f"case.links[].{name}")

    known = [(store.key_of(session, case_id, party.id) or party.id, Words(party.name, party.name_zh or "")) for party in entering.people(session, case_id)]
    leave = Words("Leave empty for a party chosen above.", "已在上方选择的，请留空。")
    share = Words("From 0 to 1: 0.4 is forty percent.", "0 至 1，0.4 即百分之四十。")
    yuan = Words("In CNY.", "人民币元。")
    components = [
        asking.choice("person_id", Words("Party of the case", "本案已有人员"), known, Words("Or enter a new one below.", "或在下方填写新的人员。"), required=False),
        asking.text("name", words("name"), leave), asking.text("name_zh", words("name_zh")),
        asking.choice("person_kind", words("person_kind"), options("person_kind"), required=False),
        asking.choice("kind", words("kind"), options("kind")), asking.choice("party_id", words("party_id"), known),
        asking.number("share", words("share"), share, decimals=6, most=1),
        asking.number("subscribed", words("subscribed"), yuan), asking.number("paid_in", words("paid_in"), yuan),
        asking.day("since", words("since")), asking.day("until", words("until"), Words("Leave empty while it lasts.", "仍存续的请留空。")),
        asking.text("source", words("source"), required=True, most=400), asking.choice("confidence", words("confidence"), options("confidence")),
    ]  # fmt: skip
    return Asked(
        Words("Enter who stands behind a party", "登记背后人员"), components, Words("Enter it", "登记"), "parties", _back(case_id),
        Words("Who is entered here can be chosen as the target of a joinder or a suit.", "此处登记的人员可选为追加或诉讼对象。"),
        Words("The link is entered.", "关联已登记。"),
    )  # fmt: skip


@bp.get("/cases/<case_id>/links/new")
@allow(*RECORDERS, objects=OBJECTS)
def new_link(case_id: str) -> Response:
    """Ask who stands behind a party of the case."""
    with current.reading() as session:
        visibility.must_see(session, case_id, current.actor())
        return asking.page(session, case_id, _ask_link(session, case_id))


@bp.post("/cases/<case_id>/links/new")
@allow(*RECORDERS, objects=OBJECTS)
def enter_link(case_id: str) -> Response:
    """Enter a link."""

    def act(session: Session, values: dict[str, Any]) -> None:
        member = {name: value for name, value in values.items() if value not in (None, "")}
        if member.get("person_id"):
            member = {name: value for name, value in member.items() if name not in ("name", "name_zh", "person_kind")}
        file.write(session, case_id, {"case.links": [member]}, current.actor(), current.now())

    return asking.take(case_id, lambda session: _ask_link(session, case_id), act)


def _ask_link_end(session: Session, case_id: str, link_id: str) -> Asked:
    visibility.must_see(session, case_id, current.actor())
    row = session.get(PartyLink, link_id)
    if row is None or row.case_id != case_id:
        raise NotFound("Expected a link in this case, found none with id '%(link)s'", link=link_id[:80])
    party, kind = session.get_one(Party, row.behind_id), asking.codes([row.kind], "case.links[].kind")[0][1]
    components = [asking.day("until", Words("Until", "截止日"), required=True), asking.text("source", Words("Source", "来源"), required=True, most=400)]
    return Asked(
        Words(f"End a link · {party.name}: {kind.en}", f"终止关联 · {party.name_zh or party.name}：{kind.zh}"), components, Words("End the link", "终止"),
        "parties", _back(case_id), Words("The link is kept; its role ends with it.", "关联保留，相应地位随之终止。"), Words("The link has ended.", "关联已终止。"),
    )  # fmt: skip


@bp.get("/cases/<case_id>/links/<link_id>/end")
@allow(*RECORDERS, objects=OBJECTS)
def ask_link_end(case_id: str, link_id: str) -> Response:
    """Ask until when somebody stood behind a party."""
    with current.reading() as session:
        return asking.page(session, case_id, _ask_link_end(session, case_id, link_id))


@bp.post("/cases/<case_id>/links/<link_id>/end")
@allow(*RECORDERS, objects=OBJECTS)
def end_link(case_id: str, link_id: str) -> Response:
    """Let a link end."""
    return asking.take(
        case_id, lambda session: _ask_link_end(session, case_id, link_id),
        lambda session, values: file.write(
            session, case_id, {"case.links": [{"id": link_id, "until": values["until"], "source": values["source"]}]},
            current.actor(), current.now(),
        ),
    )  # fmt: skip
