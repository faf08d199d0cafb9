"""The demo: invented cases, told through the real processes, dated relative to today."""

from worklist.demo.clock import DemoClock
from worklist.demo.seeding import missing, tell
from worklist.demo.stories import Story, stories

__all__ = ["DemoClock", "Story", "missing", "stories", "tell"]
