"""A small office for tests of pages: people, cases like those of a real queue, one process that renews freezes."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from db.models import CaseMember, Task, User
from db.session import transaction
from worklist import engine
from worklist.app import create_app
from worklist.cases import calendar, deadlines, file, people, visibility, wiring
from worklist.cases.accounts import sessions
from worklist.cases.deadlines import Subject
from worklist.clock import day_of
from worklist.config import Settings
from worklist.identity import IMPORT
from worklist.web.current import Installation

FILES = Path(__file__).parent / "files"
PASSWORD = "correct horse battery"  # noqa: S105

#: User: (name, Chinese name, roles, groups).
PEOPLE = {
    "alice": ("Li Wei", "李伟", ["case_worker"], ["enforcement_lawyer", "intake"]),
    "ann": ("Zhang Yu", "张玉", ["case_worker"], ["enforcement_lawyer"]),
    "bob": ("Chen Xi", "陈曦", ["partner"], ["partner"]),
    "charlie": ("Charlie Wu", "吴查", [], []),
    "dora": ("Sun Dora", "孙朵", ["clerk"], ["intake"]),
    "helen": ("He Min", "何敏", ["manager"], ["manager"]),
    "otto": ("Sun Qi", "孙琪", ["process_owner"], []),
    "root": ("Admin", "管理员", ["admin"], []),
}

#: Task, Chinese task, court number, client, debtor, court, stage, amount, days until due (None: no day), holder.
CASES = [
    ("Apply to renew bank-account freeze", "申请续行冻结银行账户", "(2025)沪01执保88号", "Ocean Link Shipping", "Hengda Trading", "Shanghai No.1 IPC", "PRESERVATION", 12_800_000, -1, "alice"),
    ("File reply to jurisdiction objection", "提交管辖异议答辩意见", "(2026)苏05协外认7号", "Nordmar AS", "Kunyue Heavy", "Suzhou IPC", "RECOGNITION", 46_200_000, -2, None),
    ("Check service of enforcement notice", "核查执行通知书送达情况", "(2026)粤03执4471号", "Pacific Leasing", "Chen J.", "Shenzhen IPC", "ENFORCEMENT", 3_600_000, 0, None),
    ("Decide: apply for reconsideration", "决定是否申请复议", "(2026)浙02执异19号", "Ningbo Steel", "Yufeng", "Ningbo IPC", "ENFORCEMENT", 9_100_000, 0, "alice"),
    ("Draft joinder application", "起草追加一人公司股东申请", "(2026)沪0115执2207号", "Haitong Factoring", "Mingsheng", "Pudong BPC", "ENFORCEMENT", 5_700_000, 2, "ann"),
    ("Confirm limitation interruption evidence", "确认时效中断证据", "(2024)京仲裁字第3120号", "Beichen Fund", "Tianrui", "Beijing No.4 IPC", "INTAKE", 210_500_000, 3, None),
    ("Review Lawyer Investigation Order results", "审阅律师调查令回函", "(2026)粤01执1903号", "Guanghe", "Dongxin Realty", "Guangzhou IPC", "ENFORCEMENT", 18_300_000, 6, None),
    ("Bid strategy for second auction", "二次拍卖竞价方案", "(2025)鲁02执1166号", "Qingdao Port", "Landmark", "Qingdao IPC", "ENFORCEMENT", 64_000_000, 11, None),
    ("Assess bankruptcy transfer consent", "评估执转破意见", "(2025)苏02执2010号", "Wuxi Rural", "Jinlong", "Wuxi IPC", "BANKRUPTCY", 33_000_000, 13, "alice"),
    ("Ask the client for instructions", "征询客户意见", "(2025)沪02执918号", "Yongtai", "Zhou P.", "Shanghai No.2 IPC", "ENFORCEMENT", 7_800_000, None, None),
]  # fmt: skip


class Clock:
    """The clock of an app in a test; turn it forward at will."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@dataclass
class World:
    """An office with its app."""

    app: Flask
    database: Engine
    clock: Clock
    cases: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)

    def client(self, user: str | None = None) -> "Browser":
        """Return a browser, with a login of its own when a user is named."""
        browser = Browser(self.app.test_client())
        if user:
            with transaction(self.database) as session:
                token, _ = sessions.begin(session, user, self.clock.now)
            browser.client.set_cookie("writ", token)
        return browser

    def task(self, name: str) -> Task:
        """Return a task as it is in the database now."""
        with Session(self.database) as session:
            return session.exec(select(Task).where(Task.id == self.tasks[name])).one()


