"""The ways through an account's phone tree: noted, put right, taken off, and a gatekeeper's name kept with one."""

from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.phone_route import RouteText, read_extension, read_keys
from bdr_desk.errors import BadInput
from bdr_desk.queries.routes import region_of, same_route, standing_routes
from bdr_desk.queries.rows import need
from bdr_desk.store.reach import read_number
from bdr_desk.store.tables import Account, AccountRoute
from bdr_desk.store.writing import Writing


def add_route(desk: Desk, account: UUID, text: RouteText) -> UUID:
    """Note a way into `account`; the same way noted once more keeps what is new of it. Raises NotFound, BadInput."""
    with desk.write() as tx:
        need(tx, Account, account)
        new = _read(tx, account, text)
        row = same_route(tx, account, new) or new
        if row is new:
            tx.add(row)
        else:
            row.gatekeeper, row.note = new.gatekeeper or row.gatekeeper, new.note or row.note
            row.changed_at = max(tx.now, row.changed_at)  # it holds still
        tx.flush()
        return row.id


def change_route(desk: Desk, route: UUID, text: RouteText) -> None:
    """Put a way right: `text` is all of it. Raises NotFound, BadInput."""
    with desk.write() as tx:
        row = need(tx, AccountRoute, route)
        new = _read(tx, row.account_id, text)
        for name in ("e164", "extension", "keys", "dial_by_name", "gatekeeper", "note"):
            setattr(row, name, getattr(new, name))


def remove_route(desk: Desk, route: UUID) -> None:
    """It is not shown any more. Raises NotFound."""
    with desk.write() as tx:
        row = need(tx, AccountRoute, route)
        row.removed_at = row.removed_at or tx.now


def keep_gatekeeper(desk: Desk, account: UUID, e164: str, name: str) -> UUID:
    """Who answers at `e164`, with the way in by that number, or as a way of its own. Raises NotFound, BadInput."""
    if not name.strip():
        raise BadInput("A gatekeeper needs a name.", "Type it as it was said.")
    with desk.write() as tx:
        need(tx, Account, account)
        row = next((way for way in standing_routes(tx, account) if way.e164 == e164), None)
        if row is None:
            row = AccountRoute(account_id=account, e164=e164)
            tx.add(row)
        row.gatekeeper = name.strip()
        tx.flush()
        return row.id


def _read(tx: Writing, account: UUID, text: RouteText) -> AccountRoute:
    """The row for what was typed; an extension may stand behind the number. Raises BadInput."""
    number = read_number(text.number, region_of(tx, account)) if text.number.strip() else None
    way = {"keys": read_keys(text.keys), "extension": read_extension(text.extension)}
    way["extension"] = way["extension"] or (number.extension if number else "")
    said = {"gatekeeper": text.gatekeeper.strip(), "note": text.note.strip()}
    if not number and not any(way.values()) and not any(said.values()) and not text.dial_by_name:
        raise BadInput("There is nothing to keep.", "Type the keys to press, an extension, or who answers.")
    e164 = number.e164 if number else ""
    return AccountRoute(account_id=account, e164=e164, dial_by_name=text.dial_by_name, **way, **said)
