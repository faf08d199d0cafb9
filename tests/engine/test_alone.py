"""docs/engine.md: the engine without pages. Its example runs as it is printed, and its table names what there is."""

import re
from pathlib import Path

from worklist import engine
from worklist.engine import queries

TEXT = (Path(__file__).parents[2] / "docs" / "engine.md").read_text(encoding="utf-8")


def test_the_example_runs_as_it_is_printed(empty_database_url: str) -> None:
    world = {"address": empty_database_url}
    for block in re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL):
        exec(compile(block, "docs/engine.md", "exec"), world)  # noqa: S102  (our own document)
    assert world["end"](world["first"]) == ("ended", "done")
    world["database"].dispose()


def test_the_table_names_functions_that_there_are() -> None:
    for module, name in re.findall(r"`(engine|queries)\.(\w+)[(.`]", TEXT):
        assert hasattr({"engine": engine, "queries": queries}[module], name), name
