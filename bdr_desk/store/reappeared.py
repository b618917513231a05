"""Whom an import met again: people with an open lead of another list, who are called before those nobody heard of since."""

from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult

from bdr_desk.domain.queue_settings import settings_from
from bdr_desk.domain.rank import FILLER, NORMAL, Ranked, Trigger, Weights, turn
from bdr_desk.domain.words import Next, Stage
from bdr_desk.store.columns import to_micros
from bdr_desk.store.standing import keep_standing
from bdr_desk.store.tables import CallList, ListImport, Project
from bdr_desk.store.writing import Writing

_OPEN = ", ".join(f"'{stage}'" for stage in (Stage.NEW, Stage.WORKING, Stage.NOT_READY))
_MET = f"""
SELECT l.id FROM list_row r JOIN lead l ON l.contact_id = r.contact_id AND l.project_id = :project
 LEFT JOIN call_list k ON k.id = l.call_list_id
WHERE r.import_id = :import AND r.verdict = 'merged' AND r.verdict <> 'added' AND l.call_list_id IS NOT :list
 AND l.stage IN ({_OPEN}) AND l.next_kind = '{{}}' AND l.trigger = ''
 AND NOT (coalesce(k.tier, '') = 'inbound' AND l.attempts = 0)
"""
_OF_OTHER_LISTS = """
SELECT 1 FROM call_list k JOIN lead l ON l.call_list_id = k.id WHERE k.project_id = :project AND k.id <> :list
UNION ALL SELECT 1 FROM lead WHERE call_list_id IS NULL AND project_id = :project LIMIT 1
"""
# Those who were never called only move up a turn: what else their place is made of stays.
_FRESH = f"""
UPDATE lead SET trigger = :trigger, triggered_at = :now, turn = turn - CASE
 WHEN call_list_id IN (SELECT id FROM call_list WHERE tier = 'filler') THEN :from_filler ELSE :from_fresh END
WHERE id IN ({_MET.format(Next.FRESH)})
"""
_TRIED = f"UPDATE lead SET trigger = :trigger, triggered_at = :now WHERE id IN ({_MET.format(Next.RETRY)}) RETURNING id"

_MET_THEN = """
SELECT l.id FROM list_row r JOIN lead l ON l.contact_id = r.contact_id AND l.project_id = :project
WHERE r.import_id = :import AND r.verdict = 'merged' AND r.verdict <> 'added'
 AND l.trigger = :trigger AND l.triggered_at = :at AND l.next_kind {}
"""
_FRESH_AGAIN = f"""
UPDATE lead SET trigger = '', triggered_at = NULL, turn = turn - CASE
 WHEN call_list_id IN (SELECT id FROM call_list WHERE tier = 'filler') THEN :from_filler ELSE :from_fresh END
WHERE id IN ({_MET_THEN.format("= 'fresh'")})
"""
_TRIED_AGAIN = f"""
UPDATE lead SET trigger = '', triggered_at = NULL WHERE id IN ({_MET_THEN.format("<> 'fresh'")}) RETURNING id
"""


def note_reappeared(tx: Writing, call_list: CallList, taken_in: ListImport) -> None:
    """Once, when all rows of an import are written: two statements, however many it met."""
    if not taken_in.merged:
        return
    tx.flush()
    connection, now = tx.connection(), to_micros(tx.now)
    project = tx.get_one(Project, call_list.project_id)
    weights = settings_from(project.queue).weights
    values = {
        "project": project.id.bytes, "import": taken_in.id.bytes, "list": call_list.id.bytes, "now": now,
        "trigger": Trigger.REAPPEARED, "from_fresh": _rise(NORMAL, weights), "from_filler": _rise(FILLER, weights),
    }  # fmt: skip
    if connection.exec_driver_sql(_OF_OTHER_LISTS, values).first() is None:
        return
    connection.exec_driver_sql(_FRESH, values)
    _keep_tried(tx, connection.exec_driver_sql(_TRIED, values), now)


def forget_reappeared(tx: Writing, taken_in: ListImport) -> None:
    """Before an import is taken back: whom it met stands again where they stood, unless they were called meanwhile."""
    tx.flush()
    connection = tx.connection()
    call_list = tx.get_one(CallList, taken_in.call_list_id)
    weights = settings_from(tx.get_one(Project, call_list.project_id).queue).weights
    values = {
        "project": call_list.project_id.bytes, "import": taken_in.id.bytes, "at": to_micros(taken_in.made_at),
        "trigger": Trigger.REAPPEARED, "from_fresh": -_rise(NORMAL, weights), "from_filler": -_rise(FILLER, weights),
    }  # fmt: skip
    connection.exec_driver_sql(_FRESH_AGAIN, values)
    _keep_tried(tx, connection.exec_driver_sql(_TRIED_AGAIN, values), to_micros(tx.now))


def _keep_tried(tx: Writing, found: CursorResult[Any], now: int) -> None:
    tried = {UUID(bytes=key) for (key,) in found}
    tx.expire_all()
    if tried:
        keep_standing(tx, {"lead": tried}, now)


def _rise(tier: str, weights: Weights) -> int:
    """By how much a fresh lead of a list of `tier` comes sooner."""
    before = Ranked(Next.FRESH, None, 0, list_tier=tier)
    return turn(before, weights) - turn(before._replace(trigger=Trigger.REAPPEARED), weights)
