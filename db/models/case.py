"""The case file: facts that processes read as `case` and forms write.

The columns are what queries look for; the other paths of the case file
(worklist/cases/catalogue/case_file.csv) stand in `facts` under their own names.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from db.models.base import content, document, key, members, ordered_key
from db.types import Amount


def money() -> Any:
    """Return a column of an amount that may be unknown (None)."""
    return Field(default=None, sa_column=Column(Amount, nullable=True))


class CaseFile(SQLModel, table=True):
    """One case: one creditor's title against its debtors. The table `case` is a reserved word."""

    __tablename__ = "case_file"
    __table_args__ = (Index("ix_case_file_status", "status", "stage", "number"),)

    id: str = key()
    number: str = Field(unique=True)
    status: str = "DRAFT"
    stage: str = "INTAKE"
    priority: str = "NORMAL"
    rule_set: str = "prc_law"
    access: str = "open"
    wall_id: str | None = None
    owner: str | None = Field(default=None, index=True)
    partner: str | None = None
    client_name: str = ""
    debtor_names: str = ""
    court: str | None = None
    court_case_no: str | None = None
    revision: int = 1
    facts: dict[str, Any] = document()
    created_at: datetime
    closed_at: datetime | None = None


class CaseMember(SQLModel, table=True):
    """A person of the team of a case (`denied` for one kept out by a wall)."""

    __tablename__ = "case_member"

    case_id: str = Field(primary_key=True, foreign_key="case_file.id")
    user_id: str = Field(primary_key=True, index=True)
    denied: bool = False


class Party(SQLModel, table=True):
    """A person or company; its roles in a case stand in party_role, what the file knows of a debtor in case_party."""

    __tablename__ = "party"

    id: str = key()
    name: str
    name_zh: str | None = None
    kind: str | None = None
    country_or_region: str | None = None
    id_number: str | None = Field(default=None, index=True)


class CaseParty(SQLModel, table=True):
    """A member of `case.debtors`: a party on the debtor's side, with its role of today and what the file knows about it."""

    __tablename__ = "case_party"
    __table_args__ = (Index("ix_case_party_case", "case_id", "position"),)

    id: str = key()
    case_id: str = Field(foreign_key="case_file.id")
    party_id: str = Field(foreign_key="party.id", index=True)
    role: str
    position: int = 0
    facts: dict[str, Any] = document()


class PartyRole(SQLModel, table=True):
    """A role that a party holds or held in a case. It ends, it is never deleted; `since` None: from when is not known."""

    __tablename__ = "party_role"

    id: str = ordered_key()
    case_id: str = Field(foreign_key="case_file.id", index=True)
    party_id: str = Field(foreign_key="party.id", index=True)
    role: str
    since: date | None = None
    until: date | None = None
    document_id: str | None = None
    reason: str = ""
    end_document_id: str | None = None
    end_reason: str | None = None
    entered_at: datetime
    entered_by: str


class PartyLink(SQLModel, table=True):
    """A link of a case between two parties: who (`behind_id`) stands in which way behind whom (`party_id`)."""

    __tablename__ = "party_link"

    id: str = key()
    case_id: str = Field(foreign_key="case_file.id", index=True)
    party_id: str | None = Field(default=None, foreign_key="party.id")
    behind_id: str = Field(foreign_key="party.id", index=True)
    kind: str = "SHAREHOLDER"
    position: int = 0
    since: date | None = None
    until: date | None = None
    facts: dict[str, Any] = document()


class Title(SQLModel, table=True):
    """The title (judgment, award, …) a case enforces. One case, one title."""

    __tablename__ = "title"

    id: str = key()
    case_id: str = Field(foreign_key="case_file.id", index=True)
    instrument_type: str | None = None
    origin: str | None = None
    amount: Decimal | None = money()
    currency: str | None = None
    facts: dict[str, Any] = document()


class TitleItem(SQLModel, table=True):
    """An operative item of a title; what is outstanding is kept per item and currency."""

    __tablename__ = "title_item"

    id: str = key()
    title_id: str = Field(foreign_key="title.id", index=True)
    position: int = 0
    kind: str | None = None
    amount: Decimal | None = money()
    currency: str | None = None
    outstanding: Decimal | None = money()
    recognised: str = "OPEN"
    recognised_amount: Decimal | None = money()
    facts: dict[str, Any] = document()


