"""Task lists: my tasks, the team queue, the preview beside them; claim, return, hand over."""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as BaseResponse

from worklist import engine
from worklist.cases import queries as cases
from worklist.cases import visibility
from worklist.cases.accounts import Session, users
from worklist.cases.queries import Row, Urgency
from worklist.engine import queries
from worklist.errors import AlreadyClaimed, WritError
from worklist.web import answers, current, languages
from worklist.web.policy import STAFF, allow
from worklist.web.security import own_path

bp = Blueprint("tasks", __name__)

OBJECTS = "tasks of the actor's groups or held by the actor, in cases the actor may see"
#: Rows of an export.
EXPORTED = 1_000
#: Most tasks claimed by one click.
MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for."""

    team: str
    holders: str
    stage: str
    court: str
    show: str
    after: str
    is_team: bool

    @classmethod
    def read(cls, is_team: bool) -> "Asked":
        """Read the address; unknown values count as not given."""
        given = request.args.get
        team, holders = given("team", ""), given("holders", "")
        groups = current.actor().groups
        return cls(
            team if team in groups else "", holders if holders in {"free", "all"} else "mine_or_free",
            given("stage", "")[:40], given("court", "")[:200], "overdue" if given("show") == "overdue" else "",
            given("after", ""), is_team,
        )  # fmt: skip

    def address(self, **changed: str) -> str:
        """Return the address of the same list with something changed."""
        words = {
            "team": self.team, "holders": "" if self.holders == "mine_or_free" else self.holders,
            "stage": self.stage, "court": self.court, "show": self.show,
        }  # fmt: skip
        endpoint = "tasks.team" if self.is_team else "tasks.mine"
        return url_for(endpoint, **{name: value for name, value in (words | changed).items() if value})


@dataclass(frozen=True)
class Shown:
    """A page of a list."""

    asked: Asked
    rows: list[Row]
    after: str
    stamp: str

    @property
    def groups(self) -> list[tuple[Urgency, list[Row]]]:
        """The rows by urgency, empty groups left out."""
        grouped = [(urgency, [row for row in self.rows if row.due.urgency is urgency]) for urgency in Urgency]
        return [(urgency, rows) for urgency, rows in grouped if rows]


def listed(session: Session, asked: Asked, limit: int = queries.PAGE) -> Shown:
    """Return the page of a list that an address asks for."""
    actor = current.actor()
    where = cases.seen_by(actor, stage=asked.stage, court=asked.court)
    if asked.show == "overdue":
        where = where & queries.due_before(current.now())
    after = queries.Place.read(asked.after)
    if asked.is_team:
        groups = {asked.team} if asked.team else actor.groups
        page = queries.team_tasks(
            session, actor.id, groups, holders=asked.holders, where=where, after=after, limit=limit
        )
    else:
        page = queries.my_tasks(session, actor.id, where=where, after=after, limit=limit)
    rows = cases.rows(session, page.tasks, current.now())
    return Shown(asked, rows, str(page.after or ""), queries.stamp(page.tasks, current.today()))


@bp.get("/tasks")
@allow(*STAFF, objects=OBJECTS)
def mine() -> str:
    """Show the tasks the user holds."""
    return _page(Asked.read(is_team=False))


@bp.get("/queue")
@allow(*STAFF, objects=OBJECTS)
def team() -> str:
    """Show the tasks of the user's groups."""
    return _page(Asked.read(is_team=True))


def _page(asked: Asked) -> str:
    actor = current.actor()
    with current.reading() as session:
        shown = listed(session, asked)
        seen = cases.seen_by(actor)
        mine_count = queries.count_mine(session, actor.id, where=seen)
        free = queries.count_free(session, actor.groups, where=seen) if asked.is_team else 0
        over = queries.count_mine(session, actor.id, where=seen, due_before=current.now())
        if asked.is_team:
            over += queries.count_free(session, actor.groups, where=seen, due_before=current.now())
        courts = cases.courts(session, actor)
        groups = [group for group in users.groups(session) if group.id in actor.groups]
        chosen = _chosen(shown)
        peek = _peek_words(session, chosen) if chosen else {}
    return render_template(
        "tasks/index.html", shown=shown, asked=asked, total=mine_count + free, over=over, courts=courts,
        groups=groups, chosen=chosen, peek=peek, free=free, since=_seconds(current.now()),
    )  # fmt: skip


def _chosen(shown: Shown) -> Row | None:
    wanted = request.args.get("sel")
    return next((row for row in shown.rows if row.task.id == wanted), shown.rows[0] if shown.rows else None)


def _peek_words(session: Session, row: Row) -> dict[str, object]:
    case_id = row.task.case_id
    return {
        "clock": cases.clock_of(session, row.task, case_id, current.now()),
        "money": cases.money(session, case_id) if case_id else None,
        "events": cases.timeline(session, case_id, limit=3) if case_id else [],
        "may_claim": row.holder is None,
    }


@bp.get("/tasks/news", defaults={"is_team": False})
@bp.get("/queue/news", defaults={"is_team": True})
@allow(*STAFF, objects=OBJECTS)
def news(is_team: bool) -> BaseResponse:
    """Answer 204 while the list is as it was; else a line that offers the new one. Asked every 15 seconds."""
    asked = Asked.read(is_team)
    with current.reading() as session:
        shown = listed(session, asked)
    if shown.stamp == request.args.get("stamp"):
        return Response("", 204)
    since = _instant(request.args.get("since"))
    new = sum(row.task.created_at > since for row in shown.rows) if since else 0
    return make_response(render_template("tasks/_news.html", new=new, address=asked.address()))


