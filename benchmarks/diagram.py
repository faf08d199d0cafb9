"""The diagrams that benchmarks run: a task beside others that wait, many instances of one task, a timer."""

import json

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'targetNamespace="http://writ.example/benchmarks" id="benchmark">'
)


def waiting(key: str, others: int) -> bytes:
    """Return a process with a loop around the task `work` and `others` tasks that wait beside it."""
    beside = "".join(
        f'<bpmn:userTask id="side_{n}" name="Side {n}" camunda:candidateGroups="investigator"/>'
        f'<bpmn:sequenceFlow id="to_{n}" sourceRef="fork" targetRef="side_{n}"/>'
        for n in range(others)
    )
    return (
        f'{HEAD}<bpmn:process id="{key}" name="{key}" isExecutable="true">'
        '<bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="fork"/>'
        '<bpmn:parallelGateway id="fork"/><bpmn:sequenceFlow id="f2" sourceRef="fork" targetRef="again"/>'
        '<bpmn:exclusiveGateway id="again"/><bpmn:sequenceFlow id="f3" sourceRef="again" targetRef="work"/>'
        '<bpmn:userTask id="work" name="Work" camunda:candidateGroups="enforcement_lawyer" '
        'camunda:formRef="work" camunda:formRefBinding="deployment"/>'
        '<bpmn:sequenceFlow id="f4" sourceRef="work" targetRef="which"/>'
        '<bpmn:exclusiveGateway id="which" default="f6"/>'
        '<bpmn:sequenceFlow id="f5" sourceRef="which" targetRef="over">'
        "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${result == 'over'}</bpmn:conditionExpression>"
        '</bpmn:sequenceFlow><bpmn:sequenceFlow id="f6" sourceRef="which" targetRef="again"/>'
        f'<bpmn:endEvent id="over"/>{beside}</bpmn:process></bpmn:definitions>'
    ).encode()


#: How many elements wait at once → the key of the diagram.
SIZES = {17: "waiting_17", 50: "waiting_50", 200: "waiting_200"}
#: Instances of the one task of the diagram `many`.
MANY = 200


def many() -> bytes:
    """Return a process of one task, to be done many times at once."""
    return (
        f'{HEAD}<bpmn:process id="many" name="many" isExecutable="true">'
        '<bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="work"/>'
        '<bpmn:userTask id="work" name="Work" camunda:candidateGroups="enforcement_lawyer"><bpmn:multiInstanceLoopCharacteristics>'
        f'<bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">{MANY}</bpmn:loopCardinality>'
        '</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>'
        '<bpmn:sequenceFlow id="f2" sourceRef="work" targetRef="over"/><bpmn:endEvent id="over"/>'
        "</bpmn:process></bpmn:definitions>"
    ).encode()


def timed() -> bytes:
    """Return a process that waits an hour and then for a person."""
    return (
        f'{HEAD}<bpmn:process id="timed" name="timed" isExecutable="true">'
        '<bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="hour"/>'
        '<bpmn:intermediateCatchEvent id="hour" name="An hour"><bpmn:timerEventDefinition>'
        '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1H</bpmn:timeDuration>'
        '</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>'
        '<bpmn:sequenceFlow id="f2" sourceRef="hour" targetRef="work"/>'
        '<bpmn:userTask id="work" name="Work" camunda:candidateGroups="enforcement_lawyer"/>'
        '<bpmn:sequenceFlow id="f3" sourceRef="work" targetRef="over"/><bpmn:endEvent id="over"/>'
        "</bpmn:process></bpmn:definitions>"
    ).encode()


#: Key → diagram.
ALL = {key: waiting(key, size - 1) for size, key in SIZES.items()} | {"many": many(), "timed": timed()}

#: The form of its task: one text.
FORM = json.dumps(
    {
        "type": "default", "id": "work", "schemaVersion": 19, "executionPlatform": "Camunda Platform",
        "executionPlatformVersion": "7.24.0",
        "components": [
            {
                "type": "textfield", "id": "field_result", "key": "result", "label": "Result",
                "validate": {"required": True}, "properties": {"label_zh": "结果"},
            }
        ],
    }
).encode()  # fmt: skip
