"""Read the parts of one element: attributes, extensions, event definitions, loops."""

import re
from datetime import UTC, datetime
from typing import Protocol

from lxml import etree

from worklist.engine import due, expressions
from worklist.engine.bpmn import allowed, data
from worklist.engine.bpmn.elements import Event, Node
from worklist.engine.bpmn.xml import BPMN, CAMUNDA, DRAWING, OPERATON, ZEEBE, local, namespace
from worklist.engine.expressions import Text

#: Extension properties that the engine reads.
ENGINE_PROPERTIES = {"writ:deadline", "writ:at", "writ:renews"}


class Notes(Protocol):
    """Where problems are noted."""

    names: dict[str, etree._Element]

    def refuse(self, element: etree._Element, message: str, remedy: str = "") -> None:
        """Note an error."""

    def warn(self, element: etree._Element, message: str, remedy: str = "") -> None:
        """Note a warning."""


def camunda(element: etree._Element) -> dict[str, str]:
    """Return the camunda: (or operaton:) attributes of an element."""
    found = {}
    for name, value in element.attrib.items():
        qualified = etree.QName(name)
        if qualified.namespace in (CAMUNDA, OPERATON):
            found[qualified.localname] = str(value)
    return found


def extensions(element: etree._Element) -> list[etree._Element]:
    """Return the members of the extension elements."""
    box = element.find(f"{{{BPMN}}}extensionElements")
    return [] if box is None else list(box)


def properties(element: etree._Element) -> dict[str, str]:
    """Return the camunda:properties of an element."""
    return {
        member.get("name", ""): member.get("value", "")
        for group in extensions(element)
        if local(group) == "properties"
        for member in group
    }


def history_days(notes: Notes, element: etree._Element) -> int | None:
    """Return historyTimeToLive in days, None when not given. Source: Camunda 7 manual, history cleanup."""
    text = camunda(element).get("historyTimeToLive", "")
    match = re.fullmatch(r"P?(\d{1,6})D?", text)
    if text and not match:
        notes.refuse(element, f"the history time to live {text!r} is no number of days", "Write P3650D.")
    return int(match[1]) if match else None


def check_attributes(notes: Notes, element: etree._Element, names: set[str]) -> None:
    """Refuse attributes without namespace that are not executed."""
    for name, value in element.attrib.items():
        qualified = etree.QName(name)
        if qualified.namespace:
            if qualified.namespace not in DRAWING | {CAMUNDA, OPERATON}:
                notes.refuse(element, f"the attribute {qualified.localname!r} of {qualified.namespace} is not executed",
                             "Use the profile Camunda Platform 7.24.")  # fmt: skip
        elif name not in names and allowed.HARMLESS.get(str(name)) != value:
            remedy = allowed.ATTRIBUTES_REFUSED.get(str(name), "Remove it.")
            notes.refuse(element, f"the attribute {name}={value!r} is not executed", remedy)


def check_camunda(notes: Notes, element: etree._Element, tag: str) -> None:
    """Refuse camunda: attributes that are not executed."""
    executed = allowed.CAMUNDA_EXECUTED.get(tag, set())
    for name, value in camunda(element).items():
        if name in executed or tag in allowed.ASYNC.get(name, ()) or (name in allowed.ASYNC and value == "false"):
            continue
        remedy = allowed.CAMUNDA_REFUSED.get(name, "remove it")
        notes.refuse(element, f"camunda:{name} is not executed on a {tag}", remedy[0].upper() + remedy[1:] + ".")


def check_language(notes: Notes, element: etree._Element) -> None:
    """Refuse an expression in a language that is not executed."""
    language = (element.get("language") or "").lower()
    if language not in {"", "juel"} and not language.endswith("feel"):
        notes.refuse(element, f"the language {language!r} is not executed", "Choose FEEL.")


