"""Write docs/third-party.md: every package of the locks, its version and its licence.

Run with the development environment installed: `make licences`. The licences are the packages' own statements.
"""

import re
import sys
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "third-party.md"
#: Packages whose metadata say nothing short, read in their licence files.
READ_BY_HAND = {"spiffworkflow": "LGPL-3.0", "pysqlite3": "Zlib", "axe-playwright-python": "MIT"}
HEAD = """# Third-party packages

Made by `make licences` from the locks; do not edit. What browsers get is listed in
[worklist/web/static/vendor/README.md](../worklist/web/static/vendor/README.md), and everything together in
[NOTICE](../NOTICE).
"""


def pinned(lock: str) -> dict[str, str]:
    """Return name → version of a lock file."""
    return dict(
        re.findall(r"^([\w.-]+)==([\w.!+-]+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    )


def licence(name: str) -> str:
    """Return the licence a package states: SPDX expression, classifier or short text. Raises LookupError."""
    if name in READ_BY_HAND:
        return READ_BY_HAND[name]
    about = metadata(name)
    stated = about.get("License-Expression") or classified(about) or about.get("License") or ""
    if not stated or "\n" in stated or len(stated) > 80:
        raise LookupError(
            f"Expected a short licence in the metadata of {name}; read it and add it to READ_BY_HAND"
        )
    return stated


def classified(about: PackageMetadata) -> str:
    """Return the licence classifiers of a package, shortened."""
    lines = [line for line in about.get_all("Classifier") or [] if line.startswith("License :: ")]
    return ", ".join(line.rpartition(" :: ")[2] for line in lines if line != "License :: OSI Approved")


def table(packages: dict[str, str]) -> str:
    """Return a Markdown table of packages."""
    rows = [f"| {name} | {version} | {licence(name)} |" for name, version in sorted(packages.items())]
    return "\n".join(["| package | version | licence |", "|---|---|---|", *rows, ""])


def page() -> str:
    """Return the whole page."""
    runtime, dev, build = (pinned(f"requirements{kind}.lock") for kind in ("", "-dev", "-build"))
    rest = {name: version for name, version in {**build, **dev}.items() if name not in runtime}
    return f"{HEAD}\n## What Writ runs with\n\n{table(runtime)}\n## What tests and builds need besides\n\n{table(rest)}"


def main() -> None:
    """Write the page, or with --check fail when it is not up to date."""
    if "--check" in sys.argv[1:]:
        sys.exit(
            0
            if PAGE.read_text(encoding="utf-8") == page()
            else "docs/third-party.md is out of date: make licences"
        )
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
