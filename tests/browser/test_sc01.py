"""SC01 at the desks of the firm: clerk, compliance, case worker and partner take every step in a browser."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Browser
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import Session, select
from werkzeug.serving import make_server

from db.models import User
from db.session import transaction
from tests.browser.conftest import Office, ready
from tests.browser.desk import CaseAtDesks, Questions
from tests.databases import SQLite
from tests.processes.answers import filing
from tests.processes.file_note import PAPER
from tests.processes.installation import INSTALLED_ON, install
from tests.processes.replay import Deed, record
from tests.processes.thames import ASKED, BOTH, DOCKETED, SC01
from tests.web.world import PASSWORD, Clock, World
from worklist.app import create_app
from worklist.cases import people
from worklist.clock import day_of
from worklist.config import Settings
from worklist.identity import Actor
from worklist.web.current import Installation

#: User → name, Chinese name, role, groups.
STAFF = {
    "intake_1": ("Wang Jing", "王静", "clerk", ["intake"]),
    "compliance_1": ("Xu Ning", "徐宁", "compliance", ["compliance"]),
    "foreign_desk_1": ("Li Wei", "李伟", "case_worker", ["foreign_desk", "enforcement_lawyer"]),
    "partner_1": ("Chen Xi", "陈曦", "partner", ["partner"]),
}
#: Group → who acts for it.
TEAM = {
    group: Actor(user, name, frozenset({role}), frozenset(groups))
    for user, (name, _, role, groups) in STAFF.items()
    for group in groups
}
#: The story goes on for months; nobody logs in again every morning.
TWO_YEARS = 2 * 366 * 24 * 60
#: The page asks for a first paper of the filing set; the scenario knows of none by name.
TITLE_COPY = {"case.recognition.documents": [{"kind": "TITLE_COPY", "file": PAPER}]}
#: The page asks when the defence was posted: the day it was received.
POSTED = {"sent_date": date(2025, 10, 20)}
ANSWERS = {deed.element: deed for deed in SC01.deeds}
ANSWERS["assemble_filing"] = Deed("assemble_filing", filing(BOTH) | TITLE_COPY)
#: Rule → last day as the page shows it, and whether it is provisional.
DEADLINES = {
    "DL-X-10": ("15 Mar 2027 Mon rolled from 14 Mar 2027", True),
    "DL-G-08": ("9 Oct 2025 Thu rolled from 7 Oct 2025", False),
    "DL-G-09": ("24 Oct 2025 Fri", False),
    "DL-G-16": ("27 May 2026 Wed", False),
    "DL-G-12": ("28 May 2026 Thu", False),
    "DL-G-04": ("8 Dec 2026 Tue", False),
}


def opened(database: Engine) -> World:
    """Return the installed firm with its staff, at the day before the client asks."""
    settings = Settings(
        secret_key=SecretStr("a secret for tests only, long enough"),
        idle_minutes=TWO_YEARS,
        absolute_minutes=TWO_YEARS,
    )
    clock, app = Clock(INSTALLED_ON), create_app(settings, database)
    app.extensions["writ"] = Installation(settings, database, clock)
    with transaction(database) as session:
        for user, (name, name_zh, role, groups) in STAFF.items():
            people.add(session, user, name, INSTALLED_ON, name_zh=name_zh, roles=[role], groups=groups)
        hashed = people.hashed(PASSWORD)
        for row in session.exec(select(User)):
            row.password_hash = hashed
    return World(app, database, clock)


@pytest.fixture
def firm(sqlite: SQLite, chromium: Browser) -> Iterator[Office]:
    """The firm as it is installed, served on a free port. At the end no page may have complained."""
    url = sqlite.create()
    database = install(url)
    world = opened(database)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, world.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    firm = Office(world, f"http://127.0.0.1:{server.server_port}", chromium)
    try:
        yield firm
    finally:
        for context in firm.contexts:
            context.close()
        server.shutdown()
        thread.join()
        server.server_close()
        database.dispose()
        sqlite.drop(url)
    assert firm.faults == []


@pytest.fixture
def case(firm: Office) -> Iterator[CaseAtDesks]:
    """A case that nobody has opened yet."""
    with Session(firm.world.database.execution_options(read_only=True)) as session:
        yield CaseAtDesks(session, TEAM, firm)


def does(case: CaseAtDesks, *elements: str) -> None:
    """Take the steps at elements with the answers of the scenario, each not before its day."""
    for element in elements:
        deed = ANSWERS[element]
        if deed.day > day_of(case.now):
            case.on(deed.day)
        case.does(element, deed.answer(case) if callable(deed.answer) else deed.answer)


def receives(case: CaseAtDesks, *messages: str) -> None:
    """Record documents of the scenario, each on the day it arrives."""
    for paper in SC01.papers:
        if paper.message in messages:
            posted = POSTED if paper.message == "defence_received" else {}
            record(case.on(paper.arrives), replace(paper, fields={**paper.fields, **posted}))
            page = case.desks.of("intake_1")
            assert "went on" in page.inner_text(".notice"), paper.message


def a_refused_form_keeps_what_was_typed(case: CaseAtDesks) -> None:
    """Compliance forgets the answer that matters, is told so, and finds its words again."""
    page = case.opens("conflict_and_sanctions_check")
    Questions(page).answer({"hits": "One namesake in Leeds, no link"})
    with page.expect_response("**/complete") as answered:
        page.click(".actions button[value=stay]")
    page.wait_for_selector(".summary a[href='#f-clearance']")
    assert answered.value.status == 422
    assert page.input_value("[name=hits]") == "One namesake in Leeds, no link"


def the_partner_reads_chinese(case: CaseAtDesks) -> None:
    """The partner turns the pages to Chinese, and the task says so."""
    page = case.desks.of("partner_1")
    page.click(".me button")
    page = case.opens("sign_off_route")
    assert page.get_attribute("html", "lang") == "zh-Hans"
    assert page.inner_text("h1") == case.task("sign_off_route").name_zh


def deadlines_shown(case: CaseAtDesks) -> dict[str, tuple[str, bool]]:
    """Return what the Deadlines page shows: rule → last day, and whether it is provisional."""
    page = case.desks.of("foreign_desk_1")
    page.goto(f"/cases/{case.case_id}")
    page.click(f"a[href='/cases/{case.case_id}/deadlines']")
    page.wait_for_url("**/deadlines")
    shown = {}
    for card in ready(page).locator(".page > .card").all():
        facts = card.locator("dd").all_inner_texts()
        rule = next(fact.partition(" · ")[0] for fact in facts if fact.startswith("DL-"))
        shown[rule] = (facts[0], "Provisional" in card.inner_text())
    return shown


def test_a_judgment_goes_from_the_first_letter_to_its_enforcement_on_the_pages(case: CaseAtDesks) -> None:
    case.on(ASKED).open_case(client_name=SC01.client, source="letter of the client")
    does(case, "register_case")
    a_refused_form_keeps_what_was_typed(case)
    does(case, "conflict_and_sanctions_check", "confirm_classification")
    the_partner_reads_chinese(case)
    does(case, "sign_off_route", "assess_reciprocity", "pre_filing_review", "assemble_filing", "choose_court")
    does(case, "sign_off_filing", "file_application")
    receives(case, "case_accepted", "copy_served", "defence_received")
    does(case, "review_defence", "reply")
    receives(case, "spc_report_sent", "spc_reply", "ruling_served")
    does(case, "review_ruling", "file_enforcement_application")
    receives(case, "enforcement_docketed")
    case.does("open_enforcement_file", {"case.enforcement.docketed_date": DOCKETED})
    shown = deadlines_shown(case)
    assert {rule: shown.get(rule) for rule in DEADLINES} == DEADLINES
    page = case.desks.of("foreign_desk_1")
    assert page.locator(".case-head .tag").first.inner_text() == "Enforcement"
