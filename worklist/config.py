"""Settings of an installation, from the environment (WRIT_…) or a file named by WRIT_SECRETS_DIR."""

import os
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

#: The package, and the checkout it may stand in.
PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent if (PACKAGE.parent / "pyproject.toml").exists() else None
#: Where the shipped processes/, forms/ and papers/ stand, and where data goes when nobody says otherwise.
SHIPPED = CHECKOUT or PACKAGE / "shipped"
VAR = CHECKOUT / "var" if CHECKOUT else Path.home() / ".writ"


class Settings(BaseSettings):
    """All settings; each has an environment variable with the prefix WRIT_."""

    model_config = SettingsConfigDict(env_prefix="WRIT_", extra="ignore", secrets_dir=os.environ.get("WRIT_SECRETS_DIR"))

    #: SQLite file or PostgreSQL server.
    database_url: str = f"sqlite:///{VAR / 'writ.db'}"
    #: Signs the login cookie's CSRF tokens; made at first start under var/ when not given.
    secret_key: SecretStr | None = None
    #: Address the pages listen on. Loopback unless somebody decides otherwise.
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65_535)
    #: Threads that answer pages. More of them only fight for the interpreter's lock: on two cores eight answer a tenth less than four.
    threads: int = Field(default=4, ge=1)
    #: Seconds between two looks at the due rows.
    poll_seconds: float = Field(default=5.0, gt=0, allow_inf_nan=False)
    #: Whether cookies need https; off only on loopback.
    secure_cookies: bool = False
    #: Demo mode: login cards, a clock that can be moved on.
    demo: bool = False
    #: Idle and absolute life of a login, in minutes.
    idle_minutes: int = Field(default=30, ge=1)
    absolute_minutes: int = Field(default=720, ge=1)
    processes_dir: Path = SHIPPED / "processes"
    forms_dir: Path = SHIPPED / "forms"
    papers_dir: Path = SHIPPED / "papers"
    var_dir: Path = VAR


def settings() -> Settings:
    """Read the settings anew."""
    return Settings()