def condition(notes: Notes, element: etree._Element | None) -> Text | None:
    """Return a compiled condition, None where there is none. Raises FeelSyntaxError."""
    if element is None:
        return None
    check_language(notes, element)
    try:
        return expressions.read_condition(element.text or "", element.get("language"))
    except ValueError as error:
        notes.refuse(element, str(error), "Write ${…} or a FEEL expression that begins with =.")
        return None


def node(notes: Notes, element: etree._Element, tag: str, scope: str | None) -> Node:
    """Return a flow node with everything it executes. Raises FeelSyntaxError."""
    of_kind = allowed.ATTRIBUTES["activity"] if tag in allowed.ACTIVITIES else set()
    check_attributes(notes, element, allowed.ATTRIBUTES["*"] | of_kind | allowed.ATTRIBUTES[tag])
    check_camunda(notes, element, tag)
    result = Node(
        id=element.get("id", ""), kind="subProcess" if tag == "transaction" else tag, name=element.get("name", ""), line=element.sourceline or 0, scope=scope,
        attached_to=element.get("attachedToRef"), default=element.get("default"),
        interrupting=element.get("cancelActivity", element.get("isInterrupting", "true")) == "true",
        instantiates=element.get("instantiate") == "true", all_events=element.get("eventGatewayType") == "Parallel",
        event_subprocess=element.get("triggeredByEvent") == "true", is_transaction=tag == "transaction",
        for_compensation=element.get("isForCompensation") == "true", properties=properties(element),
    )  # fmt: skip
    flags = camunda(element)
    result.async_before, result.async_after = (flags.get(name) == "true" for name in ("asyncBefore", "asyncAfter"))
    result.name_zh = result.properties.get("name_zh", "")
    for words in (result.name, result.name_zh):
        if tag == "userTask" and "${" in words:
            expressions.read(words)
    _check_children(notes, element, tag)
    _options(result, element)
    _extensions(notes, result, element)
    _check_mapped(notes, result, element)
    result.event = _event(notes, element, tag)
    if tag == "boundaryEvent" and result.event.kind == "compensate":
        result.interrupting = True  # it stands on what is over; cancelActivity says nothing. Source: §10.5.6
    for definition in element:
        if local(definition) in {"errorEventDefinition", "escalationEventDefinition"}:
            result.options |= {name: expressions.literal(value) for name, value in camunda(definition).items()}
    return result


def _check_children(notes: Notes, element: etree._Element, tag: str) -> None:
    """Refuse members of a flow node that are not executed; a sub-process is read on its own."""
    for child in element:
        name = local(child)
        if namespace(child) != BPMN or name in allowed.MEMBERS or name.endswith("EventDefinition"):
            continue
        if name in data.ARROWS:
            if message := data.refusal(child):
                notes.refuse(child, message, data.REMEDIES[name])
            continue
        if tag not in allowed.SUBPROCESSES and not (name == "script" and tag == "scriptTask"):
            notes.refuse(child, f"{name!r} is not executed", allowed.REFUSED_ELEMENTS.get(name, "Remove it."))


def _options(result: Node, element: etree._Element) -> None:
    for name, value in camunda(element).items():
        if name not in allowed.ASYNC:
            result.options[name] = expressions.read(value)
    for name in ("calledElement", "scriptFormat"):
        if element.get(name):
            result.options[name] = expressions.read(element.get(name, ""))
    script = element.find(f"{{{BPMN}}}script")
    if script is not None:
        result.options["script"] = expressions.read(script.text or "", "feel")


