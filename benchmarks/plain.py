"""The same steps in plain SpiffWorkflow: `deserialize_json`, run, `do_engine_steps`, `serialize_json`, no database."""

import statistics
import time

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from benchmarks.diagram import ALL, SIZES

#: Steps a figure is the median of.
STEPS = 30


def plain_step_ms(size: int) -> float:
    """Return milliseconds of load + complete + engine steps + save for the diagram in which so many elements wait."""
    key = SIZES[size]
    serializer, state = BpmnWorkflowSerializer(), ""
    workflow = BpmnWorkflow(_spec(key))
    workflow.do_engine_steps()
    state = serializer.serialize_json(workflow)
    times = []
    for _ in range(STEPS):
        begin = time.perf_counter()
        workflow = serializer.deserialize_json(state)
        (task,) = workflow.get_tasks(state=TaskState.READY, spec_name="work")
        task.data["result"] = "done"
        task.run()
        workflow.do_engine_steps()
        serializer.serialize_json(workflow)
        times.append((time.perf_counter() - begin) * 1000)
    return round(statistics.median(times), 3)


def _spec(key: str) -> object:
    parser = BpmnParser()
    # Plain SpiffWorkflow computes Python; the expression is the same.
    source = ALL[key].replace(b"${result == 'over'}", b"result == 'over'")
    parser.add_bpmn_str(source)
    return parser.get_spec(key)
