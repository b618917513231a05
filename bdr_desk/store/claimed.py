"""What this desk knows of the team's claims, kept where every door of the desk sees it: who holds which account, and whether
the team can be reached. It is this desk's own, and for the moment: times are by the desk's clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.store.columns import to_micros
from bdr_desk.store.settings import get_setting, put_setting
from bdr_desk.store.tables import Account, Claim
from bdr_desk.store.writing import Writing

_KEY = "claims"  # setting: the team that has claims, and until when it counts as out of reach
_OFFLINE = f"SELECT 1 FROM setting WHERE key = '{_KEY}' AND json_extract(value, '$.is.offline_until') > ?"


@dataclass(frozen=True, repr=False)
class Known:
    """One row; `holder` is a colleague's name, "" where it is this desk."""

    project: UUID
    mine: bool
    holder: str
    until: datetime


def offline(connection: Connection, now: int) -> bool:
    """Whether this desk may work only what it holds; `now` in microseconds. Nothing is kept back outside a team, in a team
    without claims, and once nobody has looked for the team for a while."""
    return connection.execute(_OFFLINE, (now,)).fetchone() is not None


def has_claims(session: Session, team: UUID) -> bool:
    """Whether this team's database was seen with claims."""
    return dict(get_setting(session, _KEY) or {}).get("team") == str(team)


def note_reach(tx: Writing, team: UUID | None, offline_until: datetime | None) -> None:
    """Of a team with claims: reached now, or out of reach; `team` None where there are no claims."""
    new = (
        {"team": str(team), "offline_until": to_micros(offline_until) if offline_until else 0} if team else {}
    )
    old = get_setting(tx, _KEY) or {}
    if new != old:
        put_setting(tx, _KEY, new)
    if bool(new.get("offline_until")) != bool(old.get("offline_until")):
        tx.touch("claim")  # more or less is offered from now on


def known_others(tx: Writing) -> dict[UUID, Known]:
    """What colleagues held when last heard, as long as it lasts."""
    alive = select(Claim).where(Claim.mine.is_(False), Claim.until > tx.now)
    return {row.account_id: Known(row.project_id, False, row.holder, row.until) for row in tx.scalars(alive)}


def forget_reach(tx: Writing) -> None:
    """Nobody looks for the team any more: nothing is kept back."""
    known = get_setting(tx, _KEY)
    if known and known["offline_until"]:
        put_setting(tx, _KEY, {**known, "offline_until": 0})


def keep_claims(tx: Writing, known: Mapping[UUID, Known]) -> None:
    """These, by account, and no others. Who looks at claims hears of it when somebody else holds something, not each time a
    lease is renewed. Accounts that are gone are left out."""
    rows = {row.account_id: row for row in tx.scalars(select(Claim))}
    before = _holders(rows.values())
    there = set(tx.scalars(select(Account.id).where(Account.id.in_(known))))
    for account in rows.keys() - there:
        tx.delete(rows.pop(account))
    for account in there:
        row = rows.setdefault(account, Claim(account_id=account))
        _write(row, known[account])
        tx.add(row)
    if before != _holders(rows.values()):
        tx.touch("claim")


def _write(row: Claim, known: Known) -> None:
    row.project_id, row.mine, row.holder, row.until = known.project, known.mine, known.holder, known.until


def _holders(rows: Iterable[Claim]) -> set[tuple[UUID, bool, str]]:
    return {(row.account_id, row.mine, row.holder) for row in rows}
