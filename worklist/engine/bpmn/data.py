"""Arrows from and to data objects: what Camunda Modeler draws is drawing only, what would move data is refused.

Source: BPMN 2.0.2 §10.4; Camunda 7 manual, data objects (not executed).
"""

from lxml import etree

from worklist.engine.bpmn.xml import local

#: Members of an activity or event that this module judges.
ARROWS = frozenset({"property", "dataInputAssociation", "dataOutputAssociation"})
#: The property that Camunda Modeler adds to an element so that an arrow has somewhere to end.
PLACEHOLDER = "__targetRef_placeholder"
#: What to do instead of a property, or of an association that moves data.
REMEDIES = {
    "property": "use a variable",
    "dataInputAssociation": "use input parameters; an arrow from a data object is drawn without them",
    "dataOutputAssociation": "use output parameters; an arrow to a data object is drawn without them",
}
_ENDS = {"dataInputAssociation": {"sourceRef", "targetRef"}, "dataOutputAssociation": {"targetRef"}}


def refusal(member: etree._Element) -> str | None:
    """Return why a property or data association is refused, None for one that Camunda Modeler draws."""
    tag = local(member)
    if tag == "property":
        return None if _is_placeholder(member) else "'property' is not executed"
    ends = [child for child in member if local(child) not in {"documentation", "extensionElements"}]
    is_arrow = {local(child) for child in ends} <= _ENDS[tag] and (tag == "dataOutputAssociation" or _ends_at_placeholder(member, ends))
    return None if is_arrow and ends else f"a {tag!r} that moves data is not executed"


def _is_placeholder(element: etree._Element) -> bool:
    return local(element) == "property" and element.get("name") == PLACEHOLDER and not len(element)


def _ends_at_placeholder(member: etree._Element, ends: list[etree._Element]) -> bool:
    targets = {(end.text or "").split(":")[-1].strip() for end in ends if local(end) == "targetRef"}
    holder = member.getparent()
    beside = {sibling.get("id") for sibling in holder if _is_placeholder(sibling)} if holder is not None else set()
    return len(targets) == 1 and targets <= beside
