"""docs/bpmn.md tells what the reader executes and refuses, and leaves nothing of the allow-list out."""

from tools import bpmn_names as names
from tools.bpmn_table import EXECUTED, PAGE, answer, file, page, placed
from worklist.engine.bpmn import allowed


def test_the_page_says_what_the_reader_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: python -m tools.bpmn_table --write"


def test_every_element_of_the_allow_list_is_on_the_page() -> None:
    known = {*names.ELEMENTS, *names.ROOTS, *names.MEMBERS, *(f"{kind}EventDefinition" for kind in names.EVENTS)}
    # What every element has, and what is no element of its own.
    plain = {"documentation", "extensionElements", "incoming", "outgoing", "inputSet", "outputSet", "category"}
    asked = allowed.NODES | allowed.SILENT | allowed.MEMBERS | set(allowed.REFUSED_ELEMENTS)
    assert asked - known - plain - set(names.CAMUNDA_MEMBERS) == set()


def test_every_attribute_of_the_allow_list_is_on_the_page() -> None:
    known = {name for name, *_ in names.ATTRIBUTES}
    asked = set().union(*allowed.ATTRIBUTES.values()) | set(allowed.HARMLESS)
    drawn = {"id", "name", "isMarkerVisible", "isCollection"}  # of every element, of the drawing, of a data object
    assert asked - known - drawn == set()


def test_every_camunda_attribute_of_the_allow_list_is_on_the_page() -> None:
    for tag, attributes in allowed.CAMUNDA_EXECUTED.items():
        assert {name for name in attributes if tag not in names.CAMUNDA.get(name, ((), ""))[0]} == set(), tag
    assert set(allowed.CAMUNDA_REFUSED) - set(names.CAMUNDA) == set()


def test_every_kind_of_event_is_on_the_page() -> None:
    assert set().union(*allowed.EVENT_DEFINITIONS.values()) - set(names.EVENTS) == set()


def test_a_refusal_is_told_from_what_is_executed() -> None:
    assert answer(placed("userTask", 'camunda:assignee="u"'), "camunda:assignee ") == EXECUTED
    assert "Use an external task" in answer(placed("serviceTask", 'camunda:class="a.B"'), "camunda:class ")
    assert answer(file("<bpmn:complexGateway id='g'/>"), "complexGateway") != EXECUTED
