"""Read how often an activity is done. Source: BPMN 2.0.2 §10.3.8 (standard loop), §10.3.9 (multi-instance)."""

import re

from lxml import etree

from worklist.engine import expressions
from worklist.engine.bpmn.elements import Loop
from worklist.engine.bpmn.parts import Notes, camunda, check_attributes, check_camunda, condition
from worklist.engine.bpmn.xml import BPMN, local


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
            notes.refuse(member, f"{local(member)!r} is not executed", "Use a collection with an element variable.")
    attributes = camunda(loop)
    collection, cardinality = attributes.get("collection"), loop.findtext(f"{{{BPMN}}}loopCardinality")
    if not collection and not cardinality:
        notes.refuse(loop, "a multi-instance without collection or cardinality", "Give it a collection.")
    if collection and "${" not in collection and not collection.startswith("="):
        collection = f"={collection}"
    if cardinality and "${" not in cardinality and not cardinality.strip().startswith("="):
        cardinality = f"={cardinality}"
    return Loop(
        sequential=loop.get("isSequential") == "true",
        collection=expressions.read(collection) if collection else None,
        element=attributes.get("elementVariable"),
        cardinality=expressions.read(cardinality) if cardinality else None,
        until=condition(notes, loop.find(f"{{{BPMN}}}completionCondition")),
    )
