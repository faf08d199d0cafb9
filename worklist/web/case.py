"""Cases: the list, a case with its tabs, opening one."""

import secrets

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from db.models import Instance
from worklist import engine
from worklist.cases import overrides, papers, recomputing, visibility
from worklist.cases import queries as cases
from worklist.cases import start as opening
from worklist.cases.accounts import Session, posts
from worklist.cases.parties import links
from worklist.engine import queries
from worklist.engine.forms import Words
from worklist.engine.forms.characters import is_name
from worklist.errors import NotFound
from worklist.web import answers, current, languages, process_words, sent
from worklist.web.policy import RECORDERS, STAFF, allow

bp = Blueprint("cases", __name__)

OBJECTS = "cases the actor may see; others do not exist for the actor (404)"


@bp.get("/cases")
@allow(*STAFF, objects=OBJECTS)
def index() -> str:
    """Show the cases the user may see, or those that a search finds."""
    text, stage, status = (request.args.get(name, "")[:100] for name in ("q", "stage", "status"))
    with current.reading() as session:
        found = cases.cases(
            session, current.actor(), text=text, stage=stage, status=status, after=request.args.get("after", "")
        )
        owners = cases.people(session, {case.owner for case in found.cases if case.owner})
    return render_template("cases/index.html", found=found, text=text, stage=stage, status=status, owners=owners)


def header(session: Session, case_id: str) -> dict[str, object]:
    """Return what the head of every page of a case shows. Raises NotFound for a case the actor may not see."""
    case = visibility.must_see(session, case_id, current.actor())
    found = cases.headers(session, [case.id])[case.id]
    open_tasks = cases.rows(session, queries.open_tasks_of(session, case.id), current.now())
    return {
        "case": found, "file": case, "open_tasks": open_tasks, "money": cases.money(session, case.id),
        "clock": cases.clock_of(session, None, case.id, current.now()),
        "owner": cases.people(session, [case.owner]).get(case.owner) if case.owner else None,
        "overrides_waiting": overrides.waiting(session, case.id),
    }  # fmt: skip


@bp.get("/cases/<case_id>")
@allow(*STAFF, objects=OBJECTS)
def show(case_id: str) -> str:
    """Show what happened in a case, newest first."""
    before = sent.whole_number(request.args.get("before"))
    with current.reading() as session:
        words = header(session, case_id)
        events = cases.timeline(session, case_id, before=before)
        total = cases.count_events(session, case_id)
    return render_template("cases/timeline.html", tab="show", events=events, total=total, **words)


@bp.get("/cases/<case_id>/parties")
@allow(*STAFF, objects=OBJECTS)
def parties(case_id: str) -> str:
    """Show the parties of a case: who holds and held which role, and who stands behind whom."""
    with current.reading() as session:
        words = header(session, case_id)
        found = cases.taking_part(session, case_id, current.today())
        behind = links.tree(session, case_id, current.today())
        names = {person.key: Words(person.party.name, person.party.name_zh or "") for person in found}
    return render_template("cases/parties.html", tab="parties", people=found, behind=behind, names=names, **words)


@bp.get("/cases/<case_id>/money")
@allow(*STAFF, objects=OBJECTS)
def money(case_id: str) -> str:
    """Show title items and ledger of a case."""
    with current.reading() as session:
        words = header(session, case_id)
        books = cases.books(session, case_id)
    may_settle = bool({"finance", "partner", "admin"} & set(current.actor().roles))
    return render_template("cases/money.html", tab="money", books=books, may_settle=may_settle, **words)


@bp.get("/cases/<case_id>/assets")
@allow(*STAFF, objects=OBJECTS)
def assets(case_id: str) -> str:
    """Show assets and the measures on them."""
    with current.reading() as session:
        words = header(session, case_id)
        found, lives = cases.assets(session, case_id, current.now()), cases.lives(session, case_id)
        owners = cases.books(session, case_id).names
        recorders = cases.people(session, {passage.by for life in lives.values() for passage in life})
    return render_template("cases/assets.html", tab="assets", assets=found, lives=lives, owners=owners, recorders=recorders, **words)


@bp.get("/cases/<case_id>/deadlines")
@allow(*STAFF, objects=OBJECTS)
def deadlines(case_id: str) -> str:
    """Show every period of a case with its arithmetic."""
    with current.reading() as session:
        words = header(session, case_id)
        found = cases.clocks(session, case_id, current.now())
        court_calendar = cases.court_calendar(session)
        corrections = recomputing.open_corrections(session, case_id)
        needed = cases.needed(session, case_id)
    return render_template(
        "cases/deadlines.html", tab="deadlines", clocks=found, calendar=court_calendar, corrections=corrections, needed=needed, **words
    )


