"""The ways through an account's phone tree, the one that worked last first; and whether one may be dialled now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain import phone
from bdr_desk.domain.calling_opening import opening
from bdr_desk.domain.calling_places import at_number, hours_key
from bdr_desk.domain.matching import fold
from bdr_desk.domain.outcome import REACHED, Outcome
from bdr_desk.domain.phone_route import RouteText, Way, way_says
from bdr_desk.domain.regions import DEFAULT_REGION
from bdr_desk.errors import NotFound, Refused
from bdr_desk.queries.queue_cells import policy_of
from bdr_desk.queries.rows import need
from bdr_desk.store.call_effects import not_undone
from bdr_desk.store.merging import folded_into_account
from bdr_desk.store.suppressed import suppressed
from bdr_desk.store.tables import Account, AccountRoute, Call, Contact, Lead, Project, User

FEW = 5  # accounts that are named when a name fits several


@dataclass(frozen=True, repr=False)
class RouteView:
    """`e164` is empty where the way holds for any number of the account. `noted_at` UTC, by `noted_by`; `worked_at` UTC, when
    somebody there was reached by that number last; `dead` when the last call to it found it so."""

    route: UUID
    e164: str
    way: Way
    gatekeeper: str
    note: str
    noted_by: str
    noted_at: datetime
    worked_at: datetime | None
    dead: bool

    @property
    def number(self) -> str:
        """For reading."""
        return phone.shown(self.e164) if self.e164 else ""


def in_words(route: RouteView, name: str = "", *, with_number: bool = True) -> str:
    """The way as one reads it while it rings: "Switchboard +1 617 555 0142 · press 2, then 4 · gatekeeper Rosa".

    `name` is whom to spell where the tree is dialled by name.
    """
    head = f"Switchboard {route.number}".strip() if with_number else ""
    asks = f"gatekeeper {route.gatekeeper}" if route.gatekeeper else ""
    says = " · ".join(part for part in (head, *way_says(route.way, name), asks, route.note) if part)
    return says[:1].upper() + says[1:]


def route_text(desk: Desk, route: UUID) -> RouteText:
    """A way as it would be typed. Raises NotFound."""
    with desk.read() as session:
        row = need(session, AccountRoute, route)
        return RouteText(row.e164, row.keys, row.extension, row.dial_by_name, row.gatekeeper, row.note)


def way_by(routes: Sequence[RouteView], e164: str) -> RouteView | None:
    """The best way by that very number."""
    return next((route for route in routes if e164 and route.e164 == e164), None)


def way_for(routes: Sequence[RouteView], e164: str) -> RouteView | None:
    """What to look at when `e164` is dialled: the way by it, one that holds for any number, else the best there is."""
    anywhere = next((route for route in routes if not route.e164), None)
    return way_by(routes, e164) or anywhere or next(iter(routes), None)


def switchboards(routes: Sequence[RouteView]) -> tuple[str, ...]:
    """The numbers of the ways that are not found dead, in E.164, each once."""
    return tuple(dict.fromkeys(route.e164 for route in routes if route.e164 and not route.dead))


def routes(desk: Desk, account: UUID) -> tuple[RouteView, ...]:
    """The ways into `account`. Raises NotFound."""
    with desk.read() as session:
        return routes_of(session, need(session, Account, account).id)


def routes_of(session: Session, account: UUID) -> tuple[RouteView, ...]:
    """Also those of the accounts of whoever was merged into somebody there; what was found dead stands last."""
    accounts = _with_merged(session, account)
    query = (
        select(AccountRoute, User.name)
        .outerjoin(User, User.id == AccountRoute.changed_by)
        .where(AccountRoute.account_id.in_(accounts), AccountRoute.removed_at.is_(None))
        .order_by(AccountRoute.changed_at.desc(), AccountRoute.id.desc())
    )
    rows = session.execute(query).all()
    worked, dead = _tried(session, accounts, {row.e164 for row, _ in rows if row.e164})
    found = [_view(row, who or "", worked.get(row.e164), row.e164 in dead) for row, who in rows]
    return tuple(sorted(found, key=_last_good, reverse=True))


def _last_good(route: RouteView) -> tuple[bool, datetime]:
    """A way is good when it is noted, and each time it leads to somebody."""
    return not route.dead, max(route.noted_at, route.worked_at or route.noted_at)


def _view(row: AccountRoute, who: str, worked_at: datetime | None, dead: bool) -> RouteView:
    way = Way(row.keys, row.extension, row.dial_by_name)
    return RouteView(
        row.id, row.e164, way, row.gatekeeper, row.note, who, row.changed_at, worked_at, dead and bool(row.e164)
    )  # fmt: skip


def _with_merged(session: Session, account: UUID) -> set[UUID]:
    folded = folded_into_account(session, account)
    if not folded:
        return {account}
    return {account, *session.scalars(select(Contact.account_id).where(Contact.id.in_(folded)))}


def _tried(
    session: Session, accounts: Collection[UUID], numbers: Collection[str]
) -> tuple[dict[str, datetime], set[str]]:
    """When each number led to somebody last, and the numbers whose last call found them dead."""
    if not numbers:
        return {}, set()
    query = (
        select(Call.phone, Call.outcome, Call.started_at)
        .join(Lead, Lead.id == Call.lead_id)
        .where(Lead.account_id.in_(accounts), Call.phone.in_(numbers), not_undone(Call.id))
        .order_by(Call.started_at, Call.id)
    )
    worked, last = {}, {}
    for number, outcome, at in session.execute(query):
        last[number] = outcome
        if outcome in REACHED:
            worked[number] = at
    return worked, {number for number, outcome in last.items() if outcome == Outcome.BAD_NUMBER}


def region_of(session: Session, account: UUID) -> str:
    """The country (ISO 3166 alpha-2) of a project that works the account: national numbers are read as dialled there."""
    query = select(Project.region).join(Lead, Lead.project_id == Project.id).where(Lead.account_id == account)
    return session.scalar(query.limit(1)) or DEFAULT_REGION


def standing_routes(session: Session, account: UUID) -> list[AccountRoute]:
    """The account's own, as rows, the newest first."""
    query = select(AccountRoute).where(AccountRoute.account_id == account, AccountRoute.removed_at.is_(None))
    return list(session.scalars(query.order_by(AccountRoute.changed_at.desc(), AccountRoute.id.desc())))


