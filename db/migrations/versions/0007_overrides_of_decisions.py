"""overrides_of_decisions"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('decision_override',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('run_id', sa.String(), nullable=False),
    sa.Column('decision_id', sa.String(), nullable=False),
    sa.Column('case_id', sa.String(), nullable=True),
    sa.Column('rows', sa.JSON(), nullable=False),
    sa.Column('packed', sa.LargeBinary(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed', sa.JSON(), nullable=False),
    sa.Column('confirmed_by', sa.String(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('ended_by', sa.String(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_reason', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['run_id'], ['decision_run.id'], name=op.f('fk_decision_override_run_id_decision_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_override'))
    )
    in_force = sa.text("state = 'in_force'")
    # Serves engine.decisions.standing and keeps two people from overriding one result at once.
    op.create_index(
        'uq_decision_override_place', 'decision_override', ['place'], unique=True, sqlite_where=in_force, postgresql_where=in_force
    )
    # Serves the page of decisions, the notice on the case page and the client's report.
    op.create_index('ix_decision_override_case', 'decision_override', ['case_id', 'state'])
    op.create_index(op.f('ix_decision_override_run_id'), 'decision_override', ['run_id'])
    # Nothing has ever written the two columns that go.
    with op.batch_alter_table('decision_run') as batch_op:
        batch_op.add_column(sa.Column('place', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('number', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('subject', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('fingerprint', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('packed', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('scope_id', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('loop_index', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('override_id', sa.String(), nullable=True))
        batch_op.drop_column('override')
        batch_op.drop_column('overridden_by')
    with op.batch_alter_table('decision_run') as batch_op:
        for name in ('number', 'subject', 'fingerprint'):
            batch_op.alter_column(name, server_default=None)
    # Serves engine.decisions.last_at.
    op.create_index('ix_decision_run_place', 'decision_run', ['place', 'number'])


def downgrade() -> None:
    op.drop_index('ix_decision_run_place', 'decision_run')
    with op.batch_alter_table('decision_run') as batch_op:
        for name in ('override_id', 'loop_index', 'scope_id', 'packed', 'fingerprint', 'subject', 'number', 'place'):
            batch_op.drop_column(name)
        batch_op.add_column(sa.Column('override', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('overridden_by', sa.String(), nullable=True))
    with op.batch_alter_table('decision_run') as batch_op:
        batch_op.alter_column('override', server_default=None)
    op.drop_table('decision_override')
