"""redacted copies"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('redacted_copy',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('case_id', sa.String(), nullable=False),
    sa.Column('original_id', sa.String(), nullable=False),
    sa.Column('document_id', sa.String(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('maker', sa.String(), nullable=False),
    sa.Column('request', sa.String(), nullable=False),
    sa.Column('removed', sa.JSON(), nullable=False),
    sa.Column('rules', sa.JSON(), nullable=False),
    sa.Column('found', sa.JSON(), nullable=False),
    sa.Column('is_read', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case_file.id'], name=op.f('fk_redacted_copy_case_id_case_file')),
    sa.ForeignKeyConstraint(['original_id'], ['document.id'], name=op.f('fk_redacted_copy_original_id_document')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_redacted_copy_document_id_document')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_redacted_copy')),
    sa.UniqueConstraint('document_id', name=op.f('uq_redacted_copy_document_id'))
    )
    op.create_index(op.f('ix_redacted_copy_original_id'), 'redacted_copy', ['original_id'])


def downgrade() -> None:
    op.drop_index(op.f('ix_redacted_copy_original_id'), 'redacted_copy')
    op.drop_table('redacted_copy')