def _seconds(at: datetime) -> str:
    return str(int(at.timestamp()))


def _instant(text: str | None) -> datetime | None:
    return datetime.fromtimestamp(int(text), UTC) if text and text.isdigit() and len(text) < 12 else None


@bp.get("/tasks/<task_id>/peek")
@allow(*STAFF, objects=OBJECTS)
def peek(task_id: str) -> BaseResponse | str:
    """Show a task beside the list; the task's own page without htmx."""
    with current.reading() as session:
        task = queries.get_task(session, task_id, cases.seen_by(current.actor()))
        if not answers.is_partial():
            return redirect(url_for("task.show", task_id=task_id))
        row = cases.rows(session, [task], current.now())[0]
        words = _peek_words(session, row)
    return render_template("tasks/_peek.html", chosen=row, peek=words)


@bp.get("/queue.csv", defaults={"is_team": True})
@bp.get("/tasks.csv", defaults={"is_team": False})
@allow(*STAFF, objects=OBJECTS)
def export(is_team: bool) -> BaseResponse:
    """Send the list as CSV, at most a thousand rows."""
    with current.reading() as session:
        shown = listed(session, Asked.read(is_team), EXPORTED)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([gettext(word) for word in ("Task", "Case", "Client", "Debtor", "Court", "Stage", "Due", "Owner")])
    writer.writerows([_harmless(cell) for cell in _cells(row)] for row in shown.rows)
    response = make_response("\ufeff" + text.getvalue())
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = "attachment; filename=tasks.csv"
    return response


def _cells(row: Row) -> list[str]:
    case = row.case
    return [
        languages.said(row.task), case.reference if case else "", case.client if case else "",
        case.debtors if case else "", case.court if case else "", languages.label(case.stage) if case else "",
        str(row.due.day or ""), languages.said(row.holder) if row.holder else "",
    ]  # fmt: skip


def _harmless(cell: str) -> str:
    """Spreadsheets run cells that begin like a formula; an apostrophe keeps them text."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


@bp.post("/tasks/<task_id>/claim")
@allow(*STAFF, objects=OBJECTS)
def claim(task_id: str) -> BaseResponse:
    """Claim a task; a lost race shows who won."""
    actor = current.actor()
    try:
        with current.transaction() as session:
            queries.get_task(session, task_id, cases.seen_by(actor))
            engine.claim(session, task_id, actor, current.now())
    except AlreadyClaimed as error:
        if not answers.is_partial():
            raise
        return _row(task_id, 409, taken_by=error.holder)
    if request.form.get("open"):
        return answers.go(url_for("task.show", task_id=task_id))
    return _row(task_id) if answers.is_partial() else redirect(_back(), 303)


def _row(task_id: str, status: int = 200, taken_by: str = "") -> BaseResponse:
    with current.reading() as session:
        row = cases.rows(session, [queries.get_task(session, task_id)], current.now())[0]
        holder = cases.people(session, [taken_by]).get(taken_by) if taken_by else None
    response = make_response(render_template("tasks/_row.html", row=row, taken=holder, chosen=row), status)
    response.headers["HX-Retarget"] = f"#row-{task_id}"
    response.headers["HX-Reswap"] = "outerHTML"
    return response


def _back() -> str:
    return own_path(request.form.get("next")) or url_for("tasks.team")


@bp.post("/tasks/claim")
@allow(*STAFF, objects=OBJECTS)
def claim_many() -> BaseResponse:
    """Claim the tasks that were ticked; one that cannot be claimed does not stop the others."""
    done, skipped = 0, []
    for task_id in request.form.getlist("task")[:MOST_AT_ONCE]:
        try:
            with current.transaction() as session:
                queries.get_task(session, task_id, cases.seen_by(current.actor()))
                engine.claim(session, task_id, current.actor(), current.now())
            done += 1
        except WritError as error:
            skipped.append(str(error))
    flash(ngettext("%(num)d task claimed.", "%(num)d tasks claimed.", done))
    for sentence in skipped:
        flash(gettext("Skipped: %(why)s", why=sentence))
    return redirect(_back(), 303)


@bp.post("/tasks/claim-next")
@allow(*STAFF, objects=OBJECTS)
def claim_next() -> BaseResponse:
    """Claim the most urgent unclaimed task of the user's groups and open it."""
    with current.transaction() as session:
        walls = visibility.walls(session, current.actor())
        task = engine.claim_next(session, current.actor(), current.now(), walls)
    if task is None:
        flash(gettext("Nothing is unclaimed in your groups."))
        return redirect(_back(), 303)
    return redirect(url_for("task.show", task_id=task.id), 303)


@bp.post("/tasks/<task_id>/return")
@allow(*STAFF, objects=OBJECTS)
def give_back(task_id: str) -> BaseResponse:
    """Return a task to its groups."""
    with current.transaction() as session:
        queries.get_task(session, task_id, cases.seen_by(current.actor()))
        engine.unclaim(session, task_id, current.actor(), current.now())
    flash(gettext("The task is back in the queue."))
    return redirect(_back(), 303)


@bp.post("/tasks/<task_id>/hand-over")
@allow(*STAFF, objects=OBJECTS)
def hand_over(task_id: str) -> BaseResponse:
    """Give a task to somebody else, with a note."""
    to, reason = request.form.get("to", ""), request.form.get("reason", "").strip()[:500]
    with current.transaction() as session:
        queries.get_task(session, task_id, cases.seen_by(current.actor()))
        engine.assign(session, task_id, to, current.actor(), current.now(), reason)
        name = languages.said(users.get(session, to))
    flash(gettext("Handed over to %(name)s.", name=name))
    return redirect(url_for("tasks.mine"), 303)
