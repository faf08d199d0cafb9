"""zeebe:calledDecision, as Camunda Modeler writes it for Camunda 8. Source: Camunda 8 docs, business rule tasks."""

import pytest

from tests.engine.diagrams import end, node, process, start, user
from tests.engine.test_rule_tasks import BANDS, banding, begin, deploy, found
from worklist.errors import DeploymentRefused


def called(attributes: str) -> bytes:
    """Return a process whose rule task calls a decision the way of Camunda 8."""
    inner = f'<bpmn:extensionElements><zeebe:calledDecision {attributes}/></bpmn:extensionElements>'
    source = process(
        "asking", start(), node("businessRuleTask", "ask", inner), user("read"), end(), flows=("start > ask > read > end",),
    )  # fmt: skip
    return source.replace(b"<bpmn:definitions ", b'<bpmn:definitions xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" ')


@pytest.mark.parametrize(
    ("policy", "value"), [("UNIQUE", "MIDDLE"), ("COLLECT", ["MIDDLE"])],
)  # fmt: skip
def test_a_called_decision_hands_over_its_value(database, alice, policy, value):
    source = called('decisionId="band" resultVariable="found" bindingType="deployment"')
    deploy(database, alice, band_dmn=banding(BANDS, policy), asking_bpmn=source)
    assert found(database, begin(database, alice, amount=12)) == value


def test_the_id_may_be_an_expression(database, alice):
    deploy(database, alice, band_dmn=banding(BANDS), asking_bpmn=called('decisionId="=which" resultVariable="found"'))
    assert found(database, begin(database, alice, amount=12, which="band")) == "MIDDLE"


def test_a_called_decision_that_is_not_deployed_is_refused(database, alice):
    with pytest.raises(DeploymentRefused, match="the decision 'bnad' is not deployed"):
        deploy(database, alice, band_dmn=banding(BANDS), asking_bpmn=called('decisionId="bnad" resultVariable="found"'))


def test_a_binding_by_version_tag_is_refused(database, alice):
    with pytest.raises(DeploymentRefused, match="the binding 'versionTag' is not executed"):
        deploy(database, alice, band_dmn=banding(BANDS), asking_bpmn=called('decisionId="band" bindingType="versionTag"'))
