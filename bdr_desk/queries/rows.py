"""Rows that a screen or a command asks for by key, and what is said when they are not there."""

from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from bdr_desk.errors import NotFound
from bdr_desk.store.tables import CallList, Handoff, Lead, Meeting, Project, Row, User

AnyRow = TypeVar("AnyRow", bound=Row)

_SAYS: Mapping[type[Row], tuple[str, str]] = {
    Lead: ("There is no such lead.", "Find it by name or number: Find anything, or bdr-desk search."),
    Project: ("There is no such project.", "Import a list to make it."),
    CallList: ("There is no such list.", "The lists there are: page Lists, or bdr-desk lists."),
    User: ("There is no such person.", "See who is in the team, or add them."),
    Meeting: (
        "There is no such meeting.",
        "The meetings there are: page Meetings, or bdr-desk meeting list.",
    ),
    Handoff: (
        "There is no such handoff on this desk.",
        "Sync first. The handoffs there are: page Handoffs, or bdr-desk handoff list.",
    ),
}


def need(session: Session, table: type[AnyRow], key: UUID) -> AnyRow:
    """The row of `table` with this key. Raises NotFound."""
    row = session.get(table, key)
    if row is None:
        raise NotFound(*_SAYS.get(table, ("That is not there any more.", "Refresh the page.")))
    return row
