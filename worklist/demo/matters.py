"""What the demo's cases are about: parties, titles, amounts and courts. All of it is invented; see matters.csv."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("matters.csv")


@dataclass(frozen=True)
class Matter:
    """A creditor's title against a debtor.

    `origin`, `client_country`: ISO alpha-2, HK; `amount` in `currency` (ISO 4217), `punitive` part of it; `court_code`:
    how the court's case numbers begin after the year (浙02); `guarantor`: a second respondent, may live abroad.
    """

    key: str
    client: str
    client_country: str
    client_place: str
    debtor: str
    debtor_zh: str
    debtor_kind: str
    debtor_form: str
    debtor_place: str
    guarantor: str
    guarantor_country: str
    instrument: str
    origin: str
    body: str
    language: str
    amount: Decimal
    punitive: Decimal
    currency: str
    court: str
    court_code: str
    court_level: str

    @property
    def foreign(self) -> bool:
        """Whether the client is at home abroad."""
        return self.client_country != "CN"

    @property
    def maritime(self) -> bool:
        """Whether a maritime court has the case."""
        return self.court_level == "MARITIME"


@cache
def matters() -> dict[str, Matter]:
    """Return the matters of the demo by key."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["key"]: _matter(row) for row in csv.DictReader(file)}


def _matter(row: dict[str, str]) -> Matter:
    amounts = {name: Decimal(row[name] or 0) for name in ("amount", "punitive")}
    return Matter(**{**row, **amounts})  # type: ignore[arg-type]  # the other columns are text
