"""What a page shows of a form: its parts with values, options, rows and errors, ready for a template."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from worklist.engine.forms import files, given, members, values
from worklist.engine.forms.context import Overlaid, at, of_row
from worklist.engine.forms.errors import FormErrors
from worklist.engine.forms.fields import MANY, Field, Option, Template, as_typed, plain
from worklist.engine.forms.reading import Reading
from worklist.engine.forms.sent import PROPOSED, Sent, row_name
from worklist.engine.forms.typed import decimals_of

#: Most texts that are suggested for a field.
MOST_SUGGESTED = 50


@dataclass(frozen=True)
class Choice:
    """An option as shown."""

    value: str
    label: str
    help: str
    chosen: bool


@dataclass(frozen=True)
class Row:
    """A row of a list as shown; `id` is empty for a new one."""

    index: int
    id: str
    parts: list["Part"]


@dataclass(frozen=True)
class Part:
    """One component as shown. `name` is the field's name, `dom_id` the id of its control."""

    type: str
    name: str
    dom_id: str
    label: str
    help: str = ""
    text: str = ""
    error: str = ""
    required: bool = False
    readonly: bool = False
    from_case: bool = False
    origin: str = ""
    kind: str = ""
    subtype: str = ""
    prefix: str = ""
    suffix: str = ""
    width: int = 16
    multiple: bool = False
    accept: str = ""
    echo: Any = None
    choices: list[Choice] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    rows_may_change: bool = True
    head: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    suggestions: list[Choice] = field(default_factory=list)
    proposed: str = ""
    proposed_text: str = ""
    proposed_by: str = ""


#: Asks a decision in a context: its outputs with `source` (where its row comes from), None where it says nothing.
Decide = Callable[[str, Mapping[str, Any]], Mapping[str, Any] | None]


@dataclass
class View:
    """The state a form is shown in: the context, what was typed, what is wrong."""

    context: Mapping[str, Any]
    sent: Sent | None
    errors: FormErrors | None
    language: str
    today: date
    decide: Decide | None = None

    def part(self, found: Field, context: Mapping[str, Any], prefix: str = "") -> Part | None:
        """Return a component as shown, None while it is hidden."""
        if found.is_hidden(context):
            return None
        if found.decision:
            context = self._decided(found.decision, context)
        if found.is_input:
            return self.input(found, context, prefix)
        if found.type == "dynamiclist":
            return self.rows(found)
        if found.type in {"group", "default"}:
            inner = self.parts(found.children, context, prefix)
            return self._part(found, context, prefix, parts=inner) if inner else None
        if found.type == "table":
            return self.table(found, context)
        if found.type == "expression":
            value = found.source(context) if found.source else None
            return self._part(found, context, prefix, text=plain(value, self.language)) if found.label.words.en else None
        return self._part(found, context, prefix)

    def _decided(self, decision: str, context: Mapping[str, Any]) -> Overlaid:
        """Return the context with what a decision says in it, asked with what was typed so far."""
        seen = Overlaid(context)
        said = self.decide(decision, context) if self.decide else None
        seen.lay("proposed", None if said is None else {"decision": decision.partition("_")[0], **said})
        return seen

    def parts(self, found: Sequence[Field], context: Mapping[str, Any], prefix: str = "") -> list[Part]:
        """Return the components that are shown now."""
        shown = (self.part(one, context, prefix) for one in found)
        return [one for one in shown if one is not None]

    def _part(self, found: Field, context: Mapping[str, Any], prefix: str, **more: Any) -> Part:
        name = prefix + found.key
        wrong = self.errors.of(name) if self.errors else None
        return Part(
            type=found.type, name=name, dom_id=dom_id(name or found.id), label=found.label.said(self.language, context),
            help=found.help.said(self.language, context), error=wrong.message.said(self.language) if wrong else "",
            required=found.rules.required, width=found.row_columns, subtype=found.subtype, kind=found.kind,
            prefix=self._said(found.prefix, context), suffix=self._said(found.suffix, context), **more,
        )  # fmt: skip

    def _said(self, template: Template | None, context: Mapping[str, Any]) -> str:
        return template.said(self.language, context) if template else ""

    def input(self, found: Field, context: Mapping[str, Any], prefix: str) -> Part:
        """Return an input with the value it shows: typed, else from case or process, else its default."""
        name, readonly = prefix + found.key, found.is_readonly(context)
        stored = at(context, found.key)
        texts = self._typed(name) if not readonly else None
        offered = values.offered(found, context)
        proposed = self._proposed(found, context, offered)
        if texts is None:
            texts = _texts(found, found.default if stored is None else stored)
        if proposed and not readonly and (not texts or (texts == self._proposed_before(name) and self._typed(name))):
            texts = [proposed]
        choices = _kept(found, texts) or [
            Choice(o.text, o.label.said(self.language), o.help.said(self.language), o.text in texts) for o in offered
        ]
        return self._part(
            found, context, prefix, text=texts[0] if texts else "", readonly=readonly, choices=choices,
            multiple=found.multiple, accept=",".join(found.accept), echo=self._echo(found, name, texts, offered),
            from_case=stored not in (None, "", []) and self._typed(name) is None and not readonly,
            origin=found.origin.said(self.language), suggestions=self._suggestions(found, context), proposed_text=proposed,
            proposed=next((o.label.said(self.language) for o in offered if o.text == proposed), proposed),
            proposed_by=_source(context) if proposed else "",
        )  # fmt: skip

    def _proposed(self, found: Field, context: Mapping[str, Any], offered: Sequence[Option]) -> str:
        """Return what is proposed for a field as it would be typed, empty for nothing; of a choice only what it offers."""
        value = found.proposal(context) if found.proposal else None
        text = as_typed(value) if isinstance(value, (str, bool, int, Decimal)) else ""
        return text if not offered or any(one.text == text for one in offered) else ""

    def _proposed_before(self, name: str) -> list[str] | None:
        """Return what the page had proposed: who left it so follows when another answer changes the proposal."""
        return self.sent.of(f"{name}{PROPOSED}") if self.sent else None

    def _suggestions(self, found: Field, context: Mapping[str, Any]) -> list[Choice]:
        listed = found.suggestions(context) if found.suggestions else None
        rows = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, (list, tuple)) else []
        zh = "_zh" if self.language.startswith("zh") else ""
        return [
            Choice(plain(one.get("value")), plain(one.get(f"label{zh}") or one.get("label")), plain(one.get(f"help{zh}") or one.get("help")), False)
            for one in rows[:MOST_SUGGESTED]
        ]  # fmt: skip

    def _typed(self, name: str) -> list[str] | None:
        if self.sent is None or not self.sent.has(name):
            return None
        return self.sent.of(name)

    def _echo(self, found: Field, name: str, texts: list[str], offered: Sequence[Any]) -> Any:
        """Return what the typed text means (a day, a number), so that the page can say it back."""
        if found.type not in {"number", "datetime"} or not texts:
            return None
        try:
            return values.read(found, Sent({name: texts}), name, list(offered), self.today)
        except values.Unreadable:
            return None

    def rows(self, found: Field) -> Part:
        """Return a list with its rows: as typed, else as stored where they are meant, else its first empty ones."""
        listed = members.meant(found, self.context)
        if self.sent is not None and self.sent.has(f"{found.key}[]"):
            by_id = {str(row.get("id")): row for row in listed}
            ids = [self._row_id(found.key, index) for index in range(self.sent.row_count(found.key))]
            listed = [by_id.get(row_id, {"id": row_id}) for row_id in ids]
        elif not listed:
            listed = [{} for _ in range(found.first_rows)]
        shown = [self._row(found, index, row) for index, row in enumerate(listed)]
        return self._part(found, self.context, "", rows=shown, rows_may_change=found.rows_may_change)

    def _row_id(self, list_key: str, index: int) -> str:
        texts = self.sent.of(row_name(list_key, index, "id")) if self.sent else []
        return texts[0] if texts else ""

    def _row(self, found: Field, index: int, row: Mapping[str, Any]) -> Row:
        context = of_row(self.context, self._gathered(found, index, row), index)
        parts = self.parts(found.children, context, f"{found.key}[{index}].")
        return Row(index, str(row.get("id") or ""), parts)

    def _gathered(self, found: Field, index: int, row: Mapping[str, Any]) -> Mapping[str, Any]:
        if self.sent is None:
            return row
        reading = Reading(self.sent, self.context, Overlaid(self.context), self.today)
        return reading.gather_row(found, index, {str(row.get("id") or ""): row})

    def table(self, found: Field, context: Mapping[str, Any]) -> Part:
        """Return a table that is only shown."""
        rows = found.source(context) if found.source else None
        listed = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, (list, tuple)) else []
        cells = [[plain(at(row, column.key), self.language) for column in found.columns] for row in listed[:200]]
        head = [column.label.said(self.language) for column in found.columns]
        return self._part(found, context, "", head=head, cells=cells)


