"""Commands for cases and tasks."""

import json
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine

from db.models import Task
from db.session import reading
from worklist import clock, engine, identity
from worklist.cases import queries as case_queries
from worklist.cases import tasks as case_tasks
from worklist.cases import visibility
from worklist.cli.opening import opened
from worklist.engine import of_case, open_task, queries
from worklist.errors import BadInput, NotFound

AS = click.option("--as", "user_id", required=True, metavar="USER", help="The user who acts.")


@click.group()
def case() -> None:
    """Look at cases."""


@case.command("list")
@AS
@click.option("--search", default="", help="Part of a number or name.")
def list_cases(user_id: str, search: str) -> None:
    """List the cases a user may see, newest first."""
    with reading(opened()) as session:
        actor, after = identity.actor(session, user_id), ""
        while True:
            page = case_queries.cases(session, actor, text=search, after=after)
            for header in page.cases:
                click.echo(_line(header))
            if page.after is None:
                break
            after = page.after


def _line(header: case_queries.Header) -> str:
    return f"{header.number}  {header.status:8} {header.stage:12} {header.client} v {header.debtors}"


@case.command("show")
@AS
@click.argument("number")
def show_case(user_id: str, number: str) -> None:
    """Show a case: its open tasks, deadlines and running processes."""
    now = clock.now()
    with reading(opened()) as session:
        actor = identity.actor(session, user_id)
        found = case_queries.cases(session, actor, text=number).cases
        exact = [header for header in found if header.number == number]
        if not exact:
            raise NotFound(f"Expected a case with number '{number}', found none; `writ case list` shows them")
        case_id = exact[0].id
        visibility.must_see(session, case_id, actor)
        click.echo(_line(exact[0]))
        click.echo("\nOpen tasks")
        for task in queries.open_tasks_of(session, case_id):
            click.echo(f"  {_task_line(task)}")
        click.echo("\nDeadlines")
        for clock_ in case_queries.clocks(session, case_id, now):
            row = clock_.deadline
            note = " provisional" if row.provisional else ""
            click.echo(f"  {row.rolled_day}  {row.rule_id:9} {row.status:10} {clock_.rule.name_en}{note}")
        click.echo("\nProcesses")
        for instance in of_case(session, case_id):
            click.echo(f"  {instance.state:9} {instance.definition_key}  {instance.end_event or ''}")


@click.group()
def task() -> None:
    """Work on tasks."""


@task.command("list")
@AS
def list_tasks(user_id: str) -> None:
    """List the open tasks that a user holds or may claim, most urgent first."""
    with reading(opened()) as session:
        actor = identity.actor(session, user_id)
        where = case_queries.seen_by(actor)
        listed = queries.team_tasks(session, user_id, actor.groups, where=where, limit=100)
        for found in listed.tasks:
            click.echo(_task_line(found))


def _task_line(found: Task) -> str:
    due = clock.day_of(found.due_at).isoformat() if found.due_at else "no date   "
    return f"{found.id}  {due}  {found.assignee or '-':12} {found.name}"


@task.command("complete")
@AS
@click.argument("task_id")
@click.option("--values", default="{}", metavar="JSON|@FILE", help="The form's values by field key.")
def complete_task(user_id: str, task_id: str, values: str) -> None:
    """Complete a task with the values of its form, checked as in the page."""
    given, database = _json(values), opened()
    typed = _typed(database, task_id, given)
    with engine.command(database, clock.now()) as session:
        case_tasks.complete(session, task_id, typed, identity.actor(session, user_id), clock.now())
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


def _typed(database: Engine, task_id: str, given: dict[str, Any]) -> dict[str, Any]:
    now = clock.now()
    with reading(database) as session:
        found = open_task(session, task_id)
        form = queries.form_of(session, found)
        if form is None:
            return given
        return form.read_values(given, queries.variables_of(session, found, now), clock.day_of(now))
