"""Tell the engine what this product knows: facts, workers, message names, groups. Called once by each entry point."""

from worklist.cases import catalogue, facts, overrides, papers, people, visibility, workers
from worklist.engine import hooks

#: Names that may correlate a message; every instance starts with them as `main`. Source: architecture A23.
KEYS = ("party_id", "measure_id", "suit_id", "objection_id", "step")


def connect() -> None:
    """Fill the engine's hooks."""
    hooks.facts = facts.facts
    hooks.wall = visibility.wall_of
    hooks.to_confirm = overrides.tell
    hooks.workers = dict(workers.WORKERS)
    hooks.template_topics = frozenset({"paper.generate"})
    hooks.readers = {".docx": papers.read_template}
    hooks.keys = KEYS
    hooks.messages = frozenset(catalogue.messages())
    hooks.groups = frozenset(people.GROUPS)
    hooks.roles = frozenset(people.ROLES) - {"admin"}
    hooks.paths = frozenset(catalogue.case_paths())
