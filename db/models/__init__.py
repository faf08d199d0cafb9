"""All tables. `from db.models import Task`."""

from db.models.case import (
    Asset,
    CaseFile,
    CaseList,
    CaseMember,
    CaseParty,
    Claim,
    Correction,
    Deadline,
    Document,
    DocumentContent,
    LedgerEntry,
    Measure,
    Party,
    PartyLink,
    PartyRole,
    Posting,
    Title,
    TitleItem,
)  # fmt: skip
from db.models.people import LoginAttempt, LoginSession, Membership, User, UserGroup
from db.models.process import (
    Candidate,
    Definition,
    DefinitionKind,
    Deployment,
    Incident,
    Instance,
    InstanceState,
    Job,
    JobState,
    PendingMessage,
    Subscription,
    Task,
    TaskState,
    Timer,
    TimerState,
)  # fmt: skip
from db.models.record import (
    ChainHead,
    DecisionRun,
    Draft,
    Erasable,
    History,
    IdempotencyKey,
    KeptFile,
    Outbox,
)
from db.models.reference import CalendarDay, CalendarYear, ReferenceRow, SchedulerBeat

__all__ = [
    "Asset", "CalendarDay", "CalendarYear", "Candidate", "CaseFile", "CaseList", "CaseMember", "CaseParty",
    "ChainHead", "Claim", "Correction", "Deadline", "DecisionRun", "Definition", "DefinitionKind", "Deployment", "Document",
    "DocumentContent", "Draft", "Erasable", "History", "IdempotencyKey", "Incident", "Instance",
    "InstanceState", "Job", "JobState", "KeptFile", "LedgerEntry", "LoginAttempt", "LoginSession", "Measure", "Membership",
    "Outbox", "Party", "PartyLink", "PartyRole", "PendingMessage", "Posting", "ReferenceRow", "SchedulerBeat", "Subscription", "Task",
    "TaskState", "Timer", "TimerState", "Title", "TitleItem", "User", "UserGroup",
]  # fmt: skip
