"""The engine alone: a test that wants another case layer than none sets the hooks, and they are put back."""

from collections.abc import Iterator

import pytest

from worklist.engine import hooks


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """Run the engine without message names, groups or workers."""
    kept = dict(hooks.__dict__)
    hooks.keys, hooks.messages, hooks.groups, hooks.workers = (), frozenset(), frozenset(), {}
    yield
    hooks.__dict__.update(kept)