class Claim(SQLModel, table=True):
    """What is claimed on top of a title item: interest, interest for delayed performance, costs. Withdrawn, never deleted.

    `amount`: of costs, or of interest as printed. Else it accrues: `rate` (0.05 is five percent) for what `basis` says,
    after the day `since`, up to `until` (None: until paid), on `base` (None: what is left of the item). `pauses`: days left out.
    """

    __tablename__ = "claim"

    id: str = ordered_key()
    item_id: str = Field(foreign_key="title_item.id", index=True)
    kind: str
    amount: Decimal | None = money()
    currency: str
    base: Decimal | None = money()
    rate: str | None = None
    basis: str | None = None
    since: date | None = None
    until: date | None = None
    pauses: list[Any] = members()
    source: str = ""
    is_confirmed: bool = False
    entered_at: datetime
    entered_by: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None
    withdrawn_reason: str | None = None


class Asset(SQLModel, table=True):
    """An asset or a lead to one."""

    __tablename__ = "asset"

    id: str = key()
    case_id: str = Field(foreign_key="case_file.id", index=True)
    owner_party_id: str | None = None
    asset_class: str | None = None
    status: str | None = None
    value: Decimal | None = money()
    currency: str | None = None
    position: int = 0
    facts: dict[str, Any] = document()


class Measure(SQLModel, table=True):
    """A freeze, seizure or attachment of an asset."""

    __tablename__ = "measure"

    id: str = key()
    case_id: str = Field(foreign_key="case_file.id", index=True)
    asset_id: str | None = Field(default=None, foreign_key="asset.id")
    kind: str | None = None
    rank: str | None = None
    status: str | None = None
    effective_date: date | None = None
    stated_until: date | None = None
    position: int = 0
    facts: dict[str, Any] = document()


class CaseList(SQLModel, table=True):
    """A row of one of the other lists of the case file (instalments, interruptions, acts, …)."""

    __tablename__ = "case_list"
    __table_args__ = (Index("ix_case_list", "case_id", "path", "position"),)

    id: str = key()
    case_id: str = Field(foreign_key="case_file.id")
    path: str
    position: int = 0
    facts: dict[str, Any] = document()


class Deadline(SQLModel, table=True):
    """A legal period. Rows are superseded, never deleted or moved back."""

    __tablename__ = "deadline"
    __table_args__ = (
        # Serves deadlines.of_case.
        Index("ix_deadline_case", "case_id", "status"),
        # Serves deadlines.start: one row for rule, subject and trigger date.
        Index("uq_deadline_trigger", "case_id", "rule_id", "subject_id", "trigger_date", "attempt", unique=True),
        # Serves the list of deadlines at risk.
        Index("ix_deadline_alarm", "status", "alarm_day"),
    )

    id: str = key()
    case_id: str = Field(foreign_key="case_file.id")
    wall_id: str | None = None
    rule_id: str
    rule_version: str
    rule_set: str
    active_type: str
    ladder: str
    bound_party: str
    subject_type: str
    subject_id: str
    trigger_document: str | None = None
    trigger_event: str | None = None
    trigger_date: date
    attempt: int = 1
    raw_day: date
    rolled_day: date
    alarm_day: date
    provisional: bool = False
    to_be_confirmed: bool = False
    status: str = "OPEN"
    explanation: dict[str, Any] = document()
    met_on: date | None = None
    met_by: str | None = None
    superseded_by: str | None = None
    reminded: int | None = None  # rung of the reminder ladder last told, in days before
    started_at: datetime
    given_day: date | None = None  # set by the court, printed or agreed, instead of computed
    applied: list[Any] = members()  # ids of the rules cited
    awaits: str | None = None  # fact that would fix the trigger, whose date is a lower bound until then
    bound_by: str | None = None  # fact that gave the lower bound
    cause: str | None = None  # why it took the place of another: calendar:2027, rule:DL-G-12:2, fact:served_date, correction:id


