"""Desks for the team's tests: each with a store of its own, and a lead that was handed over."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from bdr_desk.actions import team
from bdr_desk.desk import Desk
from bdr_desk.store.columns import new_key
from bdr_desk.store.identity import this_user
from bdr_desk.store.projects import add_project, project_named
from bdr_desk.store.sharing import share_lead
from bdr_desk.store.tables import (
    Account,
    Call,
    Contact,
    ContactPhone,
    Fact,
    Handoff,
    HandoffEvent,
    Lead,
    Meeting,
    User,
)
from bdr_desk.telephony.tel_link import TelLink
from tests.conftest import SHORT_DEFINITION, StillClock
from tests.stores import new_store
from tests.team.postgres import MemoryKeyring


@contextmanager
def desk_at(folder: Path, clock: StillClock) -> Iterator[Desk]:
    store = new_store(folder / "desk.sqlite3")
    try:
        yield Desk(store, TelLink(), clock, folder, this_user(store, clock(), lambda: "America/New_York"))
    finally:
        store.close()


@dataclass
class Two:
    """`ada`, a BDR who made the team, and `rhea`, the rep who joined it; one clock."""

    ada: Desk
    rhea: Desk
    clock: StillClock
    url: str


@contextmanager
def two_desks(folder: Path, clock: StillClock, url: str, role: str = "rep") -> Iterator[Two]:
    with ExitStack() as stack:
        ada, rhea = (stack.enter_context(desk_at(folder / name, clock)) for name in ("ada", "rhea"))
        name_me(ada, "Ada Bell")
        team.create_team(ada, url)
        added = team.add_member(ada, "rhea@maple.example", role)
        team.join_team(rhea, url, who="rhea@maple.example", code=added.code)
        yield Two(ada, rhea, clock, url)


def name_me(desk: Desk, name: str, email: str | None = None) -> None:
    with desk.write() as tx:
        me = tx.get_one(User, desk.me)
        me.name, me.email = name, email


def hand_over(desk: Desk, *, rep: UUID, name: str = "Nina Ortiz", shared: bool = True) -> UUID:
    """A lead with a call, a fact and a meeting, passed to `rep`. Returns the handoff's key."""
    with desk.write() as tx:
        project = project_named(tx, "Northwind") or add_project(
            tx, "Northwind", region="US", definition=SHORT_DEFINITION
        )
        account = Account(id=new_key(), name="Harbor Freight Lines", name_key="harbor freight lines")
        contact = Contact(id=new_key(), account_id=account.id, name=name, title="COO")
        lead = Lead(
            id=new_key(), project_id=project.id, contact_id=contact.id, account_id=account.id, owner_id=desk.me,
            stage="meeting", next_kind="none",
        )  # fmt: skip
        call = Call(
            id=new_key(),
            lead_id=lead.id,
            started_at=tx.now,
            seconds=300,
            outcome="conversation",
            note="Warm.",
        )
        fact = Fact(
            lead_id=lead.id, contact_id=contact.id, criterion="need", value="Late loads", call_id=call.id
        )
        phone = ContactPhone(contact_id=contact.id, e164="+16175550142")
        meeting = Meeting(
            id=new_key(), lead_id=lead.id, rep_id=rep, uid=f"{new_key()}@bdr-desk", minutes=30, subject="Intro",
            starts_at=tx.now + timedelta(days=2), rep_zone="Europe/Berlin", lead_zone="America/New_York",
        )  # fmt: skip
        passed = Handoff(
            id=new_key(), lead_id=lead.id, meeting_id=meeting.id, rep_id=rep, due_at=tx.now + timedelta(days=2),
            definition_id=project.definition_id, waived_reason="Authority comes along to the meeting",
        )  # fmt: skip
        event = HandoffEvent(handoff_id=passed.id, kind="passed", author_name="Ada Bell")
        for row in (account, contact, phone, lead, call, fact, meeting, passed, event):
            tx.add(row)
            tx.flush()
        if shared:
            share_lead(tx, lead.id)
    return passed.id


def rows(desk: Desk, table: Any) -> int:
    with desk.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def get(desk: Desk, table: Any, key: UUID) -> Any:
    with desk.read() as session:
        return session.get(table, key)


@pytest.fixture
def two(tmp_path: Path, clock: StillClock, team_url: str, keyring: MemoryKeyring) -> Iterator[Two]:
    with two_desks(tmp_path, clock, team_url) as both:
        yield both


@pytest.fixture
def peers(tmp_path: Path, clock: StillClock, team_url: str, keyring: MemoryKeyring) -> Iterator[Two]:
    """Two who may both see and do everything."""
    with two_desks(tmp_path, clock, team_url, "admin") as both:
        yield both
