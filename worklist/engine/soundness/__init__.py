"""Is a diagram sound: can every run end, and is nothing drawn that never happens?

Source: W.M.P. van der Aalst, "The Application of Petri Nets to Workflow Management" (1998), soundness; the reading of
BPMN elements is the engine's own (BPMN 2.0.2 §13).
"""

from worklist.engine.soundness.check import Finding, check
from worklist.engine.soundness.words import problems

__all__ = ["Finding", "check", "problems"]
