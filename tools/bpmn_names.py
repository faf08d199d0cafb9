"""What BPMN 2.0.2, Camunda 7 and Camunda 8 let a diagram say: names for the table of docs/bpmn.md.

Chinese names: those of Camunda Modeler's and bpmn.io's translation where it has one, else none.
Sources: BPMN 2.0.2 §8, §10 (elements, attributes); camunda-bpmn-moddle and zeebe-bpmn-moddle (extensions).
"""

#: Elements of a process: tag → (English name, Chinese name).
ELEMENTS = {
    "startEvent": ("start event", "开始事件"),
    "intermediateCatchEvent": ("intermediate catch event", "中间捕获事件"),
    "intermediateThrowEvent": ("intermediate throw event", "中间抛出事件"),
    "boundaryEvent": ("boundary event", "边界事件"),
    "endEvent": ("end event", "结束事件"),
    "task": ("task", "任务"),
    "userTask": ("user task", "用户任务"),
    "manualTask": ("manual task", "手工任务"),
    "serviceTask": ("service task", "服务任务"),
    "scriptTask": ("script task", "脚本任务"),
    "businessRuleTask": ("business rule task", "业务规则任务"),
    "sendTask": ("send task", "发送任务"),
    "receiveTask": ("receive task", "接收任务"),
    "callActivity": ("call activity", "调用活动"),
    "subProcess": ("sub-process, event sub-process", "子流程，事件子流程"),
    "transaction": ("transaction", "事务"),
    "adHocSubProcess": ("ad-hoc sub-process", "特设子流程"),
    "exclusiveGateway": ("exclusive gateway", "排他网关"),
    "parallelGateway": ("parallel gateway", "并行网关"),
    "inclusiveGateway": ("inclusive gateway", "包容网关"),
    "eventBasedGateway": ("event-based gateway", "事件网关"),
    "complexGateway": ("complex gateway", "复杂网关"),
    "sequenceFlow": ("sequence flow", "顺序流"),
    "dataObject": ("data object", "数据对象"),
    "dataObjectReference": ("data object reference", "数据对象引用"),
    "dataStoreReference": ("data store reference", "数据存储引用"),
    "laneSet": ("lanes", "泳道"),
    "textAnnotation": ("text annotation", "文本注释"),
    "association": ("association", "关联"),
    "group": ("group", "组"),
    "property": ("property", ""),
    "ioSpecification": ("inputs and outputs of the process", ""),
    "artifact": ("artifact", ""),
    "auditing": ("auditing", ""),
    "monitoring": ("monitoring", ""),
    "resourceRole": ("resource role", ""),
    "correlationSubscription": ("correlation subscription", ""),
    "callChoreography": ("call choreography", ""),
    "choreographyTask": ("choreography task", "编排任务"),
    "subChoreography": ("sub-choreography", ""),
}

#: Elements beside the processes of a file.
ROOTS = {
    "message": ("message", "消息"),
    "signal": ("signal", "信号"),
    "error": ("error", "错误"),
    "escalation": ("escalation", "升级"),
    "collaboration": ("collaboration: pools and message flows", "协作：池与消息流"),
    "itemDefinition": ("item definition", ""),
    "dataStore": ("data store", "数据存储"),
    "category": ("category", ""),
    "correlationProperty": ("correlation property", ""),
    "extension": ("extension", ""),
    "import": ("import", ""),
    "relationship": ("relationship", ""),
    "interface": ("interface", ""),
    "resource": ("resource", ""),
    "endPoint": ("end point", ""),
    "partnerEntity": ("partner entity", ""),
    "partnerRole": ("partner role", ""),
    "eventDefinition": ("shared event definition", ""),
    "messageEventDefinition": ("shared message event definition", ""),
    "timerEventDefinition": ("shared timer event definition", ""),
    "signalEventDefinition": ("shared signal event definition", ""),
    "globalTask": ("global task", ""),
    "globalUserTask": ("global user task", ""),
    "globalManualTask": ("global manual task", ""),
    "globalScriptTask": ("global script task", ""),
    "globalBusinessRuleTask": ("global business rule task", ""),
    "choreography": ("choreography", "编排"),
    "globalChoreographyTask": ("global choreography task", ""),
    "globalConversation": ("global conversation", ""),
}

#: Members of an activity or event, and the element they are tried in.
MEMBERS = {
    "multiInstanceLoopCharacteristics": ("multi-instance", "多实例", "userTask"),
    "standardLoopCharacteristics": ("standard loop", "循环", "userTask"),
    "ioSpecification": ("inputs and outputs", "", "userTask"),
    "property": ("property", "", "userTask"),
    "dataInputAssociation": ("data input association (only drawn: accepted, without effect)", "数据输入关联", "userTask"),
    "dataOutputAssociation": ("data output association (only drawn: accepted, without effect)", "数据输出关联", "userTask"),
    "dataInput": ("data input", "数据输入", "endEvent"),
    "dataOutput": ("data output", "数据输出", "startEvent"),
    "potentialOwner": ("potential owner", "", "userTask"),
    "humanPerformer": ("human performer", "", "userTask"),
    "performer": ("performer", "", "userTask"),
    "resourceRole": ("resource role", "", "userTask"),
    "rendering": ("rendering", "", "userTask"),
    "eventDefinitionRef": ("reference to a shared event definition", "", "startEvent"),
    "documentation": ("documentation", "文档", "userTask"),
    "auditing": ("auditing", "", "userTask"),
    "monitoring": ("monitoring", "", "userTask"),
}

