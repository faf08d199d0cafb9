"""The people of the stories: one of each group, who also opens the post of the case."""

from worklist.cases import people
from worklist.identity import Actor

#: Group → the one person in it.
TEAM = {
    group: Actor(f"{group}_1", group, frozenset({"case_worker"}), frozenset({group}))
    for group in people.GROUPS
}
