"""lists_of_candidates"""

from datetime import UTC, datetime
from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
#: Index → table, columns, what its rows must be now, what they must be besides from here on.
NARROWED = {
    'ix_task_assignee_open': ('task', ['assignee', 'due_at', 'id'], "state = 'open'", 'assignee'),
    'ix_task_follows': ('task', ['follows'], "state = 'open'", 'follows'),
    'ix_timer_follows': ('timer', ['follows'], "state = 'waiting'", 'follows'),
}

task = sa.table(
    'task', sa.column('id', sa.String()), sa.column('state', sa.String()), sa.column('assignee', sa.String()),
    sa.column('due_at', sa.DateTime(timezone=True)), sa.column('wall_id', sa.String()),
)
candidate = sa.table(
    'candidate', sa.column('task_id', sa.String()), sa.column('group_id', sa.String()),
    sa.column('due_at', sa.DateTime(timezone=True)), sa.column('free', sa.Boolean()),
)
inbox = sa.table(
    'inbox', sa.column('group_id', sa.String()), sa.column('due_at', sa.DateTime(timezone=True)),
    sa.column('task_id', sa.String()), sa.column('wall_id', sa.String()),
)


def upgrade() -> None:
    op.drop_table('inbox')
    op.drop_index('ix_candidate_group_id', table_name='candidate')
    with op.batch_alter_table('candidate', recreate=_on_sqlite(), table_kwargs={'sqlite_with_rowid': False}) as batch_op:
        batch_op.add_column(sa.Column('due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('free', sa.Boolean(), nullable=False, server_default=sa.true()))
    of_task = sa.and_(task.c.id == candidate.c.task_id, task.c.state == 'open')
    due = sa.select(sa.func.coalesce(task.c.due_at, sa.literal(NEVER, sa.DateTime(timezone=True)))).where(of_task)
    held = sa.exists().where(of_task, task.c.assignee.is_not(None))
    op.execute(candidate.update().values(due_at=due.scalar_subquery(), free=sa.not_(held)))
    with op.batch_alter_table('candidate', table_kwargs={'sqlite_with_rowid': False}) as batch_op:
        batch_op.alter_column('free', server_default=None)
    listed = sa.text('due_at IS NOT NULL')
    op.create_index(
        'ix_candidate_open', 'candidate', ['group_id', 'free', 'due_at', 'task_id'],
        sqlite_where=listed, postgresql_where=listed,
    )
    for name, (table, columns, state, known) in NARROWED.items():
        _make_anew(name, table, columns, f'{state} AND {known} IS NOT NULL')


def downgrade() -> None:
    for name, (table, columns, state, _) in NARROWED.items():
        _make_anew(name, table, columns, state)
    op.create_table('inbox',
    sa.Column('group_id', sa.String(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('task_id', sa.String(), nullable=False),
    sa.Column('wall_id', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('group_id', 'due_at', 'task_id', name=op.f('pk_inbox'))
    )
    op.create_index('ix_inbox_task_id', 'inbox', ['task_id'])
    rows = (
        sa.select(candidate.c.group_id, candidate.c.due_at, candidate.c.task_id, task.c.wall_id)
        .where(task.c.id == candidate.c.task_id, candidate.c.due_at.is_not(None), candidate.c.free)
    )
    op.execute(inbox.insert().from_select(['group_id', 'due_at', 'task_id', 'wall_id'], rows))
    op.drop_index('ix_candidate_open', table_name='candidate')
    with op.batch_alter_table('candidate', recreate=_on_sqlite()) as batch_op:
        batch_op.drop_column('due_at')
        batch_op.drop_column('free')
    op.create_index('ix_candidate_group_id', 'candidate', ['group_id'])


def _make_anew(name: str, table: str, columns: list[str], where: str) -> None:
    op.drop_index(name, table_name=table)
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _on_sqlite() -> Literal['always', 'auto']:
    """Return whether the table is written anew: SQLite cannot change what kind of table it is."""
    return 'always' if op.get_bind().dialect.name == 'sqlite' else 'auto'
