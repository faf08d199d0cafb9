"""Deploying on the page: what it says about files that are taken, but not quite right."""

from io import BytesIO

from tests.feel.models import decision, definitions, table
from tests.web.world import World


def test_the_warnings_of_a_deployment_are_told_on_the_page(world: World) -> None:
    tables = [decision(f"t{number}", table(["n"], ["out"], ["< 5 | 1"])) for number in range(8)]
    browser = world.client("otto")
    sent = {"files": [(BytesIO(definitions(*tables)), "gaps.dmn")], "name": "gaps"}
    assert browser.post("/definitions", sent, page="/definitions").status_code == 303
    page = browser.get("/definitions").text
    assert page.count("no row answers n = 5 or &gt; 5") == 6
    assert "…</p>" in page
