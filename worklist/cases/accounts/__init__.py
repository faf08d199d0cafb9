"""Logins, login throttle, people's settings, posts already taken: what the pages keep about users.

`Engine` and `Session` are handed on, so that pages can name the types of what they pass through.
"""

from sqlalchemy import Engine
from sqlmodel import Session

__all__ = ["Engine", "Session"]
