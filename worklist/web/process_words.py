"""What processes are called. Asked for by their keys, which timelines and trees carry."""

from flask import current_app

from worklist.cases.accounts import Session
from worklist.engine import queries
from worklist.engine.forms import Words
from worklist.web import current

#: Where an app keeps the names, with the deployment that they were read after.
KEPT = "writ.process_words"


def of(key: str) -> str:
    """Return what a process is called in the language of the request; the key in words when none is deployed."""
    with current.reading() as session:
        named = _names(session).get(key)
    return named.said(current.language()) if named else key.replace("_", " ").capitalize()


def _names(session: Session) -> dict[str, Words]:
    """Return the names of all processes by key, read anew only after a deployment."""
    last = next((deployment.id for deployment in queries.deployments_of_late(session, limit=1)), None)
    kept: tuple[str | None, dict[str, Words]] = current_app.extensions.get(KEPT, (None, {}))
    if kept[0] == last:
        return kept[1]
    found = [version.definition for version in queries.newest(session) if version.definition.kind == "process"]
    names = {one.key: Words(one.name or one.key, one.name_zh or "") for one in found}
    current_app.extensions[KEPT] = (last, names)
    return names
