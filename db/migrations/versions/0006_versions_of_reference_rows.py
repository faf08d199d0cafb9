"""versions_of_reference_rows"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

#: The day on which rows got versions; what was kept before has no other.
SINCE = datetime(2026, 11, 26, tzinfo=UTC)
SHARED: dict[str, Any] = {'table': sa.String(), 'key': sa.String(), 'valid_from': sa.Date(), 'value': sa.JSON()}
ADDED: dict[str, Any] = {
    'version': sa.Integer(), 'source': sa.String(), 'confidence': sa.String(), 'recorded_at': sa.DateTime(timezone=True),
    'recorded_by': sa.String(),
}
old = sa.table('reference_row', *(sa.column(name, kind) for name, kind in SHARED.items()))
new = sa.table('reference_row', *(sa.column(name, kind) for name, kind in (SHARED | ADDED).items()))


def upgrade() -> None:
    kept = _kept(old, 'valid_from')
    op.drop_table('reference_row')
    op.create_table('reference_row',
    sa.Column('table', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('confidence', sa.String(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('table', 'key', 'version', name=op.f('pk_reference_row'))
    )
    versions: dict[tuple[str, str], int] = {}
    for row in kept:
        place = (row['table'], row['key'])
        versions[place] = versions.get(place, 0) + 1
        row |= {
            'version': versions[place], 'source': 'kept before reference data had sources', 'confidence': 'office',
            'recorded_at': SINCE, 'recorded_by': 'system:import',
        }
    op.bulk_insert(new, kept)


def downgrade() -> None:
    kept = {(row['table'], row['key'], row['valid_from']): row for row in _kept(new, 'version')}
    op.drop_table('reference_row')
    op.create_table('reference_row',
    sa.Column('table', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('table', 'key', 'valid_from', name=op.f('pk_reference_row'))
    )
    op.bulk_insert(old, [{name: row[name] for name in SHARED} for row in kept.values()])


def _kept(table: sa.TableClause, order: str) -> list[dict[str, Any]]:
    rows = op.get_bind().execute(sa.select(table).order_by(table.c[order]))
    return [dict(row) for row in rows.mappings()]
