"""Why a lead stands where it stands in the queue, or each rule that keeps it out, others of its account among them."""

from dataclasses import dataclass, replace
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.call_queue import Reason, Standing, reasons_against
from bdr_desk.domain.phone import shown
from bdr_desk.domain.rank import Ranked, parts
from bdr_desk.domain.words import Medium, Next
from bdr_desk.queries.companies import warnings
from bdr_desk.queries.erasures import erasure_key_if_there
from bdr_desk.queries.next_leads import LeadRow, details, raw
from bdr_desk.queries.queue import Queue, moment, named, standing_of
from bdr_desk.queries.queue_cells import by_id
from bdr_desk.queries.referrals import why_named
from bdr_desk.queries.routes import routes_of, switchboards
from bdr_desk.queries.rows import need
from bdr_desk.queries.suppressions import barred_leads
from bdr_desk.queries.taken import IN_HAND
from bdr_desk.store.capped import capped_until, caps_of
from bdr_desk.store.standing import heat_of
from bdr_desk.store.suppressed import suppressed
from bdr_desk.store.tables import Lead, Project


@dataclass(frozen=True)
class Explained:
    """`instead` says what is due where that is no call; `medium` is by what means."""

    dialable: bool
    reasons: tuple[Reason, ...]
    medium: str = Medium.CALL
    instead: str = ""


def explain(desk: Desk, lead: UUID) -> Explained:
    """Why `lead` is where it is in the queue, or every rule that keeps it out. Raises NotFound.

    The rules are asked themselves, not what the store has kept of them: this is what a dial is decided by.
    """
    with desk.read() as session:
        found = need(session, Lead, lead)
        project = session.get_one(Project, found.project_id)
        queue = Queue(session, project, desk.clock(), desk.me)
        (rowid,) = raw(session).execute("SELECT rowid FROM lead WHERE id = ?", (lead.bytes,)).fetchone()
        (row,) = details(raw(session), [rowid])
        them = named(row)
        warned = tuple(warnings(session, project, [them]).values())
        stopped = barred_leads(session, [them], queue.now, erasure_key_if_there(desk, session)).get(lead, "")
        cell = by_id(queue.cells).get(row.cell or 0)
        standing = _in_account(queue, row, standing_of(row, cell.hours if cell else "", stopped))
        against = reasons_against(standing, queue.policy, queue.now)
        if against:
            return Explained(False, (*against, *warned))
        left_out = queue.left_out([row]).get(lead, "")
        for_it = [Reason(row.next_kind, says) for says in queue.reasons(row, standing, left_out)]
        if named_them := why_named(session, found.contact_id, desk.me):
            for_it.append(Reason("referral", named_them))
        heat_at = heat_of(session.connection(), row.id)
        rank = [
            Reason(part.name, f"{part.says} ({part.points / 100:+.0f})")
            for part in parts(_ranked(row, heat_at), queue.rules.weights, queue.micros)
            if part.name not in ("promise", "response")
        ]
        if left_out:
            return Explained(True, (*warned, *for_it, *rank))
        return Explained(True, (*warned, *for_it, *rank), row.medium, queue.instead(row))


def _in_account(queue: Queue, row: LeadRow, standing: Standing) -> Standing:
    """With what others of the account, and other desks, have to do with it."""
    connection = raw(queue.session)
    called, skipped, until, holder, mine = connection.execute(
        _AROUND,
        {"lead": row.id, "account": row.account, "project": queue.project.id.bytes, "now": queue.micros},
    ).fetchone()
    gap = queue.rules.gap_minutes * 60_000_000
    caps = caps_of(queue.session, queue.project)
    capped = capped_until(queue.session.connection(), queue.project.id, [row.account], caps, queue.micros)
    return replace(
        standing, account_capped_until=moment(capped.get(row.account)),
        account_free_at=moment(called + gap if called and gap else None), skipped=skipped or "",
        skipped_until=moment(until), claimed_by=holder or "",
        unheld=queue.offline and not mine, account_busy=_account_busy(queue, row),
        switchboard="" if standing.has_number else _switchboard(queue, UUID(bytes=row.account)),
    )  # fmt: skip


def _switchboard(queue: Queue, account: UUID) -> str:
    """The best one that may be called at all."""
    known = switchboards(routes_of(queue.session, account))
    barred = suppressed(queue.session, [("phone", e164) for e164 in known], queue.now)
    return next((shown(e164) for e164 in known if ("phone", e164) not in barred), "")


_AROUND = """
SELECT (SELECT max(last_call_at) FROM lead WHERE account_id = :account AND project_id = :project),
 (SELECT reason FROM skip WHERE lead_id = :lead ORDER BY until DESC LIMIT 1),
 (SELECT max(until) FROM skip WHERE lead_id = :lead),
 (SELECT holder FROM claim WHERE account_id = :account AND mine = 0 AND until > :now),
 (SELECT 1 FROM claim WHERE account_id = :account AND mine = 1 AND until > :now)
"""


def _account_busy(queue: Queue, row: LeadRow) -> str:
    """Whether another user talks to them, or somebody else of the account is on the phone, was promised a call soon, or comes
    first."""
    # Whose own promise is due need not wait for another's.
    due = row.next_kind == Next.CALLBACK and (row.next_at or 0) <= queue.micros
    values = {
        "account": row.account, "lead": row.id, "project": queue.project.id.bytes, "me": queue.me.bytes, "now": queue.micros,
        "soon": queue.micros + queue.rules.gap_minutes * 60_000_000, "due": due,
    }  # fmt: skip
    found = raw(queue.session).execute(_OTHERS, values).fetchone()
    if found:
        them, whose, says = found
        return (
            f"{whose or 'Somebody'} {says} them."
            if them
            else f"{whose or 'Somebody'} of the same account {says}."
        )
    first = queue.first_of(row.account)
    if first is None or first.id == row.id:
        return ""
    return f"{first.name or 'Somebody'} of the same account comes first."


# The same accounts as `queries.taken` finds.
_OTHERS = f"""
SELECT 1, u.name, 'is on the phone with' FROM draft d LEFT JOIN user u ON u.id = d.saved_by
 WHERE d.lead_id = :lead AND d.saved_by <> :me AND {IN_HAND}
UNION ALL SELECT 0, c.name, 'is on the phone' FROM draft d JOIN lead l ON l.id = d.lead_id JOIN contact c ON c.id = l.contact_id
 WHERE l.account_id = :account AND l.id <> :lead AND {IN_HAND}
UNION ALL SELECT 0, c.name, 'is promised a call within minutes' FROM lead l JOIN contact c ON c.id = l.contact_id
 WHERE l.account_id = :account AND l.project_id = :project AND l.id <> :lead AND l.next_kind = 'callback'
 AND l.next_at > :now AND l.next_at <= :soon AND NOT :due
"""


def _ranked(row: LeadRow, heat_at: int | None) -> Ranked:
    return Ranked(
        row.next_kind, row.next_at, row.made_at, row.fit, row.list_tier or "normal", row.list_priority or 0, heat_at,
        row.trigger, row.triggered_at, row.attempts,
    )  # fmt: skip
