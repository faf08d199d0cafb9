"""The files of others are the ones whose digests are written down, with their licences."""

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "worklist" / "web" / "static" / "vendor"


def test_every_vendored_file_has_the_digest_of_the_readme() -> None:
    rows = re.findall(r"\| `([^`]+)` \| [^|]+ \| `([0-9a-f]{64})` \|", (VENDOR / "README.md").read_text())
    found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in VENDOR.iterdir() if p.name != "README.md"}
    assert found == dict(rows)


def test_a_licence_stands_beside_every_package() -> None:
    names = {path.name.split(".")[0] for path in VENDOR.glob("*.LICENSE.txt")}
    assert names == {"bpmn-js", "htmx", "inter", "lucide"}
