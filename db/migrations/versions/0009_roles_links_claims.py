"""roles, links and claims"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

PARTY = sa.table('party', sa.column('id'), sa.column('name'), sa.column('id_number'))
CASE_PARTY = sa.table(
    'case_party', sa.column('id'), sa.column('case_id'), sa.column('party_id'), sa.column('role'), sa.column('since', sa.Date()),
    sa.column('until', sa.Date()), sa.column('facts', sa.JSON()),
)
ROLE = sa.table(
    'party_role', sa.column('id'), sa.column('case_id'), sa.column('party_id'), sa.column('role'), sa.column('since', sa.Date()),
    sa.column('until', sa.Date()), sa.column('reason'), sa.column('entered_at', sa.DateTime(timezone=True)), sa.column('entered_by'),
)
CASE = sa.table('case_file', sa.column('id'), sa.column('created_at', sa.DateTime(timezone=True)), sa.column('facts', sa.JSON()))
#: Who entered what was carried over. The same words stand in identity.IMPORT.
SYSTEM = 'system:import'


def upgrade() -> None:
    op.create_table('party_role',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('case_id', sa.String(), nullable=False),
    sa.Column('party_id', sa.String(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('document_id', sa.String(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('end_document_id', sa.String(), nullable=True),
    sa.Column('end_reason', sa.String(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case_file.id'], name=op.f('fk_party_role_case_id_case_file')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_party_role_party_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party_role'))
    )
    op.create_index(op.f('ix_party_role_case_id'), 'party_role', ['case_id'])
    op.create_index(op.f('ix_party_role_party_id'), 'party_role', ['party_id'])
    op.create_table('party_link',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('case_id', sa.String(), nullable=False),
    sa.Column('party_id', sa.String(), nullable=True),
    sa.Column('behind_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case_file.id'], name=op.f('fk_party_link_case_id_case_file')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_party_link_party_id_party')),
    sa.ForeignKeyConstraint(['behind_id'], ['party.id'], name=op.f('fk_party_link_behind_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party_link'))
    )
    op.create_index(op.f('ix_party_link_case_id'), 'party_link', ['case_id'])
    op.create_index(op.f('ix_party_link_behind_id'), 'party_link', ['behind_id'])
    op.add_column('party', sa.Column('id_number', sa.String(), nullable=True))
    op.create_index(op.f('ix_party_id_number'), 'party', ['id_number'])
    op.add_column('title_item', sa.Column('recognised_amount', sa.BigInteger(), nullable=True))
    _carry_over()
    # Not in a batch: SQLite would make the table anew, and others refer to its rows.
    op.drop_column('case_party', 'since')
    op.drop_column('case_party', 'until')
    # Nothing ever wrote the table; it comes anew with what a claim says.
    op.drop_table('claim')
    op.create_table('claim',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('item_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=True),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('base', sa.BigInteger(), nullable=True),
    sa.Column('rate', sa.String(), nullable=True),
    sa.Column('basis', sa.String(), nullable=True),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('pauses', sa.JSON(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('is_confirmed', sa.Boolean(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by', sa.String(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.String(), nullable=True),
    sa.Column('withdrawn_reason', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['item_id'], ['title_item.id'], name=op.f('fk_claim_item_id_title_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim'))
    )
    op.create_index(op.f('ix_claim_item_id'), 'claim', ['item_id'])


def _carry_over() -> None:
    """Give each debtor and each client the role it holds; numbers of persons go from the member to the party."""
    connection, roles = op.get_bind(), []
    cases = connection.execute(sa.select(CASE)).mappings().all()
    opened = {row['id']: row['created_at'] for row in cases}
    for row in connection.execute(sa.select(CASE_PARTY)).mappings().all():
        number = (row['facts'] or {}).get('id_number')
        if number:
            connection.execute(sa.update(PARTY).where(PARTY.c.id == row['party_id']).values(id_number=number))
            facts = {name: value for name, value in row['facts'].items() if name != 'id_number'}
            connection.execute(sa.update(CASE_PARTY).where(CASE_PARTY.c.id == row['id']).values(facts=facts))
        roles.append({
            'id': str(uuid.uuid4()), 'case_id': row['case_id'], 'party_id': row['party_id'], 'role': row['role'], 'since': row['since'],
            'until': row['until'], 'reason': '', 'entered_at': opened[row['case_id']], 'entered_by': SYSTEM,
        })
    for row in cases:
        client = (row['facts'] or {}).get('client') or {}
        if not client.get('name'):
            continue
        party_id = str(uuid.uuid4())
        connection.execute(sa.insert(PARTY).values(id=party_id, name=client['name']))
        facts = {**row['facts'], 'client': {**client, 'party_id': party_id}}
        connection.execute(sa.update(CASE).where(CASE.c.id == row['id']).values(facts=facts))
        roles.append({
            'id': str(uuid.uuid4()), 'case_id': row['id'], 'party_id': party_id, 'role': 'CREDITOR', 'since': None, 'until': None,
            'reason': '', 'entered_at': row['created_at'], 'entered_by': SYSTEM,
        })
    if roles:
        connection.execute(sa.insert(ROLE), roles)


def downgrade() -> None:
    op.drop_table('claim')
    op.create_table('claim',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('item_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=True),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['title_item.id'], name=op.f('fk_claim_item_id_title_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim'))
    )
    op.create_index(op.f('ix_claim_item_id'), 'claim', ['item_id'])
    op.add_column('case_party', sa.Column('since', sa.Date(), nullable=True))
    op.add_column('case_party', sa.Column('until', sa.Date(), nullable=True))
    _carry_back()
    op.drop_column('title_item', 'recognised_amount')
    op.drop_index(op.f('ix_party_id_number'), 'party')
    op.drop_column('party', 'id_number')
    op.drop_table('party_link')
    op.drop_table('party_role')


def _carry_back() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(CASE_PARTY)).mappings().all():
        same = (ROLE.c.case_id == row['case_id'], ROLE.c.party_id == row['party_id'], ROLE.c.role == row['role'])
        held = connection.execute(sa.select(ROLE).where(*same).order_by(ROLE.c.entered_at.desc())).mappings().first()
        number = connection.execute(sa.select(PARTY.c.id_number).where(PARTY.c.id == row['party_id'])).scalar()
        values = {'facts': {**row['facts'], **({'id_number': number} if number else {})}}
        if held is not None:
            values |= {'since': held['since'], 'until': held['until']}
        connection.execute(sa.update(CASE_PARTY).where(CASE_PARTY.c.id == row['id']).values(**values))
