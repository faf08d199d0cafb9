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
    Uncounted,
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
    DecisionOverride,
    DecisionRun,
    Draft,
    Erasable,
    History,
    IdempotencyKey,
    KeptFile,
    Outbox,
    OverrideState,
)
from db.models.reference import CalendarDay, CalendarYear, ReferenceRow, SchedulerBeat

__all__ = [
    "Asset", "CalendarDay", "CalendarYear", "Candidate", "CaseFile", "CaseList", "CaseMember", "CaseParty", "ChainHead",
    "Claim", "Correction", "Deadline", "DecisionOverride", "DecisionRun", "Definition", "DefinitionKind", "Deployment",
    "Document", "DocumentContent", "Draft", "Erasable", "History", "IdempotencyKey", "Incident", "Instance", "InstanceState",
    "Job", "JobState", "KeptFile", "LedgerEntry", "LoginAttempt", "LoginSession", "Measure", "Membership", "Outbox",
    "OverrideState", "Party", "PartyLink", "PartyRole", "PendingMessage", "Posting", "ReferenceRow", "SchedulerBeat",
    "Subscription", "Task", "TaskState", "Timer", "TimerState", "Title", "TitleItem", "Uncounted", "User", "UserGroup",
]  # fmt: skip
