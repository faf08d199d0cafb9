"""What task lists, task pages and diagrams show. Read only."""

from worklist.engine.queries.decided import decided_for
from worklist.engine.queries.definitions import (
    Deployed,
    Version,
    definition,
    deployments_of_late,
    newest,
    source_of,
    versions_of,
)
from worklist.engine.queries.instances import (
    Branch,
    Waits,
    element_names,
    get_incident,
    look,
    open_incidents,
    path_of,
    tree,
    waits,
)
from worklist.engine.queries.lists import (
    MANY,
    PAGE,
    Listed,
    Place,
    count_free,
    count_mine,
    due_before,
    my_tasks,
    stamp,
    team_tasks,
)
from worklist.engine.queries.tasks import (
    draft_of,
    form_of,
    get_task,
    groups_of,
    open_tasks_of,
    steps_before,
    variables_of,
)

__all__ = [
    "MANY", "PAGE", "Branch", "Deployed", "Listed", "Place", "Version", "Waits", "count_free", "count_mine", "decided_for", "definition",
    "deployments_of_late", "draft_of", "due_before", "element_names", "form_of", "get_incident", "get_task",
    "groups_of", "look", "my_tasks", "newest", "open_incidents", "open_tasks_of", "path_of", "source_of", "stamp",
    "steps_before", "team_tasks", "tree", "variables_of", "versions_of", "waits",
]  # fmt: skip
