"""Reach: what of the team's database this desk reads, and which rows it has to go back for.

`part` says to whom lead, person, company and project belong (`upgrades.parts`); every other row belongs where one of these does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bdr_desk.domain.words import Role
from bdr_desk.errors import SignedOut
from bdr_desk.store.tables import Row
from bdr_desk.team.seen import Seen
from bdr_desk.team.shape import ACCESS_SHAPE, SCHEMA, tables_at

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team

# How a row of each table is found by the keys that `part` knows: SQL, `{}` being which of them.
_LEAD, _CONTACT, _PROJECT, _SELF = "lead_id {}", "contact_id {}", "project_id {}", "id {}"
_BY_PART: Mapping[str, str] = {
    "project": _SELF, "lead_definition": _PROJECT, "script": _PROJECT,
    "criterion": f"definition_id IN (SELECT d.id FROM {SCHEMA}.lead_definition d WHERE d.project_id {{}})",
    "script_version": f"script_id IN (SELECT s.id FROM {SCHEMA}.script s WHERE s.project_id {{}})",
    "account": _SELF, "contact": _SELF, "contact_phone": _CONTACT, "contact_email": _CONTACT, "consent": _CONTACT,
    "lead": _SELF, "lead_stage": _LEAD, "call": _LEAD, "call_undo": _LEAD, "fact": _LEAD, "touch": _LEAD, "meeting": _LEAD,
    "invitation_message": f"meeting_id IN (SELECT m.id FROM {SCHEMA}.meeting m WHERE m.lead_id {{}})", "handoff": _LEAD,
    "handoff_event": f"handoff_id IN (SELECT h.id FROM {SCHEMA}.handoff h WHERE h.lead_id {{}})",
}  # fmt: skip
_OF_ALL = ("project", "lead_definition", "criterion", "script", "script_version")
_WATCH = (Role.LEAD, Role.MARKETER)


@dataclass(frozen=True)
class Reach:
    """`scope` in words that change when the team lets this desk read another part; `late` when parts are new to this desk of rows
    that are not; `only` whose leads it holds, None for all it may read."""

    tables: tuple[type[Row], ...]
    scope: str = ""
    late: bool = False
    only: UUID | None = None
    arrives: bool = True  # whether the database counts what reaches it

    def news(self, table: type[Row], mark: Seen) -> tuple[str, tuple[Any, ...]]:
        """What a pull from `mark` reads of `table`: SQL and its values."""
        found = _BY_PART.get(table.__tablename__)
        horizon, held = str(mark.horizon), [*mark.held.get(table.__tablename__, ())]
        where = "tx >= %s::text::xid8 OR id = ANY(%s)"
        values: tuple[Any, ...] = (horizon, held)
        if self.late and found:
            where, values = f"{where} OR {found.format(f'IN ({_LATE})')}", (*values, horizon, horizon)
        if self.only is not None and found and table.__tablename__ not in _OF_ALL:
            mine = f"IN (SELECT p.row_id FROM {SCHEMA}.part p WHERE p.scope = %s)"
            return f"({where}) AND {found.format(mine)}", (*values, self.only)
        return f"({where})", values


# Of those parts only that this login may read.
_LATE = f"""SELECT p.row_id FROM {SCHEMA}.part p
    WHERE p.tx >= %s::text::xid8 AND (p.born IS NULL OR p.born < %s::text::xid8)"""


def by_part(table: type[Row], keys: Sequence[UUID]) -> tuple[str, tuple[Any, ...]]:
    """What of `table` belongs to the leads, people, companies and projects `keys`: SQL and its values."""
    found = _BY_PART.get(table.__tablename__)
    return (found.format("= ANY(%s)"), (list(keys),)) if found else ("false", ())


def of(connection: Team, shape: int, horizon: int) -> Reach:
    """`horizon`: up to where this desk has read. Raises SignedOut when this login has left: it would never find anything new."""
    tables = tables_at(shape)
    if shape < ACCESS_SHAPE:
        return Reach(tables, arrives=False)
    asked = f"SELECT role, {SCHEMA}.sees_all(), {SCHEMA}.scopes(), user_id FROM {SCHEMA}.member WHERE login = session_user"
    found = connection.execute(f"{asked} AND left_at IS NULL").fetchone()
    if found is None:
        raise SignedOut(
            "This login is not in the team any more.",
            "Ask the team's admin for a new code. What is here stays here.",
        )
    role, everything, scopes, me = found
    only = me if role in _WATCH else None
    late = False
    if horizon and (only or not everything):
        found = connection.execute(f"SELECT EXISTS ({_LATE})", (str(horizon), str(horizon))).fetchone()
        late = bool(found and found[0])
    said = f"{role} {'all' if everything else ' '.join(sorted(map(str, scopes or ())))}"
    return Reach(tables, said, late, only)
