"""Commands for cases and tasks."""

import json
from pathlib import Path
from typing import Any

import click
from sqlmodel import Session

from db.session import reading, transaction
from worklist import clock, engine, identity
from worklist.cases import listing
from worklist.cases import tasks as case_tasks
from worklist.cli.opening import opened
from worklist.engine import forms
from worklist.errors import BadInput

AS = click.option("--as", "user_id", required=True, metavar="USER", help="The user who acts.")


@click.group()
def case() -> None:
    """Look at cases."""


@case.command("list")
@AS
@click.option("--search", default="", help="Part of a number or name.")
def list_cases(user_id: str, search: str) -> None:
    """List the cases a user may see."""
    with reading(opened()) as session:
        for row in listing.cases(session, identity.actor(session, user_id), search=search):
            click.echo(f"{row.number}  {row.status:8} {row.stage:12} {row.client_name} v {row.debtor_names}")


@case.command("show")
@AS
@click.argument("number")
def show_case(user_id: str, number: str) -> None:
    """Show a case: its open tasks, deadlines and running processes."""
    with reading(opened()) as session:
        actor = identity.actor(session, user_id)
        found = listing.by_number(session, number, actor)
        click.echo(f"{found.number}  {found.status}  {found.stage}  {found.client_name} v {found.debtor_names}")
        for heading, lines in listing.overview(session, found, actor, clock.now()).items():
            click.echo(f"\n{heading}")
            for line in lines or ["none"]:
                click.echo(f"  {line}")


@click.group()
def task() -> None:
    """Work on tasks."""


@task.command("list")
@AS
def list_tasks(user_id: str) -> None:
    """List the open tasks that a user holds or may claim, most urgent first."""
    with reading(opened()) as session:
        for row in listing.tasks(session, identity.actor(session, user_id)):
            due = clock.day_of(row.due_at).isoformat() if row.due_at else "no date   "
            click.echo(f"{row.id}  {due}  {row.assignee or '-':12} {row.name}")


@task.command("complete")
@AS
@click.argument("task_id")
@click.option("--values", default="{}", metavar="JSON|@FILE", help="The form's values by field key.")
def complete_task(user_id: str, task_id: str, values: str) -> None:
    """Complete a task with the values of its form, checked as in the page."""
    given = _json(values)
    database = opened()
    with reading(database) as session:
        typed = _typed(session, task_id, given)
    with transaction(database) as session:
        actor = identity.actor(session, user_id)
        case_tasks.complete(session, task_id, typed, actor, clock.now())
    click.echo(f"Completed {task_id}")


def _json(text: str) -> dict[str, Any]:
    source = Path(text[1:]).read_text(encoding="utf-8") if text.startswith("@") else text
    try:
        found = json.loads(source)
    except ValueError as error:
        raise BadInput(f"Expected a JSON object in --values: {error}") from None
    if not isinstance(found, dict):
        raise BadInput(f"Expected a JSON object in --values, got a {type(found).__name__}")
    return found


def _typed(session: Session, task_id: str, given: dict[str, Any]) -> dict[str, Any]:
    return forms.read_json(listing.form_of(session, engine.open_task(session, task_id)), given)
