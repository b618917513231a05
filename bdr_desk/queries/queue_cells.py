"""The cells of a project's queue at an instant: which of them are open, and what this hour adds to their leads' score."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bdr_desk.domain.best_hour import Counted, Rates, learned, swing
from bdr_desk.domain.calling_opening import opening, preferred
from bdr_desk.domain.calling_places import places_in
from bdr_desk.domain.calling_policy import Policy
from bdr_desk.domain.rank import Weights
from bdr_desk.queries.next_leads import OpenCell, raw
from bdr_desk.queries.projects import window_of
from bdr_desk.store.tables import Project, QueueCell


class Cell(NamedTuple):
    """`hours` as in `domain.calling_places.hours_key`; `swing` in hundredths of points."""

    id: int
    hours: str
    segment: str
    open: bool
    swing: int


def policy_of(project: Project) -> Policy:
    """When the project calls."""
    return replace(Policy.from_json(project.calling), window=window_of(project))


def hours_of(session: Session, cell: int | None) -> str:
    """Where the leads of a cell may be (`calling_places.hours_key`); "" where nobody knows."""
    found = session.get(QueueCell, cell) if cell is not None else None
    return found.hours if found else ""


def cells_of(session: Session, project: Project, weights: Weights, now: datetime) -> list[Cell]:
    policy, connection = policy_of(project), raw(session)
    rates = _learned(tuple(connection.execute(_STATS, (project.id.bytes,)).fetchall()))
    rows = connection.execute(_CELLS, (project.id.bytes,)).fetchall()
    minute = now.replace(second=0, microsecond=0)
    return [_cell(cell, hours, segment, policy, weights, rates, minute) for cell, hours, segment in rows]


_STATS = "SELECT segment, hour, dials, reached FROM hour_stat WHERE project_id = ? ORDER BY segment, hour"
_CELLS = "SELECT id, hours, segment FROM queue_cell WHERE project_id = ?"


@lru_cache(maxsize=4)
def _learned(rows: tuple[tuple[str, int, int, int], ...]) -> Rates:
    return learned(Counted(*row) for row in rows)


def _cell(
    cell: int, hours: str, segment: str, policy: Policy, weights: Weights, rates: Rates, minute: datetime
) -> Cell:
    open_now, unwelcome, hour = _at(hours, policy, minute)
    if not open_now:
        return Cell(cell, hours, segment, False, 0)
    added = swing(rates, segment, hour, weights.best_hour) if rates.overall else 0
    return Cell(cell, hours, segment, True, added - (100 * weights.lunch if unwelcome else 0))


@lru_cache(maxsize=4096)
def _at(hours: str, policy: Policy, minute: datetime) -> tuple[bool, bool, int]:
    """Open, at a bad minute, the hour of the week there (0 is Monday 0:00). Windows open and close on whole minutes."""
    if not opening(hours, policy, minute).open:
        return False, False, 0
    there = minute.astimezone(ZoneInfo(places_in(hours)[0].zone))
    return True, bool(preferred(hours, policy, minute)), there.weekday() * 24 + there.hour


def open_cells(cells: list[Cell]) -> list[OpenCell]:
    return [OpenCell(cell.id, cell.swing) for cell in cells if cell.open]


def by_id(cells: list[Cell]) -> Mapping[int, Cell]:
    return {cell.id: cell for cell in cells}
