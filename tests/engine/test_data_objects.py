"""Data objects: what Camunda Modeler draws says nothing to the engine, what would move data is refused. Source: BPMN 2.0.2 §10.4."""

import pytest

from tests.engine.runs import Game
from worklist.engine.bpmn import read_processes

#: As Camunda Modeler 5 writes it after arrows were drawn from a data store and to a data object, at tasks, events and a sub-process.
DRAWN = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
    xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="Definitions_1"
    targetNamespace="http://bpmn.io/schema/bpmn" exporter="Camunda Modeler" exporterVersion="5.35.0"
    modeler:executionPlatform="Camunda Platform" modeler:executionPlatformVersion="7.24.0">
  <bpmn:process id="drawn" isExecutable="true" camunda:historyTimeToLive="180">
    <bpmn:startEvent id="begin">
      <bpmn:outgoing>Flow_1</bpmn:outgoing>
      <bpmn:dataOutputAssociation id="DataOutputAssociation_0">
        <bpmn:targetRef>DataObjectReference_1</bpmn:targetRef>
      </bpmn:dataOutputAssociation>
    </bpmn:startEvent>
    <bpmn:sequenceFlow id="Flow_1" sourceRef="begin" targetRef="read" />
    <bpmn:userTask id="read" name="Read" camunda:candidateGroups="enforcement_lawyer">
      <bpmn:incoming>Flow_1</bpmn:incoming>
      <bpmn:outgoing>Flow_2</bpmn:outgoing>
      <bpmn:property id="Property_0" name="__targetRef_placeholder" />
      <bpmn:dataInputAssociation id="DataInputAssociation_1">
        <bpmn:sourceRef>DataStoreReference_1</bpmn:sourceRef>
        <bpmn:targetRef>Property_0</bpmn:targetRef>
      </bpmn:dataInputAssociation>
      <bpmn:dataOutputAssociation id="DataOutputAssociation_1">
        <bpmn:targetRef>DataObjectReference_1</bpmn:targetRef>
      </bpmn:dataOutputAssociation>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="Flow_2" sourceRef="read" targetRef="part" />
    <bpmn:subProcess id="part">
      <bpmn:incoming>Flow_2</bpmn:incoming>
      <bpmn:outgoing>Flow_3</bpmn:outgoing>
      <bpmn:property id="Property_1" name="__targetRef_placeholder" />
      <bpmn:dataInputAssociation id="DataInputAssociation_2">
        <bpmn:sourceRef>DataObjectReference_1</bpmn:sourceRef>
        <bpmn:targetRef>Property_1</bpmn:targetRef>
      </bpmn:dataInputAssociation>
      <bpmn:startEvent id="s"><bpmn:outgoing>Flow_4</bpmn:outgoing></bpmn:startEvent>
      <bpmn:endEvent id="e"><bpmn:incoming>Flow_4</bpmn:incoming></bpmn:endEvent>
      <bpmn:sequenceFlow id="Flow_4" sourceRef="s" targetRef="e" />
    </bpmn:subProcess>
    <bpmn:sequenceFlow id="Flow_3" sourceRef="part" targetRef="done" />
    <bpmn:endEvent id="done">
      <bpmn:incoming>Flow_3</bpmn:incoming>
      <bpmn:property id="Property_2" name="__targetRef_placeholder" />
      <bpmn:dataInputAssociation id="DataInputAssociation_3">
        <bpmn:sourceRef>DataObjectReference_1</bpmn:sourceRef>
        <bpmn:targetRef>Property_2</bpmn:targetRef>
      </bpmn:dataInputAssociation>
    </bpmn:endEvent>
    <bpmn:dataStoreReference id="DataStoreReference_1" name="Register" />
    <bpmn:dataObjectReference id="DataObjectReference_1" name="Judgment" dataObjectRef="DataObject_1" />
    <bpmn:dataObject id="DataObject_1" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="BPMNDiagram_1"><bpmndi:BPMNPlane id="BPMNPlane_1" bpmnElement="drawn" /></bpmndi:BPMNDiagram>
</bpmn:definitions>
"""
ASSIGNMENT = "<bpmn:assignment><bpmn:from>a</bpmn:from><bpmn:to>b</bpmn:to></bpmn:assignment>"


def test_arrows_as_camunda_modeler_draws_them_change_nothing():
    game = Game(DRAWN.encode())
    assert game.tasks == ["read"]
    assert game.complete("read").ended
    assert set(game.run.root.data) == set()


@pytest.mark.parametrize(
    ("drawn", "moving", "said"),
    [
        ("<bpmn:targetRef>Property_0</bpmn:targetRef>", f"<bpmn:targetRef>Property_0</bpmn:targetRef>{ASSIGNMENT}", "a 'dataInputAssociation' that moves data"),
        ("<bpmn:targetRef>Property_0</bpmn:targetRef>", "<bpmn:targetRef>Property_0</bpmn:targetRef><bpmn:transformation>x</bpmn:transformation>", "Use input parameters"),
        ("<bpmn:targetRef>Property_1</bpmn:targetRef>", "<bpmn:targetRef>DataInput_1</bpmn:targetRef>", "a 'dataInputAssociation' that moves data"),
        ("<bpmn:targetRef>Property_0</bpmn:targetRef>", "", "a 'dataInputAssociation' that moves data"),
        ('<bpmn:dataOutputAssociation id="DataOutputAssociation_1">', '<bpmn:dataOutputAssociation id="o"><bpmn:sourceRef>DataOutput_1</bpmn:sourceRef>', "Use output parameters"),
        ('<bpmn:property id="Property_0" name="__targetRef_placeholder" />', '<bpmn:property id="Property_0" name="amount" />', "'property' is not executed"),
        ('<bpmn:property id="Property_0" name="__targetRef_placeholder" />', "<bpmn:ioSpecification/>", "'ioSpecification' is not executed"),
        ('<bpmn:dataStoreReference', '<bpmn:property id="own" name="__targetRef_placeholder" /><bpmn:dataStoreReference', "'property' is not executed. Use a variable"),
    ],
)  # fmt: skip
def test_what_would_move_data_is_refused(drawn, moving, said):
    source = DRAWN.replace(drawn, moving, 1)
    assert source != DRAWN
    found = "\n".join(str(problem) for problem in read_processes("d.bpmn", source.encode())[1])
    assert said in found
