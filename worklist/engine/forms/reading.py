"""Walk a form with what was sent: typed values of the fields that are shown, or every error at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from worklist.engine.forms import members, values, words
from worklist.engine.forms.context import Overlaid, at, of_row
from worklist.engine.forms.errors import FieldError, FormErrors
from worklist.engine.forms.fields import Field
from worklist.engine.forms.sent import PROPOSED, Sent, row_name
from worklist.engine.forms.words import Words

#: Most names a form says it does not have.
MOST_NAMED = 20


@dataclass
class Reading:
    """One post of a form, as it is being read."""

    sent: Sent
    given: Mapping[str, Any]
    seen: Overlaid
    today: date
    known: set[str] = field(default_factory=set)
    unreadable: dict[str, Words] = field(default_factory=dict)
    errors: list[FieldError] = field(default_factory=list)

    # -- first walk: what was typed, laid over the context so that conditions see it ----------------

    def gather(self, parts: Sequence[Field]) -> None:
        """Read all fields, shown or not, and let expressions see their values."""
        for part in parts:
            if part.is_input:
                value = self.value_of(part, part.key, self.seen)
                if self.gives(part, part.key) and not part.is_readonly(self.seen):
                    self.seen.lay(part.key, value)
            elif part.type == "dynamiclist":
                self.gather_rows(part)
            else:
                self.gather(part.children)

    def gather_rows(self, part: Field) -> None:
        """Read the rows of a list; fields that a row does not show keep the value they have."""
        count = self.sent.row_count(part.key)
        existing = members.by_id(part, self.given)
        rows = [self.gather_row(part, index, existing) for index in range(count)]
        if count or self.sent.has(f"{part.key}[]"):
            self.known.add(f"{part.key}[]")
            self.seen.lay(part.key, rows)

    def gather_row(self, part: Field, index: int, existing: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        """Read one row."""
        name = row_name(part.key, index, "id")
        self.known.add(name)
        row_id = (self.sent.of(name) or [""])[0]
        if row_id and row_id not in existing:
            self.unreadable[name] = words.UNKNOWN_ROW
        row: dict[str, Any] = dict(existing.get(row_id, {}))
        context = of_row(self.seen, row, index)
        for inner in inputs(part.children):
            full = row_name(part.key, index, inner.key)
            value = self.value_of(inner, full, context)
            if self.gives(inner, full):
                row[inner.key] = value
        return row | {"id": row_id or None}

    def gives(self, part: Field, name: str) -> bool:
        """Return whether the page gave the field; a file that is not chosen anew stays the file it is."""
        return bool(self.sent.uploads(name)) if part.type == "filepicker" else self.sent.has(name)

    def value_of(self, part: Field, name: str, context: Mapping[str, Any]) -> Any:
        """Return the value of a field, None where its text cannot be read (noted for the second walk)."""
        self.known |= {name, f"{name}{PROPOSED}"} if part.proposal else {name}
        try:
            return values.read(part, self.sent, name, values.offered(part, context), self.today)
        except values.Unreadable as error:
            self.unreadable[name] = error.message
            return part.nothing

    # -- second walk: conditions and rules, in the order of the page --------------------------------

    def collect(self, parts: Sequence[Field], into: dict[str, Any]) -> None:
        """Put the values of shown, writable fields into a dict and note what is wrong with them."""
        for part in parts:
            if part.is_hidden(self.seen):
                self.forget((part,))
            elif part.is_input:
                self.take(part, part.key, self.seen, into)
            elif part.type == "dynamiclist":
                self.collect_rows(part, into)
            else:
                self.collect(part.children, into)

    def forget(self, parts: Sequence[Field]) -> None:
        """Let later conditions see nothing of fields that are hidden."""
        for part in parts:
            if part.is_input or part.type == "dynamiclist":
                self.seen.lay(part.key, None)
            else:
                self.forget(part.children)

    def take(self, part: Field, name: str, context: Mapping[str, Any], into: dict[str, Any]) -> None:
        """Put one value into a dict unless it is only shown, was not on the page and has one already, or is wrong."""
        if part.is_readonly(context):
            return
        value = at(context, part.key) if self.gives(part, name) else None
        if not self.gives(part, name):
            if not values.is_empty(at(context, part.key)):
                return
            value = part.nothing
        wrong = self.unreadable.get(name) or values.check(part, value, context)
        if wrong is not None:
            self.errors.append(FieldError(name, part.label.words, wrong))
            return
        into[part.key] = value

    def collect_rows(self, part: Field, into: dict[str, Any]) -> None:
        """Put the rows of a list into a dict."""
        count = self.sent.row_count(part.key)
        stored = members.by_id(part, self.given)
        if max(count, len(stored)) < part.fewest_rows:
            self.errors.append(FieldError(part.key, part.label.words, words.ADD_ROW))
        if not count and not self.sent.has(f"{part.key}[]"):
            return
        gathered = at(self.seen, part.key) or []
        rows = [self.collect_row(part, index, gathered[index]) for index in range(count)]
        if not part.rows_may_change and {row["id"] for row in rows} != set(stored):
            self.errors.append(FieldError(part.key, part.label.words, words.FIXED_ROWS))
        into[part.key] = rows

    def collect_row(self, part: Field, index: int, gathered: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of one row with its id."""
        name = row_name(part.key, index, "id")
        if name in self.unreadable:
            self.errors.append(FieldError(name, part.label.words, self.unreadable[name]))
        context = of_row(self.seen, gathered, index)
        row: dict[str, Any] = {"id": gathered.get("id")}
        for inner in shown_inputs(part.children, context):
            self.take(inner, row_name(part.key, index, inner.key), context, row)
        return row


def read(parts: Sequence[Field], sent: Sent, context: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return typed values by key. Raises FormErrors with every error, unknown fields first."""
    reading = Reading(sent, context, Overlaid(context), today)
    reading.gather(parts)
    result: dict[str, Any] = {}
    reading.collect(parts, result)
    unknown = [name for name in sent.names() if name not in reading.known]
    forged = [_of_form(words.UNKNOWN.with_values(name=_shown(name))) for name in unknown[:MOST_NAMED]]
    if len(unknown) > MOST_NAMED:
        forged.append(_of_form(words.MORE_UNKNOWN.with_values(count=len(unknown) - MOST_NAMED)))
    if forged or reading.errors:
        raise FormErrors(forged + reading.errors)
    return result


def _of_form(message: Words) -> FieldError:
    return FieldError("", Words(""), message)


def _shown(name: str) -> str:
    """Return a name that somebody made up as a page may show it."""
    return "".join(character for character in name[:80] if character.isprintable())


def inputs(parts: Sequence[Field]) -> list[Field]:
    """Return all inputs, those within groups too."""
    found: list[Field] = []
    for part in parts:
        found += [part] if part.is_input else inputs(part.children)
    return found


def shown_inputs(parts: Sequence[Field], context: Mapping[str, Any]) -> list[Field]:
    """Return the inputs that are shown now, those within shown groups too."""
    found: list[Field] = []
    for part in parts:
        if not part.is_hidden(context):
            found += [part] if part.is_input else shown_inputs(part.children, context)
    return found
