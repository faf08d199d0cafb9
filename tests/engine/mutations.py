"""Damage a diagram at random: what a broken tool, a bad merge or a hostile hand may make of it."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable

from lxml import etree

from worklist.engine.bpmn.xml import BPMN, CAMUNDA, DRAWING

#: Values that attributes and texts are replaced by.
VALUES = (
    "", " ", "0", "-1", "true", "false", "external", "${", "${}", "${a.b.c}", "${x > }", "=", "=[1, 2", "=1/0", "= {}", "R/PT0S",
    "P0D", "-P1D", "2026-02-30", "x" * 10_000, "\u202e中文", "#process", "start", "None", "1e999", "P99999999Y", "R9/2026-01-01/PT1S",
)  # fmt: skip
#: Tags that elements are turned into, executed and refused ones.
TAGS = (
    "userTask", "task", "subProcess", "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway",
    "complexGateway", "startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent",
    "callActivity", "receiveTask", "transaction", "adHocSubProcess", "sequenceFlow", "timerEventDefinition",
    "errorEventDefinition", "terminateEventDefinition", "compensateEventDefinition", "cancelEventDefinition", "association", "multiInstanceLoopCharacteristics", "laneSet", "process",
)  # fmt: skip
REFERENCES = ("id", "sourceRef", "targetRef", "attachedToRef", "default", "messageRef", "signalRef", "errorRef", "calledElement", "activityRef")
FLAGS = ("isInterrupting", "cancelActivity", "triggeredByEvent", "isExecutable", "isSequential", "isForCompensation", "waitForCompletion")


def damaged(source: bytes, seed: int) -> bytes:
    """Return a diagram after one to four random changes, or after random bytes got into it."""
    chance = random.Random(seed)
    if chance.random() < 0.15:
        return _scrambled(source, chance)
    root = etree.fromstring(source)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        chance.choice(CHANGES)(root, chance)
    return bytes(etree.tostring(root))


def undrawn(source: bytes) -> bytes:
    """Return a diagram without its drawing, so that changes hit what runs."""
    root = etree.fromstring(source)
    for member in list(root):
        if etree.QName(member).namespace in DRAWING:
            root.remove(member)
    return bytes(etree.tostring(root))


def _scrambled(source: bytes, chance: random.Random) -> bytes:
    raw = bytearray(source)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(raw))
        raw[at : at + chance.choice((0, 1, 1, 40))] = chance.randbytes(chance.choice((0, 1, 1, 3)))
    return bytes(raw)


def _one(root: etree._Element, chance: random.Random) -> etree._Element:
    return chance.choice(list(root.iter())[1:] or [root])


def _drop(root: etree._Element, chance: random.Random) -> None:
    element = _one(root, chance)
    parent = element.getparent()
    if parent is not None and len(list(root.iter())) > 3:
        parent.remove(element)


def _double(root: etree._Element, chance: random.Random) -> None:
    element = _one(root, chance)
    parent = element.getparent()
    if parent is None:
        return
    twin = copy.deepcopy(element)
    if chance.random() < 0.7:
        for number, inner in enumerate(twin.iter()):
            if inner.get("id"):
                inner.set("id", f"{inner.get('id')}_twin{number}")
    parent.append(twin)


def _swap(root: etree._Element, chance: random.Random) -> None:
    """Swap two elements, wherever they stand; one may end up inside the other's scope."""
    one, other = _one(root, chance), _one(root, chance)
    if one in list(other.iter()) or other in list(one.iter()) or one.getparent() is None or other.getparent() is None:
        return
    mark = etree.Element("mark")
    one.getparent().replace(one, mark)
    other.getparent().replace(other, one)
    mark.getparent().replace(mark, other)


def _move(root: etree._Element, chance: random.Random) -> None:
    element, target = _one(root, chance), _one(root, chance)
    if target not in list(element.iter()):
        target.append(element)


def _refer(root: etree._Element, chance: random.Random) -> None:
    """Let a reference name another element, or give an element another's id."""
    name = chance.choice(REFERENCES)
    holders = [element for element in root.iter() if element.get(name)]
    known = [element.get("id") for element in root.iter() if element.get("id")]
    if holders and known:
        chance.choice(holders).set(name, chance.choice([*known, "nowhere"]))


def _revalue(root: etree._Element, chance: random.Random) -> None:
    element = _one(root, chance)
    if element.attrib and chance.random() < 0.7:
        element.set(chance.choice(list(element.attrib)), chance.choice(VALUES))
    else:
        element.text = chance.choice(VALUES)


def _lose(root: etree._Element, chance: random.Random) -> None:
    element = _one(root, chance)
    if element.attrib:
        del element.attrib[chance.choice(list(element.attrib))]


def _flag(root: etree._Element, chance: random.Random) -> None:
    _one(root, chance).set(chance.choice(FLAGS), chance.choice(("true", "false", "maybe")))


def _retag(root: etree._Element, chance: random.Random) -> None:
    _one(root, chance).tag = f"{{{chance.choice((BPMN, BPMN, BPMN, CAMUNDA))}}}{chance.choice(TAGS)}"


def _nest(root: etree._Element, chance: random.Random) -> None:
    """Wrap an element into sub-processes, now and then deeper than anybody draws."""
    element = _one(root, chance)
    parent = element.getparent()
    if parent is None:
        return
    for number in range(chance.choice((1, 3, 300))):
        wrap = etree.SubElement(parent, f"{{{BPMN}}}subProcess", id=f"wrap{number}")
        wrap.append(element)
        element = wrap


CHANGES: tuple[Callable[[etree._Element, random.Random], None], ...] = (
    _drop, _drop, _double, _swap, _move, _refer, _refer, _refer, _revalue, _revalue, _lose, _flag, _retag, _nest,
)  # fmt: skip
