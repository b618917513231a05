"""What travels with a lead, and what stays on this desk."""

from uuid import UUID

from sqlalchemy import select

from bdr_desk.desk import Desk
from bdr_desk.store.scripts import keep_script
from bdr_desk.store.sharing import share_lead
from bdr_desk.store.tables import (
    TEAM_TABLES,
    Account,
    Call,
    CallUndo,
    Consent,
    Contact,
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
    Pending,
    Project,
    Suppression,
    Touch,
    User,
)
from tests.people import BOSTON, LONDON, add_lead


def lead_with_everything(desk: Desk, project: Project) -> UUID:
    """A lead with a row of each kind that hangs on it."""
    lead = add_lead(desk, project)
    now = desk.clock()
    with desk.write() as tx:
        person = tx.get_one(Lead, lead).contact_id
        rep = User(name="Dana Reyes", email="dana@northwind.example", role="rep", time_zone="UTC")
        call = Call(lead_id=lead, started_at=now, outcome="conversation")
        tx.add_all([rep, call, LeadStage(lead_id=lead, stage="working")])
        tx.flush()
        tx.add(Fact(lead_id=lead, contact_id=person, criterion="need", value="no-shows", call_id=call.id))
        meeting = Meeting(
            lead_id=lead, rep_id=rep.id, uid="x@bdr-desk", starts_at=now, minutes=30, subject="S", rep_zone="UTC",
            lead_zone="UTC",
        )  # fmt: skip
        tx.add(meeting)
        tx.flush()
        tx.add(Touch(lead_id=lead, medium="call", happened_at=now, call_id=call.id))
        tx.add(
            InvitationMessage(meeting_id=meeting.id, method="REQUEST", sequence=0, stamped_at=now, text="x")
        )
        handoff = Handoff(
            lead_id=lead, meeting_id=meeting.id, rep_id=rep.id, definition_id=project.definition_id
        )
        tx.add(handoff)
        tx.flush()
        tx.add(HandoffEvent(handoff_id=handoff.id, kind="passed"))
        tx.add(Consent(project_id=project.id, contact_id=person, medium="mail", given=True))
        tx.add(CallUndo(call_id=call.id, lead_id=lead))
        keep_script(tx, tx.get_one(Project, project.id), "Opening", "Hello")
    return lead


def share(desk: Desk, lead: UUID) -> None:
    with desk.write() as tx:
        share_lead(tx, lead)


# Suppressions go with no lead: the team hears all of them (`team.outbox`).
TRAVEL = {table.__tablename__ for table in TEAM_TABLES if table is not Suppression}


def shared_tables(desk: Desk) -> set[str]:
    with desk.read() as session:
        return {t.__tablename__ for t in TEAM_TABLES if session.scalar(select(t.id).where(t.shared).limit(1))}  # type: ignore[attr-defined]


def waiting(desk: Desk) -> list[tuple[str, UUID]]:
    with desk.read() as session:
        return [(p.table_name, p.row_id) for p in session.scalars(select(Pending))]


def test_nothing_waits_before_a_lead_is_shared(desk: Desk, project: Project) -> None:
    lead_with_everything(desk, project)
    assert shared_tables(desk) == set()
    assert waiting(desk) == []


def test_every_kind_of_row_travels_and_waits_once(desk: Desk, project: Project) -> None:
    share(desk, lead_with_everything(desk, project))
    assert shared_tables(desk) == TRAVEL
    queued = waiting(desk)
    assert {name for name, _ in queued} == shared_tables(desk)
    assert len(queued) == len(set(queued))


def test_no_row_travels_without_the_rows_it_points_at(desk: Desk, project: Project) -> None:
    share(desk, lead_with_everything(desk, project))
    with desk.read() as session:
        for table in TEAM_TABLES:
            for row in session.scalars(select(table).where(table.shared)):  # type: ignore[attr-defined]
                for key in table.__table__.foreign_keys:
                    value = getattr(row, key.parent.name)
                    parent = next((t for t in TEAM_TABLES if t.__table__ is key.column.table), None)
                    if value is not None and parent is not None:
                        assert session.get_one(parent, value).shared, (table, key.parent.name)  # type: ignore[attr-defined]


def test_sharing_again_queues_nothing(desk: Desk, project: Project) -> None:
    lead = lead_with_everything(desk, project)
    share(desk, lead)
    before = waiting(desk)
    share(desk, lead)
    assert waiting(desk) == before


def test_other_leads_stay_here(desk: Desk, project: Project) -> None:
    lead = lead_with_everything(desk, project)
    other = add_lead(desk, project, "Ben Ito", "Quay Logistics", phones=(LONDON,), emails=())
    colleague = add_lead(desk, project, "Cleo Marsh", phones=(), emails=())  # the same company
    share(desk, lead)
    with desk.read() as session:
        assert not session.get_one(Lead, other).shared
        assert not session.get_one(Lead, colleague).shared
        assert session.scalars(select(Account.name).where(Account.shared)).all() == ["Harbor Freightways LLC"]
        assert session.scalars(select(ContactPhone.e164).where(ContactPhone.shared)).all() == [BOSTON]


def test_whom_a_person_reports_to_travels_by_name_only(desk: Desk, project: Project) -> None:
    lead = lead_with_everything(desk, project)
    boss = add_lead(desk, project, "Cleo Marsh", phones=(LONDON,), emails=("cleo@harbor.example",))
    with desk.write() as tx:
        above = tx.get_one(Lead, boss).contact_id
        person = tx.get_one(Contact, tx.get_one(Lead, lead).contact_id)
        person.reports_to_id, tx.get_one(Contact, above).referred_by_id = above, person.id  # and round again
    share(desk, lead)
    with desk.read() as session:
        assert session.get_one(Contact, above).shared
        assert not session.get_one(Lead, boss).shared
        assert session.scalars(select(ContactPhone.e164).where(ContactPhone.shared)).all() == [BOSTON]


def test_the_definition_in_force_travels_with_its_criteria(desk: Desk, project: Project) -> None:
    share(desk, lead_with_everything(desk, project))
    with desk.read() as session:
        assert session.scalars(select(LeadDefinition.shared)).all() == [True]
        assert set(session.scalars(select(Criterion.shared))) == {True}
