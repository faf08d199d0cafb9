"""who_bears_a_cost"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('ledger_entry', sa.Column('cost_item', sa.String(), nullable=True))
    op.add_column('ledger_entry', sa.Column('settles', sa.String(), nullable=True))
    op.create_index(op.f('ix_ledger_entry_settles'), 'ledger_entry', ['settles'])


def downgrade() -> None:
    op.drop_index(op.f('ix_ledger_entry_settles'), 'ledger_entry')
    op.drop_column('ledger_entry', 'settles')
    op.drop_column('ledger_entry', 'cost_item')
