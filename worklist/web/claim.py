"""The claim of a case on a day, and its lines: enter, leave days out, withdraw."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for

from db.models import Claim, TitleItem
from worklist.cases import store, visibility
from worklist.cases.accounts import Session
from worklist.cases.claims import lines, statement
from worklist.cases.claims.lines import NewClaim
from worklist.engine.forms import Words, typed
from worklist.errors import NotFound
from worklist.law import interest, rules
from worklist.law.interest import Basis
from worklist.web import asking, case, current
from worklist.web.asking import Asked
from worklist.web.policy import RECORDERS, STAFF, allow

bp = Blueprint("claims", __name__)

OBJECTS = case.OBJECTS
#: Who may say what is claimed.
CLAIMERS = (*RECORDERS, "finance")


def _back(case_id: str) -> str:
    return url_for("claims.show", case_id=case_id)


@bp.get("/cases/<case_id>/claim")
@allow(*STAFF, objects=OBJECTS)
def show(case_id: str) -> Response:
    """Show the claim on the day of the address (`on`), today without one; made to be printed."""
    text = request.args.get("on", "").strip()[:40]
    day = typed.read_date(text, current.today()) if text else current.today()
    with current.reading() as session:
        words = case.header(session, case_id) | {
            "tab": "money", "found": statement.on(session, case_id, day or current.today()), "text": text, "is_wrong": day is None,
            "withdrawn": [row for row in lines.of_case(session, case_id) if row.withdrawn_at is not None],
            "rule": rules.get(interest.RULE), "stays": [store.read_member(session, "stays", row) for row in store.members(session, case_id, "stays")],
        }  # fmt: skip
    return make_response(render_template("cases/claim.html", **words), 422 if day is None else 200)


def item_words(item: TitleItem, at: int) -> Words:
    """Return what an item of the title is called: its place, kind, currency and amount."""
    kind = asking.codes([item.kind], "case.title.items[].kind")[0][1] if item.kind else Words("Item", "判项")
    tail = "" if item.amount is None else f" · {item.currency or ''} {item.amount:,.2f}"
    return Words(f"{at}. {kind.en}{tail}", f"{at}. {kind.zh}{tail}")


def _ask(session: Session, case_id: str) -> Asked:
    visibility.must_see(session, case_id, current.actor())
    items = [(row.id, item_words(row, at)) for at, row in enumerate(store.members(session, case_id, "title.items"), 1)]
    percent = (interest.delayed_rate() * 100).normalize()
    rate = Words(
        f"In percent, such as 4.2. For delayed performance on a principal in CNY leave it empty: {interest.RULE} states {percent}% for each day.",
        f"按百分比填写，如 4.2。人民币本金的迟延履行利息请留空：{interest.RULE} 规定为每日 {percent}%。",
    )  # fmt: skip
    after = Words(
        "The first day that counts is the next one: for delayed performance, the last day to perform; for the rest, as printed.",
        "自次日起算：迟延履行利息填履行期间届满日，其余按执行依据所载。",
    )  # fmt: skip
    components = [
        asking.choice("item_id", Words("Item of the title", "判项"), items), asking.choice("kind", Words("Claimed", "请求项目"), asking.codes(lines.KINDS)),
        asking.number("amount", Words("Fixed amount", "固定金额"), Words("For costs, or interest that the title prints as an amount; then nothing accrues.", "用于费用或执行依据已载明金额的利息；不再按日计算。")),
        asking.number("rate", Words("Rate", "利率"), rate, decimals=6, most=100),
        asking.choice("basis", Words("The rate is for", "利率口径"), asking.codes([str(basis) for basis in Basis]), required=False),
        asking.day("since", Words("Counts the days after", "自该日之次日起算"), after),
        asking.day("until", Words("Up to", "计至"), Words("Leave empty where it runs until paid.", "计至付清的请留空。")),
        asking.number("base", Words("On the amount", "计算基数"), Words("Leave empty for what is left of the item on each day.", "以判项每日未受偿余额为基数的请留空。")),
        asking.text("source", Words("Source", "依据"), Words("Where the title or the law says so.", "执行依据或法律的出处。"), most=400),
        asking.tick("is_confirmed", Words("Counsel has confirmed it", "已经律师确认")),
    ]  # fmt: skip
    return Asked(
        Words("Enter a line of claim", "登记请求项目"), components, Words("Enter it", "登记"), "money", _back(case_id),
        Words("The item itself is the principal. What no rule states is marked to be confirmed by counsel until somebody says it was.", "判项本身即为本金。规则未载明的，在确认之前标注“待律师确认”。"),
        Words("The line is entered.", "请求项目已登记。"),
    )  # fmt: skip


@bp.get("/cases/<case_id>/claim/new")
@allow(*CLAIMERS, objects=OBJECTS)
def new(case_id: str) -> Response:
    """Ask for a line of claim."""
    with current.reading() as session:
        return asking.page(session, case_id, _ask(session, case_id))


@bp.post("/cases/<case_id>/claim/new")
@allow(*CLAIMERS, objects=OBJECTS)
def enter(case_id: str) -> Response:
    """Enter a line of claim."""

    def act(session: Session, values: dict[str, Any]) -> None:
        rate = values.get("rate")
        line = NewClaim(
            values["item_id"], values["kind"], values.get("amount"), values.get("base"), None if rate is None else Decimal(rate) / 100,
            values.get("basis") or None, values.get("since"), values.get("until"), (values.get("source") or "").strip(),
            bool(values.get("is_confirmed")),
        )  # fmt: skip
        lines.enter(session, case_id, line, current.actor(), current.now())

    return asking.take(case_id, lambda session: _ask(session, case_id), act)


def _line(session: Session, case_id: str, claim_id: str) -> Words:
    """Return what a line of the case is called. Raises NotFound."""
    visibility.must_see(session, case_id, current.actor())
    row: Claim | None = next((one for one in lines.of_case(session, case_id) if one.id == claim_id), None)
    if row is None:
        raise NotFound("Expected a line of claim in this case, found none with id '%(claim)s'", claim=claim_id[:80])
    kind = asking.codes([row.kind])[0][1]
    return Words(f"{kind.en} · {row.source}", f"{kind.zh} · {row.source}")


def _ask_pause(session: Session, case_id: str, claim_id: str) -> Asked:
    words = _line(session, case_id, claim_id)
    components = [
        asking.day("first", Words("First day left out", "首日"), required=True), asking.day("last", Words("Last day left out", "末日"), Words("Leave empty while it goes on.", "仍在持续的请留空。")),
        asking.text("reason", Words("Reason", "事由"), required=True, most=500),
    ]  # fmt: skip
    return Asked(
        Words(f"Leave days out · {words.en}", f"扣除天数 · {words.zh}"), components, Words("Leave them out", "扣除"), "money", _back(case_id),
        Words("Not for stays to review the title not asked for by the debtor, and not for the stay on retrial (DL-X-88, art. 3).", "非因被执行人申请而为审查执行依据的中止期间及再审中止期间不计（DL-X-88，第三条）。"),
        Words("The days are left out.", "已扣除。"),
    )  # fmt: skip


@bp.get("/cases/<case_id>/claim/<claim_id>/pause")
@allow(*CLAIMERS, objects=OBJECTS)
def ask_pause(case_id: str, claim_id: str) -> Response:
    """Ask for days that a line does not count."""
    with current.reading() as session:
        return asking.page(session, case_id, _ask_pause(session, case_id, claim_id))


@bp.post("/cases/<case_id>/claim/<claim_id>/pause")
@allow(*CLAIMERS, objects=OBJECTS)
def pause(case_id: str, claim_id: str) -> Response:
    """Leave days out of a line."""

    def act(session: Session, values: dict[str, Any]) -> None:
        first: date = values["first"]
        lines.leave_out(session, case_id, claim_id, first, values.get("last"), values["reason"].strip(), current.actor(), current.now())

    return asking.take(case_id, lambda session: _ask_pause(session, case_id, claim_id), act)


def _ask_withdrawal(session: Session, case_id: str, claim_id: str) -> Asked:
    words = _line(session, case_id, claim_id)
    return Asked(
        Words(f"Withdraw a line · {words.en}", f"撤回请求项目 · {words.zh}"), [asking.text("reason", Words("Reason", "事由"), required=True, most=500)],
        Words("Withdraw it", "撤回"), "money", _back(case_id), Words("The line is kept among those withdrawn.", "该项保留在已撤回项目中。"),
        Words("The line is withdrawn.", "请求项目已撤回。"),
    )  # fmt: skip


@bp.get("/cases/<case_id>/claim/<claim_id>/withdraw")
@allow(*CLAIMERS, objects=OBJECTS)
def ask_withdrawal(case_id: str, claim_id: str) -> Response:
    """Ask why a line is claimed no longer."""
    with current.reading() as session:
        return asking.page(session, case_id, _ask_withdrawal(session, case_id, claim_id))


@bp.post("/cases/<case_id>/claim/<claim_id>/withdraw")
@allow(*CLAIMERS, objects=OBJECTS)
def withdraw(case_id: str, claim_id: str) -> Response:
    """Withdraw a line."""
    return asking.take(
        case_id, lambda session: _ask_withdrawal(session, case_id, claim_id),
        lambda session, values: lines.withdraw(session, case_id, claim_id, values["reason"].strip(), current.actor(), current.now()),
    )  # fmt: skip
