"""kept_files"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('kept_file',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('user_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_file'))
    )
    op.create_index(op.f('ix_kept_file_kept_at'), 'kept_file', ['kept_at'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_kept_file_kept_at'), table_name='kept_file')
    op.drop_table('kept_file')
