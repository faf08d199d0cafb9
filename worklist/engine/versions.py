"""Find the version of a definition that a node means. Source: Camunda 7 manual, call activity, DMN binding, Camunda Forms."""

from sqlmodel import Session, col, select

from db.models import Definition
from worklist.engine import deployments
from worklist.engine.bindings import Binding
from worklist.engine.bpmn import Node
from worklist.errors import NotFound, Phrase


def bound_id(session: Session, binding: Binding, node: Node, key: str, deployment_id: str) -> str:
    """Return the definition that a node of a deployment means by a key. Raises NotFound with what was looked for."""
    how, found, which = binding.of(node), None, Phrase("is not deployed")
    if how == "latest":
        found = deployments.latest_id(session, binding.kind, key)
    elif how == "deployment":
        found = deployments.pinned_id(session, binding.kind, deployment_id, key)
        which = Phrase("was not deployed with the process or before it")
    elif how == "version":
        version = int(binding.word(node, "Version"))
        query = select(Definition.id).where(col(Definition.kind) == binding.kind, col(Definition.key) == key)
        found = session.exec(query.where(col(Definition.version) == version)).first()
        which = Phrase("is not deployed in version %(version)s", version=version)
    else:
        tag = binding.word(node, "VersionTag")
        tagged = deployments.tagged(session, key, tag)
        found = tagged[0] if len(tagged) == 1 else None
        which = Phrase(
            "is deployed %(count)s times with the version tag '%(tag)s', expected once", count=len(tagged), tag=tag
        )
    if found is None:
        raise NotFound("the %(kind)s '%(key)s' %(which)s", kind=deployments.KINDS.get(binding.kind, binding.kind), key=key, which=which)
    return found
