"""The command line: `writ`. Each command reads its arguments, calls one function, and prints; errors are sentences."""

import sys

import click

from worklist import __version__
from worklist.cli import (
    calendars,
    cases,
    definitions,
    doctor,
    expressions,
    failures,
    handbook,
    reference,
    serving,
    users,
)


class Commands(click.Group):
    """A group that answers an expected error with its sentence on standard error and exit code 1."""

    def invoke(self, context: click.Context) -> object:
        """Run a command; print the sentence of an expected error instead of a traceback."""
        try:
            return super().invoke(context)
        except Exception as error:  # bugs go on as they are
            said = failures.sentence(error)
            if said is None:
                raise
            click.echo(f"writ: {said}", err=True)
            sys.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="writ")
def main() -> None:
    """Process engine and worklist for enforcing judgments and awards. Settings: WRIT_… in the environment."""


for command in (
    serving.demo, serving.run, serving.web, serving.scheduler, serving.database, definitions.deploy, definitions.lint,
    expressions.feel, expressions.dmn, users.user, cases.case, cases.task, calendars.calendar, reference.reference, doctor.doctor,
    handbook.write,
):  # fmt: skip
    main.add_command(command)
