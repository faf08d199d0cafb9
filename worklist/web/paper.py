"""Make a paper of a case: choose the template, say what it is about and what the case file does not hold."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext

from db.models import Task
from worklist.cases import papers, visibility
from worklist.cases import queries as cases
from worklist.cases.accounts import Session, posts
from worklist.cases.catalogue import case_paths, paper_fields, paper_tasks
from worklist.cases.claims import statement, told
from worklist.engine import queries
from worklist.engine.forms import Form, FormErrors, Texts
from worklist.errors import BadInput, Conflict, TemplateRefused, WritError
from worklist.web import answers, case, current, languages, paper_form, policy, sent
from worklist.web.document import in_order
from worklist.web.policy import RECORDERS, allow

bp = Blueprint("papers", __name__)

#: Most names told of what a paper leaves blank.
MOST_TOLD = 8


@bp.get("/cases/<case_id>/paper")
@allow(*RECORDERS, objects=case.OBJECTS)
def choose(case_id: str) -> Response:
    """Ask which paper to make; with `template` in the address, ask what it needs."""
    if key := request.args.get("template"):
        return _page(case_id, key)
    with current.reading() as session:
        words = case.header(session, case_id)
        newest = [versions[0] for versions in queries.versions_of(session, "template").values()]
    newest.sort(key=lambda template: in_order(languages.said(template)))
    return make_response(render_template("cases/papers.html", newest=newest, **words))


def offered(session: Session, task: Task, variables: Mapping[str, Any]) -> list[tuple[queries.Deployed, str]]:
    """Return the templates that belong to a task of a case, with the address where their papers are made."""
    keys = paper_tasks().get(task.element_id, ())
    if not keys or task.case_id is None or not policy.may("papers.choose"):
        return []
    versions = queries.versions_of(session, "template")
    about: dict[str, Any] = {**papers.about(variables)}
    return [
        (versions[key][0], url_for("papers.choose", case_id=task.case_id, template=key, **about)) for key in keys if key in versions
    ]


def _form(session: Session, case_id: str, key: str) -> tuple[Form, Any, papers.Template]:
    visibility.must_see(session, case_id, current.actor())
    definition, template = papers.must_be_deployed(session, key)
    return paper_form.form_of(session, case_id, key, template, request.args), definition, template


def _page(
    case_id: str, key: str, *, texts: Any = None, errors: FormErrors | None = None, refused: WritError | None = None, status: int = 200,
) -> Response:  # fmt: skip
    with current.reading() as session:
        form, definition, template = _form(session, case_id, key)
        words = case.header(session, case_id) | {
            "parts": form.show({}, current.language(), current.today(), texts=texts, errors=errors), "template": definition,
            "errors": errors, "sentence": answers.told(refused) if refused else "", "key": sent.key_to_send_again(refused),
            "calendar": cases.court_calendar(session), "wanting": _wanting(session, case_id, template), "states_claim": template.states_claim,
        }  # fmt: skip
    return make_response(render_template("cases/paper.html", **words), status)


@bp.post("/cases/<case_id>/paper")
@allow(*RECORDERS, objects=case.OBJECTS)
def make(case_id: str) -> Response:
    """Make the paper and keep it among the documents of the case."""
    key, texts = request.args.get("template", ""), sent.texts()
    try:
        made = _make(case_id, key, texts)
    except FormErrors as errors:
        return _page(case_id, key, texts=texts, errors=errors, status=errors.status)
    except (BadInput, Conflict) as error:
        if isinstance(error, TemplateRefused):  # its form cannot be shown either
            raise
        return _page(case_id, key, texts=texts, refused=error, status=error.status)
    if made is not None:
        flash(gettext("The paper is made. Look at it in Word before it goes out."))
        if made.missing:
            flash(gettext("It leaves blank: %(names)s.", names=_told(made.missing)))
    return answers.go(url_for("cases.documents", case_id=case_id))


def _make(case_id: str, key: str, texts: Texts) -> papers.Made | None:
    """Read the form and make the paper in one transaction; None when this very form was taken before."""
    actor, now = current.actor(), current.now()
    with current.transaction() as session:
        form, _, _ = _form(session, case_id, key)
        subject = f"{request.path} {key}"
        if posts.taken(session, sent.key(), actor.id, subject):
            return None
        chosen, fields = paper_form.split(form.read(texts, {}, current.today()))
        made = papers.make(session, case_id, key, actor, now, chosen=chosen, fields=fields)
        posts.keep(session, sent.key(), actor.id, subject, url_for("cases.documents", case_id=case_id), now)
    return made


def _wanting(session: Session, case_id: str, template: papers.Template) -> list[str]:
    """Return what a paper that states the claim would leave open or get wrong as the case stands today."""
    if not template.states_claim:
        return []
    words = {
        "nothing": gettext("The case file holds no claim: the paper leaves a blank to be filled. Enter the items of the title and what is claimed on top first."),
        "on_top": gettext("No interest and no costs are entered on top of the title: the paper states the items of the title only."),
        "unconfirmed": gettext("A line of the claim is to be confirmed by counsel; the paper does not say so."),
        "loose": gettext("Money was received that is booked on no item yet: the paper does not take it off."),
    }
    return [words[code] for code in told.wanting(statement.on(session, case_id, current.today()))]


def _told(missing: list[str]) -> str:
    """Return what a paper leaves blank by the names people know."""
    names = {path.path: path for path in case_paths().values()} | {f"fields.{a.name}": a for a in paper_fields().values()}
    zh = current.language() == "zh"
    words = list(dict.fromkeys(names[name].label_zh if zh else names[name].label_en for name in missing if name in names))
    return ("、" if zh else ", ").join([*words[:MOST_TOLD], *(["…"] if len(words) > MOST_TOLD else [])])
