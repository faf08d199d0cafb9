"""The names of the case file, messages and topics: data tables beside this file, read once.

`case_file.csv` is the one source of the paths that forms, expressions and decision tables may use
(docs/decisions/0003-case-file-as-data.md).
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class CasePath:
    """A path of the case file. `list_path` and `name` of `case.debtors[].name` are `debtors` and `name`.

    `type`: text, long, date, int, number, money, bool, yn, enum, file, list. `unit`: what the value is measured in or
    refers to (ISO 4217, user id, currency of the title), empty where it needs no saying.
    """

    path: str
    type: str
    allowed: tuple[str, ...]
    label_en: str
    label_zh: str
    writable: bool
    erasable: bool
    computed: bool
    unit: str = ""

    @property
    def list_path(self) -> str | None:
        """The list a field belongs to, None for a single field."""
        head, separator, _ = self.path.partition("[].")
        return head.removeprefix("case.") if separator else None

    @property
    def name(self) -> str:
        """The path below `case`, or below a member of its list."""
        _, separator, tail = self.path.partition("[].")
        return tail if separator else self.path.removeprefix("case.")


@dataclass(frozen=True)
class MessageField:
    """A field of a message: its type, and what it may hold."""

    name: str
    type: str
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Message:
    """A message that recording a document sends."""

    name: str
    label_en: str
    label_zh: str
    fields: tuple[MessageField, ...]
    keys: tuple[str, ...]
    document_kind: str


def _read(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(";") if word.strip())


@cache
def case_paths() -> dict[str, CasePath]:
    """Return every path of the case file by its full name (`case.title.amount`, `case.debtors[].name`)."""
    return {
        row["path"]: CasePath(
            row["path"], row["type"], _words(row["allowed"]), row["label_en"], row["label_zh"],
            row["writable_by_form"] == "yes", row["erasable"] == "yes", row["computed"] == "yes",
            row["unit"],
        )
        for row in _read("case_file.csv")
    }  # fmt: skip


@cache
def lists() -> dict[str, dict[str, CasePath]]:
    """Return the lists of the case file: list path → field name → path."""
    found: dict[str, dict[str, CasePath]] = {}
    for path in case_paths().values():
        if path.list_path:
            found.setdefault(path.list_path, {})[path.name] = path
    return found


@cache
def messages() -> dict[str, Message]:
    """Return the messages that a document may send, by name."""
    return {
        row["name"]: Message(
            row["name"], row["label_en"], row["label_zh"], tuple(_field(word) for word in _words(row["payload"])),
            _words(row["keys"]), row["document_kind"],
        )
        for row in _read("messages.csv")
    }  # fmt: skip


def _field(text: str) -> MessageField:
    name, _, rest = text.partition(":")
    kind, _, allowed = rest.partition("(")
    values = tuple(value.strip() for value in allowed.rstrip(")").split(",") if value.strip())
    return MessageField(name.strip(), kind.strip() or "text", values)


@cache
def enum_labels() -> dict[str, tuple[str, str]]:
    """Return the readable English and Chinese label of every enum value."""
    return {row["value"]: (row["en"], row["zh"]) for row in _read("enums.csv")}


@cache
def _labels_by_field() -> dict[tuple[str, str], tuple[str, str]]:
    return {(row["field"], row["value"]): (row["en"], row["zh"]) for row in _read("enums_by_field.csv")}


def enum_words(value: str, field: str = "") -> tuple[str, str]:
    """Return the English and Chinese label of a value as one field says it; unknown: the value itself, readable.

    `field`: a case path (`case.ledger[].kind`), a field of a form, or message.field (`ruling_served.outcome`).
    """
    unknown = (value.replace("_", " ").capitalize(), "")
    return _labels_by_field().get((field, value)) or enum_labels().get(value, unknown)


@cache
def _output_labels() -> dict[tuple[str, str], tuple[str, str]]:
    return {(row["output"], row["value"]): (row["en"], row["zh"]) for row in _read("outputs.csv")}


def output_words(value: str, output: str) -> tuple[str, str]:
    """Return the English and Chinese label of a code that a decision gives in a column; two empty texts for none."""
    labels = _output_labels()
    found = labels.get((output, value)) or _labels_by_field().get((output, value))
    return found or enum_labels().get(value) or labels.get(("", value)) or ("", "")


@cache
def paper_tasks() -> dict[str, tuple[str, ...]]:
    """Return the templates that the page of a task offers, by the id of the task."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _read("paper_tasks.csv"):
        found[row["task"]] = (*found.get(row["task"], ()), row["template"])
    return found


@dataclass(frozen=True)
class Cost:
    """What a task pays: its item of D14, and the names of the form's fields for amount, currency and day (may be empty)."""

    process: str
    item: str
    amount: str
    currency: str
    day: str


@cache
def costs() -> dict[str, tuple[Cost, ...]]:
    """Return what tasks pay, by the id of the task."""
    found: dict[str, tuple[Cost, ...]] = {}
    for row in _read("costs.csv"):
        cost = Cost(row["process"], row["item"], row["amount"], row["currency"], row["day"])
        found[row["task"]] = (*found.get(row["task"], ()), cost)
    return found


@dataclass(frozen=True)
class StartMessage:
    """A message that opens a process of a case. `starts`: process.element. `by_hand`: people send it too."""

    name: str
    label_en: str
    label_zh: str
    fields: tuple[MessageField, ...]
    starts: str
    by_hand: bool

    @property
    def process(self) -> str:
        """The key of the process it opens."""
        return self.starts.partition(".")[0]


#: What the table says of a message that people send.
BY_HAND = "button of the case page"


@dataclass(frozen=True)
class Asked:
    """A thing that a paper says and no case file holds: who makes the paper is asked for it. `type`: text, long, date, money, number."""

    name: str
    type: str
    label_en: str
    label_zh: str


@cache
def paper_fields() -> dict[str, Asked]:
    """Return what papers may ask for (`fields.grounds` in a template), by name."""
    return {row["name"]: Asked(row["name"], row["type"], row["label_en"], row["label_zh"]) for row in _read("paper_fields.csv")}


@cache
def start_messages() -> dict[str, StartMessage]:
    """Return the messages that open a process, by name."""
    return {
        row["message"]: StartMessage(
            row["message"], row["label_en"], row["label_zh"], tuple(_field(word) for word in _words(row["payload"])),
            row["starts"], BY_HAND in _words(row["sent_by"]),
        )
        for row in _read("start_messages.csv")
    }  # fmt: skip