def _extensions(notes: Notes, result: Node, element: etree._Element) -> None:
    for member in extensions(element):
        tag = local(member)
        if namespace(member) in DRAWING:
            continue
        if namespace(member) == ZEEBE and tag == "calledDecision" and result.kind == "businessRuleTask":
            _called_decision(notes, result, member)
        elif namespace(member) not in (CAMUNDA, OPERATON):
            notes.refuse(member, f"the extension {tag!r} is not executed", "Use the profile Camunda Platform 7.24.")
        elif tag == "inputOutput":
            _mappings(notes, result, member)
        elif tag in {"in", "out"} and result.kind == "callActivity":
            _call_mapping(notes, result, member, tag)
        elif tag == "properties":
            _check_properties(notes, result, member)
        elif tag == "failedJobRetryTimeCycle":
            result.retry = _retry(notes, member)
        else:
            notes.refuse(member, f"{tag!r} is not executed", allowed.REFUSED_ELEMENTS.get(tag, "Remove it."))


def _retry(notes: Notes, member: etree._Element) -> tuple[int, str] | None:
    """Read how often and after how long failed work is tried again: R3/PT5M."""
    text = (member.text or "").strip()
    try:
        first = due.of_value(text, datetime(2026, 1, 1, tzinfo=UTC))
    except ValueError:
        first = None
    if first is None or first.left is None or first.cycle is None:
        notes.refuse(member, f"the retry cycle {text!r} cannot be read", "Write R3/PT5M: three times, five minutes apart.")
        return None
    return first.left, first.cycle


def _called_decision(notes: Notes, result: Node, member: etree._Element) -> None:
    """Read zeebe:calledDecision; its result is the decision's value. Source: Camunda 8 docs, business rule tasks."""
    binding = member.get("bindingType", "latest")
    if binding not in {"latest", "deployment"}:
        notes.refuse(member, f"the binding {binding!r} is not executed", "Choose latest or deployment.")
    result.options["decisionRef"] = expressions.read(member.get("decisionId", ""))
    result.options["decisionRefBinding"] = expressions.literal(binding)
    result.options["mapDecisionResult"] = expressions.literal("value")
    if member.get("resultVariable"):
        result.options["resultVariable"] = expressions.literal(member.get("resultVariable", ""))


def _check_properties(notes: Notes, result: Node, member: etree._Element) -> None:
    for name in result.properties:
        if name.startswith("writ:") and name not in ENGINE_PROPERTIES:
            notes.refuse(member, f"the property {name!r} is not known",
                         f"Known are {', '.join(sorted(ENGINE_PROPERTIES))}.")  # fmt: skip
    at = result.properties.get("writ:at")
    if at is not None and not re.fullmatch(r"alarm|limit|raw_limit|-\d{1,4}d", at):
        notes.refuse(member, f"writ:at is {at!r}", "Write alarm, limit, raw_limit or -30d.")


def _mappings(notes: Notes, result: Node, box: etree._Element) -> None:
    for member in box:
        target = {"inputParameter": result.inputs, "outputParameter": result.outputs}.get(local(member))
        name = member.get("name")
        if target is None or not name:
            notes.refuse(member, "a mapping without a name", "Give the parameter a name.")
        elif len(member):
            notes.refuse(member, f"the parameter {name!r} holds a {local(member[0])}",
                         "Write a text, ${…} or a FEEL expression that begins with =.")  # fmt: skip
        else:
            target[name] = expressions.read(member.text or "")


def _check_mapped(notes: Notes, result: Node, element: etree._Element) -> None:
    """Refuse parameters where nothing would take them; Camunda 7 refuses them there too."""
    what = "event sub-process" if result.event_subprocess else result.kind
    if result.outputs and (result.event_subprocess or result.kind in allowed.WITHOUT_OUTPUTS):
        notes.refuse(element, f"output parameters are not executed here ({what})", "Set the variable by an activity beside it.")
    if (result.inputs or result.outputs) and result.kind.endswith("Gateway"):
        notes.refuse(element, f"input and output parameters are not executed here ({what})", "Set the variable by an activity before it.")


