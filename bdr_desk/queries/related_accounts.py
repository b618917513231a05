"""Accounts that may be one company with another, or a part of it: hints, with the reason."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.domain.likeness import Sure
from bdr_desk.domain.mail_address import is_provider
from bdr_desk.domain.same_company import Firm, companies_alike
from bdr_desk.store.tables import Account

MOST_COMPARED = 400  # accounts whose names begin with the same word
_SHORTEST = 3  # letters of a first word that tells anything


@dataclass(frozen=True, repr=False)
class Related:
    """`same` when it is likely the same company, else it may be a part of it or the other way round."""

    account: UUID
    name: str
    same: bool
    because: tuple[str, ...]


def related_accounts(session: Session, account: Account) -> tuple[Related, ...]:
    """Accounts with the same website, or whose name begins alike; the likeliest first."""
    firm = Firm(account.name_key, account.domain)
    found = [
        (companies_alike(firm, Firm(row.name_key, row.domain)), row)
        for row in _candidates(session, account)
        if row.id != account.id
    ]
    hints = [(likeness, row) for likeness, row in found if likeness.sure >= Sure.RELATED]
    hints.sort(key=lambda hint: (-hint[0].sure, hint[1].name))
    return tuple(
        Related(row.id, row.name, likeness.sure >= Sure.LIKELY, likeness.because) for likeness, row in hints
    )


def _candidates(session: Session, account: Account) -> list[Account]:
    """By two ranges of the indexes: the first word of the key, the domain."""
    found: dict[UUID, Account] = {}
    first = account.name_key.partition(" ")[0]
    if len(first) >= _SHORTEST:
        begin_alike = select(Account).where(
            Account.name_key >= first, Account.name_key < first + "\U0010ffff"
        )
        found |= {row.id: row for row in session.scalars(begin_alike.limit(MOST_COMPARED))}
    if account.domain and not is_provider(account.domain):
        one_site = select(Account).where(Account.domain == account.domain).limit(MOST_COMPARED)
        found |= {row.id: row for row in session.scalars(one_site)}
    return list(found.values())
