"""Small pages of a case that ask for a few fields: what they show, and how what is sent becomes one command."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import Response, flash, make_response, render_template, request

from worklist.cases import queries as cases
from worklist.cases import visibility
from worklist.cases.accounts import Session, posts
from worklist.cases.catalogue import enum_words, messages
from worklist.engine.forms import Form, FormErrors, Texts, Words
from worklist.errors import BadInput, Conflict, WritError
from worklist.web import answers, case, current, sent

Component = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A page: its title, what it says above, its fields, the words of its button and the page it goes back to."""

    title: Words
    components: list[Component]
    submit: Words
    tab: str
    back: str
    lead: Words
    done: Words
    template: str = "cases/ask.html"
    more: dict[str, Any] = field(default_factory=dict)

    def form(self) -> Form:
        """Return the fields as a form."""
        return Form.load(json.dumps({"id": "asked", "components": self.components}).encode())


def page(
    session: Session, case_id: str, asked: Asked, *, texts: Texts | None = None, errors: FormErrors | None = None,
    refused: WritError | None = None, status: int = 200,
) -> Response:  # fmt: skip
    """Answer with the page, with what was typed and what was wrong."""
    words = case.header(session, case_id) | asked.more | {
        "asked": asked, "parts": asked.form().show({}, current.language(), current.today(), texts=texts, errors=errors), "tab": asked.tab,
        "calendar": cases.court_calendar(session), "errors": errors, "sentence": answers.told(refused) if refused else "", "key": sent.key_to_send_again(refused),
    }  # fmt: skip
    return make_response(render_template(asked.template, **words), status)


def take(case_id: str, ask: Callable[[Session], Asked], act: Callable[[Session, dict[str, Any]], object]) -> Response:
    """Read what was sent and act in one transaction, nothing when this very form was taken before; else show the page again."""
    texts, actor = sent.texts(), current.actor()
    try:
        with current.transaction() as session:
            visibility.must_see(session, case_id, actor)
            asked = ask(session)
            if posts.taken(session, sent.key(), actor.id, request.path) is None:
                act(session, asked.form().read(texts, {}, current.today(), {}))
                posts.keep(session, sent.key(), actor.id, request.path, asked.back, current.now())
    except (FormErrors, BadInput, Conflict) as error:
        errors = error if isinstance(error, FormErrors) else None
        with current.reading() as session:
            return page(
                session, case_id, ask(session), texts=texts, errors=errors, refused=None if errors else error, status=error.status
            )
    flash(asked.done.said(current.language()))
    return answers.go(asked.back)


def _component(kind: str, key: str, words: Words, help_: Words | None, required: bool, **more: Any) -> Component:
    properties = {"label_zh": words.zh} | ({"description_zh": help_.zh} if help_ else {})
    found = {"type": kind, "key": key, "label": words.en, "properties": properties, "validate": {"required": required}}
    return found | ({"description": help_.en} if help_ else {}) | more


def text(key: str, words: Words, help_: Words | None = None, *, required: bool = False, most: int = 200) -> Component:
    """Ask for one line."""
    found = _component("textfield", key, words, help_, required)
    return found | {"validate": {"required": required, "maxLength": most}}


def day(key: str, words: Words, help_: Words | None = None, *, required: bool = False) -> Component:
    """Ask for a day."""
    return _component("datetime", key, words, help_, required, subtype="date", dateLabel=words.en)


def number(key: str, words: Words, help_: Words | None = None, *, decimals: int = 2, most: int | None = None, required: bool = False) -> Component:
    """Ask for a number of at least 0."""
    found = _component("number", key, words, help_, required, decimalDigits=decimals)
    return found | {"validate": {"required": required, "min": 0} | ({} if most is None else {"max": most})}


def tick(key: str, words: Words, help_: Words | None = None) -> Component:
    """Ask for a yes that may be left out."""
    return _component("checkbox", key, words, help_, False)


def choice(
    key: str, words: Words, options: Iterable[tuple[str, Words]], help_: Words | None = None, *, required: bool = True
) -> Component:  # fmt: skip
    """Ask for one of some values."""
    options = list(options)
    found = _component("select", key, words, help_, required, values=[{"value": value, "label": said.en} for value, said in options])
    found["properties"] |= {f"option_zh.{value}": said.zh or said.en for value, said in options}
    return found


def codes(values: Iterable[str], path: str = "") -> list[tuple[str, Words]]:
    """Return codes of the case file with their words."""
    return [(value, Words(*enum_words(value, path))) for value in values]


def papers(session: Session, case_id: str) -> list[tuple[str, Words]]:
    """Return the documents of a case with what they are called: kind, day, file."""
    found = []
    for paper in cases.papers(session, case_id):
        row = paper.document
        message = messages().get(row.message or "")
        kind = Words(message.label_en, message.label_zh) if message else Words("Document", "材料")
        tail = " · ".join(str(part) for part in (row.document_date or row.received_date, row.name) if part)
        found.append((row.id, Words(f"{kind.en} · {tail}", f"{kind.zh} · {tail}")))
    return found
