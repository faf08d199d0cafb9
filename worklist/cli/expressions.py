"""Commands that try out FEEL and decisions, without a database: feel, dmn evaluate, dmn check."""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from worklist import engine, serving
from worklist import feel as language
from worklist.cases import reference
from worklist.cli import files
from worklist.errors import BadInput

CONTEXT = click.option(
    "--context", "given", default="{}", metavar="FILE|JSON",
    help="The names an expression may read: a JSON object or a FEEL context, written out or in a file.",
)  # fmt: skip
#: Longest value that is printed, in characters.
WHOLE = 100_000


@click.command()
@click.argument("expression")
@CONTEXT
def feel(expression: str, given: str) -> None:
    """Evaluate a FEEL expression and print its value.

    What goes wrong on the way is printed on standard error; exit code 1 when that leaves no value.
    """
    names = _context(given)
    try:
        value, errors = language.evaluate_with_errors(expression, names)
    except language.FeelSyntaxError as error:
        raise BadInput(f"The expression cannot be read: {error}") from None
    click.echo(language.shown(value, WHOLE))
    for sentence in dict.fromkeys(errors):
        click.echo(f"writ: {sentence}", err=True)
    if errors and value is None:
        sys.exit(1)


@click.group()
def dmn() -> None:
    """Try out and check decision files."""


@dmn.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("decision")
@CONTEXT
def evaluate(file: Path, decision: str, given: str) -> None:
    """Evaluate a decision of a file: its outputs, the rows that matched, and what went wrong on the way.

    A `case` without `reference` reads the shipped reference data.
    """
    model, names = _model(file), _context(given)
    if isinstance(names.get("case"), dict):
        names["case"].setdefault("reference", reference.shipped())
    if decision not in {**model.decisions, **model.services}:
        known = ", ".join([*model.decisions, *model.services])
        raise BadInput(f"Expected a decision of {file.name}, got '{decision}'; it has: {known}")
    try:
        result = language.evaluate_decision(model, decision, names)
    except language.DecisionError as error:
        raise BadInput(f"The decision has no result: {language.explained(error)}") from None
    _print_result(result)


def _print_result(result: language.DecisionResult) -> None:
    for number, row in enumerate(result.outputs, 1):
        if len(result.outputs) > 1:
            click.echo(f"Result {number}")
        for name, value in row.items():
            click.echo(f"{name} = {language.shown(value, WHOLE)}")
    if not result.outputs:
        click.echo("No row matched, and the table has no default: the decision has no result.")
    click.echo("\nRows matched")
    for decision, rows in result.matched.items():
        click.echo(f"  {decision}: {'' if rows else 'none'}".rstrip())
        for row in rows:
            click.echo(f"    row {' · '.join([str(row['row']), row['id'], *row['notes']])}")
    for one in result.all():
        for sentence in dict.fromkeys(one.errors):
            click.echo(f"writ: {one.decision}: {sentence}", err=True)


@dmn.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
def check(paths: tuple[Path, ...]) -> None:
    """Check decision files or folders: dead rows, overlaps, gaps, wrong types, unknown names; one line each.

    Exit code 1 when there is an error, which would also refuse the deployment.
    """
    sources = {name: source for name, source in serving.resources(list(paths)).items() if name.endswith(".dmn")}
    if not sources:
        raise BadInput(f"Expected at least one .dmn file, found none in {', '.join(map(str, paths))}")
    problems = engine.check(sources).problems
    for problem in problems:
        click.echo(str(problem))
    errors = sum(problem.level == "error" for problem in problems)
    click.echo(f"{len(sources)} files, {errors} errors, {len(problems) - errors} warnings", err=True)
    if errors:
        sys.exit(1)


def _model(file: Path) -> language.DecisionModel:
    try:
        return language.parse_dmn(files.content(file))
    except language.DmnError as error:
        lines = [f"{file.name}:{one.line}: {one.message}" if one.line else f"{file.name}: {one.message}" for one in error.problems]
        raise BadInput("The file cannot be used:\n" + "\n".join(lines)) from None


def _context(given: str) -> dict[str, Any]:
    """Return the names of --context. JSON is read as such, so that it may be long; all else is a FEEL context."""
    inline = given.lstrip().startswith("{")
    if not inline and not Path(given).is_file():
        raise BadInput(f"Expected a file, a JSON object or a FEEL context in --context, got {given[:200]!r}")
    text = given if inline else files.text(Path(given))
    try:
        found = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except ValueError as json_error:
        try:
            found, _ = language.evaluate_with_errors(text, {})
        except language.FeelSyntaxError as feel_error:
            message = f"Expected a JSON object or a FEEL context in --context; as FEEL: {feel_error}; as JSON: {json_error}"
            raise BadInput(message) from None
    if not isinstance(found, dict):
        raise BadInput(f"Expected a JSON object or a FEEL context in --context, got {language.shown(found, 60)}")
    return found