def same_route(session: Session, account: UUID, new: AccountRoute) -> AccountRoute | None:
    """The way that stands already with the same number and the same to press."""
    parts = ("e164", "extension", "keys", "dial_by_name")
    wanted = [getattr(new, part) for part in parts]
    standing = standing_routes(session, account)
    return next((row for row in standing if [getattr(row, part) for part in parts] == wanted), None)


def check_way(session: Session, lead: Lead, e164: str, now: datetime) -> bool:
    """Whether `e164` leads into the account of `lead`. Raises Refused when it does and may not be called at `now`.

    The person's own calling hours are checked elsewhere; the number's must be open as well: both must, where they disagree.
    """
    known = next((route for route in routes_of(session, lead.account_id) if route.e164 == e164), None)
    if known is None:
        return False
    if barred := suppressed(session, [("phone", e164)], now):
        raise Refused(f"Do not call that number: {next(iter(barred.values()))}.", "Choose another one.")
    hours = hours_key(at_number(e164))
    there = opening(hours, policy_of(session.get_one(Project, lead.project_id)), now)
    if hours and not there.open:
        raise Refused(f"Where that number rings: {there.says}", "Choose another one, or call later.")
    return True


def account_called(desk: Desk, text: str) -> UUID:
    """The account that `text` means: the key of an account, a lead or a contact, or a company's name. Raises NotFound."""
    with desk.read() as session:
        try:
            return _account_of(session, UUID(text.strip()))
        except ValueError:
            return _account_named(session, text)


def _account_of(session: Session, key: UUID) -> UUID:
    lead, contact = session.get(Lead, key), session.get(Contact, key)
    if lead is not None:
        return lead.account_id
    return contact.account_id if contact is not None else need(session, Account, key).id


def _account_named(session: Session, text: str) -> UUID:
    wanted = fold(text)
    query = select(Account.id, Account.name).where(Account.name.icontains(text.strip(), autoescape=True))
    found = [(key, name) for key, name in session.execute(query.order_by(Account.name).limit(200))]
    exact = [(key, name) for key, name in found if fold(name) == wanted] or found
    if len(exact) == 1:
        return exact[0][0]
    if not exact:
        raise NotFound(
            f"No account is called “{text.strip()}”.", "Find it: bdr-desk search, or the page Accounts."
        )
    names = ", ".join(f"{name} ({key})" for key, name in exact[:FEW])
    raise NotFound(f"Several accounts are called like “{text.strip()}”.", f"Give the key of one: {names}.")
