"""Small tables a team may change: chase settings. Source: domain conventions (chase settings: no law behind them)."""

from datetime import date

from sqlmodel import Session, col, select

from db.models import ReferenceRow

#: Days after which somebody is asked again, where no rule says when.
CHASE_DAYS = {
    "SPC": 60, "QUERY": 30, "COURT": 30, "NOTARY": 30, "POLICE": 30, "OPPONENT": 60, "CLIENT": 14, "AGENCY": 30,
}  # fmt: skip


def chase(session: Session, today: date) -> dict[str, str]:
    """Return the chase settings as ISO durations (`P30D`), the team's own row before the default."""
    query = select(ReferenceRow).where(col(ReferenceRow.table) == "chase", col(ReferenceRow.valid_from) <= today)
    days = dict(CHASE_DAYS)
    for row in session.exec(query.order_by(col(ReferenceRow.valid_from))):
        days[row.key] = int(row.value["days"])
    return {key: f"P{count}D" for key, count in days.items()}
