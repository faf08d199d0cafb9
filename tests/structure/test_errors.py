"""What goes wrong is written as a sentence with named values, so that a page can say it in Chinese."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.structure.source import ROOT, python, tree, where

#: Files that no page reaches: the command line, the server's start and the demonstration speak English to whoever runs them.
NO_PAGE = ("worklist/cli/", "worklist/demo/", "worklist/serving.py")
#: Errors whose arguments a page says: their first is a template, or the reason is one.
SAID = {"BadInput", "Conflict", "NotFound", "NotPermitted", "Phrase", "ProcessFailed", "SentElsewhere", "StepFailed", "WritError"}
#: Errors that gather sentences already said in both languages, or are told from their list and not from their text.
JOINED = {"DeploymentRefused", "FormErrors", "FormRefused", "TemplateRefused"}
#: Errors within the engine: a page says their reason, never their text.
ENGINE = {"StepFailed"}
#: Files whose errors are still finished texts. Nothing is added here; what is mended is taken out.
LEFT: set[str] = set()


@cache
def subclasses() -> set[str]:
    """Return the names of our classes of errors, however far they are from WritError."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for path in python("worklist")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
    }
    found, before = {"WritError"}, set[str]()
    while found != before:
        before, found = found, found | {name for name, above in bases.items() if above & found}
    return found


def finished(node: ast.expr) -> bool:
    """Whether a text is put together where the error is raised, so that its words are nobody's key."""
    if isinstance(node, ast.IfExp):
        return finished(node.body) or finished(node.orelse)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Mod) or any(_text(side) for side in (node.left, node.right))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in {"format", "join"} and isinstance(node.func.value, ast.Constant)
    return isinstance(node, ast.JoinedStr)


def _text(node: ast.expr) -> bool:
    return finished(node) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def offences(module: ast.Module, errors: set[str]) -> Iterator[ast.Call]:
    """Yield the calls of errors with a finished text, also where they are written by their own class."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and _name(node) in errors and any(finished(one) for one in node.args):
            yield node
        if isinstance(node, ast.ClassDef) and node.name in errors - ENGINE:
            yield from (
                call for call in ast.walk(node)
                if isinstance(call, ast.Call) and ast.unparse(call.func) == "super().__init__" and any(finished(one) for one in call.args)
            )  # fmt: skip


def _name(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def found_in(path: Path) -> list[str]:
    return [where(path, node) for node in offences(tree(path), SAID | subclasses() - JOINED)]


def on_pages() -> list[Path]:
    return [path for path in python("worklist") if not str(path.relative_to(ROOT)).startswith(NO_PAGE)]


def test_no_error_that_a_page_says_is_a_finished_text() -> None:
    assert [place for path in on_pages() if str(path.relative_to(ROOT)) not in LEFT for place in found_in(path)] == []


def test_what_is_mended_is_no_longer_excused() -> None:
    assert {left for left in LEFT if not found_in(ROOT / left)} == set()


@pytest.mark.parametrize(
    "raised",
    [
        'BadInput(f"Expected {x}")', '"x"; Conflict("Expected " + x)', 'NotFound("Expected %s" % x)',
        'BadInput("Expected {}".format(x))', 'BadInput(", ".join(x))', 'StepFailed(node, f"no {x}")',
        'errors.NotFound(f"Expected {x}")', 'BadInput("Expected x" if y else f"Expected {x}")',
        'class BadInput(WritError):\n    def __init__(self, x):\n        super().__init__(f"Expected {x}")',
    ],
)  # fmt: skip
def test_a_finished_text_is_found_however_it_is_put_together(raised: str) -> None:
    assert list(offences(ast.parse(raised), SAID))


@pytest.mark.parametrize(
    "raised",
    [
        'BadInput("Expected %(x)s", x=f"{x:,}")', 'ProcessFailed(a, b, Phrase("no %(x)s", x=x))', 'ValueError(f"{x}")',
        'StepFailed(node, reason_of(error))',
    ],
)  # fmt: skip
def test_a_sentence_with_values_is_left_alone(raised: str) -> None:
    assert not list(offences(ast.parse(raised), SAID))
