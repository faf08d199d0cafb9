"""What the case file holds of a person or company and a redacted copy hides: numbers, names, addresses, accounts. Source: D21, RD-1, RD-2."""

import re
import unicodedata
from collections.abc import Iterator

from sqlmodel import Session

from db.models import Asset, CaseFile, Party
from worklist.cases import store
from worklist.cases.catalogue import case_paths

#: Digits of an account or card, as people group them.
ACCOUNT = re.compile(r"(?<!\d)\d(?:[ \-]?\d){9,29}(?!\d)")
#: Classes of asset whose place is where somebody lives or sits.
PREMISES = ("REAL_ESTATE",)
#: An address shorter than this, such as a city, is no address of somebody.
SHORTEST_ADDRESS = 6


def values(session: Session, case_id: str, party: Party) -> Iterator[tuple[str, str]]:
    """Yield kind of data (of D21) and value of everything that the case file holds of a party and a copy may have to hide."""
    for field, value in (("ID_NUMBER", party.id_number), ("NAME", party.name), ("NAME", party.name_zh)):
        if value:
            yield field, value
    for address in _addresses(session, case_id, party.id):
        if len(address.strip()) >= SHORTEST_ADDRESS:
            yield "ADDRESS", address
    for asset in store.members(session, case_id, "assets"):
        if asset.owner_party_id == party.id:
            yield from (("ACCOUNT", number) for number in accounts(session, asset))


def ownerless_accounts(session: Session, case_id: str) -> list[str]:
    """Return the account numbers of assets of which the file does not say whose they are."""
    return [number for asset in store.members(session, case_id, "assets") if not asset.owner_party_id for number in accounts(session, asset)]


def accounts(session: Session, asset: Asset) -> list[str]:
    """Return the account numbers that the description of an asset and its holder name."""
    row = store.read_member(session, "assets", asset)
    text = unicodedata.normalize("NFKC", f"{row.get('description') or ''}\n{row.get('holder') or ''}")
    return ACCOUNT.findall(text)


def _addresses(session: Session, case_id: str, party_id: str) -> Iterator[str]:
    for row in store.members(session, case_id, "debtors"):
        if row.party_id == party_id:
            yield str(store.read_member(session, "debtors", row).get("domicile") or "")
    case, paths = session.get_one(CaseFile, case_id), case_paths()
    if store.read_single(case, None, paths["case.client.party_id"]) == party_id:
        yield str(store.read_single(case, None, paths["case.client.domicile"]) or "")
    for asset in store.members(session, case_id, "assets"):
        if asset.owner_party_id == party_id and asset.asset_class in PREMISES:
            yield str(store.read_member(session, "assets", asset).get("location") or "")
