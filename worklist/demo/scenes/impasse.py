"""When enforcement finds nothing: the end of the current proceedings, and what may still come of it."""

from worklist.demo.plot import Scene
from worklist.demo.scenes.enforcement import NOTHING, reviews
from worklist.demo.telling import Telling


def checks_conditions(t: Telling) -> None:
    """The lawyer agrees that the conditions for ending the current proceedings are met."""
    values = {"case.findings.search_exhausted": True, "case.findings.restrictions_done": True}
    t.does("check_termination_conditions", values, months_since_docketing=4, agree=True)


def terminated(t: Telling) -> None:
    """The ruling that ends the current proceedings is served."""
    t.receives("termination_ruling", closure_kind="TERM_CURRENT", event_date=t.day, served_date=t.day)


def informs_client(t: Telling) -> None:
    """The client is told what the ruling means."""
    t.does("inform_client", informed_date=t.day, client_answer="Keep looking")


def accepts_termination(t: Telling) -> None:
    """The partner leaves the ruling as it is."""
    t.does("object_choice", object=False, reason="Nothing was found")


def reviews_shareholders(**findings: str) -> Scene:
    """Return the scene in which the investigator looks at shareholders and directors; findings as YES, NO, UNKNOWN."""

    def scene(t: Telling) -> None:
        known = {"capital_unpaid": "NO", "sole_shareholder": "NO", "deregistered": "NO", **findings}
        values = {f"case.findings.{name}": value for name, value in known.items()}
        t.does("review_shareholders_directors", values, shareholders="Two natural persons", directors="One director")

    return scene


def collects_facts(*acts: dict[str, object], hidden: str = "NO", idle: str = "NO") -> Scene:
    """Return the scene in which the investigator lists suspicious acts; days in them count back from the scene's day."""

    def scene(t: Telling) -> None:
        listed = [{name: value(t) if callable(value) else value for name, value in act.items()} for act in acts]
        values = {
            "case.acts": [{"party_id": t.debtor, **act} for act in listed], "case.findings.hidden_assets": hidden,
            "case.findings.idle_receivable": idle, "case.findings.debtor_insufficient": "YES",
            "case.findings.cannot_pay": "YES",
        }  # fmt: skip
        t.does("collect_facts", values)

    return scene


def chooses(remedy: str, *, act: int | None = None) -> Scene:
    """Return the scene in which the partner chooses a remedy against the debtor or about one of the acts."""

    def scene(t: Telling) -> None:
        chosen = {
            "remedy": remedy, "target_party_id": t.debtor, "act_id": None if act is None else t.ids("acts")[act],
        }  # fmt: skip
        t.does("choose_remedies", chosen_remedies=[chosen], reason="The best that the facts give")

    return scene


DEADLOCK = NOTHING.then(40, reviews("DEADLOCK", debtor_insufficient="YES", cannot_pay="YES"))
EXHAUSTED = NOTHING.then(80, reviews("NOTHING_FOUND", search_exhausted=True, debtor_insufficient="YES"))
