"""Fixtures of browser tests: a served office, and real Chromium."""

import logging
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from werkzeug.serving import make_server

from db.session import open_database
from tests.databases import SQLite
from tests.web.world import PASSWORD, World, build
from worklist.clock import COURT_TZ

CHROMIUM = os.environ.get("WRIT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SCREENSHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=COURT_TZ)
#: Answers that a test provokes; the console notes them, which is no fault of the page.
EXPECTED = ("409", "422", "403", "404", "429")


def pytest_configure(config: pytest.Config) -> None:
    if CHROMIUM is None:
        pytest.exit("Chromium not found: apt-get install chromium, or set WRIT_CHROMIUM", 2)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests."""
    playwright: Playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@dataclass
class Office:
    """A served office and the people who sit at browsers."""

    world: World
    address: str
    chromium: Browser
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def visitor(self, *, width: int = 1440, height: int = 900, language: str = "en", scripts: bool = True) -> Page:
        """Return a page of a browser of its own."""
        context = self.chromium.new_context(
            base_url=self.address, viewport={"width": width, "height": height}, reduced_motion="reduce",
            locale="zh-CN" if language == "zh" else "en-GB", timezone_id="Asia/Shanghai", java_script_enabled=scripts,
        )  # fmt: skip
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" and not any(status in text for status in EXPECTED):
            self.faults.append(text)

    def person(self, user: str, *, language: str = "en", width: int = 1440, height: int = 900, scripts: bool = True) -> Page:
        """Return the page of somebody who has logged in."""
        page = self.visitor(width=width, height=height, language=language, scripts=scripts)
        page.goto("/login")
        page.fill("#user", user)
        page.fill("#password", PASSWORD)
        page.click("button.main")
        page.wait_for_url("**/tasks" if user not in {"root", "charlie"} else "**")
        if language == "zh":
            page.click(".me button")
        return page


@pytest.fixture
def office(sqlite: SQLite, chromium: Browser) -> Iterator[Office]:
    """An office served on a free port. At the end no page may have complained."""
    url = sqlite.create()
    database = open_database(url)
    world = build(database, NOW, demo=True)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, world.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    office = Office(world, f"http://127.0.0.1:{server.server_port}", chromium)
    try:
        yield office
    finally:
        for context in office.contexts:
            context.close()
        server.shutdown()
        thread.join()
        server.server_close()
        database.dispose()
        sqlite.drop(url)
    assert office.faults == []


def ready(page: Page) -> Page:
    """Wait until the page's own script has run."""
    page.wait_for_selector("html[data-ready]")
    return page


def shoot(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep a picture of the page under var/screenshots."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=whole)
