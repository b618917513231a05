"""The queue as a filter narrows it. What was promised and is due is offered all the same, before everybody in the view."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.cadence.plan import CALLING
from bdr_desk.domain.calling_places import places_in
from bdr_desk.domain.queue_filter import EVERYBODY, Kind, QueueFilter, covers
from bdr_desk.domain.rank import PROMISES_BELOW
from bdr_desk.domain.words import Next
from bdr_desk.queries.next_leads import ALL, Only, raw
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.queue import QueueView, call_queue, first_leads
from bdr_desk.store.tables import Project


@dataclass(frozen=True)
class FilteredQueue:
    """`outside`: the leads at the head of the queue that the filter leaves out; they were promised a call that is due.
    `others`: where nobody is left, how many could be called now without the filter."""

    queue: QueueView
    outside: frozenset[UUID] = frozenset()
    others: int = 0


def filtered_queue(desk: Desk, limit: int, wanted: QueueFilter = EVERYBODY) -> FilteredQueue:
    """The next `limit` of those that `wanted` leaves, in the queue's own order, after promises that are due."""
    if not wanted:
        return FilteredQueue(call_queue(desk, limit))
    promised = first_leads(desk, limit, _promised_but(only_of(desk, wanted, _title_has)))
    found = call_queue(desk, limit, only=only_of(desk, wanted))
    items = (*promised, *found.items)[:limit]
    others = 0 if items else call_queue(desk, 0).callable_now - found.callable_now
    return FilteredQueue(replace(found, items=items), frozenset(item.lead for item in promised), others)


def only_of(desk: Desk, wanted: QueueFilter, title: Callable[[str], Only] | None = None) -> Only:
    """The filter as a condition on the current project's leads. What stands in the lead's own row is asked first.

    A `title` is looked for among all contacts at once, or with the function given for each lead.
    """
    with desk.read() as session:
        parts = [
            _of_kinds(wanted.kinds),
            _any_of("call_list_id", [key.bytes for key in wanted.lists]) if wanted.lists else ALL,
            Only("fit >= ?", (wanted.fit,)) if wanted.fit is not None else ALL,
            Only("owner_id = ?", (desk.me.bytes,)) if wanted.mine else ALL,
            _any_of("cell_id", _cells_in(session, need_project(session), wanted.places))
            if wanted.places
            else ALL,
            *(title(word) for word in wanted.words if title),
            _titled(wanted.words) if wanted.words and not title else ALL,
        ]
    asked = [part for part in parts if part.sql]
    return Only(
        "".join(f" AND {part.sql}" for part in asked),
        tuple(value for part in asked for value in part.values),
        any(part.few for part in asked),
    )


def _promised_but(only: Only) -> Only:
    """Promises that `only` leaves out; what is unknown is left out by it as well."""
    sql = f" AND turn < ? AND next_kind = ? AND coalesce((1{only.sql}), 0) = 0"
    return Only(sql, (PROMISES_BELOW, str(Next.CALLBACK), *only.values))


_CALLS = ", ".join(f"'{medium}'" for medium in sorted(CALLING))
_KIND_SQL = {
    Kind.CALLBACKS: "next_kind = 'callback'",
    Kind.RETRIES: f"(next_kind = 'retry' AND medium IN ({_CALLS}))",
    Kind.FRESH: f"(next_kind = 'fresh' AND medium IN ({_CALLS}))",
    Kind.TOUCHES: f"(next_kind <> 'callback' AND medium NOT IN ({_CALLS}))",
}


def _of_kinds(kinds: tuple[Kind, ...]) -> Only:
    return Only(f"({' OR '.join(_KIND_SQL[kind] for kind in kinds)})") if kinds else ALL


def _any_of(column: str, values: list[bytes] | list[int]) -> Only:
    return Only(f"{column} IN ({', '.join('?' * len(values))})", tuple(values)) if values else Only("0")


def _cells_in(session: Session, project: Project, places: tuple[str, ...]) -> list[int]:
    rows = raw(session).execute("SELECT id, hours FROM queue_cell WHERE project_id = ?", (project.id.bytes,))
    return [cell for cell, hours in rows if any(covers(places, place) for place in places_in(hours))]


def _titled(words: tuple[str, ...]) -> Only:
    """A walk along the queue would ask for the title of everybody it passes."""
    asked = " AND ".join("title LIKE ? ESCAPE '\\'" for _ in words)
    return Only(
        f"contact_id IN (SELECT id FROM contact WHERE {asked})", tuple(map(_written, words)), few=True
    )


def _title_has(word: str) -> Only:
    sql = "EXISTS (SELECT 1 FROM contact c WHERE c.id = contact_id AND c.title LIKE ? ESCAPE '\\')"
    return Only(sql, (_written(word),))


def _written(word: str) -> str:
    return "%" + word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