@bp.get("/cases/<case_id>/documents")
@allow(*STAFF, objects=OBJECTS)
def documents(case_id: str) -> str:
    """Show the documents of a case, and which of them no step waits for."""
    with current.reading() as session:
        words = header(session, case_id)
        found = cases.papers(session, case_id)
        is_before = visibility.must_see(session, case_id, current.actor()).stage in {"INTAKE", "RECOGNITION"}
        needed = papers.needed(session, case_id, current.now()) if is_before else []
        published = cases.publications(session, case_id)
    return render_template("cases/documents.html", tab="documents", papers=found, needed=needed, published=published, **words)


@bp.get("/cases/<case_id>/flow")
@allow(*STAFF, objects=OBJECTS)
def flow(case_id: str) -> str:
    """Show where the processes of a case stand: the diagram of one, and all of them as a tree."""
    with current.reading() as session:
        words = header(session, case_id)
        instances = engine.of_case(session, case_id)
        chosen = _chosen(instances)
        waits = queries.waits(session, chosen) if chosen else []
        names = queries.element_names(session, chosen) if chosen else {}
        ends = {one.id: queries.element_names(session, one).get(one.end_event) for one in instances if one.end_event}
    tree = queries.tree(instances)
    return render_template(
        "cases/flow.html", tab="flow", tree=tree, chosen=chosen, waits=waits, names=names, ends=ends, **words
    )


def _chosen(instances: list[Instance]) -> Instance | None:
    wanted = request.args.get("instance_id")
    running = [instance for instance in instances if instance.state == "running"]
    found = [instance for instance in instances if instance.id == wanted]
    return next(iter(found or running or instances), None)


def _instance(session: Session, case_id: str, instance_id: str) -> Instance:
    visibility.must_see(session, case_id, current.actor())
    for instance in engine.of_case(session, case_id):
        if instance.id == instance_id:
            return instance
    raise NotFound("Expected instance '%(instance)s' of this case, found none", instance=instance_id)


@bp.get("/cases/<case_id>/flow/<instance_id>.bpmn")
@allow(*STAFF, objects=OBJECTS)
def diagram(case_id: str, instance_id: str) -> Response:
    """Send the diagram that an instance runs on."""
    with current.reading() as session:
        source = queries.source_of(session, _instance(session, case_id, instance_id).definition_id)
    return Response(source, content_type="application/xml; charset=utf-8")


@bp.get("/cases/<case_id>/flow/<instance_id>.json")
@allow(*STAFF, objects=OBJECTS)
def tokens(case_id: str, instance_id: str) -> Response:
    """Send where the tokens of an instance are, where they have been, what failed, and the names in Chinese."""
    with current.reading() as session:
        instance = _instance(session, case_id, instance_id)
        waits = queries.waits(session, instance)
        done = queries.path_of(session, instance)
        named = queries.element_names(session, instance) if languages.is_chinese() else {}
    here: dict[str, int] = {}
    for wait in waits:
        if wait.kind != "incident":
            here[wait.element_id] = here.get(wait.element_id, 0) + 1
    failed = sorted({wait.element_id for wait in waits if wait.kind == "incident"})
    names = {element_id: words.zh for element_id, words in named.items() if words.zh}
    if names:
        names[instance.definition_key] = process_words.of(instance.definition_key)
    return jsonify(
        current=here, failed=failed, done=sorted(done - set(here)), names=names,
        looks_at=next((wait.element_id for wait in waits if wait.element_id), None),
    )  # fmt: skip


@bp.get("/cases/new")
@allow(*RECORDERS)
def new() -> str:
    """Ask for what opens a case."""
    return render_template("cases/new.html", key=secrets.token_hex(16), errors={}, sent={})


@bp.post("/cases/new")
@allow(*RECORDERS)
def create() -> BaseResponse:
    """Open a case: its draft file and its intake."""
    form, actor = request.form, current.actor()
    client, access = form.get("client_name", "").strip()[:200], form.get("access", "open")
    wrong = {} if is_name(client) else {"client_name": gettext("Enter the client's name.")}
    if access not in visibility.ACCESS:
        wrong["access"] = gettext("Choose who may see the case.")
    if wrong:
        words = {"key": sent.key_to_send_again(), "errors": wrong, "sent": form}
        return make_response(render_template("cases/new.html", **words), 422)
    with current.transaction() as session:
        done = posts.taken(session, sent.key(), actor.id, request.path)
        if done is None:
            values = {"client_name": client, "source": form.get("source", "").strip()[:200] or None}
            case_id = opening.start(session, values, actor, current.now(), access=access)
            tasks = queries.open_tasks_of(session, case_id)
            done = url_for("task.show", task_id=tasks[0].id) if tasks else url_for("cases.show", case_id=case_id)
            posts.keep(session, sent.key(), actor.id, request.path, done, current.now())
    flash(gettext("The case is open. Its first task is to register it."))
    return redirect(done, 303) if not answers.is_partial() else answers.go(done)
