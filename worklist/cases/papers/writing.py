"""The Jinja that papers are written with: a sandbox that knows the names of the case and nothing of Python.

Source: Jinja 3.1, Sandbox; Writ asks more: what grammar.py does not list is refused before it is compiled.
"""

from collections.abc import Callable
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from worklist.cases.papers import saying
from worklist.cases.papers.grammar import LOOP, read
from worklist.errors import TemplateRefused


class Writing(ImmutableSandboxedEnvironment):
    """Compiles what grammar.py allows; an attribute of a value is what the case file has under that name.

    `say`: turns what a tag comes to into text.
    """

    def __init__(self, say: Callable[[Any], str] = str) -> None:
        super().__init__(autoescape=True, finalize=say, undefined=StrictUndefined, cache_size=0)
        self.filters = {"capitals": saying.capitals, "digits": saying.digits, "percent": saying.percent}
        self.globals, self.tests = {}, {}

    def compile(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        """Compile a template. Raises TemplateRefused for one that says more than a paper may."""
        tree: nodes.Template = self.parse(source) if isinstance(source, str) else source
        if problems := read(tree).problems:
            raise TemplateRefused(problems)
        return super().compile(tree, *args, **kwargs)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what stands under a name below a part of the case. Raises UndefinedError for anything else."""
        if isinstance(obj, saying.Part):
            return obj.below(attribute)
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return super().getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)
