"""The rail: where a user can go, and how much waits there."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, request, url_for
from flask_babel import gettext, pgettext

from worklist.cases import queries as cases
from worklist.cases.accounts import users
from worklist.engine import queries
from worklist.web import current, languages, policy


@dataclass(frozen=True)
class Item:
    """A line of the rail. `hot` draws attention to its count."""

    endpoint: str
    icon: str
    label: str
    address: str
    count: str = ""
    hot: bool = False


#: Pages without a line of their own, by the first part of their endpoint: the line they stand under.
ABOVE = {"task": "tasks.mine", "cases": "cases.index", "documents": "cases.index", "papers": "cases.index", "reference": "reference.index", "holidays": "reference.index", "periods": "cases.index", "corrections": "cases.index"}


@dataclass(frozen=True)
class Section:
    """A group of lines with its heading."""

    title: str
    items: list[Item]


@dataclass(frozen=True)
class Rail:
    """The whole rail of a user. `here`: the address of the line that stands for the page that is shown."""

    sections: list[Section]
    here: str | None
    name: str
    initials: str
    group: str


def install(app: Flask) -> None:
    """Let templates ask for the rail."""
    app.jinja_env.globals |= {"rail": rail, "capped": capped, "initials": initials, "today": current.today}


def rail() -> Rail:
    """Return the rail for the user of this request, only with pages that the user may open."""
    actor = current.actor()
    with current.reading() as session:
        seen = cases.seen_by(actor)
        mine = queries.count_mine(session, actor.id, where=seen)
        free = queries.count_free(session, actor.groups, where=seen)
        soon = cases.count_limitations(session, actor, current.today() + timedelta(days=30))
        open_cases = cases.count_cases(session, actor)
        failed = len(queries.open_incidents(session, cases.incidents_seen_by(actor))) if policy.may("incidents.index") else 0
        user, groups = users.get(session, actor.id), {group.id: group for group in users.groups(session)}
    work = [
        Item("tasks.mine", "inbox", gettext("My tasks"), url_for("tasks.mine"), capped(mine)),
        Item("tasks.team", "users", gettext("Team queue"), url_for("tasks.team"), capped(free)),
        Item("deadlines.limitation", "hourglass", gettext("Limitation watch"), url_for("deadlines.limitation"),
             str(soon) if soon else "", hot=bool(soon)),
        Item("deadlines.index", "calendar-days", pgettext("rail", "Deadlines"), url_for("deadlines.index")),
        Item("cases.index", "folder-open", gettext("Cases"), url_for("cases.index"), capped(open_cases)),
    ]  # fmt: skip
    views = [
        Item("view.overdue", "star", gettext("Overdue tasks"), url_for("tasks.team", show="overdue")),
        Item("view.freezes", "star", gettext("Freezes ending soon"), url_for("deadlines.index", kind="measure_validity")),
        Item("view.courts", "star", gettext("Waiting on court"), url_for("deadlines.index", kind="court_watch")),
    ]
    manage = [
        Item("incidents.index", "triangle-alert", gettext("Incidents"), url_for("incidents.index"),
             str(failed) if failed else "", hot=bool(failed)),
        Item("definitions.index", "workflow", gettext("Processes"), url_for("definitions.index")),
        Item("templates.index", "file-text", gettext("Templates of papers"), url_for("templates.index")),
        Item("reference.index", "landmark", gettext("Reference data"), url_for("reference.index")),
        Item("people.index", "settings", gettext("Administration"), url_for("people.index")),
    ]  # fmt: skip
    if current.installation().settings.demo:
        manage.append(Item("demo.clock", "alarm-clock", gettext("Demo clock"), url_for("demo.clock")))
    may_work = policy.may("tasks.mine")
    sections = [
        Section(gettext("Work"), [item for item in work if policy.may(item.endpoint)]),
        Section(gettext("Saved views"), views if may_work else []),
        Section(gettext("Manage"), [item for item in manage if policy.may(item.endpoint)]),
    ]
    first = next((groups[key] for key in sorted(actor.groups) if key in groups), None)
    name = languages.said(user)
    shown = [section for section in sections if section.items]
    return Rail(shown, _here(shown), name, initials(name), languages.said(first) if first else "")


def _here(sections: list[Section]) -> str | None:
    """Return the address of the one line that is this page: that very address, else the page, else the one above it."""
    items = [item for section in sections for item in section.items]
    endpoint = request.endpoint or ""
    asked, above = request.full_path.rstrip("?"), ABOVE.get(endpoint.partition(".")[0])
    found = [item.address for item in items if item.address == asked]
    found += [item.address for item in items if item.endpoint == endpoint]
    found += [item.address for item in items if item.endpoint == above]
    return next(iter(found), None)


def capped(count: int) -> str:
    """Return a count as the rail shows it: 1,000+ when there are more."""
    return f"{queries.MANY:,}+" if count > queries.MANY else f"{count:,}"


def initials(name: str) -> str:
    """Return what stands for a person in a small circle: first letters, or the family name in Chinese."""
    if name and ord(name[0]) > 0x2E80:
        return name[0]
    return "".join(part[0] for part in name.split()[:2]).upper()
