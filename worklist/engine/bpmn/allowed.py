"""The allow-list: what Writ executes as drawn. All else is refused with a remedy. Source: docs/diagrams.md."""

ACTIVITIES = {
    "userTask", "manualTask", "task", "serviceTask", "businessRuleTask", "scriptTask", "sendTask", "receiveTask",
    "subProcess", "adHocSubProcess", "transaction", "callActivity",
}  # fmt: skip

#: Attributes without namespace, by tag; `*` for every flow element.
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "name"},
    "activity": {"isForCompensation"},
    "startEvent": {"isInterrupting"},
    "boundaryEvent": {"attachedToRef", "cancelActivity"},
    "exclusiveGateway": {"default", "gatewayDirection"},
    "inclusiveGateway": {"default", "gatewayDirection"},
    "parallelGateway": {"gatewayDirection"},
    "eventBasedGateway": {"gatewayDirection", "instantiate", "eventGatewayType"},
    "subProcess": {"triggeredByEvent", "default"},
    "adHocSubProcess": {"default", "ordering", "cancelRemainingInstances"},
    "transaction": {"default"},
    "userTask": {"default", "implementation"},
    "manualTask": {"default"},
    "task": {"default"},
    "serviceTask": {"default", "implementation"},
    "businessRuleTask": {"default", "implementation"},
    "scriptTask": {"default", "scriptFormat"},
    "sendTask": {"default", "messageRef", "implementation"},
    "receiveTask": {"default", "messageRef", "implementation", "instantiate"},
    "callActivity": {"default", "calledElement"},
    "intermediateCatchEvent": set(),
    "intermediateThrowEvent": set(),
    "endEvent": set(),
}

#: Attributes whose one harmless value is accepted: (attribute, value that changes nothing).
HARMLESS = {
    "triggeredByEvent": "false",
    "method": "##Compensate",
    "startQuantity": "1",
    "completionQuantity": "1",
    "parallelMultiple": "false",
    "isMarkerVisible": "true",
    "isCollection": "false",
    "behavior": "All",
    "isImmediate": "true",
}

