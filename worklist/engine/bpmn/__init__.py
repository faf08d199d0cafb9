"""Reading BPMN: bytes in, a checked model or a list of problems out. Knows no database and no SpiffWorkflow."""

from worklist.engine.bpmn.elements import AdHoc, Event, Flow, Loop, Node, Process
from worklist.engine.bpmn.reader import read_processes

__all__ = ["AdHoc", "Event", "Flow", "Loop", "Node", "Process", "read_processes"]
