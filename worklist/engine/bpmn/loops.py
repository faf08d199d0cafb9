"""Read how often an activity is done. Source: BPMN 2.0.2 §10.3.8 (standard loop), §10.3.9 (multi-instance)."""

import re

from lxml import etree

from worklist.engine import expressions
from worklist.engine.bpmn.elements import Loop
from worklist.engine.bpmn.parts import Notes, camunda, check_attributes, check_camunda, condition, extensions
from worklist.engine.bpmn.xml import BPMN, DRAWING, ZEEBE, local, namespace
from worklist.engine.expressions import Text


def loop(notes: Notes, element: etree._Element) -> Loop | None:
    """Return the loop or multi-instance of an activity, None for what is done once. Raises FeelSyntaxError."""
    standard = element.find(f"{{{BPMN}}}standardLoopCharacteristics")
    return _members(notes, element) if standard is None else _standard_loop(notes, standard)


def _standard_loop(notes: Notes, loop: etree._Element) -> Loop:
    check_attributes(notes, loop, {"id", "testBefore", "loopMaximum"})
    text, maximum = loop.find(f"{{{BPMN}}}loopCondition"), loop.get("loopMaximum")
    if maximum is not None and not re.fullmatch(r"[1-9]\d{0,5}", maximum):
        notes.refuse(loop, f"the loop maximum {maximum!r} is no number from 1 to 999999", "Correct or remove it.")
        maximum = None
    if text is None and maximum is None:
        notes.refuse(loop, "a loop without condition or maximum never ends", "Give it a condition.")
    return Loop(
        sequential=True, is_standard=True, condition=condition(notes, text), test_before=loop.get("testBefore") == "true",
        maximum=int(maximum) if maximum else None,
    )  # fmt: skip


def _members(notes: Notes, element: etree._Element) -> Loop | None:
    loop = element.find(f"{{{BPMN}}}multiInstanceLoopCharacteristics")
    if loop is None:
        return None
    check_camunda(notes, loop, local(loop))
    check_attributes(notes, loop, {"id", "isSequential"})
    for member in loop:
        if local(member) not in {"loopCardinality", "completionCondition", "extensionElements", "documentation"}:
            notes.refuse(member, f"{local(member)!r} is not executed", _MEMBERS.get(local(member), "Use a collection with an element variable."))
    attributes, zeebe = camunda(loop), _zeebe(notes, loop)
    collection, cardinality = attributes.get("collection"), loop.findtext(f"{{{BPMN}}}loopCardinality")
    given = [text for text in (collection, cardinality, zeebe.get("inputCollection")) if text]
    if not given:
        notes.refuse(loop, "a multi-instance without collection or cardinality", "Give it a collection.")
    elif collection and zeebe.get("inputCollection"):
        notes.refuse(loop, "a multi-instance with two collections", "Remove one of them.")
    collection = collection or zeebe.get("inputCollection")
    return Loop(
        sequential=loop.get("isSequential") == "true", collection=_expression(collection),
        element=attributes.get("elementVariable") or zeebe.get("inputElement"), cardinality=_expression(cardinality),
        until=condition(notes, loop.find(f"{{{BPMN}}}completionCondition")), outputs=_outputs(notes, loop, zeebe),
    )


#: Why a member of a multi-instance is refused, and what to do instead.
_MEMBERS = {
    "complexBehaviorDefinition": "throw the event inside the activity",
    "loopDataOutputRef": "use an output collection (zeebe:loopCharacteristics)",
    "outputDataItem": "use an output collection (zeebe:loopCharacteristics)",
}


def _expression(text: str | None) -> Text | None:
    """Compile a collection or cardinality; a bare name or number is FEEL."""
    if not text or not text.strip():
        return None
    bare = "${" not in text and not text.strip().startswith("=")
    return expressions.read(f"={text}" if bare else text)


def _zeebe(notes: Notes, loop: etree._Element) -> dict[str, str]:
    """Return the attributes of zeebe:loopCharacteristics; other extensions are refused."""
    found: dict[str, str] = {}
    for member in extensions(loop):
        if namespace(member) == ZEEBE and local(member) == "loopCharacteristics":
            found |= {str(name): str(value) for name, value in member.attrib.items()}
        elif namespace(member) not in DRAWING:
            notes.refuse(member, f"{local(member)!r} is not executed on a multi-instance", "Remove it.")
    for name in sorted(found.keys() - {"inputCollection", "inputElement", "outputCollection", "outputElement"}):
        notes.refuse(loop, f"the attribute {name!r} of zeebe:loopCharacteristics is not executed", "Remove it.")
    return found


def _outputs(notes: Notes, loop: etree._Element, zeebe: dict[str, str]) -> dict[str, Text]:
    name, text = zeebe.get("outputCollection", ""), _expression(zeebe.get("outputElement"))
    if not name and text is None:
        return {}
    if not name or text is None:
        notes.refuse(loop, "an output collection needs an output element, and the other way round", "Give both.")
        return {}
    return {name: text}
