"""postings"""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

#: Kind of entry → account of the other side, and the sign of its amount on the claim.
KINDS = {'RECEIPT': ('RECEIVED', -1), 'IN_KIND': ('IN_KIND', -1), 'ADJUSTMENT': ('ADJUSTED', 1)}

entry = sa.table(
    'ledger_entry', *(sa.column(name, sa.String()) for name in ('id', 'case_id', 'item_id', 'kind', 'currency', 'rate')),
    sa.column('amount', sa.BigInteger()),
)
item = sa.table('title_item', sa.column('id', sa.String()), sa.column('currency', sa.String()))
posting = sa.table(
    'posting', *(sa.column(name, sa.String()) for name in ('id', 'case_id', 'entry_id', 'item_id', 'account', 'currency')),
    sa.column('amount', sa.BigInteger()),
)


def upgrade() -> None:
    with op.batch_alter_table('ledger_entry') as batch_op:
        for name in ('party_id', 'bearer', 'advanced_by'):
            batch_op.add_column(sa.Column(name, sa.String(), nullable=True))
        batch_op.create_index(batch_op.f('ix_ledger_entry_party_id'), ['party_id'])
        batch_op.create_foreign_key(batch_op.f('fk_ledger_entry_party_id_case_party'), 'case_party', ['party_id'], ['id'])
    op.create_table('posting',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('case_id', sa.String(), nullable=False),
    sa.Column('entry_id', sa.String(), nullable=False),
    sa.Column('item_id', sa.String(), nullable=True),
    sa.Column('account', sa.String(), nullable=False),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case_file.id'], name=op.f('fk_posting_case_id_case_file')),
    sa.ForeignKeyConstraint(['entry_id'], ['ledger_entry.id'], name=op.f('fk_posting_entry_id_ledger_entry')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posting'))
    )
    op.create_index(op.f('ix_posting_case_id'), 'posting', ['case_id'])
    op.create_index(op.f('ix_posting_entry_id'), 'posting', ['entry_id'])
    _post_what_was_booked()


def _post_what_was_booked() -> None:
    found = sa.select(entry, item.c.currency.label('item_currency')).select_from(entry.outerjoin(item, item.c.id == entry.c.item_id))
    for row in op.get_bind().execute(found).mappings().all():
        for account, item_id, currency, amount in _lines(row):
            op.execute(posting.insert().values(
                id=str(uuid4()), case_id=row['case_id'], entry_id=row['id'], item_id=item_id, account=account,
                currency=currency, amount=amount,
            ))


def _lines(row: Any) -> list[tuple[str, str | None, str, int]]:
    amount, currency = row['amount'] or 0, row['currency']
    if row['kind'] not in KINDS:
        return [('BORNE_OPEN', None, currency, amount), ('ADVANCED_OPEN', None, currency, -amount)]
    account, sign = KINDS[row['kind']]
    other = (account, None, currency, -sign * amount)
    if row['item_id'] is None:
        return [other, ('UNALLOCATED', None, currency, sign * amount)]
    of_item = row['item_currency'] or currency
    if of_item == currency:
        return [other, ('CLAIM', row['item_id'], currency, sign * amount)]
    # As it was rounded when it was booked: the parts are ten-thousandths of a unit.
    turned = int((Decimal(amount) * Decimal(row['rate'])).quantize(Decimal(1), ROUND_HALF_EVEN))
    return [
        other, ('EXCHANGE', None, currency, sign * amount), ('EXCHANGE', None, of_item, -sign * turned),
        ('CLAIM', row['item_id'], of_item, sign * turned),
    ]


def downgrade() -> None:
    op.drop_table('posting')
    with op.batch_alter_table('ledger_entry') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_ledger_entry_party_id_case_party'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_ledger_entry_party_id'))
        for name in ('advanced_by', 'bearer', 'party_id'):
            batch_op.drop_column(name)