#: Kinds of events.
EVENTS = {
    "message": "消息", "signal": "信号", "timer": "定时器", "error": "错误", "escalation": "升级", "conditional": "条件",
    "link": "链接", "terminate": "终止", "compensate": "补偿", "cancel": "取消",
}  # fmt: skip

_ACTIVITY = (
    "userTask", "manualTask", "task", "serviceTask", "businessRuleTask", "scriptTask", "sendTask", "receiveTask", "subProcess",
    "adHocSubProcess", "transaction", "callActivity",
)  # fmt: skip
_GATEWAY = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway")
_EVENT = ("startEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "endEvent")

#: BPMN attributes: name, the elements that may have it, the value that changes nothing, another value.
ATTRIBUTES: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    ("isExecutable", ("process",), "true", "true"),
    ("processType", ("process",), "None", "Private"),
    ("isClosed", ("process",), "false", "true"),
    ("definitionalCollaborationRef", ("process",), "c", "c"),
    ("default", (*_ACTIVITY, "exclusiveGateway", "inclusiveGateway"), "f", "f"),
    ("isForCompensation", _ACTIVITY, "false", "true"),
    ("startQuantity", _ACTIVITY, "1", "2"),
    ("completionQuantity", _ACTIVITY, "1", "2"),
    ("implementation", ("userTask", "serviceTask", "businessRuleTask", "sendTask", "receiveTask"), "##unspecified", "##WebService"),
    ("operationRef", ("serviceTask", "sendTask", "receiveTask"), "o", "o"),
    ("messageRef", ("sendTask", "receiveTask"), "m", "m"),
    ("instantiate", ("receiveTask", "eventBasedGateway"), "false", "true"),
    ("eventGatewayType", ("eventBasedGateway",), "Exclusive", "Parallel"),
    ("gatewayDirection", _GATEWAY, "Unspecified", "Diverging"),
    ("scriptFormat", ("scriptTask",), "feel", "feel"),
    ("triggeredByEvent", ("subProcess",), "false", "true"),
    ("ordering", ("adHocSubProcess",), "Parallel", "Sequential"),
    ("cancelRemainingInstances", ("adHocSubProcess",), "true", "false"),
    ("method", ("transaction",), "##Compensate", "##Store"),
    ("protocol", ("transaction",), "p", "p"),
    ("activityRef", ("compensateEventDefinition",), "a", "a"),
    ("waitForCompletion", ("compensateEventDefinition",), "true", "false"),
    ("calledElement", ("callActivity",), "p", "p"),
    ("isInterrupting", ("startEvent",), "true", "false"),
    ("cancelActivity", ("boundaryEvent",), "true", "false"),
    ("attachedToRef", ("boundaryEvent",), "a", "a"),
    ("parallelMultiple", ("startEvent", "intermediateCatchEvent", "boundaryEvent"), "false", "true"),
    ("isSequential", ("multiInstanceLoopCharacteristics",), "false", "true"),
    ("behavior", ("multiInstanceLoopCharacteristics",), "All", "One"),
    ("oneBehaviorEventRef", ("multiInstanceLoopCharacteristics",), "e", "e"),
    ("noneBehaviorEventRef", ("multiInstanceLoopCharacteristics",), "e", "e"),
    ("testBefore", ("standardLoopCharacteristics",), "false", "true"),
    ("loopMaximum", ("standardLoopCharacteristics",), "3", "3"),
    ("isImmediate", ("sequenceFlow",), "true", "false"),
)

_ASYNC = (*_ACTIVITY, *_GATEWAY, *_EVENT)
_SERVICE = ("serviceTask", "sendTask", "businessRuleTask", "messageEventDefinition")

