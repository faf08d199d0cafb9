"""What is parsed once per process holds no session: no engine, pool or test database lives on because a definition is cached."""

import gc
import weakref
from functools import lru_cache

from sqlmodel import Session

from db.models import DefinitionKind
from db.session import reading, transaction
from tests.engine.diagrams import end, process, start, user
from worklist import engine
from worklist.engine import deployments

DIAGRAM = process("p", start("a"), user("b"), end("c"), flows=("a > b > c",))


def lives_after(database, ask):
    """Return whether a session lives on after it was closed and let go."""
    session = Session(database)
    ask(session)
    session.close()
    seen = weakref.ref(session)
    del session
    gc.collect()
    return seen() is not None


def deployed(database, alice, now):
    with transaction(database) as session:
        engine.deploy(session, {"p.bpmn": DIAGRAM}, alice, now)
        return deployments.latest(session, DefinitionKind.PROCESS, "p").id


def test_no_cache_holds_a_session(database, alice, now):
    found = deployed(database, alice, now)
    with reading(database) as session:
        deployment_id = deployments.deployment_of(session, found)
    asked = [
        lambda s: deployments.spec_of(s, found), lambda s: deployments.deployment_of(s, found), lambda s: deployments.tagged(s, "p", "x"),
        lambda s: deployments.pinned_id(s, DefinitionKind.FORM, deployment_id, "none"),
    ]  # fmt: skip
    for cached in (deployments._spec, deployments._deployment, deployments._version_tag, deployments._pinned):
        cached.cache_clear()
    assert [lives_after(database, ask) for ask in asked] == [False] * 4


def test_a_cache_whose_key_held_it_would_keep_it(database, alice, now):
    found = deployed(database, alice, now)

    @lru_cache(maxsize=8)
    def keeps(definition_id, source):
        return source.read().deployment_id

    assert lives_after(database, lambda s: keeps(found, deployments._Source(s, found))) is True