class Uncounted(SQLModel, table=True):
    """A period that runs but cannot be counted: the day of its trigger is not known and nothing bounds it. Kept when counted."""

    __tablename__ = "uncounted"
    __table_args__ = (Index("ix_uncounted_case", "case_id", "status"),)

    id: str = key()
    case_id: str = Field(foreign_key="case_file.id")
    rule_id: str
    subject_type: str
    subject_id: str
    awaits: str
    trigger_event: str | None = None
    trigger_document: str | None = None
    applied: list[Any] = members()
    status: str = "OPEN"  # then COUNTED, MET or CANCELLED
    deadline_id: str | None = None
    started_at: datetime


class Correction(SQLModel, table=True):
    """A trigger date somebody asks to correct: proposed, then applied or refused by a partner."""

    __tablename__ = "correction"

    id: str = key()
    case_id: str = Field(foreign_key="case_file.id", index=True)
    deadline_id: str = Field(foreign_key="deadline.id")
    trigger_date: date
    reason: str
    state: str = "proposed"
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None


class LedgerEntry(SQLModel, table=True):
    """Money received, paid or adjusted, booked on a title item."""

    __tablename__ = "ledger_entry"

    id: str = ordered_key()
    case_id: str = Field(foreign_key="case_file.id", index=True)
    item_id: str | None = Field(default=None, foreign_key="title_item.id")
    kind: str
    amount: Decimal | None = money()
    currency: str
    value_date: date
    rate: str | None = None
    rate_source: str | None = None
    document_id: str | None = None
    booked_at: datetime
    booked_by: str
    party_id: str | None = Field(default=None, foreign_key="case_party.id", index=True)
    bearer: str | None = None
    advanced_by: str | None = None
    cost_item: str | None = None
    settles: str | None = Field(default=None, index=True)  # the entry of whose bearer it says


class Posting(SQLModel, table=True):
    """A line of a ledger entry on an account: debit positive, credit negative. Those of one entry add up to nothing."""

    __tablename__ = "posting"

    id: str = key()
    case_id: str = Field(foreign_key="case_file.id", index=True)
    entry_id: str = Field(foreign_key="ledger_entry.id", index=True)
    item_id: str | None = None
    account: str
    currency: str
    amount: Decimal | None = money()


class Document(SQLModel, table=True):
    """A document received or made, and the message its recording sent."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_case", "case_id", "recorded_at"),)

    id: str = key()
    case_id: str | None = Field(default=None, foreign_key="case_file.id")
    wall_id: str | None = None
    message: str | None = None
    kind: str | None = None
    name: str | None = None
    media_type: str | None = None
    sha256: str | None = None
    document_date: date | None = None
    received_date: date | None = None
    served_date: date | None = None
    event_date: date | None = None
    keys: dict[str, Any] = document()
    payload: dict[str, Any] = document()
    deliveries: list[Any] = members()
    recorded_at: datetime
    recorded_by: str


class DocumentContent(SQLModel, table=True):
    """The bytes of a document, kept apart from its row."""

    __tablename__ = "document_content"

    document_id: str = Field(primary_key=True, foreign_key="document.id")
    content: bytes = content()


class RedactedCopy(SQLModel, table=True):
    """A document (`document_id`) in which parts of another (`original_id`) were taken out; neither is ever changed.

    `removed`: the kinds of data that were taken out, as its maker says. `rules`: what D21 hides, of whom, on which ground, when
    the copy was recorded. `found`: what still stood in it; `is_read`: whether all of its text could be read, `unread`: why not
    (SCANNED, LOCKED, BROKEN, HUGE, EMBEDDED, KIND; empty where it was, or nobody noted it).
    """

    __tablename__ = "redacted_copy"

    id: str = ordered_key()
    case_id: str = Field(foreign_key="case_file.id")
    original_id: str = Field(foreign_key="document.id", index=True)
    document_id: str = Field(foreign_key="document.id", unique=True)
    purpose: str
    maker: str
    request: str
    removed: list[Any] = members()
    rules: list[Any] = members()
    found: list[Any] = members()
    is_read: bool = False
    unread: str = ""
    reason: str
    made_at: datetime
    made_by: str
