"""Days after which somebody is asked again, where no rule says when. Source: conventions of the office, no law behind them."""

from datetime import date
from functools import cache

from sqlmodel import Session

from worklist.cases.reference import loading, rows


@cache
def _shipped() -> dict[str, int]:
    return {version.key: int(str(version.values["days"])) for version in loading.shipped("chase")}


def chase(session: Session, today: date) -> dict[str, str]:
    """Return the chase settings as ISO durations (`P30D`), the team's own row before what is shipped."""
    own = {row.key: int(row.value["days"]) for row in rows.in_force(session, "chase", today)}
    return {key: f"P{days}D" for key, days in (_shipped() | own).items()}
