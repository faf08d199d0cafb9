"""What stands beside the work: documents and their copies, a period that waits for a day, reference data; in Chromium, wide and narrow."""

from datetime import date

import pytest

from db.session import transaction
from tests.browser.conftest import Office, ready
from tests.browser.test_accessibility import MINE, faults
from tests.cases.papers.pdfs import pdf
from tests.web.test_redactions import ID, recorded
from worklist.cases import deadlines, file, reference
from worklist.cases.deadlines import Subject
from worklist.identity import IMPORT

REFERENCE = ("/reference", "/reference/rule_sets", "/reference/asset_classes", "/reference/country_table/rows/FR", "/reference/periods", "/reference/rest-days")


def waiting(office: Office) -> str:
    """Start the two years of a title whose period for performance nobody told; return the address of its page."""
    world, effect = office.world, date(2025, 3, 20)
    with transaction(world.database) as session:
        file.write(session, world.cases[MINE], {"case.title.instrument_type": "JUDGMENT_MONEY", "case.title.effective_date": effect}, IMPORT, world.clock.now)
        row = deadlines.start(session, world.cases[MINE], "DL-X-10", Subject("title", "main"), effect, IMPORT, world.clock.now)
        reference.seed(session, world.clock.now)
        return f"/cases/{world.cases[MINE]}/deadlines/{row.id}"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_have_no_violation_and_do_not_scroll_sideways(office: Office, language: str, width: int) -> None:
    period, document = waiting(office), recorded(office.world)
    found = []
    for user, paths in (("alice", (period, document, f"{document}/redact")), ("otto", REFERENCE)):
        page = office.person(user, language=language, width=width, height=844)
        for path in paths:
            page.goto(path)
            found += faults(ready(page))
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{path} scrolls sideways")
    assert "\n".join(found) == ""


@pytest.mark.parametrize(("content", "said"), [
    (pdf(f"still {ID}"), "still in the copy"),
    (pdf("", scanned=(1,)), "not looked through"),
])  # fmt: skip
def test_a_redacted_copy_is_chosen_sent_and_looked_through(office: Office, content: bytes, said: str) -> None:
    document = recorded(office.world)
    page = office.person("alice")
    page.goto(f"{document}/redact")
    for name, value in (("purpose", "FOR_CLIENT"), ("maker", "MADE_BY_US"), ("request", "NONE")):
        page.select_option(f"select[name={name}]", value)
    page.fill("[name=reason]", "S2.7-05")
    page.set_input_files("input[type=file]", {"name": "copy.pdf", "mimeType": "application/pdf", "buffer": content})
    page.click("form button.main")
    page.wait_for_url(f"**{document}")
    assert said in ready(page).inner_text("main")
