"""What a template may name: the case file, the party, asset, measure or act a paper is about, and what is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from worklist.cases.catalogue import CasePath, case_paths, lists, paper_fields

#: A name for the one member of a list that a paper is about → the list.
SUBJECTS = {"party": "debtors", "asset": "assets", "measure": "measures", "act": "acts"}
#: What a paper is about → the variables of a process that may hold its id.
VARIABLES = {"party": ("party_id", "debtor_id"), "asset": ("asset_id",), "measure": ("measure_id",), "act": ("act_id",)}


@dataclass(frozen=True)
class Listed:
    """A list of the case file: its members' names → paths."""

    path: str
    members: Mapping[str, CasePath]


@cache
def roots() -> dict[str, Mapping[str, Any]]:
    """Return the names a template begins with, and what is below each.

    A section maps names to what is there: a section, `Listed`, `CasePath` or `Asked`.
    """
    tree: dict[str, Any] = {}
    for path in case_paths().values():
        if path.list_path is None:
            _put(tree, path.name, path)
    for list_path, members in lists().items():
        _put(tree, list_path, Listed(list_path, members))
    return {"case": tree, "fields": paper_fields(), **{name: lists()[path] for name, path in SUBJECTS.items()}}


def _put(tree: dict[str, Any], name: str, place: CasePath | Listed) -> None:
    head, _, rest = name.partition(".")
    if rest:
        _put(tree.setdefault(head, {}), rest, place)
    else:
        tree[head] = place


def about(variables: Mapping[str, Any]) -> dict[str, str]:
    """Return the ids of what a paper is about, as the variables of a process have them."""
    found = {
        subject: next((variables[name] for name in names if variables.get(name) not in (None, "main")), None)
        for subject, names in VARIABLES.items()
    }
    return {subject: str(member_id) for subject, member_id in found.items() if member_id}


def like(name: str, below: Mapping[str, Any]) -> str | None:
    """Return the name that was probably meant, None where no name is near."""
    return next(iter(get_close_matches(name, below, n=1, cutoff=0.6)), None)


@dataclass(frozen=True)
class Nameable:
    """A name that a template may write, for the page that lists them."""

    name: str
    type: str
    label_en: str
    label_zh: str


def all_names() -> list[Nameable]:
    """Return every name with its words; a member of a list under the name its loop gives it."""
    found = [
        Nameable(path.path, path.type, path.label_en, path.label_zh)
        for path in case_paths().values()
        if path.type not in {"file", "list"}
    ]
    return found + [Nameable(f"fields.{a.name}", a.type, a.label_en, a.label_zh) for a in paper_fields().values()]
