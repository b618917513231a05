"""What a project settles about its queue, and how it goes on at this desk; what stands in the store is ranked anew with it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.calling_policy import Policy
from bdr_desk.domain.place_hours import check_within_law, read_window
from bdr_desk.domain.queue_settings import IN_TURN, Mode, QueueSettings, merged, read_mode, settings_from
from bdr_desk.queries.queue_settings import OWN_MODE
from bdr_desk.queries.rows import need
from bdr_desk.store.columns import to_micros
from bdr_desk.store.settings import put_setting
from bdr_desk.store.standing import keep_called, rebuild
from bdr_desk.store.tables import Project
from bdr_desk.store.writing import Writing


def choose_mode(desk: Desk, mode: str | None) -> Mode | None:
    """Go on after a call like this at this desk, whatever the project does; None goes with the project. Raises BadInput."""
    chosen = None if mode is None else read_mode(mode)
    with desk.write() as tx:
        put_setting(tx, OWN_MODE, chosen)
    return chosen


def settle_queue(desk: Desk, project: UUID, changes: Mapping[str, Any]) -> None:
    """Change what `domain.queue_settings.merged` names; `places.CODE` is a window in words ("9:00-18:00 Mon-Fri").

    All leads are ranked anew in the same transaction where a weight in their stored place changed; those at accounts that were
    called where the gap did. Hours and preferences are asked whenever the queue is read. Raises NotFound, BadInput.
    """
    wanted = {name: _read(name, value) for name, value in changes.items()}
    with desk.write() as tx:
        row = need(tx, Project, project)
        before = settings_from(row.queue)
        row.queue, row.calling = merged(row.queue, row.calling, wanted)
        tx.flush()
        _keep_standing(tx, row, before, settings_from(row.queue))


def _read(name: str, value: Any) -> Any:
    """Hours of a place as the policy keeps them. Raises BadInput where they go beyond the law."""
    code = name.removeprefix("places.")
    if code == name or value is None:
        return value
    Policy.from_json({"places": {code: {"start": 540, "end": 1020, "days": "01234"}}})  # a place at all
    window = check_within_law(code, read_window(value))
    return {"start": window.start, "end": window.end, "days": window.days}


def _keep_standing(tx: Writing, project: Project, before: QueueSettings, now: QueueSettings) -> None:
    was, weights = before.weights.as_json(), now.weights.as_json()
    if any(was[name] != weights[name] for name in IN_TURN):
        rebuild(tx, project.id, to_micros(tx.now))
    elif before.gap_minutes != now.gap_minutes:
        keep_called(tx, project, to_micros(tx.now))
