"""The stepping function: definition and tokens in, tokens out. The only place that knows SpiffWorkflow.

SpiffWorkflow's workflow, task tree and task specs carry the run; what each BPMN element does is ours
(docs/decisions/0001-token-game.md): a task stands for a token that is alive, under the token of its scope.
"""

from importlib.metadata import version

from worklist.engine.spiff.codec import decode, encode
from worklist.engine.spiff.host import Host, StepFailed
from worklist.engine.spiff.replacing import Change, Result
from worklist.engine.spiff.run import MAX_STEPS, Run, Waiting
from worklist.engine.spiff.spec import Spec, build
from worklist.engine.spiff.subjects import Origin
from worklist.engine.spiff.tokens import Token

#: The release whose core the tokens were written against; docs/spiffworkflow.md says what of it is used.
WRITTEN_FOR = "3.2."

if not version("SpiffWorkflow").startswith(WRITTEN_FOR):
    raise ImportError(
        f"Expected SpiffWorkflow {WRITTEN_FOR}x, found {version('SpiffWorkflow')}; install the locked one, or read docs/spiffworkflow.md first"
    )

__all__ = [
    "MAX_STEPS", "Change", "Host", "Origin", "Result", "Run", "Spec", "StepFailed", "Token", "Waiting", "build", "decode", "encode",
]  # fmt: skip
