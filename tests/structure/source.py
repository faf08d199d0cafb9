"""The files that are ours, for the tests that read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Bytes of other projects, kept as they came.
VENDORED = "static/vendor"


@cache
def files(*endings: str) -> list[Path]:
    """Return the files that are or would be committed, of the given endings (all: none given)."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    paths = [ROOT / name for name in sorted(listing.split("\0")) if name and VENDORED not in name]
    return [path for path in paths if path.is_file() and (not endings or path.suffix in endings)]


def python(*folders: str) -> list[Path]:
    """Return our Python files below these top folders."""
    return [path for path in files(".py") if path.relative_to(ROOT).parts[0] in folders]


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def where(path: Path, node: ast.AST | None = None) -> str:
    """Return the place of a node, as a person looks it up."""
    line = getattr(node, "lineno", None)
    return f"{path.relative_to(ROOT)}" + (f":{line}" if line else "")


def imports(path: Path) -> Iterator[tuple[str, ast.stmt]]:
    """Yield the absolute module names a file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node
