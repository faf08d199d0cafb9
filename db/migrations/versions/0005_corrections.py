"""corrections"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('deadline') as batch_op:
        batch_op.add_column(sa.Column('given_day', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('applied', sa.JSON(), nullable=False, server_default='[]'))
    with op.batch_alter_table('deadline') as batch_op:
        batch_op.alter_column('applied', server_default=None)
    # A day the court set is its own trigger; only a measure with a printed end has its alarm on the last day.
    op.execute("UPDATE deadline SET given_day = raw_day WHERE active_type = 'court_set' OR (active_type = 'measure_validity' AND alarm_day = raw_day)")
    op.create_table('correction',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('case_id', sa.String(), nullable=False),
    sa.Column('deadline_id', sa.String(), nullable=False),
    sa.Column('trigger_date', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('proposed_by', sa.String(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.String(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case_file.id'], name=op.f('fk_correction_case_id_case_file')),
    sa.ForeignKeyConstraint(['deadline_id'], ['deadline.id'], name=op.f('fk_correction_deadline_id_deadline')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correction'))
    )
    op.create_index(op.f('ix_correction_case_id'), 'correction', ['case_id'])


def downgrade() -> None:
    op.drop_table('correction')
    with op.batch_alter_table('deadline') as batch_op:
        batch_op.drop_column('applied')
        batch_op.drop_column('given_day')
