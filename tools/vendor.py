"""Fetch the files that browsers get from others: htmx, the bpmn-js viewer, the Inter font, Lucide icons.

Run from the checkout: `python tools/vendor.py`. Needs npm with its ordinary settings. Packages are pinned; what was
fetched is committed with its licences, and its digests stand in worklist/web/static/vendor/README.md.
"""

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "worklist" / "web" / "static" / "vendor"

#: npm package and version → files in it and the name each has here.
PACKAGES = {
    "htmx.org@4.0.1": {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "htmx.LICENSE.txt"},
    "bpmn-js@18.31.1": {
        "dist/bpmn-navigated-viewer.production.min.js": "bpmn-navigated-viewer.min.js",
        "dist/assets/diagram-js.css": "diagram-js.css",
        "dist/assets/bpmn-js.css": "bpmn-js.css",
        "LICENSE": "bpmn-js.LICENSE.txt",
    },
    "@fontsource-variable/inter@5.3.0": {
        "files/inter-latin-wght-normal.woff2": "inter-latin-wght-normal.woff2",
        "LICENSE": "inter.LICENSE.txt",
    },
    "lucide-static@1.62.0": {"LICENSE": "lucide.LICENSE.txt"},
}

#: Lucide icons in the sprite, one <symbol> each.
ICONS = (
    "alarm-clock", "arrow-right", "banknote", "calendar-days", "check", "chevron-down", "chevron-right",
    "circle-alert", "circle-check", "clock", "corner-down-left", "download", "ellipsis", "eye", "file-text",
    "folder-open", "gavel", "history", "hourglass", "inbox", "keyboard", "landmark", "languages",
    "layout-dashboard", "list-filter", "log-out", "paperclip", "plus", "refresh-cw", "rocket", "rotate-ccw",
    "scale", "search", "settings", "shield-check", "snowflake", "star", "triangle-alert", "upload",
    "user-plus", "users", "wallet", "workflow", "x",
)  # fmt: skip

LUCIDE = "lucide-static@1.62.0"
SYMBOL = '<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" {caps}>{body}</symbol>'
CAPS = 'stroke-linecap="round" stroke-linejoin="round"'


def fetch(package: str, into: Path) -> Path:
    """Return the unpacked folder of an npm package."""
    packed = subprocess.run(  # noqa: S603 - the package names stand above
        ["npm", "pack", "--silent", "--pack-destination", str(into), package],  # noqa: S607
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    archive = into / packed.stdout.strip().splitlines()[-1]
    folder = into / re.sub(r"\W+", "-", package)
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def sprite(icons: Path) -> str:
    """Return one SVG with a symbol for each icon that the pages use."""
    symbols = []
    for name in ICONS:
        body = re.search(r"<svg[^>]*>(.*)</svg>", (icons / f"{name}.svg").read_text(), re.S)
        if body is None:
            raise ValueError(f"Expected an SVG in {name}.svg")
        symbols.append(SYMBOL.format(name=name, caps=CAPS, body=" ".join(body[1].split())))
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "\n".join(symbols) + "</svg>\n"


def digest_table(kept: dict[str, tuple[str, bytes]]) -> str:
    """Return the README of the vendored files: file, package, SHA-256."""
    rows = [f"| `{name}` | {package} | `{hashlib.sha256(data).hexdigest()}` |" for name, (package, data) in kept.items()]
    return "\n".join(
        [
            "# Files of others that browsers get",
            "",
            "Fetched by `tools/vendor.py` from npm packages of exactly these versions, unchanged except `icons.svg`,",
            "which joins icons of Lucide into one sprite. The bpmn.io watermark of the viewer must stay visible.",
            "",
            "| file | package | SHA-256 |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def main() -> None:
    """Fetch everything anew and write the digests."""
    kept: dict[str, tuple[str, bytes]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for package, files in PACKAGES.items():
            unpacked = fetch(package, Path(folder))
            for inside, name in files.items():
                kept[name] = (package, (unpacked / inside).read_bytes())
            if package == LUCIDE:
                kept["icons.svg"] = (package, sprite(unpacked / "icons").encode())
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name, (_, data) in kept.items():
        (VENDOR / name).write_bytes(data)
    (VENDOR / "README.md").write_text(digest_table(dict(sorted(kept.items()))))
    sys.stdout.write(f"{len(kept)} files in {VENDOR}\n")


if __name__ == "__main__":
    main()
