"""Write small diagrams for tests: elements by tag and id, flows as chains."""

import itertools
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'targetNamespace="http://writ.example/tests" id="definitions">'
)


def process(key: str, *elements: str, flows: tuple[str, ...] = (), roots: str = "") -> bytes:
    """Return a BPMN file of one process. A flow is `a > b > c`, `a > b ? condition` or `a > b !` (default)."""
    body = "".join(elements)
    drawn, defaults = [], {}
    for index, chain in enumerate(flows):
        chain, _, condition = chain.partition("?")
        is_default = chain.rstrip().endswith("!")
        ends = [end.strip() for end in chain.replace("!", "").split(">")]
        for number, (source, target) in enumerate(itertools.pairwise(ends)):
            identity = f"f{index}_{number}"
            inner = f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{escape(condition.strip())}</bpmn:conditionExpression>' if condition else ""
            drawn.append((source, f'<bpmn:sequenceFlow id="{identity}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>'))
            if is_default:
                defaults[source] = identity
    for source, identity in defaults.items():
        body = body.replace(f'id="{source}"', f'id="{source}" default="{identity}"', 1)
    for source, xml in drawn:
        body = _beside(body, source, xml)
    return f'{HEAD}{roots}<bpmn:process id="{key}" name="{key}" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'.encode()


def _beside(body: str, source: str, xml: str) -> str:
    """Put a flow before its source element, so that it stands in the same scope."""
    place = body.index(f'id="{source}"')
    start = body.rindex("<", 0, place)
    return body[:start] + xml + body[start:]


def node(tag: str, identity: str, inner: str = "", **attributes: str) -> str:
    """Return an element; `camunda_topic="x"` writes camunda:topic."""
    written = " ".join(f"{name.replace('camunda_', 'camunda:')}={quoteattr(value)}" for name, value in attributes.items())
    return f'<bpmn:{tag} id="{identity}" name="{identity}" {written}>{inner}</bpmn:{tag}>'


def start(identity: str = "start", inner: str = "", **attributes: str) -> str:
    """Return a start event."""
    return node("startEvent", identity, inner, **attributes)


def end(identity: str = "end", inner: str = "") -> str:
    """Return an end event."""
    return node("endEvent", identity, inner)


def user(identity: str, inner: str = "", **attributes: str) -> str:
    """Return a user task of the group enforcement_lawyer."""
    return node("userTask", identity, inner, **{"camunda_candidateGroups": "enforcement_lawyer", **attributes})


def script(identity: str, result: str, expression: str) -> str:
    """Return a script task that sets a variable."""
    return node("scriptTask", identity, f"<bpmn:script>{escape(expression)}</bpmn:script>", scriptFormat="feel", camunda_resultVariable=result)


def service(identity: str, topic: str, inner: str = "") -> str:
    """Return a service task with a topic."""
    return node("serviceTask", identity, inner, camunda_type="external", camunda_topic=topic)


def mapping(inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None, properties: dict[str, str] | None = None) -> str:
    """Return extension elements with parameters and properties."""
    parts = "".join(f'<camunda:inputParameter name="{n}">{escape(v)}</camunda:inputParameter>' for n, v in (inputs or {}).items())
    parts += "".join(f'<camunda:outputParameter name="{n}">{escape(v)}</camunda:outputParameter>' for n, v in (outputs or {}).items())
    box = f"<camunda:inputOutput>{parts}</camunda:inputOutput>" if parts else ""
    if properties:
        box += "<camunda:properties>" + "".join(f'<camunda:property name="{n}" value={quoteattr(v)}/>' for n, v in properties.items()) + "</camunda:properties>"
    return f"<bpmn:extensionElements>{box}</bpmn:extensionElements>"


def message(name: str) -> str:
    """Return a root element: a message whose id is `m_<name>`."""
    return f'<bpmn:message id="m_{name}" name={quoteattr(name)}/>'


def signal(identity: str, name: str) -> str:
    """Return a root element: a signal."""
    return f'<bpmn:signal id="{identity}" name={quoteattr(name)}/>'


def error(identity: str, code: str) -> str:
    """Return a root element: an error."""
    return f'<bpmn:error id="{identity}" name="{code}" errorCode="{code}"/>'


def on(kind: str, reference: str = "") -> str:
    """Return an event definition that refers to a root element."""
    ref = f' {kind}Ref="{reference}"' if reference else ""
    return f'<bpmn:{kind}EventDefinition{ref}/>'


def timer(form: str, value: str) -> str:
    """Return a timer definition: form Date, Duration or Cycle."""
    return f'<bpmn:timerEventDefinition><bpmn:time{form} xsi:type="bpmn:tFormalExpression">{escape(value)}</bpmn:time{form}></bpmn:timerEventDefinition>'


def boundary(identity: str, host: str, inner: str, interrupting: bool = True, extension: str = "") -> str:
    """Return a boundary event."""
    return node("boundaryEvent", identity, extension + inner, attachedToRef=host, cancelActivity="true" if interrupting else "false")


def undo(activity: str, handler: str = "", identity: str = "") -> str:
    """Return a compensation event on an activity, and the activity that undoes it: by default a user task `un_<activity>`."""
    identity = identity or f"un_{activity}"
    handler = handler or user(identity, isForCompensation="true")
    link = f'<bpmn:association id="to_{identity}" associationDirection="One" sourceRef="ce_{activity}" targetRef="{identity}"/>'
    return boundary(f"ce_{activity}", activity, on("compensate")) + handler + link


def back(activity: str = "", identity: str = "back", tag: str = "intermediateThrowEvent", waits: str = "") -> str:
    """Return an event that throws a compensation, of one activity or of all."""
    named = (f' activityRef="{activity}"' if activity else "") + (f' waitForCompletion="{waits}"' if waits else "")
    return node(tag, identity, f"<bpmn:compensateEventDefinition{named}/>")


def transaction(identity: str, *elements: str, loop: str = "", **attributes: str) -> str:
    """Return a transaction."""
    return node("transaction", identity, loop + "".join(elements), **attributes)


def sub(identity: str, *elements: str, event: bool = False, extension: str = "", loop: str = "", **attributes: str) -> str:
    """Return a sub-process."""
    attributes |= {"triggeredByEvent": "true"} if event else {}
    return node("subProcess", identity, extension + loop + "".join(elements), **attributes)


def ad_hoc(identity: str, *elements: str, until: str = "", inner: str = "", **attributes: str) -> str:
    """Return an ad-hoc sub-process, as Camunda Modeler writes it."""
    condition = f'<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">{escape(until)}</bpmn:completionCondition>' if until else ""
    return node("adHocSubProcess", identity, inner + "".join(elements) + condition, **attributes)


def each(collection: str, element: str, sequential: bool = False, until: str = "") -> str:
    """Return multi-instance characteristics over a collection."""
    inner = f'<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">{escape(until)}</bpmn:completionCondition>' if until else ""
    return f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}" camunda:collection={quoteattr(collection)} camunda:elementVariable="{element}">{inner}</bpmn:multiInstanceLoopCharacteristics>'
