"""Reference data: tables, what they say on a day, a new version of a row, its history; periods and rest days to look at."""

import re
from functools import partial

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from worklist.cases import queries as cases
from worklist.cases import reference as data
from worklist.cases.accounts import Session
from worklist.engine import queries
from worklist.errors import BadInput, Conflict, NotFound
from worklist.law import rules, wording
from worklist.web import answers, current, languages, policy
from worklist.web.policy import STAFF, allow

bp = Blueprint("reference", __name__)

#: The first decision of a file.
FIRST = re.compile(rb'<decision[^>]*\bid="([^"]+)"')
#: Beginnings of the names of columns that are too long for a list.
ONLY_ON_THE_ROW = ("held_", "note_", "released_")


@bp.get("/reference")
@allow(*STAFF)
def index() -> str:
    """Show which tables there are."""
    with current.reading() as session:
        counts = data.counts(session)
    return render_template("reference/index.html", tables=data.tables().values(), counts=counts, periods=len(rules.all_rules()))


@bp.get("/reference/periods")
@allow(*STAFF)
def periods() -> str:
    """Show every rule of a period; rules come with Writ and are not edited here."""
    length = wording.length_zh if current.language() == "zh" else wording.length_en
    return render_template("reference/periods.html", rules=rules.all_rules(), length_words=length)


@bp.get("/reference/rest-days")
@allow(*STAFF)
def rest_days() -> str:
    """Show on which days of a year the courts differ from the plain week."""
    asked = request.args.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else current.today().year
    with current.reading() as session:
        calendar = cases.court_calendar(session)
    days = sorted((day for day in calendar.days if day.day.year == year), key=lambda one: one.day)
    years = sorted(calendar.years, key=lambda one: one.year)
    found = next((one for one in years if one.year == year), None)
    return render_template("reference/rest_days.html", days=days, years=years, year=year, notice=found)


@bp.get("/reference/<table>")
@allow(*STAFF)
def rows(table: str) -> str:
    """Show what a table says on a day: today, or the day asked for."""
    kept, day = data.table(table), data.day(request.args.get("on", "")) or current.today()
    with current.reading() as session:
        found, every = data.in_force(session, table, day), data.newest(session, table)
        readers = _readers(session, table) if policy.may("definitions.show") else []
    over = [row for row in every if row.key not in {one.key for one in found}]
    return render_template("reference/rows.html", table=kept, columns=_shown(kept), rows=found, over=over, on=day, readers=readers, **_words())


def _readers(session: Session, table: str) -> list[queries.Version]:
    """Return the newest decisions that read a table; of the decisions of one file the one it is named after."""
    named = re.compile(rf"case\.reference\.{table}\b".encode())
    found = [one for one in queries.newest(session) if one.definition.kind == "decision" and named.search(one.definition.source)]
    return [one for one in found if FIRST.search(one.definition.source).group(1).decode() == one.definition.key]  # type: ignore[union-attr]


def _shown(table: data.Table) -> list[data.Column]:
    """Return the columns for a list: of a pair in both languages the reader's, and no long texts."""
    return [column for column in data.saying.for_readers(table, languages.is_chinese()) if not column.name.startswith(ONLY_ON_THE_ROW)]


def _words() -> dict[str, object]:
    zh = languages.is_chinese()
    return {"words": data.saying.words(zh), "cell_words": partial(data.saying.cell, chinese=zh), "unconfirmed": data.to_be_confirmed, "settled": data.SETTLED, "confidences": data.CONFIDENCES}


@bp.get("/reference/<table>/new")
@allow("process_owner")
def new(table: str) -> str:
    """Show the form for a row that there is not yet."""
    return _row_page(table, None)


@bp.get("/reference/<table>/rows/<key>")
@allow(*STAFF)
def row(table: str, key: str) -> str:
    """Show a row with its history and the form for its next version."""
    return _row_page(table, key)


def _row_page(table: str, key: str | None, problem: str = "") -> str:
    kept = data.table(table)
    with current.reading() as session:
        versions = data.history(session, table, key) if key else []
        held = data.on(session, table, key, current.today()) if key else None
        people = cases.people(session, {one.recorded_by for one in versions})
    if key and not versions and not problem:
        raise NotFound("Expected a row of the table, found none with the key %(key)s", key=key[:80])
    sent = request.form if problem else _as_sent(kept, versions[0] if versions else None)
    return render_template(
        "reference/row.html", table=kept, key=key, versions=versions, held=held, people=people, sent=sent, problem=problem, **_words()
    )


def _as_sent(table: data.Table, newest: data.Row | None) -> dict[str, str]:
    """Return what the form begins with: the newest version, to be changed from today on."""
    begun = {"valid_from": current.today().isoformat()}
    if newest is None:
        return begun
    cells = {column.name: column.text(newest.value.get(column.name)) for column in table.columns}
    return cells | begun | {"source": newest.source, "confidence": newest.confidence}


@bp.post("/reference/<table>")
@allow("process_owner")
def record(table: str) -> BaseResponse:
    """Keep what was sent as the next version of its row; a repeated or stale page is refused."""
    key = request.form.get("key", "").strip()
    try:
        version = _sent(data.table(table), key)
        with current.transaction() as session:
            kept = data.record(session, version, current.actor(), current.now(), seen=_seen())
    except (BadInput, Conflict) as error:
        return make_response(_row_page(table, key if _seen() else None, answers.told(error)), error.status)
    flash(gettext("%(key)s is version %(version)s now.", key=kept.key, version=kept.version))
    return redirect(url_for("reference.row", table=table, key=kept.key), 303)


def _seen() -> int:
    text = request.form.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _sent(table: data.Table, key: str) -> data.Version:
    first, last_said = data.day(request.form.get("valid_from", "")), request.form.get("valid_to", "").strip()
    last = data.day(last_said)
    if first is None or (last is None and last_said):
        raise BadInput("Expected a first day, and a last day or none; give each as YYYY-MM-DD")
    values = table.values({column.name: request.form.get(column.name, "") for column in table.columns})
    return data.Version(table.key, key, first, last, values, request.form.get("source", ""), request.form.get("confidence", ""))
