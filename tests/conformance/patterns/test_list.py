"""Every workflow pattern that Writ claims has a test of its name."""

import re
from pathlib import Path

#: The control-flow patterns that diagrams of executed elements can show, by number.
SHOWN = {*range(1, 9), 10, 11, *range(13, 17), *range(18, 28), 34, 36, 37, 40, 43}


def test_every_pattern_that_is_claimed_is_shown_by_a_test_of_its_number() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert {int(number) for number in re.findall(r"^def test_wcp_(\d\d)_", written, re.MULTILINE)} == SHOWN
    assert len(SHOWN) == 29
