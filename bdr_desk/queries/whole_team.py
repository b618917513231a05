"""The handoffs and meetings of the whole team, read from its database: for a team lead and a marketer, whose desks do not hold
them. What is not on this desk can be read there, not answered."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.words import Role
from bdr_desk.queries.handoffs import HandoffDetail, all_details
from bdr_desk.queries.meetings import MeetingView, all_meetings
from bdr_desk.store.tables import Lead
from bdr_desk.team.looking import looked_at
from bdr_desk.team.membership import membership, team_of
from bdr_desk.team.shape import SCHEMA

NEWEST = 300  # about three months of a team of twenty


def watches(desk: Desk) -> bool:
    """Whether whoever sits here looks on rather than calls, and so reads the team's database."""
    with desk.read() as session:
        member = membership(session)
    return member is not None and member.role in (Role.LEAD, Role.MARKETER)


def team_handoffs(desk: Desk, limit: int = NEWEST) -> Mapping[UUID, HandoffDetail]:
    """Those of the leads passed last, in the order of `handoffs`. Waits for the network. Raises TeamProblem, KeyringProblem."""
    with _leads_with(desk, "handoff", "made_at", limit) as session:
        found = all_details(session, desk.me, desk.clock())
    here = _here(desk, {detail.view.lead for detail in found})
    return {
        detail.view.handoff: detail
        if detail.view.lead in here
        else replace(detail, allowed=(), elsewhere=True)
        for detail in found
    }


def team_meetings(desk: Desk, limit: int = NEWEST) -> tuple[MeetingView, ...]:
    """Those of the leads with the latest meetings, in the order of `meetings`. Waits for the network. Raises TeamProblem,
    KeyringProblem."""
    with _leads_with(desk, "meeting", "starts_at", limit) as session:
        found = all_meetings(session, desk.clock())
    here = _here(desk, {view.lead for view in found})
    return tuple(replace(view, elsewhere=view.lead not in here) for view in found)


@contextmanager
def _leads_with(desk: Desk, table: str, newest: str, limit: int) -> Iterator[Session]:
    query = f"SELECT lead_id FROM {SCHEMA}.{table} GROUP BY lead_id ORDER BY max({newest}) DESC LIMIT %s"
    with team_of(desk.store) as (connection, _):
        leads = [lead for (lead,) in connection.execute(query, (limit,))]
        with looked_at(connection, leads) as session:
            yield session


def _here(desk: Desk, leads: Iterable[UUID]) -> set[UUID]:
    with desk.read() as session:
        return {lead for lead in leads if session.get(Lead, lead)}
