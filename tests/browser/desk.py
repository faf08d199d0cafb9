"""A case told at the desks of an office: every step is taken on a page, by the person whose step it is."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from playwright.sync_api import Locator, Page
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.models import Task, Timer, TimerState
from db.session import reading
from tests.browser.conftest import Office, ready
from tests.processes.file_note import Case
from worklist import engine
from worklist.engine.forms import Upload
from worklist.identity import Actor

#: Counts how often the questions of a task were shown anew, so that nobody types into a page that is being changed.
COUNT_LOOKS = """addEventListener("htmx:finally:swap", (event) => {
  const seen = document.documentElement.dataset;
  if (event.detail.ctx.target?.id === "fields") seen.looks = Number(seen.looks || 0) + 1;
}, true);"""


def written(value: Any) -> str:
    """Return how a value is typed or which option it is."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


class Questions:
    """The form on a page, filled in by the names of its fields."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._asks_on = page.locator("form[data-task]").count() > 0

    def answer(self, values: Mapping[str, Any], prefix: str = "") -> None:
        """Fill in fields in the order given; a list of mappings fills rows and adds those that are missing."""
        for name, value in values.items():
            if isinstance(value, list) and value and isinstance(value[0], Mapping):
                self._rows(name, value)
            elif name != "id":
                self._answer(self._control(prefix + name), value)

    def _rows(self, name: str, rows: list[Mapping[str, Any]]) -> None:
        for index, row in enumerate(rows):
            known = self.page.locator(f'[name="{name}[{index}].id"]')
            if known.count() == 0:
                self.page.click(f'button[name=_add][value="{name}"]')
                known.wait_for(state="attached")
                ready(self.page)
            assert known.input_value() == row.get("id", "")
            self.answer(row, f"{name}[{index}].")

    def _control(self, name: str) -> Locator:
        control = self.page.locator(f'main form [name="{name}"]:not([type=hidden])')
        control.first.wait_for()
        return control

    def _answer(self, control: Locator, value: Any) -> None:
        kind = control.first.evaluate("control => control.type")
        if kind == "radio":
            choice = control.and_(self.page.locator(f'[value="{written(value)}"]'))
            if not choice.is_checked():
                with self._seen_anew():
                    choice.check()
        elif kind == "checkbox":
            if control.is_checked() is not value:
                with self._seen_anew():
                    control.set_checked(value)
        elif isinstance(value, Upload):
            with self._seen_anew():
                control.set_input_files(
                    {"name": value.name, "mimeType": "application/pdf", "buffer": value.content}
                )
        elif control.input_value() != written(value):
            with self._seen_anew():
                self._write(control, kind, written(value))

    def _write(self, control: Locator, kind: str, text: str) -> None:
        if kind == "select-one":
            control.select_option(text)
        else:
            control.fill(text)
            control.blur()

    @contextmanager
    def _seen_anew(self) -> Iterator[None]:
        """Wait until the page has asked what an answer changes."""
        looks = self.page.get_attribute("html", "data-looks")
        yield
        if self._asks_on:
            self.page.wait_for_selector(f'html[data-looks]:not([data-looks="{looks}"])')


@dataclass
class Desks:
    """The browsers of an office, one for each person who has sat down."""

    office: Office
    pages: dict[str, Page] = field(default_factory=dict)

    def of(self, user: str) -> Page:
        """Return the page of a person, who logs in the first time."""
        if user not in self.pages:
            self.pages[user] = self.office.person(user)
            self.pages[user].add_init_script(COUNT_LOOKS)
        return self.pages[user]


class CaseAtDesks(Case):
    """A case whose steps are taken on pages. Only what to do next and when is read from the database."""

    def __init__(self, session: Session, people: Mapping[str, Actor], office: Office) -> None:
        super().__init__(session, people)
        self.office, self.desks = office, Desks(office)

    def at(self, instant: datetime) -> "CaseAtDesks":
        """Go on to an instant; the scheduler fires what falls due until then."""
        database = self.office.world.database
        while (due := next_due(database)) is not None and due <= instant:
            self.office.world.clock.now = due
            engine.fire_due_timers(database, due)
        self.now = self.office.world.clock.now = instant
        return self

    def task(self, element: str) -> Task:
        """Return the open task at an element. Raises NoSuchTask."""
        self.session.rollback()  # what the pages have written since is seen by a new transaction only
        return super().task(element)

    def open_case(self, **values: Any) -> "CaseAtDesks":
        """Open the case on the clerk's page."""
        page = self.desks.of(self.people["intake"].id)
        page.click("a[href='/cases']")
        page.click("a[href='/cases/new']")
        for name, value in values.items():
            page.fill(f"#{name}", value)
        page.click("main button.main.large")
        page.wait_for_selector("form[data-task]")
        href = page.locator(".crumbs a[href^='/cases/']").get_attribute("href")
        self.case_id = (href or "").rpartition("/")[2]
        return self

    def opens(self, element: str) -> Page:
        """Find the open task at an element in the list of its person, who claims and opens it; return its page."""
        task = self.task(element)
        page = self.desks.of(self._performer(task).id)
        if task.assignee is None:
            page.goto(f"/queue?sel={task.id}")
            page.click("#peek button[name=open]")
        else:
            page.goto("/tasks")
            page.click(f"#row-{task.id} .what a")
        page.wait_for_selector("button[form=give-back]")
        return ready(page)

    def does(self, element: str, values: Mapping[str, Any] | None = None, **variables: Any) -> "CaseAtDesks":
        """Fill in the form of an open task and complete it."""
        page = self.opens(element)
        Questions(page).answer({**(values or {}), **variables})
        sends(page, ".actions button[value=stay]")
        return self

    def receives(self, message: str, keys: Mapping[str, Any] | None = None, **fields: Any) -> Any:
        """Record a document that a step waits for on the clerk's page; return what the page says about it."""
        page = self.desks.of(self.people["intake"].id)
        page.goto(f"/cases/{self.case_id}/record")
        page.click(f".papers a[href$='message={message}']")
        page.wait_for_selector(f"input[name=_message][value={message}]", state="attached")
        Questions(page).answer({**(keys or {}), **fields})
        sends(page, "main button.main.large")
        return page.inner_text(".notice")


def sends(page: Page, button: str) -> None:
    """Send a form and go where the page leads; what the page says against it fails the test."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        page.click(button)
    if answered.value.status != HTTPStatus.SEE_OTHER:
        raise AssertionError(page.inner_text(".summary"))
    page.wait_for_url(f"**{answered.value.headers['location']}")
    page.wait_for_selector(".notice")


def next_due(database: Engine) -> datetime | None:
    """Return when the next timer is due."""
    query = select(Timer.due_at).where(Timer.state == TimerState.WAITING).order_by(col(Timer.due_at)).limit(1)
    with reading(database) as session:
        return session.exec(query).first()