@dataclass
class Browser:
    """A browser without JavaScript: takes the hidden fields of a page along when it posts its form."""

    client: FlaskClient

    def get(self, path: str, **headers: str) -> TestResponse:
        """Open a page; a file chosen on it must be able to come along."""
        answer = self.client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        if answer.mimetype == "text/html":
            assert forms_that_lose_files(answer.text) == []
        return answer

    def post(
        self, path: str, data: dict[str, object] | None = None, *, page: str | None = None, **headers: str
    ) -> TestResponse:
        """Send a form as the page it stands on would."""
        hidden = hidden_fields(self.get(page).text) if page else {}
        sent = {"Origin": "http://localhost"} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(path, data=hidden | (data or {}), headers=sent)


def forms_that_lose_files(html: str) -> list[str]:
    """Return the beginnings of forms that ask for a file and would send its name only. Source: HTML, form submission, encoding type."""
    forms = re.findall(r"<form\b.*?</form>", html, re.DOTALL)
    return [form[:120] for form in forms if 'type="file"' in form and 'enctype="multipart/form-data"' not in form.split(">", 1)[0]]


def hidden_fields(html: str) -> dict[str, object]:
    """Return token, key and revision that a page carries."""
    found = dict(re.findall(r'<input type="hidden" name="(_csrf|_key|_revision|_message)" value="([^"]*)"', html))
    return {name: value for name, value in found.items() if value}


def build(database: Engine, now: datetime, *, demo: bool = False) -> World:
    """Open the office: people, calendar, process, ten cases with a task each."""
    wiring.connect()
    clock = Clock(now)
    settings = Settings(secret_key=SecretStr("a secret for tests only, long enough"), demo=demo)
    app = create_app(settings, database)
    app.extensions["writ"] = Installation(settings, database, clock)
    world = World(app, database, clock)
    with transaction(database) as session:
        calendar.seed(session, now)
        people.seed_groups(session)
        for user, (name, name_zh, roles, groups) in PEOPLE.items():
            people.add(session, user, name, now, name_zh=name_zh, roles=roles, groups=groups)
        _give_passwords(session)
        engine.deploy(session, {path.name: path.read_bytes() for path in FILES.iterdir()}, IMPORT, now, "Tests")
        for row in CASES:
            _open(session, world, now, *row)
    return world


@cache
def _password_hash() -> str:
    """One hash for everybody and every test: making it is slow on purpose."""
    return people.hashed(PASSWORD)


def _give_passwords(session: Session) -> None:
    for user in session.exec(select(User)):
        user.password_hash = _password_hash()
        session.add(user)
    session.flush()


def _open(
    session: Session, world: World, now: datetime, name: str, name_zh: str, number: str, client: str, debtor: str,
    court: str, stage: str, amount: int, days: int | None, holder: str | None,
) -> None:  # fmt: skip
    case = file.create(session, IMPORT, now - timedelta(days=30), owner="alice")
    debtors = [{"id": None, "name": debtor, "role": "DEBTOR", "kind": "COMPANY"}]
    values = {
        "case.client.name": client, "case.debtors": debtors, "case.title.amount": Decimal(amount),
        "case.title.currency": "CNY", "case.stage": stage, "case.status": "OPEN",
    }  # fmt: skip
    file.write(session, case.id, values, IMPORT, now - timedelta(days=29))
    case.court, case.court_case_no = court, number
    session.add(case)
    due = None if days is None else day_of(now) + timedelta(days=days)
    variables = {
        "task_name": name, "task_name_zh": name_zh, "due": due, "group": "enforcement_lawyer",
        "today": day_of(now),
    }  # fmt: skip
    engine.start(session, "renew_freeze", case.id, variables, IMPORT, now)
    task = session.exec(select(Task).where(Task.case_id == case.id)).one()
    world.cases[name], world.tasks[name] = case.id, task.id
    if holder:
        engine.assign(session, task.id, holder, IMPORT, now)
    if days is not None and days < 4:
        deadlines.start(session, case.id, "DL-X-20", Subject("measure", "main"), _a_year_before(due), IMPORT, now)


def _a_year_before(day: date | None) -> date:
    assert day is not None
    return day.replace(year=day.year - 1) + timedelta(days=4)


def wall_off(world: World, name: str, *members: str) -> None:
    """Put a case behind a wall with only these members."""
    with transaction(world.database) as session:
        case_id = world.cases[name]
        session.add_all(CaseMember(case_id=case_id, user_id=member) for member in members)
        session.flush()
        visibility.set_access(session, case_id, "walled", IMPORT, world.clock.now)
