"""treaties open at the beginning

No source states since when a treaty is in force; the first day of its row was one of ours and hid it from earlier applications.
What a person recorded stays as it is.
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0011'
branch_labels = None
depends_on = None

OURS, OPEN = date(2015, 1, 1), date.min
ROWS = sa.table('reference_row', sa.column('table', sa.String), sa.column('valid_from', sa.Date), sa.column('recorded_by', sa.String))


def upgrade() -> None:
    _begin(OURS, OPEN)


def downgrade() -> None:
    _begin(OPEN, OURS)


def _begin(before: date, after: date) -> None:
    shipped = (ROWS.c.table == 'country_table', ROWS.c.recorded_by == 'system:import', ROWS.c.valid_from == before)
    op.execute(ROWS.update().where(*shipped).values(valid_from=after))
