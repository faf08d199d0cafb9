"""What a template may say: names, conditions and repetitions, nothing that computes, calls or includes.

Jinja knows far more than a paper needs. Everything that is not listed here is refused, when a template is uploaded and again each
time one is filled; what remains can end neither late nor elsewhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

from worklist.cases.catalogue import Asked, CasePath
from worklist.cases.papers.names import Listed, like, roots
from worklist.errors import Phrase

#: Names of a repetition in progress: its number, whether it is the first or the last, how many there are.
LOOP = ("index", "first", "last", "length")
#: How a value may be said otherwise than it is by itself → the types for which there is such a way.
FILTERS = {"capitals": ("money",), "digits": ("money", "number", "int"), "percent": ("number",)}
#: Most repetitions within each other, and most conditions.
DEEPEST, DEEPEST_CONDITION = 2, 10

_LOOP = dict.fromkeys(LOOP, "loop")
Scope = Mapping[str, Any]


@dataclass
class Reading:
    """A template being read: what is wrong with it, and which names of the case it needs."""

    problems: list[Phrase] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def wrong(self, problem: Phrase) -> None:
        """Keep a problem."""
        self.problems.append(problem)


def read(tree: nodes.Template) -> Reading:
    """Return what a template says and what is wrong with it."""
    reading = Reading()
    for node in tree.body:
        _statement(node, roots(), (0, 0), reading)
    return reading


def _statement(node: nodes.Node, scope: Scope, depth: tuple[int, int], reading: Reading) -> None:
    """Look at a statement within so many repetitions and conditions."""
    if isinstance(node, nodes.Output):
        for part in node.nodes:
            if not isinstance(part, nodes.TemplateData):
                _said(part, scope, reading)
    elif isinstance(node, nodes.If):
        _condition(node, scope, (depth[0], depth[1] + 1), reading)
    elif isinstance(node, nodes.For):
        _repetition(node, scope, (depth[0] + 1, depth[1]), reading)
    else:
        reading.wrong(Phrase("A template may use {{ name }}, for and if, and nothing else; found '%(found)s'", found=type(node).__name__.lower()))


def _condition(node: nodes.If, scope: Scope, depth: tuple[int, int], reading: Reading) -> None:
    if depth[1] > DEEPEST_CONDITION:
        reading.wrong(Phrase("More than %(most)s conditions stand within each other", most=DEEPEST_CONDITION))
        return
    _value(node.test, scope, reading)
    for inner in (*node.body, *node.else_):
        _statement(inner, scope, depth, reading)
    for other in node.elif_:
        _condition(other, scope, depth, reading)


def _repetition(node: nodes.For, scope: Scope, depth: tuple[int, int], reading: Reading) -> None:
    over = _place(node.iter, scope, reading)
    if over is not None and not isinstance(over, Listed):
        reading.wrong(Phrase("'%(name)s' is no list and cannot be repeated", name=_dotted(node.iter)))
        over = None
    if not isinstance(node.target, nodes.Name) or node.recursive or depth[0] > DEEPEST or node.target.name in {*roots(), "loop"}:
        reading.wrong(Phrase("A repetition reads {% for one in case.list %}, with a new name, at most two within each other"))
        return
    inner = {**scope, node.target.name: None if over is None else over.members, "loop": _LOOP}
    if node.test is not None:
        _value(node.test, inner, reading)
    for statement in (*node.body, *node.else_):
        _statement(statement, inner, depth, reading)


def _said(node: nodes.Node, scope: Scope, reading: Reading) -> None:
    """Look at what is printed: it must be a value."""
    for printed in _printed(node):
        place = _value(printed, scope, reading)
        if isinstance(place, Listed):
            reading.wrong(Phrase(
                "'%(name)s' is a list: repeat it with {%% for one in %(name)s %%}{{ one.… }}{%% endfor %%}", name=_dotted(printed)
            ))
        elif isinstance(place, Mapping):
            reading.wrong(Phrase("'%(name)s' is a part of the case file, not a value: add what of it, such as '%(name)s.%(first)s'", name=_dotted(printed), first=next(iter(place))))
        elif isinstance(place, CasePath) and place.type in {"file", "list"}:
            reading.wrong(Phrase("'%(name)s' is a file or a list of cases and cannot be printed", name=_dotted(printed)))


def _printed(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield what an expression may come to: either side of `or`, both ways of a condition."""
    if isinstance(node, nodes.Or):
        yield from (*_printed(node.left), *_printed(node.right))
    elif isinstance(node, nodes.CondExpr):
        yield from (node.test, *_printed(node.expr1), *(_printed(node.expr2) if node.expr2 else ()))
    else:
        yield node