#: Attributes of the camunda: (and operaton:) namespace: name → (elements that may have it, value to try).
CAMUNDA: dict[str, tuple[tuple[str, ...], str]] = {
    "historyTimeToLive": (("process",), "P3650D"),
    "versionTag": (("process",), "1.0"),
    "isStartableInTasklist": (("process",), "true"),
    "candidateStarterGroups": (("process",), "g"),
    "candidateStarterUsers": (("process",), "u"),
    "assignee": (("userTask",), "u"),
    "candidateGroups": (("userTask",), "g"),
    "candidateUsers": (("userTask",), "u"),
    "dueDate": (("userTask",), "2026-12-01"),
    "followUpDate": (("userTask",), "2026-12-01"),
    "priority": (("userTask",), "50"),
    "formRef": (("userTask", "startEvent"), "form"),
    "formRefBinding": (("userTask", "startEvent"), "deployment"),
    "formRefVersion": (("userTask", "startEvent"), "1"),
    "formKey": (("userTask", "startEvent"), "form"),
    "formHandlerClass": (("userTask", "startEvent"), "a.B"),
    "initiator": (("startEvent",), "who"),
    "type": (_SERVICE, "external"),
    "topic": (_SERVICE, "t"),
    "taskPriority": (("process", *_SERVICE), "1"),
    "class": (_SERVICE, "a.B"),
    "delegateExpression": (_SERVICE, "${d}"),
    "expression": (_SERVICE, "${e}"),
    "resultVariable": (("serviceTask", "sendTask", "businessRuleTask", "scriptTask"), "r"),
    "decisionRef": (("businessRuleTask",), "d"),
    "decisionRefBinding": (("businessRuleTask",), "latest"),
    "decisionRefVersion": (("businessRuleTask",), "1"),
    "decisionRefVersionTag": (("businessRuleTask",), "v"),
    "decisionRefTenantId": (("businessRuleTask",), "t"),
    "mapDecisionResult": (("businessRuleTask",), "singleResult"),
    "resource": (("scriptTask",), "r"),
    "calledElementBinding": (("callActivity",), "latest"),
    "calledElementVersion": (("callActivity",), "1"),
    "calledElementVersionTag": (("callActivity",), "v"),
    "calledElementTenantId": (("callActivity",), "t"),
    "caseRef": (("callActivity",), "c"),
    "caseBinding": (("callActivity",), "latest"),
    "caseVersion": (("callActivity",), "1"),
    "caseTenantId": (("callActivity",), "t"),
    "variableMappingClass": (("callActivity",), "a.B"),
    "variableMappingDelegateExpression": (("callActivity",), "${d}"),
    "collection": (("multiInstanceLoopCharacteristics",), "items"),
    "elementVariable": (("multiInstanceLoopCharacteristics",), "item"),
    "errorCodeVariable": (("errorEventDefinition",), "c"),
    "errorMessageVariable": (("errorEventDefinition",), "m"),
    "escalationCodeVariable": (("escalationEventDefinition",), "c"),
    "variableName": (("conditionalEventDefinition",), "v"),
    "variableEvents": (("conditionalEventDefinition",), "update"),
    "asyncBefore": ((*_ASYNC, "multiInstanceLoopCharacteristics"), "true"),
    "asyncAfter": ((*_ASYNC, "multiInstanceLoopCharacteristics"), "true"),
    "exclusive": (_ASYNC, "false"),
    "jobPriority": (("process", *_ASYNC), "1"),
}

#: Members of extensionElements: Camunda 7, and the element they are tried in.
CAMUNDA_MEMBERS = {
    "inputOutput": "userTask", "in": "callActivity", "out": "callActivity", "properties": "userTask", "executionListener": "userTask",
    "taskListener": "userTask", "connector": "serviceTask", "field": "serviceTask", "formData": "userTask",
    "failedJobRetryTimeCycle": "serviceTask", "errorEventDefinition": "serviceTask", "potentialStarter": "startEvent",
}  # fmt: skip

#: Members of extensionElements: Camunda 8, and the element they are tried in.
ZEEBE_MEMBERS = {
    "calledDecision": "businessRuleTask", "taskDefinition": "serviceTask", "taskHeaders": "serviceTask", "ioMapping": "serviceTask",
    "userTask": "userTask", "formDefinition": "userTask", "assignmentDefinition": "userTask", "taskSchedule": "userTask",
    "priorityDefinition": "userTask", "taskListeners": "userTask", "executionListeners": "userTask", "script": "scriptTask",
    "calledElement": "callActivity", "loopCharacteristics": "multiInstanceLoopCharacteristics", "subscription": "receiveTask", "properties": "userTask",
    "linkedResources": "serviceTask", "versionTag": "userTask", "adHoc": "subProcess",
}  # fmt: skip

#: What is accepted and changes nothing: only drawn, or a hint to other tools. `tag` or `tag.attribute`; `*` for every tag.
WITHOUT_EFFECT = {
    "dataObject", "dataObjectReference", "dataStoreReference", "laneSet", "textAnnotation", "association", "group", "property",
    "ioSpecification", "dataInput", "dataOutput", "documentation", "collaboration", "itemDefinition", "dataStore", "category",
    "correlationProperty", "process.processType", "process.isClosed", "*.implementation", "*.gatewayDirection",
    "sequenceFlow.isImmediate", "process.isStartableInTasklist", "process.candidateStarterGroups", "*.taskPriority",
    "messageEventDefinition.type",
    "messageEventDefinition.topic", "*.exclusive",
}  # fmt: skip
