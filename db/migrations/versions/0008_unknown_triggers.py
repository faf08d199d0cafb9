"""unknown_triggers"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('deadline') as batch_op:
        for name in ('awaits', 'bound_by', 'cause'):
            batch_op.add_column(sa.Column(name, sa.String(), nullable=True))
    op.create_table('uncounted',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('case_id', sa.String(), nullable=False),
    sa.Column('rule_id', sa.String(), nullable=False),
    sa.Column('subject_type', sa.String(), nullable=False),
    sa.Column('subject_id', sa.String(), nullable=False),
    sa.Column('awaits', sa.String(), nullable=False),
    sa.Column('trigger_event', sa.String(), nullable=True),
    sa.Column('trigger_document', sa.String(), nullable=True),
    sa.Column('applied', sa.JSON(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('deadline_id', sa.String(), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case_file.id'], name=op.f('fk_uncounted_case_id_case_file')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_uncounted'))
    )
    op.create_index('ix_uncounted_case', 'uncounted', ['case_id', 'status'])


def downgrade() -> None:
    op.drop_table('uncounted')
    with op.batch_alter_table('deadline') as batch_op:
        for name in ('cause', 'bound_by', 'awaits'):
            batch_op.drop_column(name)
