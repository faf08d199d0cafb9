"""What may stand in the repository: no machine, no registry, no key, and locks that fit the dependencies."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.structure.source import ROOT, files, where

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock")
TEXT = {
    ".py", ".md", ".toml", ".lock", ".yaml", ".yml", ".html", ".css", ".js", ".csv", ".bpmn", ".dmn", ".form", ".cfg", ".txt",
    ".json", ".po", ".mako", ".svg", "",
}  # fmt: skip
#: Hosts that serve packages, and folders of one machine. In parts, so that this file passes its own test.
FOREIGN = re.compile(
    "|".join(
        (
            r"pypi\." + "org", r"pythonhosted\." + "org", r"registry\.npmjs", r"npmjs\." + "(?:com|org)", r"crates\." + "io",
            r"maven\.apache", r"proxy\.golang", r"(?:deb|archive)\.(?:debian|ubuntu)\." + "(?:org|com)",
            "unpkg" + r"\.com", "jsdelivr" + r"\.net", r"(?<![\w.])/" + "(?:work|root|home|opt)/", r"\.\./" + "shared",
        )
    )
)  # fmt: skip
KEYS = re.compile("BEGIN (?:RSA |EC |OPENSSH )?" + "PRIVATE KEY|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36}")


def lines() -> Iterator[tuple[str, str]]:
    """Yield every line of our text files with its place."""
    for path in files():
        if path.suffix in TEXT:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                yield f"{where(path)}:{number}", line


def test_no_file_names_a_registry_or_a_machine() -> None:
    assert [place for place, line in lines() if FOREIGN.search(line)] == []


def test_no_file_holds_a_private_key() -> None:
    assert [place for place, line in lines() if KEYS.search(line)] == []


def test_no_file_is_large() -> None:
    assert [where(path) for path in files() if path.stat().st_size > 2_000_000] == []


def pinned(lock: str) -> dict[str, str]:
    """Return name → version of a lock file."""
    found = re.findall(r"^([\w.-]+)==([\w.!+-]+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    return {canonical(name): version for name, version in found}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def required(*groups: str) -> list[Requirement]:
    """Return the direct dependencies, with those of the extra groups."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    for group in groups:
        wanted += project["optional-dependencies"][group]
    return [Requirement(line) for line in wanted]


@pytest.mark.parametrize(("lock", "groups"), [("requirements.lock", ()), ("requirements-dev.lock", ("dev",))])
def test_the_lock_has_every_dependency_in_a_version_that_fits(lock: str, groups: tuple[str, ...]) -> None:
    versions = pinned(lock)
    unfit = [
        str(wanted)
        for wanted in required(*groups)
        if not wanted.specifier.contains(versions.get(canonical(wanted.name), "0"), prereleases=True)
    ]
    assert unfit == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    unhashed = re.findall(r"^[\w.-]+==[^\\\n]*$", text, re.MULTILINE)
    assert unhashed == []
    assert "://" not in text
    assert not re.search(r"^--?\w", text, re.MULTILINE)


def test_tests_and_builds_use_the_versions_that_run() -> None:
    runtime, dev, build = (pinned(lock) for lock in LOCKS)
    assert {name: dev.get(name) for name in runtime} == runtime
    assert {name: version for name, version in build.items() if dev.get(name, version) != version} == {}


def test_every_document_that_others_link_to_exists() -> None:
    broken = [
        f"{where(path)}: {target}"
        for path in files(".md")
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not exists(path, target)
    ]
    assert broken == []


def exists(page: Path, target: str) -> bool:
    return (page.parent / target).exists()
