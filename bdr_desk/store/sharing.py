"""What travels with a lead when it is handed over: the lead, what it stands on, and everything that happened to it.

Setting `shared` through the write door queues each row for the team's database; rows added later follow their parent.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bdr_desk.store.tables import (
    Account,
    Call,
    CallUndo,
    Consent,
    Contact,
    ContactEmail,
    ContactPhone,
    Criterion,
    Fact,
    Handoff,
    HandoffEvent,
    InvitationMessage,
    Lead,
    LeadDefinition,
    LeadStage,
    Meeting,
    Project,
    Script,
    ScriptVersion,
    Touch,
    User,
)
from bdr_desk.store.writing import Writing


def share_lead(tx: Writing, lead_id: UUID) -> None:
    """Mark the lead's closure as shared; rows that already are stay as they are."""
    tx.flush()
    with tx.no_autoflush:
        for row in list(_closure(tx, tx.get_one(Lead, lead_id))):
            if not row.shared:
                row.shared = True
    tx.flush()


def _closure(tx: Writing, lead: Lead) -> Iterator[Any]:
    """Everything the lead stands on and everything that happened to it."""
    project = tx.get_one(Project, lead.project_id)
    happened = [
        row
        for table in (LeadStage, Call, CallUndo, Fact, Touch)
        for row in _where(tx, table.lead_id, [lead.id])
    ]
    meetings = _where(tx, Meeting.lead_id, [lead.id])
    handoffs = _where(tx, Handoff.lead_id, [lead.id])
    messages = _where(tx, InvitationMessage.meeting_id, [meeting.id for meeting in meetings])
    trail = _where(tx, HandoffEvent.handoff_id, [handoff.id for handoff in handoffs])
    done = [*happened, *meetings, *messages, *handoffs, *trail]
    yield from _users(tx, [lead, project, *done])
    yield from [project, *_definitions(tx, project, handoffs), *_scripts(tx, project, done)]
    yield from [*_company(tx, lead), lead, *done]


def _users(tx: Writing, rows: Iterable[Any]) -> Sequence[Any]:
    """Whoever made, owns or received one of `rows`: a name is shown beside everything."""
    named = ("made_by", "owner_id", "rep_id")
    return _where(tx, User.id, {getattr(row, name, None) for row in rows for name in named})


def _definitions(tx: Writing, project: Project, handoffs: Iterable[Any]) -> list[Any]:
    """The lead definition in force, and those that earlier handoffs were measured by."""
    keys = {project.definition_id, *(handoff.definition_id for handoff in handoffs)}
    return [*_where(tx, LeadDefinition.id, keys), *_where(tx, Criterion.definition_id, keys)]


def _scripts(tx: Writing, project: Project, done: Iterable[Any]) -> list[Any]:
    """The project's script in all its versions, and the versions that something was asked under."""
    versions = _where(tx, ScriptVersion.id, {getattr(row, "script_version_id", None) for row in done})
    keys = {project.script_id, *(version.script_id for version in versions)}
    return [*_where(tx, Script.id, keys), *_where(tx, ScriptVersion.script_id, keys)]


def _company(tx: Writing, lead: Lead) -> list[Any]:
    """Account and person; of the people they report to or came from, the names the account map needs."""
    people: list[Any] = []
    ahead = {lead.contact_id}
    while new := _where(tx, Contact.id, ahead - {person.id for person in people}):
        people += new
        ahead = {key for person in new for key in (person.reports_to_id, person.referred_by_id)}
    accounts = _where(tx, Account.id, {person.account_id for person in people} | {lead.account_id})
    reached_by = [
        row
        for table in (ContactPhone, ContactEmail, Consent)
        for row in _where(tx, table.contact_id, [lead.contact_id])
    ]
    return [*accounts, *people, *reached_by]


def _where(tx: Writing, column: Any, keys: Iterable[UUID | None]) -> Sequence[Any]:
    """The rows of the column's table that have one of `keys` in it."""
    wanted = [key for key in keys if key is not None]
    return tx.scalars(select(column.class_).where(column.in_(wanted))).all() if wanted else []