#: Activities that other elements stand in.
SUBPROCESSES = {"subProcess", "adHocSubProcess", "transaction"}
GATEWAYS = {"exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway"}
EVENTS = {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
NODES = ACTIVITIES | GATEWAYS | EVENTS

#: Flow elements that carry no token: notes, groups, data shown in the drawing.
SILENT = {
    "textAnnotation", "association", "group", "dataObject", "dataObjectReference", "dataStoreReference", "category",
    "laneSet", "documentation", "extensionElements", "incoming", "outgoing",
}  # fmt: skip

#: Members of a flow node that are read elsewhere or say nothing to the engine.
MEMBERS = {
    "documentation", "extensionElements", "incoming", "outgoing", "multiInstanceLoopCharacteristics",
    "standardLoopCharacteristics", "eventDefinitionRef", "dataOutput", "dataInput", "outputSet", "inputSet",
}  # fmt: skip

#: camunda: attributes we execute (E) by tag, or that change nothing here (-).
CAMUNDA_EXECUTED: dict[str, set[str]] = {
    "process": {"historyTimeToLive", "versionTag", "isStartableInTasklist", "candidateStarterGroups"},
    "userTask": {
        "formRef", "formRefBinding", "formRefVersion", "assignee", "candidateGroups", "dueDate", "followUpDate",
        "priority",
    },
    "serviceTask": {"type", "topic", "taskPriority"},
    "sendTask": {"type", "topic", "taskPriority"},
    "businessRuleTask": {
        "decisionRef", "decisionRefBinding", "decisionRefVersion", "mapDecisionResult", "resultVariable",
    },
    "scriptTask": {"resultVariable"},
    "callActivity": {"calledElementBinding", "calledElementVersion", "calledElementVersionTag"},
    "startEvent": {"initiator"},
    "messageEventDefinition": {"type", "topic"},
    "multiInstanceLoopCharacteristics": {"collection", "elementVariable"},
    "errorEventDefinition": {"errorCodeVariable"},
    "escalationEventDefinition": {"escalationCodeVariable"},
}  # fmt: skip

#: Where a token may wait for a job of its own; `exclusive` says nothing here: one transaction at a time works on an instance.
ASYNC = {
    "asyncBefore": ACTIVITIES | GATEWAYS | {"endEvent", "intermediateThrowEvent", "intermediateCatchEvent", "startEvent"},
    "asyncAfter": ACTIVITIES | GATEWAYS - {"eventBasedGateway"} | {"startEvent", "intermediateThrowEvent"},
    "exclusive": NODES,
}

#: Why a camunda: attribute is refused, and what to do instead.
CAMUNDA_REFUSED = {
    "class": "use an external task: type external and a topic",
    "delegateExpression": "use an external task: type external and a topic",
    "expression": "use an external task: type external and a topic, or a script task with format feel",
    "formKey": "use a Camunda Form: formRef with the id of the .form file",
    "asyncBefore": "set it on the element that follows",
    "asyncAfter": "set asyncBefore on the element that follows",
    "resource": "write the FEEL expression into the script itself",
    "variableMappingClass": "use in and out mappings",
    "variableMappingDelegateExpression": "use in and out mappings",
    "errorMessageVariable": "use the code: an error has no other message here",
    "candidateUsers": "use candidate groups; to give it to one person, set the assignee",
    "formRef": "put a user task with the form behind it",
    "formRefBinding": "put a user task with the form behind it",
    "formRefVersion": "put a user task with the form behind it",
}

#: Why an attribute of BPMN is refused, and what to do instead.
ATTRIBUTES_REFUSED = {
    "behavior": "throw the event inside the activity",
    "oneBehaviorEventRef": "throw the event inside the activity",
    "noneBehaviorEventRef": "throw the event inside the activity",
    "startQuantity": "put a parallel gateway before it that joins as many flows",
    "completionQuantity": "draw as many flows out of it",
    "parallelMultiple": "put a parallel gateway with a catch event for each on its flows",
    "operationRef": "use an external task: type external and a topic",
}

EVENT_DEFINITIONS: dict[str, set[str]] = {
    "startEvent": {"message", "signal", "timer", "error", "escalation", "conditional", "compensate"},
    "intermediateCatchEvent": {"message", "signal", "timer", "conditional", "link"},
    "intermediateThrowEvent": {"message", "signal", "escalation", "link", "compensate"},
    "endEvent": {"message", "signal", "error", "escalation", "terminate", "compensate", "cancel"},
    "boundaryEvent": {"message", "signal", "timer", "error", "escalation", "conditional", "compensate", "cancel"},
}

#: Why an element is refused, and what to do instead.
REFUSED_ELEMENTS = {
    "complexGateway": "use an inclusive or exclusive gateway; to go on after some of many, a multi-instance or ad-hoc sub-process with a"
    " completion condition",
    "compensateEventDefinition": "attach it to the activity that can be undone, and throw it to have that undone",
    "cancelEventDefinition": "end a transaction with it, and attach it to the transaction",
    "ioSpecification": "use input and output parameters",
    "property": "use a variable",
    "globalTask": "draw the task in a process of its own and call that",
    "globalUserTask": "draw the task in a process of its own and call that",
    "globalManualTask": "draw the task in a process of its own and call that",
    "globalScriptTask": "draw the task in a process of its own and call that",
    "globalBusinessRuleTask": "draw the task in a process of its own and call that",
    "choreography": "draw a process",
    "executionListener": "use a service task with a topic: what changes the case is drawn",
    "taskListener": "use a service task with a topic: what changes the case is drawn",
    "connector": "use an external task: type external and a topic",
    "formData": "use a Camunda Form (.form)",
    "field": "use input parameters",
}

#: Events whose output parameters nobody would take: they catch into the scope around them, or only throw.
WITHOUT_OUTPUTS = {"startEvent", "boundaryEvent", "intermediateThrowEvent", "endEvent"}
