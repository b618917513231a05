"""Reading the do-not-contact list."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.orm import Session

from bdr_desk.domain.mail_address import domain_of
from bdr_desk.store.tables import Suppression

Mark = tuple[str, str]  # (kind, value), as the table has them
_AT_ONCE = 400  # SQLite's limit on bound values, with room to spare


def suppressed(session: Session, marks: Iterable[Mark], now: datetime) -> dict[Mark, str]:
    """Of `marks`, those that may not be contacted at `now` (aware), with the reason."""
    wanted = sorted(set(marks))
    found: dict[Mark, str] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(Suppression.kind, Suppression.value, Suppression.reason).where(
            tuple_(Suppression.kind, Suppression.value).in_(wanted[start : start + _AT_ONCE]),
            in_force(now),
        )
        found |= {(kind, value): reason for kind, value, reason in session.execute(query)}
    return found


def in_force(now: datetime) -> ColumnElement[bool]:
    """Neither lifted nor run out at `now` (aware)."""
    return and_(Suppression.lifted_at.is_(None), or_(Suppression.until.is_(None), Suppression.until > now))


def marks_of(
    *,
    contact: object,
    account: object,
    phones: Iterable[str] = (),
    emails: Iterable[str] = (),
    domain: str | None = None,
) -> list[Mark]:
    """Every mark under which a person could be suppressed. `emails` are address keys (lower case)."""
    marks: list[Mark] = [("contact", str(contact)), ("account", str(account))]
    marks += [("phone", phone) for phone in phones]
    for email in emails:
        marks += [("email", email), *_domain_marks(domain_of(email))]
    return marks + (_domain_marks(domain) if domain else [])


def _domain_marks(domain: str) -> list[Mark]:
    """A suppressed domain covers all below it: mail.firm.example is in firm.example."""
    labels = domain.split(".")
    return [("domain", ".".join(labels[start:])) for start in range(len(labels) - 1)]
