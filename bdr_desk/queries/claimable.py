"""Which accounts this desk would hold now: that of the lead in hand, and those at the head of the queue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.queue import Queue
from bdr_desk.store.tables import Account, Claim, Lead, Project

HEAD = 30  # accounts looked at: enough to find a few free ones among many colleagues


@dataclass(frozen=True, repr=False)
class Claimable:
    """Accounts by the texts claims know them by. `hand` is that of the lead in hand ("" without one), `head` those next in the
    queue, `known` those somebody held when last heard; `accounts` are all of this desk that go by a text."""

    project: UUID
    hand: str
    head: tuple[str, ...]
    known: tuple[str, ...]
    accounts: Mapping[str, tuple[UUID, ...]]

    @property
    def wanted(self) -> tuple[str, ...]:
        return (self.hand, *self.head) if self.hand else self.head

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(self.accounts)


def claimable(desk: Desk, lead: UUID | None = None) -> Claimable:
    """Of the project of the lead in hand, else of the current one. Raises NotFound when there is none."""
    with desk.read() as session:
        held = session.get(Lead, lead) if lead else None
        project = session.get_one(Project, held.project_id) if held else need_project(session)
        queue = Queue(session, project, desk.clock(), desk.me)
        queue.offline = False  # what would be next if the team could be reached
        head = _keys(session, [UUID(bytes=row.account) for row in queue.first(HEAD)])
        hand = _keys(session, [held.account_id] if held else [])
        known = _keys(session, session.scalars(select(Claim.account_id)).all())
        accounts = _accounts(session, {**head, **hand, **known})
    return Claimable(
        project.id, next(iter(hand.values()), ""), tuple(head.values()), tuple(known.values()), accounts
    )


def account_key(account: Account) -> str:
    """How claims call it, on every desk alike where its name or domain is known; never empty."""
    return account.name_key or account.domain or account.name.casefold().strip() or str(account.id)


def _keys(session: Session, accounts: Iterable[UUID]) -> dict[UUID, str]:
    wanted = list(accounts)
    rows = {row.id: row for row in session.scalars(select(Account).where(Account.id.in_(wanted)))}
    return {key: account_key(rows[key]) for key in wanted if key in rows}


def _accounts(session: Session, keys: Mapping[UUID, str]) -> dict[str, tuple[UUID, ...]]:
    """Two accounts of one name are one to the team."""
    alike = or_(Account.id.in_(keys), Account.name_key.in_(set(keys.values())))
    found: dict[str, tuple[UUID, ...]] = {}
    for account in session.scalars(select(Account).where(alike)):
        key = account_key(account)
        found[key] = (*found.get(key, ()), account.id)
    return found