def _call_mapping(notes: Notes, result: Node, member: etree._Element, tag: str) -> None:
    target = result.call_in if tag == "in" else result.call_out
    if member.get("businessKey"):
        return  # the business key always goes along
    if member.get("variables") == "all":
        result.call_all = (result.call_all[0] or tag == "in", result.call_all[1] or tag == "out")
        return
    source, expression, name = member.get("source"), member.get("sourceExpression"), member.get("target")
    if not name or not (source or expression):
        notes.refuse(member, f"an {tag} mapping needs a source and a target", "Complete it.")
        return
    target[name] = expressions.read(expression) if expression else expressions.read(f"={source}")


def _event(notes: Notes, element: etree._Element, tag: str) -> Event:
    found = [child for child in element if local(child).endswith("EventDefinition")]
    for reference in element.findall(f"{{{BPMN}}}eventDefinitionRef"):
        shared = notes.names.get((reference.text or "").split(":")[-1].strip())
        if shared is None or not local(shared).endswith("EventDefinition"):
            notes.refuse(reference, "it refers to an event definition that is not there", "Choose the trigger anew.")
        else:
            found.append(shared)
    if tag in {"sendTask", "receiveTask"} and element.get("messageRef"):
        return Event("message", _reference(notes, element, "message"))
    if not found:
        return Event()
    if len(found) > 1:
        notes.refuse(element, "an event with several definitions", "Draw one event for each.")
    kind = local(found[0]).removesuffix("EventDefinition")
    if kind not in allowed.EVENT_DEFINITIONS.get(tag, set()):
        remedy = allowed.REFUSED_ELEMENTS.get(local(found[0]), "Use another event.")
        notes.refuse(found[0], f"a {kind} event is not executed as {tag}", remedy)
        return Event(kind)
    check_camunda(notes, found[0], local(found[0]))
    return _definition(notes, found[0], kind)


def _definition(notes: Notes, element: etree._Element, kind: str) -> Event:
    if kind in {"message", "signal", "error", "escalation"}:
        return Event(kind, _reference(notes, element, kind))
    if kind == "link":
        return Event(kind, expressions.literal(element.get("name", "")))
    if kind == "conditional":
        text = condition(notes, element.find(f"{{{BPMN}}}condition"))
        return Event(kind, value=text)
    if kind == "timer":
        return _timer(notes, element)
    if kind == "compensate":
        activity = element.get("activityRef", "").split(":")[-1]
        return Event(kind, activity=activity or None, waits=element.get("waitForCompletion") not in {"false", "0"})
    return Event(kind)


def _timer(notes: Notes, element: etree._Element) -> Event:
    for form in ("date", "duration", "cycle"):
        text = element.find(f"{{{BPMN}}}time{form.capitalize()}")
        if text is not None and (text.text or "").strip():
            check_language(notes, text)
            value = expressions.read(text.text or "", text.get("language"))
            _check_timer(notes, element, value)
            return Event("timer", form=form, value=value)
    notes.refuse(element, "a timer without a value", "Give it a date, a duration or a cycle.")
    return Event("timer")


def _check_timer(notes: Notes, element: etree._Element, value: Text) -> None:
    if value.constant:
        try:
            due.of_value(value.source, datetime(2026, 1, 1, tzinfo=UTC))
        except ValueError as error:
            notes.refuse(element, str(error), "Correct the value of the timer.")


def _reference(notes: Notes, element: etree._Element, kind: str) -> Text | None:
    reference = element.get(f"{kind}Ref")
    if reference is None and kind in {"error", "escalation"}:
        return None  # catches every code
    target = notes.names.get((reference or "").split(":")[-1])
    if target is not None and local(target) != kind:
        notes.refuse(element, f"its {kind} is a {local(target)}", f"Choose a {kind}.")
        return None
    text = None if target is None else target.get("name")
    if target is not None and kind in {"error", "escalation"}:
        text = target.get(f"{kind}Code") or text
    if not text:
        notes.refuse(element, f"a {kind} event without a {kind} that has a name", f"Choose or name the {kind}.")
        return None
    return expressions.read(text)