def show(
    parts: Sequence[Field], context: Mapping[str, Any], language: str, today: date, *,
    sent: Sent | None = None, errors: FormErrors | None = None, decide: Decide | None = None,
) -> list[Part]:  # fmt: skip
    """Return what the page shows of a form. `sent`: what was typed and not taken (a refused post, a draft)."""
    seen: Mapping[str, Any] = context
    if sent is not None:
        reading = Reading(sent, context, Overlaid(context), today)
        reading.gather(parts)
        seen = reading.seen
    view = View(seen, sent, errors, language, today, decide)
    return view.parts(parts, seen)


def _source(context: Mapping[str, Any]) -> str:
    """Return which decision proposes something and where its row comes from."""
    said = at(context, "proposed")
    return " · ".join(str(said[name]) for name in ("decision", "source") if said.get(name)) if isinstance(said, Mapping) else ""


def dom_id(name: str) -> str:
    """Return the id of the control of a field."""
    return "f-" + "".join(c if c.isalnum() or c in "_-" else "-" for c in name)


def _texts(found: Field, value: Any) -> list[str]:
    if found.type in MANY:
        return [as_typed(member) for member in value] if isinstance(value, (list, tuple)) else []
    if found.type == "checkbox":
        return ["true"] if value is True else []
    if found.type == "number" and isinstance(value, (int, float, str, Decimal)) and value != "":
        return [_number_text(found, value)]
    return [] if value is None else [as_typed(value)]


def _number_text(found: Field, value: Any) -> str:
    """Return a stored number as it is typed: with the field's decimals, at most two of them empty."""
    number = given.of(value)
    if number is None:
        return str(value)
    return f"{number:,.{max(decimals_of(number), min(found.rules.decimals or 0, 2))}f}"


def _kept(found: Field, texts: Sequence[str]) -> list[Choice]:
    """Return the files that were kept for a field while its form was not taken; of one file, the last."""
    kept = [Choice(text, files.name_of(text), "", True) for text in texts if files.key_of(text)]
    return [] if found.type != "filepicker" else kept if found.multiple else kept[-1:]
