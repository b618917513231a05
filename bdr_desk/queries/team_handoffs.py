"""The handoffs of the whole team, read from its database: for a team lead and a marketer, whose desks do not hold them."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.words import Role
from bdr_desk.queries.handoffs import HandoffDetail, all_details
from bdr_desk.store.tables import Lead
from bdr_desk.team.looking import looked_at
from bdr_desk.team.membership import membership, team_of
from bdr_desk.team.shape import SCHEMA

NEWEST = 300  # handoffs: about three months of a team of twenty
_LEADS = f"SELECT lead_id FROM {SCHEMA}.handoff GROUP BY lead_id ORDER BY max(made_at) DESC LIMIT %s"


def watches(desk: Desk) -> bool:
    """Whether whoever sits here looks on rather than calls, and so reads the team's database."""
    with desk.read() as session:
        member = membership(session)
    return member is not None and member.role in (Role.LEAD, Role.MARKETER)


def team_handoffs(desk: Desk, limit: int = NEWEST) -> Mapping[UUID, HandoffDetail]:
    """Those of the leads passed last, in the order of `handoffs`. What is not on this desk can be read, not answered.

    Waits for the network. Raises TeamProblem, KeyringProblem.
    """
    with team_of(desk.store) as (connection, _):
        leads = [lead for (lead,) in connection.execute(_LEADS, (limit,))]
        with looked_at(connection, leads) as session:
            found = all_details(session, desk.me, desk.clock())
    with desk.read() as session:
        here = {detail.view.lead for detail in found if session.get(Lead, detail.view.lead)}
    return {
        detail.view.handoff: detail
        if detail.view.lead in here
        else replace(detail, allowed=(), elsewhere=True)
        for detail in found
    }
