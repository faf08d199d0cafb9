"""Commands for cases and tasks."""

import json
from decimal import Decimal
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
from worklist.cli import files
from worklist.cli.opening import opened
from worklist.engine import of_case, open_task, queries
from worklist.engine.forms import Form
from worklist.errors import BadInput, NotFound

#: Digits before or behind the point of a number that is given as JSON.
MOST_DIGITS = 40

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
    typed = _typed(database, task_id, user_id, given)
    with engine.command(database, clock.now()) as session:
        case_tasks.complete(session, task_id, typed, identity.actor(session, user_id), clock.now())
    click.echo(f"Completed {task_id}")


@task.command("hand-over")
@AS
@click.argument("task_id")
@click.option("--to", required=True, metavar="USER", help="Who gets it; must have a role and may see the case.")
@click.option("--reason", default="", help="A note for the history.")
def hand_over(user_id: str, task_id: str, to: str, reason: str) -> None:
    """Hand a task over to somebody else."""
    now = clock.now()
    with engine.command(opened(), now) as session:
        actor = identity.actor(session, user_id)
        queries.get_task(session, task_id, case_queries.seen_by(actor))
        case_tasks.hand_over(session, task_id, to, actor, now, reason)
    click.echo(f"Handed over {task_id} to {to}")


def _json(text: str) -> dict[str, Any]:
    source = files.text(Path(text[1:])) if text.startswith("@") else text
    try:
        found = json.loads(source, parse_float=_number, parse_constant=_number)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"Expected a JSON object in --values: {error}") from None
    if not isinstance(found, dict):
        raise BadInput(f"Expected a JSON object in --values, got a {type(found).__name__}")
    return found


def _number(text: str) -> Decimal:
    """Return a number of JSON exactly. Raises ValueError for NaN, infinity, and what no field could hold."""
    number = Decimal(text)
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        raise ValueError(f"{text[:40]} is no number a field can hold")
    return number


def _typed(database: Engine, task_id: str, user_id: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return what was given as the task's form reads it; a task without a form takes nothing."""
    now = clock.now()
    with reading(database) as session:
        found = queries.get_task(session, task_id, case_queries.seen_by(identity.actor(session, user_id)))
        open_task(session, task_id)
        form = queries.form_of(session, found) or Form("", ())
        return form.read_values(given, queries.variables_of(session, found, now), clock.day_of(now))
