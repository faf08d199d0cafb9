"""A year's holiday notice confirmed, and another version of a rule: what would change, then the report of what did."""

import hashlib
import secrets

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext

from worklist.cases import calendar, everywhere
from worklist.cases import queries as cases
from worklist.cases.accounts import posts
from worklist.errors import NotFound, WritError
from worklist.law import rules
from worklist.web import answers, current, sent
from worklist.web.policy import STAFF, allow

bp = Blueprint("holidays", __name__)

OBJECTS = "cases the actor may see; of others only how many deadlines change"
#: Most characters of a notice: a year has 366 days.
MOST = 40_000


@bp.get("/reference/rest-days/<int:year>/notice")
@allow("process_owner")
def ask(year: int) -> Response:
    """Ask for the days of a year's notice, beginning with those that are known already."""
    with current.reading() as session:
        known = [day for day in cases.court_calendar(session).days if day.day.year == year]
    return _page(year, calendar.written(known), "")


def _page(year: int, text: str, source: str, refused: WritError | None = None, *, foresee: bool = False) -> Response:
    found = None
    with current.reading() as session:
        notice = next((one for one in cases.court_calendar(session).years if one.year == year), None)
        if notice is None:
            raise NotFound("Expected a year of the calendar, got %(year)s", year=str(year))
        try:
            if foresee and refused is None:
                days = calendar.foreseen(session, year, calendar.read(text), source)
                found = everywhere.foresee(session, current.actor(), current.now(), days)
        except WritError as error:
            refused = error
    page = render_template(
        "reference/notice.html", year=year, notice=notice, text=text, source=source, found=found, rule_of=rules.get, key=secrets.token_hex(16),
        sentence=answers.told(refused) if refused else "", seen=_seal(text, source) if found else "",
    )  # fmt: skip
    return make_response(page, refused.status if refused else 200)


def _seal(text: str, source: str) -> str:
    return hashlib.sha256(f"{source}\n{text}".encode()).hexdigest()


@bp.post("/reference/rest-days/<int:year>/notice")
@allow("process_owner")
def confirm(year: int) -> Response:
    """Show what the notice would change; confirm it once exactly that was shown, and recompute every case."""
    text, source, actor, now = _text(), request.form.get("source", "").strip()[:500], current.actor(), current.now()
    if request.form.get("decision") != "confirm" or request.form.get("seen") != _seal(text, source):
        return _page(year, text, source, foresee=True)
    report = url_for("holidays.report", year=year)
    try:
        with current.transaction() as session:
            if posts.taken(session, sent.key(), actor.id, request.path) is not None:
                return answers.go(report)
            calendar.confirm(session, year, calendar.read(text), source, actor, now)
            posts.keep(session, sent.key(), actor.id, request.path, report, now)
    except WritError as error:
        return _page(year, text, source, error)
    _recomputed(list(everywhere.recompute(current.installation().database, actor, now, cause=f"calendar:{year}")))
    return answers.go(report)


def _text() -> str:
    upload = request.files.get("file")
    sent_file = upload.read(MOST).decode("utf-8-sig", "replace") if upload and upload.filename else ""
    return (sent_file or request.form.get("days", "")).replace("\r\n", "\n")[:MOST]


def _recomputed(done: list[everywhere.Recomputed]) -> None:
    failed = sum(one.refused is not None for one in done)
    changed = sum(len(one.report.changed) for one in done)
    flash(gettext("Confirmed. %(changed)s deadlines were counted anew; the old rows are kept.", changed=changed))
    if failed:
        flash(gettext("%(failed)s cases were left as they are; run writ calendar recompute.", failed=failed))


@bp.get("/reference/rest-days/<int:year>/report")
@allow(*STAFF, objects=OBJECTS)
def report(year: int) -> str:
    """Show what the notice of a year changed."""
    with current.reading() as session:
        found = everywhere.by_cause(session, current.actor(), f"calendar:{year}")
    return render_template("reference/changes.html", found=found, title=gettext("What the notice of %(year)s changed", year=year), rule_of=rules.get)


@bp.get("/reference/versions")
@allow(*STAFF, objects=OBJECTS)
def versions() -> str:
    """Show the deadlines that wait for another version of their rule to be confirmed, and what was counted anew on newer rules."""
    with current.reading() as session:
        held = everywhere.held(session, current.actor(), current.now())
        done = everywhere.by_cause(session, current.actor(), "rules")
    waiting = {move.row.rule_id: rules.get(move.row.rule_id) for _, move in held.moves}
    return render_template("reference/versions.html", held=held, done=done, waiting=waiting, rule_of=rules.get, key=secrets.token_hex(16))


@bp.post("/reference/versions/<rule_id>")
@allow("process_owner")
def confirm_version(rule_id: str) -> Response:
    """Take a version of a rule although it ends periods later, and recompute the cases that wait for it."""
    rule, actor, now = rules.get(rule_id), current.actor(), current.now()
    with current.transaction() as session:
        taken = posts.taken(session, sent.key(), actor.id, request.path)
        if taken is None:
            posts.keep(session, sent.key(), actor.id, request.path, url_for("holidays.versions"), now)
        waiting = everywhere.of_other_versions(session)
    if taken is None:
        done = everywhere.recompute(current.installation().database, actor, now, cause="rules", confirmed={rule.rule_id}, only=waiting)
        _recomputed(list(done))
    return answers.go(url_for("holidays.versions"))
