"""What somebody does while a court is silent."""

from worklist.demo.telling import Telling

#: Tasks in which somebody asks the court how far it is (form chase_court).
CHASES = ("_chase", "chase_progress")


def answers_chases(t: Telling) -> None:
    """Whoever has the case asks the court, wherever it has been silent too long."""
    for element in t.teller.open_tasks():
        if element.endswith(CHASES):
            t.does(element, chase_result="CHASED", contact="Registry", note="No news yet; ask again")
