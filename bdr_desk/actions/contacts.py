"""People: a part in the decision, who reports to whom, one more number or address."""

from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.words import DecisionRole
from bdr_desk.errors import BadInput
from bdr_desk.queries.leads import region_for
from bdr_desk.queries.rows import need
from bdr_desk.store.reach import add_address, add_number
from bdr_desk.store.tables import Contact


def set_decision_role(desk: Desk, contact: UUID, role: str | None) -> None:
    """`role` is one of `words.DecisionRole`, or None when it is not known."""
    if role is not None and role not in set(DecisionRole):
        raise BadInput(f"“{role}” is not a part in a decision.", "Use one of: " + ", ".join(DecisionRole))
    with desk.write() as tx:
        need(tx, Contact, contact).decision_role = role


def set_reports_to(desk: Desk, contact: UUID, boss: UUID | None) -> None:
    """Raises BadInput when `boss` is somebody elsewhere, or stands below `contact` already."""
    with desk.write() as tx:
        person = need(tx, Contact, contact)
        above = boss
        while above is not None:
            if above == contact:
                raise BadInput("That would make a circle.", "Change who the other one reports to first.")
            chief = need(tx, Contact, above)
            if chief.account_id != person.account_id:
                raise BadInput("They work for different accounts.")
            above = chief.reports_to_id
        person.reports_to_id = boss


def add_phone(desk: Desk, contact: UUID, number: str, kind: str = "work") -> str:
    """One more number, read in the project's region; returns E.164. Raises BadInput when it is none."""
    with desk.write() as tx:
        need(tx, Contact, contact)
        return add_number(tx, contact, number, region_for(tx, contact), kind)


def add_email(desk: Desk, contact: UUID, address: str) -> None:
    """One more e-mail address. Raises BadInput when it is none."""
    with desk.write() as tx:
        need(tx, Contact, contact)
        add_address(tx, contact, address)
