"""Commands for process owners: deploy, lint."""

import sys
from pathlib import Path

import click
from sqlalchemy.exc import OperationalError

from db.session import reading
from worklist import engine, serving
from worklist.cases import wiring
from worklist.cli.opening import opened
from worklist.engine.lint import Known
from worklist.errors import Conflict

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.command()
@PATHS
@click.option("--name", default="", help="Name of the deployment.")
def deploy(paths: tuple[Path, ...], name: str) -> None:
    """Deploy .bpmn, .dmn, .form and .docx files or folders: all of them, or nothing."""
    files = serving.resources(list(paths))
    deployed = serving.deploy(opened(), files, name or ", ".join(str(path) for path in paths))
    for warning in deployed.warnings:
        click.echo(str(warning), err=True)
    for definition in deployed.definitions:
        click.echo(f"{definition.kind:9} {definition.key} version {definition.version}")


@click.command()
@PATHS
def lint(paths: tuple[Path, ...]) -> None:
    """Check files without deploying them: one line a problem, exit code 1 when there is one."""
    wiring.connect()
    files = serving.resources(list(paths))
    if sys.stderr.isatty():
        click.echo(f"Checking {len(files)} files …", err=True)
    checked = engine.check(files, _deployed())
    for problem in checked.problems:
        click.echo(str(problem))
    errors = sum(problem.level == "error" for problem in checked.problems)
    click.echo(f"{len(files)} files, {errors} errors, {len(checked.problems) - errors} warnings", err=True)
    if errors:
        sys.exit(1)


def _deployed() -> Known:
    """Return what the installation's database knows; nothing when there is no database yet."""
    try:
        database = opened()
    except (Conflict, OperationalError):
        return Known()
    with reading(database) as session:
        return Known.of(session)
