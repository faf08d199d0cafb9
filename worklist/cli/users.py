"""Commands for users."""

import click

from db.session import transaction
from worklist import clock
from worklist.cases import people
from worklist.cli.opening import opened


@click.group()
def user() -> None:
    """Look after users."""


@user.command()
@click.argument("user_id")
@click.option("--name", required=True, help="Name that others see.")
@click.option("--name-zh", default=None, help="Chinese name.")
@click.option("--role", "roles", multiple=True, type=click.Choice(people.ROLES), help="Opens pages; may be repeated.")
@click.option("--group", "groups", multiple=True, type=click.Choice(list(people.GROUPS)), help="Opens tasks.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@click.password_option(help=f"At least {people.MIN_PASSWORD} characters; asked for when not given.")
def add(
    user_id: str, name: str, name_zh: str | None, roles: tuple[str, ...], groups: tuple[str, ...], language: str,
    password: str,
) -> None:  # fmt: skip
    """Add a user."""
    with transaction(opened()) as session:
        people.seed_groups(session)
        people.add(
            session, user_id, name, clock.now(), name_zh=name_zh, password=password, roles=roles, groups=groups,
            language=language,
        )  # fmt: skip
    click.echo(f"Added {user_id} with roles {', '.join(roles) or 'none'} and groups {', '.join(groups) or 'none'}")
