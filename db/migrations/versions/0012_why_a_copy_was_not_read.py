"""why a redacted copy was not read"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('redacted_copy', sa.Column('unread', sa.String(), server_default='', nullable=False))
    with op.batch_alter_table('redacted_copy') as batch:
        batch.alter_column('unread', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('redacted_copy') as batch:
        batch.drop_column('unread')
