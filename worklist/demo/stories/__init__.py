"""The stories of the demo, in the order in which their cases were opened."""

from functools import cache

from worklist.demo.stories import enforcement, filing, hearing, intake, remedies
from worklist.demo.stories.story import Story

__all__ = ["Story", "stories"]


@cache
def stories() -> tuple[Story, ...]:
    """Return all stories, the longest ago first."""
    told = (*intake.STORIES, *filing.STORIES, *hearing.STORIES, *enforcement.STORIES, *remedies.STORIES)
    return tuple(sorted(told, key=lambda story: -story.began))
