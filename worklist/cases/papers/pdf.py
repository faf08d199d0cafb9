"""The text of a PDF, read by a process of its own whose time and memory are bounded: a PDF comes from outside.

Source: ISO 32000; pypdf. Pictures are not read: what stands in a scan is for a person to look for.
"""

import json
import subprocess
import sys
from pathlib import Path

#: Seconds after which a PDF is given up.
MOST_SECONDS = 20
READER = Path(__file__).with_name("pdf_text.py")


def is_pdf(name: str, content: bytes) -> bool:
    """Tell whether a file is a PDF by its name or its beginning."""
    return name.lower().endswith(".pdf") or b"%PDF-" in content[:1024]


def text(content: bytes) -> tuple[list[tuple[str, str]], str]:
    """Return name and text of each part of a PDF, and why not all of it was read: empty, SCANNED, LOCKED, BROKEN, HUGE or EMBEDDED."""
    if b"%PDF-" not in content[:1024]:
        return [], "BROKEN"
    try:
        ended = subprocess.run(  # noqa: S603  # our own script; the PDF is its input, never an argument
            [sys.executable, "-I", str(READER)], input=content, capture_output=True, timeout=MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return [], "HUGE"
    if ended.returncode < 0:  # ended by the bounds it set itself
        return [], "HUGE"
    if ended.returncode or not ended.stdout:
        return [], "BROKEN"
    found = json.loads(ended.stdout)
    return [(name, said) for name, said in found["parts"]], found["unread"]
