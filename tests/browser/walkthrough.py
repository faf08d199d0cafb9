"""Make the pictures of docs/walkthrough.md: `python -m tests.browser.walkthrough`. Plays one case and takes a picture at each stage."""

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from pydantic import SecretStr
from sqlmodel import Session, col, select
from werkzeug.serving import make_server

from db import migrate
from db.models import Task, TaskState
from db.session import open_database, transaction
from tests.browser.conftest import CHROMIUM, SWITCHES
from tests.processes import impasse, thames
from tests.processes.file_note import PAPER, Case
from tests.processes.installation import INSTALLED_ON, install
from tests.processes.team import TEAM
from tests.web.world import Clock
from worklist.app import create_app
from worklist.cases import people
from worklist.cases.accounts import sessions
from worklist.config import Settings
from worklist.web.current import Installation

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "walkthrough"
NAMES = {"enforcement_lawyer": "Li Wei", "foreign_desk": "Wang Jing", "partner": "Chen Xi", "finance": "Zhou Lan", "intake": "Xu Ning"}


class Album:
    """Takes pictures of a case as somebody of the team sees it on a day."""

    def __init__(self, page: Page, address: str, clock: Clock, case: Case) -> None:
        self.page, self.address, self.clock, self.case = page, address, clock, case

    def shoot(self, name: str, group: str, path: str) -> None:
        """Keep a picture of a page."""
        self.clock.now = self.case.now
        self.case.session.commit()  # the pages write too
        with transaction(self.case.session.get_bind()) as session:
            token, _ = sessions.begin(session, f"{group}_1", self.case.now)
        self.page.context.add_cookies([{"name": "writ", "value": token, "url": self.address}])
        self.page.goto(self.address + path)
        self.page.wait_for_load_state("networkidle")
        self.page.screenshot(path=PICTURES / f"{name}.png")

    def task(self, name: str, element: str, group: str) -> None:
        """Keep a picture of an open task."""
        query = select(Task.id).where(col(Task.case_id) == self.case.case_id, col(Task.element_id) == element, col(Task.state) == TaskState.OPEN)
        task = self.case.session.exec(query).one()
        self.shoot(name, group, f"/tasks/{task}")

    def of_case(self, name: str, part: str = "", group: str = "enforcement_lawyer") -> None:
        """Keep a picture of the page of the case, or of a part of it."""
        self.shoot(name, group, f"/cases/{self.case.case_id}{part}")


@contextmanager
def album(folder: Path) -> Iterator[Album]:
    """Yield an album of a case nobody has opened yet, in an installation of its own."""
    url = f"sqlite:///{folder}/walkthrough.db"
    fresh = open_database(url)
    migrate.upgrade(fresh)
    fresh.dispose()
    database = install(url)
    with transaction(database) as session:
        for group in people.GROUPS:
            people.add(session, f"{group}_1", NAMES.get(group, group.title()), INSTALLED_ON, roles=["case_worker", "manager"], groups=[group])
    clock, settings = Clock(INSTALLED_ON), Settings(secret_key=SecretStr("a secret for pictures only, long enough"), var_dir=folder)
    app = create_app(settings, database)
    app.extensions["writ"] = Installation(settings, database, clock)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright, Session(database, expire_on_commit=False) as session:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce", locale="en-GB").new_page()
        yield Album(page, f"http://127.0.0.1:{server.server_port}", clock, Case(session, TEAM))
        browser.close()
    server.shutdown()


def taken_in(album: Album) -> None:
    """The day before the filing: the case as intake has left it."""
    thames.SC01.told(album.case, thames.FILED - timedelta(days=1))
    album.of_case("1-case", group="foreign_desk")


def filed(album: Album) -> None:
    """The application is filed: the clocks run."""
    thames.SC01.told(album.case, thames.FILED)
    album.of_case("2-deadlines", "/deadlines")


def recognised(album: Album) -> None:
    """The ruling is in."""
    thames.SC01.told(album.case, date(2026, 6, 1))
    album.of_case("3-ruling", group="foreign_desk")


def enforced(album: Album) -> None:
    """Enforcement opens, finds nothing, and the partner chooses among the remedies."""
    case = album.case
    impasse.enforced(case)
    album.of_case("4-enforcement", "/flow")
    impasse.reviewed(case.on(impasse.REVIEWED), "DEADLOCK", search_exhausted=False, cannot_pay="YES")
    album.task("5-deadlock", "review_shareholders_directors", "enforcement_lawyer")


def bankrupt(album: Album) -> None:
    """The case is transferred to bankruptcy, the claim is filed, and the dividend is booked."""
    case = album.case
    impasse.deadlocked(case)
    album.task("6-remedies", "choose_remedies", "partner")
    impasse.chooses(case, "BANKRUPTCY")
    [debtor] = case.ids("debtors")
    party, day = {"party_id": debtor}, impasse.COLLECTED + timedelta(days=20)
    rank = {"id": debtor, "our_rank": 4, "freeze_cover_ratio": 0, "insolvent": "YES", "several_creditors": "YES"}
    case.does("collect_rank", {"case.debtors": [rank], "case.findings.cannot_pay": "YES"}, applied_by_other=False)
    case.does("advise_transfer", transfer_choice="APPLY", expected_by_rank=0, expected_pro_rata=300_000, reason="All is frozen for others")
    case.does("apply_transfer", filed_date=impasse.COLLECTED, paper=PAPER)
    case.on(day).receives("transfer_decision", party, result="SENT", event_date=day)
    case.receives("bankruptcy_decision", party, decision="ACCEPTED", event_date=day)
    case.receives("claims_notice", party, event_date=day, claim_by=date(2026, 10, 20), administrator="Two Oaks LLP")
    album.task("7-claim", "file_claim", "litigator")
    case.does("file_claim", filed_date=day, claim_amount=Decimal(2_400_000), claim_basis=PAPER)
    case.receives("claim_review_result", party, claim_accepted=True, amount=Decimal(2_400_000), event_date=day)
    case.receives("creditors_meeting_notice", party, meeting_date=day, resolution_date=day)
    case.does("attend_creditors_meeting", attended_on=day, attack=False, avoidance=False)
    case.receives("dividend", party, event_date=day, amount=Decimal(300_000), currency="GBP")
    entry = {"amount": Decimal(300_000), "currency": "GBP", "value_date": day, "item_id": case.ids("title.items")[0]}
    case.does("book_dividend", {"case.ledger": [entry]})
    album.of_case("8-dividend", "/money", "finance")


def play(*scenes: Callable[[Album], None]) -> None:
    """Play scenes, each in an installation of its own: a story is always told from its beginning."""
    for scene in scenes:
        folder = Path(tempfile.mkdtemp())
        try:
            with album(folder) as pictures:
                scene(pictures)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    PICTURES.mkdir(parents=True, exist_ok=True)
    play(taken_in, filed, recognised, enforced, bankrupt)
