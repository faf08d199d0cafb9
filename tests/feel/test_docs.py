"""docs/feel.md tells the truth: every example of it has the value it shows, and its lists are complete."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.conformance.test_dmn_tck import KNOWN
from worklist.cli import main
from worklist.feel import compile, evaluate, evaluate_with_errors, shown, unary_test
from worklist.feel.builtins import BUILT_INS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "feel.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [body for found, body in BLOCK.findall(TEXT) if found == language]


def examples(language: str) -> list[tuple[str, str]]:
    """Return the examples of a language: what stands before the arrow, and behind it."""
    lines = [line for body in blocks(language) for line in body.splitlines() if line.strip()]
    return [(before.strip(), after.strip()) for before, _, after in (line.rpartition("→") for line in lines)]


def sessions() -> list[tuple[str, str]]:
    """Return the commands of the page, and what they print."""
    parts = [part for body in blocks("console") for part in re.split(r"^\$ ", body, flags=re.MULTILINE) if part]
    return [(command, printed) for command, _, printed in (part.partition("\n") for part in parts)]


def case() -> dict[str, Any]:
    (written,) = blocks("context")
    value, errors = evaluate_with_errors(written, {})
    assert errors == []
    return dict(value)


CASE = case()


@pytest.mark.parametrize(("text", "value"), examples("feel"))
def test_an_example_has_the_value_it_shows(text: str, value: str) -> None:
    assert shown(evaluate(text, CASE), 10_000) == value


@pytest.mark.parametrize(("text", "value"), examples("juel"))
def test_an_example_of_the_smaller_language_has_the_value_it_shows(text: str, value: str) -> None:
    assert shown(compile(text, "juel")(CASE)) == value


@pytest.mark.parametrize(("text", "value"), examples("cells"))
def test_a_cell_takes_what_it_says_it_takes(text: str, value: str) -> None:
    given, _, cell = text.partition(" : ")
    assert unary_test(cell, evaluate(given, CASE), CASE) is evaluate(value, {})


@pytest.mark.parametrize(("command", "printed"), sessions())
def test_a_command_prints_what_the_page_shows(command: str, printed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    program, *arguments = shlex.split(command)
    result = CliRunner().invoke(main, arguments)
    assert (program, result.exit_code) == ("writ", 0)
    beginning, open_end, _ = printed.partition("…\n")
    assert result.stdout.startswith(beginning) if open_end else result.stdout == printed


def test_the_page_has_examples_of_every_kind_in_both_languages() -> None:
    english, chinese = TEXT.split("# FEEL 十分钟")
    for part in (english, chinese):
        assert {"feel", "cells", "console"} <= {language for language, _ in BLOCK.findall(part)}


def test_the_page_lists_every_function_and_no_other() -> None:
    listed = TEXT.split("## All functions")[1].split("# FEEL 十分钟")[0]
    assert set(re.findall(r"`([a-z ]+)`", listed)) == set(BUILT_INS)


def test_the_page_lists_every_case_of_the_compatibility_kit_that_is_not_met_with_its_reason() -> None:
    rows = re.findall(r"^\| (\d{4}-\S+) \| .* \| (.*) \|$", TEXT, re.MULTILINE)
    assert dict(rows) == KNOWN
