"""The process engine. Callers use only what is listed here."""

from worklist.engine.deployments import Deployed, deploy
from worklist.engine.history import jsonable
from worklist.engine.hooks import Hooks, Work, hooks
from worklist.engine.incidents import command, open_incident, retry
from worklist.engine.instances import cancel, of_case, start
from worklist.engine.jobs import run_due as run_due_jobs
from worklist.engine.lint import check
from worklist.engine.messages import Delivery, correlate, open_by_message, signal
from worklist.engine.tasks import assign, claim, claim_next, must_be_workable, open_task, unclaim
from worklist.engine.tasks import complete as complete_task
from worklist.engine.timers import fire_due as fire_due_timers
from worklist.engine.timers import move as move_timers

__all__ = [
    "Delivery", "Deployed", "Hooks", "Work", "assign", "cancel", "check", "claim", "claim_next", "command", "complete_task",
    "correlate", "deploy", "fire_due_timers", "hooks", "jsonable", "move_timers", "must_be_workable", "of_case", "open_by_message", "open_incident", "open_task",
    "retry", "run_due_jobs", "signal", "start", "unclaim",
]  # fmt: skip
