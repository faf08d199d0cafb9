"""What somebody does while a court is silent, while a task is not finished, and every month."""

from collections.abc import Mapping
from typing import Any

from worklist import engine
from worklist.demo.plot import Scene
from worklist.demo.telling import Telling
from worklist.engine.forms import drafts
from worklist.identity import actor

#: Tasks in which somebody asks the court how far it is (form chase_court).
CHASES = ("_chase", "chase_progress")
#: What comes back every month: the standing search, which finds nothing, and the report to the client.
ROUTINE: Mapping[str, Mapping[str, Any]] = {
    "choose_searches": {"searches": ["PLATFORMS"]}, "search_company_platforms": {}, "record_clue": {"new_clues": 0},
    "approve_report": {"approved": True, "report_note": "As drafted"},
}  # fmt: skip


def answers_chases(t: Telling) -> None:
    """Whoever has the case asks the court, wherever it has been silent too long."""
    for element in t.teller.open_tasks():
        if element.endswith(CHASES):
            t.does(element, chase_result="CHASED", contact="Registry", note="No news yet; ask again")


def keeps_up(t: Telling) -> None:
    """The investigator goes through the platforms again, and the partner lets the month's report go out."""
    while due := [element for element in t.teller.open_tasks() if element in ROUTINE]:
        t.does(due[0], ROUTINE[due[0]])


def begins_to_write(element: str, **texts: str) -> Scene:
    """Return the scene in which the owner claims a task and leaves it half written."""

    def scene(t: Telling) -> None:
        session, task = t.teller.session, t.teller.task(element)
        engine.claim(session, task.id, actor(session, t.owner), t.teller.now)
        drafts.save(session, task.id, t.owner, {name: [text] for name, text in texts.items()}, t.teller.now)

    return scene