def _value(node: nodes.Node, scope: Scope, reading: Reading) -> Any:
    """Look at an expression and return the place it names, None where it names none."""
    if isinstance(node, nodes.Name | nodes.Getattr):
        return _place(node, scope, reading)
    if isinstance(node, nodes.Filter):
        return _filtered(node, scope, reading)
    if isinstance(node, nodes.Compare):
        return _comparison(node, scope, reading)
    if isinstance(node, nodes.Const) or (isinstance(node, nodes.List | nodes.Tuple) and all(isinstance(i, nodes.Const) for i in node.items)):
        return None
    if isinstance(node, nodes.And | nodes.Or | nodes.Not | nodes.CondExpr):
        for part in node.iter_child_nodes():
            _value(part, scope, reading)
        return None
    reading.wrong(Phrase("A tag may hold names, comparisons with == and !=, and, or, not; found '%(found)s'", found=type(node).__name__.lower()))
    return None


def _filtered(node: nodes.Filter, scope: Scope, reading: Reading) -> Any:
    place = None if node.node is None else _value(node.node, scope, reading)
    if node.name not in FILTERS or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
        reading.wrong(Phrase("Expected one of %(known)s after |, found '%(found)s'", known=", ".join(FILTERS), found=node.name))
    elif isinstance(place, CasePath | Asked) and place.type not in FILTERS[node.name]:
        reading.wrong(Phrase("'%(name)s' cannot be said as '%(filter)s'", name=_dotted(node.node), filter=node.name))
    return place


def _comparison(node: nodes.Compare, scope: Scope, reading: Reading) -> None:
    place = _value(node.expr, scope, reading)
    for operand in node.ops:
        if operand.op not in {"eq", "ne", "in", "notin"}:
            reading.wrong(Phrase("A tag may hold names, comparisons with == and !=, and, or, not; found '%(found)s'", found=operand.op))
        _value(operand.expr, scope, reading)
        for constant in operand.expr.find_all(nodes.Const) if not isinstance(operand.expr, nodes.Const) else [operand.expr]:
            _constant(node.expr, place, constant.value, reading)


def _constant(node: nodes.Node, place: Any, value: Any, reading: Reading) -> None:
    """Refuse a comparison that can never hold."""
    allowed = {"enum": getattr(place, "allowed", ()), "yn": ("YES", "NO", "UNKNOWN")}.get(getattr(place, "type", ""))
    if allowed and value not in allowed:
        reading.wrong(Phrase("'%(name)s' is never '%(value)s'; it is one of %(allowed)s", name=_dotted(node), value=str(value)[:40], allowed=", ".join(allowed)))


def _place(node: nodes.Node, scope: Scope, reading: Reading) -> Any:
    """Return what a name stands for: a section, a list, a value; None for one that is not known."""
    names = _names(node)
    if not names:
        reading.wrong(Phrase("A tag may hold names, comparisons with == and !=, and, or, not; found '%(found)s'", found=type(node).__name__.lower()))
        return None
    place: Any = scope
    for number, name in enumerate(names):
        if isinstance(place, Listed):
            reading.wrong(Phrase("'%(name)s' is a list: repeat it with {%% for one in %(name)s %%}{{ one.… }}{%% endfor %%}", name=".".join(names[:number])))
            return None
        if not isinstance(place, Mapping) or name not in place:
            _unknown(names, number, place, reading)
            return None
        place = place[name]
        if place is None:  # a member of a list that is not known; that was said
            return None
    reading.used.add(".".join(names))
    return place


def _unknown(names: list[str], number: int, place: Any, reading: Reading) -> None:
    near = like(names[number], place) if isinstance(place, Mapping) else None
    whole = ".".join(names)
    if near is None:
        reading.wrong(Phrase("'%(name)s' is not in the case file: nothing there is called '%(part)s'", name=whole, part=names[number]))
    else:
        meant = ".".join([*names[:number], near, *names[number + 1 :]])
        reading.wrong(Phrase("'%(name)s' is not in the case file; did you mean '%(meant)s'?", name=whole, meant=meant))


def _names(node: nodes.Node | None) -> list[str]:
    """Return the parts of a dotted name, empty for anything else."""
    if isinstance(node, nodes.Name):
        return [node.name]
    if isinstance(node, nodes.Getattr):
        before = _names(node.node)
        return [*before, node.attr] if before else []
    return []


def _dotted(node: nodes.Node | None) -> str:
    inner = node.node if isinstance(node, nodes.Filter) else node
    return ".".join(_names(inner)) or "…"
