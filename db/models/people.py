"""Users, groups, sessions."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from db.models.base import key, members


class User(SQLModel, table=True):
    """A person who works with Writ. `roles` open pages, groups open tasks."""

    __tablename__ = "user"

    id: str = Field(primary_key=True)
    name: str
    name_zh: str | None = None
    email: str | None = None
    password_hash: str | None = None
    roles: list[str] = members()
    language: str = "en"
    active: bool = True
    created_at: datetime


class UserGroup(SQLModel, table=True):
    """A candidate group: the key that diagrams name."""

    __tablename__ = "user_group"

    id: str = Field(primary_key=True)
    name: str
    name_zh: str


class Membership(SQLModel, table=True):
    """A user belongs to a group."""

    __tablename__ = "membership"

    user_id: str = Field(primary_key=True, foreign_key="user.id")
    group_id: str = Field(primary_key=True, foreign_key="user_group.id", index=True)


class LoginSession(SQLModel, table=True):
    """A login. Only the hash of the token is stored."""

    __tablename__ = "session"

    token_hash: str = Field(primary_key=True)
    user_id: str = Field(foreign_key="user.id", index=True)
    csrf_token: str
    created_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None


class LoginAttempt(SQLModel, table=True):
    """A failed login, counted to slow the next ones."""

    __tablename__ = "login_attempt"

    id: str = key()
    user_id: str = Field(index=True)
    address: str = Field(index=True)
    at: datetime
