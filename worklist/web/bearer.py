"""Say who bears a cost in the end, when a ruling or an agreement says otherwise than the table."""

from flask import Blueprint, Response, url_for

from worklist.cases import ledger
from worklist.cases import queries as cases
from worklist.cases.accounts import Session
from worklist.cases.catalogue import enum_words
from worklist.engine.forms import Words
from worklist.web import asking, case, current, languages
from worklist.web.asking import Asked
from worklist.web.policy import allow

bp = Blueprint("bearers", __name__)

OBJECTS = case.OBJECTS
BEARER = "case.ledger[].bearer"


def _asked(session: Session, case_id: str, entry_id: str) -> Asked:
    cost = cases.spending(session, case_id, entry_id)
    item, now = Words(*enum_words(cost.entry.cost_item or cost.entry.kind, "case.ledger[].cost_item")), Words("Not settled yet", "待定")
    if cost.bearer:
        now = Words(*enum_words(cost.bearer, BEARER))
    others = asking.codes([bearer for bearer in ledger.BEARERS if bearer != cost.bearer], BEARER)
    amount = languages.money(cost.entry.amount, cost.entry.currency)
    components = [
        asking.choice("bearer", Words("Who bears it from now on", "此后由谁负担"), others) | {"type": "radio"},
        asking.text(
            "reason", Words("Ruling or agreement that says so", "所依据的裁判或约定"),
            Words("Number and day, so that a colleague finds it.", "填写文号和日期，便于同事查找。"), required=True, most=500,
        ),
    ]  # fmt: skip
    return Asked(
        Words(f"Who bears the cost · {item.en}, {amount}", f"费用由谁负担 · {item.zh}，{amount}"), components, Words("Book it", "入账"), "money",
        url_for("cases.money", case_id=case_id),
        Words(f"Borne now by: {now.en}. Nothing booked before is changed.", f"现负担人：{now.zh}。已入账的记录不作改动。"),
        Words("It is booked who bears the cost; the entries before are kept.", "已登记费用负担人；原有记录保留。"),
    )  # fmt: skip


@bp.get("/cases/<case_id>/money/<entry_id>/bearer")
@allow("finance", "partner", objects=OBJECTS)
def ask(case_id: str, entry_id: str) -> Response:
    """Ask who bears a cost, and what says so."""
    with current.reading() as session:
        return asking.page(session, case_id, _asked(session, case_id, entry_id))


@bp.post("/cases/<case_id>/money/<entry_id>/bearer")
@allow("finance", "partner", objects=OBJECTS)
def say(case_id: str, entry_id: str) -> Response:
    """Book who bears it from now on; the entries before stay."""
    return asking.take(
        case_id, lambda session: _asked(session, case_id, entry_id),
        lambda session, values: ledger.settle(session, case_id, entry_id, values["bearer"], values["reason"], current.actor(), current.now()),
    )  # fmt: skip
