"""The stepping function: definition and tokens in, tokens out. The only place that knows SpiffWorkflow.

SpiffWorkflow's workflow, task tree and task specs carry the run; what each BPMN element does is ours
(docs/decisions/0001-token-game.md): a task stands for a token that is alive, under the token of its scope.
"""

from worklist.engine.spiff.codec import decode, encode
from worklist.engine.spiff.host import Host, StepFailed
from worklist.engine.spiff.run import MAX_STEPS, Run, Waiting
from worklist.engine.spiff.spec import Spec, build
from worklist.engine.spiff.tokens import Token

__all__ = ["MAX_STEPS", "Host", "Run", "Spec", "StepFailed", "Token", "Waiting", "build", "decode", "encode"]
