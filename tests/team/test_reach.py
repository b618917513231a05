"""What a desk reads of the team's database, what is refused it, and who has left."""

import dataclasses
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import select

from bdr_desk.actions import suppressions, team
from bdr_desk.desk import Desk
from bdr_desk.errors import Refused, TeamProblem
from bdr_desk.queries.team import lost_values
from bdr_desk.queries.whole_team import team_handoffs, watches
from bdr_desk.store.projects import add_project
from bdr_desk.store.tables import (
    Account,
    Call,
    Contact,
    ContactPhone,
    Handoff,
    Lead,
    LeadDefinition,
    Project,
    Script,
    ScriptVersion,
    Suppression,
    User,
)
from bdr_desk.team import outbox, reach
from bdr_desk.team.membership import team_of
from bdr_desk.team.seen import seen
from bdr_desk.team.shape import VERSION
from tests.conftest import SHORT_DEFINITION, StillClock
from tests.team.desks import desk_at, get, hand_over, name_me, rows
from tests.team.edits import asked, edit, field
from tests.team.postgres import MemoryKeyring


@dataclasses.dataclass
class Team:
    """Ada made the team; the others join as they are asked for."""

    ada: Desk
    url: str
    clock: StillClock
    folder: Path
    stack: ExitStack

    def join(self, who: str, role: str, project: str | None = None) -> Desk:
        added = team.add_member(self.ada, f"{who}@maple.example", role, project=project)
        desk = self.stack.enter_context(desk_at(self.folder / who, self.clock))
        team.join_team(desk, self.url, who=f"{who}@maple.example", code=added.code)
        team.sync(desk)
        return desk

    def rep(self, name: str) -> UUID:
        """A rep without a desk yet."""
        with self.ada.write() as tx:
            row = User(name=name, email=f"{name}@maple.example", role="rep", time_zone="Europe/Berlin")
            tx.add(row)
            tx.flush()
            return row.id


@pytest.fixture
def office(tmp_path: Path, clock: StillClock, team_url: str, keyring: MemoryKeyring) -> Iterator[Team]:
    with ExitStack() as stack:
        ada = stack.enter_context(desk_at(tmp_path / "ada", clock))
        name_me(ada, "Ada Bell")
        team.create_team(ada, team_url)
        with ada.write() as tx:
            for name in ("Northwind", "Southwind"):
                add_project(tx, name, region="US", definition=SHORT_DEFINITION)
        yield Team(ada, team_url, clock, tmp_path, stack)


def keys_of(desk: Desk, table: Any) -> set[UUID]:
    with desk.read() as session:
        return set(session.scalars(select(table.id)))


def synced(*desks: Desk) -> None:
    for desk in desks:
        assert team.sync(desk).pending == 0


def test_a_rep_gets_what_is_handed_to_them_though_it_is_old(office: Team) -> None:
    first, second = office.join("rhea", "rep"), office.join("remo", "rep")
    key = hand_over(office.ada, rep=first.me)
    synced(office.ada, first, second)
    assert [rows(desk, Lead) for desk in (first, second)] == [1, 0]
    assert rows(second, Contact) == rows(second, Project) == 0
    with office.ada.write() as tx:
        tx.get_one(Handoff, key).rep_id = second.me
    synced(office.ada, second)
    for table in (Lead, Contact, ContactPhone, Account, Call, Project, LeadDefinition, Handoff):
        assert keys_of(second, table) == keys_of(first, table), table


def test_what_is_new_in_two_parcels_is_not_gone_back_for(office: Team) -> None:
    """People came in one and their leads in another: both are read for being new."""
    hand_over(office.ada, rep=office.rep("rhea"))
    bo = office.join("bo", "bdr", "Northwind")
    with office.ada.write() as tx:
        template = tx.scalars(select(Lead)).one()
        person = Contact(account_id=template.account_id, name="Omar Haddad", shared=True)
        tx.add(person)
    synced(office.ada)
    with office.ada.write() as tx:
        of = {
            "project_id": template.project_id,
            "account_id": template.account_id,
            "owner_id": template.owner_id,
        }
        tx.add(Lead(contact_id=person.id, shared=True, **of))
    synced(office.ada)
    with team_of(bo.store) as (connection, member), bo.read() as session:
        assert not reach.of(connection, VERSION, seen(session, member.team).horizon).late
    synced(bo)
    assert rows(bo, Lead) == rows(bo, Contact) == 2


def test_a_bdr_reads_the_projects_they_are_in(office: Team) -> None:
    rep = office.rep("rhea")
    hand_over(office.ada, rep=rep)
    south = office.join("bo", "bdr", "Southwind")
    north = office.join("cy", "bdr", "Northwind")
    synced(office.ada, south, north)
    assert [rows(desk, Lead) for desk in (south, north)] == [0, 1]
    with south.read() as session:
        assert session.scalars(select(Project.name)).all() == ["Southwind"]
    team.add_member(office.ada, "bo@maple.example", "bdr", project="Northwind")
    synced(south)
    assert rows(south, Lead) == 1  # everything is read once more


def test_a_team_leads_desk_does_not_hold_the_teams_leads(office: Team) -> None:
    rep = office.rep("rhea")
    hand_over(office.ada, rep=rep)
    lead = office.join("lee", "lead", "Northwind")
    synced(office.ada, lead)
    assert (rows(lead, Lead), rows(lead, Contact), rows(lead, Project)) == (0, 0, 1)
    hand_over(lead, rep=rep, name="Omar Haddad")  # their own
    synced(lead)
    assert rows(lead, Lead) == 1


def test_who_joins_finds_their_project_at_once(office: Team) -> None:
    with office.join("bo", "bdr", "Southwind").read() as session:
        assert session.scalars(select(Project.name)).all() == ["Southwind"]
        assert session.scalars(select(LeadDefinition.version)).all() == [1]


def test_scripts_go_with_their_project(office: Team) -> None:
    with office.ada.write() as tx:
        from bdr_desk.store.scripts import keep_script

        project = tx.scalars(select(Project).where(Project.name == "Northwind")).one()
        keep_script(tx, project, "Opening", "Hello {{contact.name}}")
    bo = office.join("bo", "bdr", "Northwind")
    synced(office.ada, bo)
    with bo.read() as session:
        script = session.scalars(select(Script)).one()
        assert session.scalars(select(ScriptVersion.text)).one() == "Hello {{contact.name}}"
        assert session.scalars(select(Project.script_id)).one() == script.id


def test_everybody_hears_who_may_not_be_contacted(office: Team) -> None:
    before = office.join("bo", "bdr", "Northwind")
    suppressions.suppress(office.ada, "+16175550143", "asked")
    synced(office.ada, before)
    after = office.join("cy", "rep")
    for desk in (before, after):
        with desk.read() as session:
            assert session.scalars(select(Suppression.value)).one() == "+16175550143"
    key = next(iter(keys_of(before, Suppression)))
    with pytest.raises(Refused, match="team lead"):
        suppressions.lift_suppression(before, key, "changed their mind")
    suppressions.lift_suppression(office.ada, key, "they wrote so")
    synced(office.ada, before)
    assert get(before, Suppression, key).lifted_reason == "they wrote so"


def test_what_was_barred_before_one_joined_is_shared_too(office: Team) -> None:
    bo = office.stack.enter_context(desk_at(office.folder / "bo", office.clock))
    suppressions.suppress(bo, "+16175550143", "asked")
    added = team.add_member(office.ada, "bo@maple.example", "bdr")
    team.join_team(bo, office.url, who="bo@maple.example", code=added.code)
    synced(bo, office.ada)
    assert rows(office.ada, Suppression) == 1


def test_what_the_team_refuses_goes_back_and_is_said(office: Team) -> None:
    """A BDR who lifts a suppression by some way round: the rest of the parcel goes on."""
    hand_over(office.ada, rep=office.rep("rhea"))
    suppressions.suppress(office.ada, "+16175550143", "asked")
    bo = office.join("bo", "bdr", "Northwind")
    key, person = next(iter(keys_of(bo, Suppression))), next(iter(keys_of(bo, Contact)))
    with bo.write() as tx:
        tx.get_one(Suppression, key).lifted_at = tx.now
    edit(bo, person, title="Chair")
    done = team.sync(bo)
    assert (done.pushed, done.pending) == (1, 0)
    assert get(bo, Suppression, key).lifted_at is None  # it is in force again
    assert asked(office.url, "SELECT title FROM bdr_desk.contact") == [("Chair",)]
    lost = lost_values(bo)
    assert [(one.field, one.who) for one in lost] == [("lifted at", "the team's rules")]


def test_a_new_row_that_is_refused_stays_on_its_desk(office: Team) -> None:
    bo = office.join("bo", "bdr", "Northwind")
    with bo.write() as tx:
        add_project(tx, "Private", region="US", definition=SHORT_DEFINITION)
        tx.scalars(select(Project).where(Project.name == "Private")).one().shared = True
    assert team.sync(bo).pending == 0
    with bo.read() as session:
        private = session.scalars(select(Project).where(Project.name == "Private")).one()
        assert not private.shared
    assert asked(office.url, "SELECT count(*) FROM bdr_desk.project WHERE name = 'Private'") == [(0,)]
    assert "project Private" in {lost.what for lost in lost_values(bo)}


def test_a_parcel_of_refused_rows_among_good_ones(office: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_over(office.ada, rep=office.rep("rhea"))
    bo = office.join("bo", "bdr", "Northwind")
    person, account = next(iter(keys_of(bo, Contact))), next(iter(keys_of(bo, Account)))
    with psycopg.connect(office.url) as boss:
        boss.execute(
            "CREATE POLICY no_sevens ON bdr_desk.contact AS RESTRICTIVE FOR INSERT WITH CHECK (name NOT LIKE '%7%')"
        )
    with bo.write() as tx:
        tx.add_all([Contact(account_id=account, name=f"Person {n}", shared=True) for n in range(40)])
    edit(bo, person, title="Chair")
    team.sync(bo)
    sent = {
        name for (name,) in asked(office.url, "SELECT name FROM bdr_desk.contact WHERE name LIKE 'Person%%'")
    }
    assert sent == {f"Person {n}" for n in range(40) if "7" not in str(n)}
    assert len(lost_values(bo)) == 4


def test_who_has_left_sees_and_sends_nothing_and_keeps_what_they_wrote(office: Team) -> None:
    hand_over(office.ada, rep=office.rep("rhea"))
    bo = office.join("bo", "bdr", "Northwind")
    person = next(iter(keys_of(bo, Contact)))
    with team_of(bo.store) as (connection, _):
        connection.commit()
        gone = team.remove_member(office.ada, "bo@maple.example")
        assert (len(gone.logins), gone.open_logins) == (1, ())
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT FROM bdr_desk.contact")
    edit(bo, person, title="Chair")
    with pytest.raises(TeamProblem, match="no longer lets"):
        team.sync(bo)
    with bo.read() as session:
        assert outbox.waiting(session) == 1
    assert field(bo, person, "title") == "Chair"
    with pytest.raises(TeamProblem, match="no login"):
        team.remove_member(office.ada, "bo@maple.example")
    added = team.add_member(office.ada, "bo@maple.example", "bdr")  # back again, at a new desk
    again = office.stack.enter_context(desk_at(office.folder / "again", office.clock))
    team.join_team(again, office.url, who="bo@maple.example", code=added.code)
    synced(again)
    assert rows(again, Lead) == 1


@pytest.mark.parametrize("who", ["nobody@maple.example", "Ada Bell"])
def test_nobody_is_taken_out_by_mistake(office: Team, who: str) -> None:
    with pytest.raises(TeamProblem):
        team.remove_member(office.ada, who)
    office.join("bo", "bdr")
    bo = office.join("cy", "lead")
    with pytest.raises(TeamProblem, match="Only an admin"):
        team.remove_member(bo, "bo@maple.example")


def test_a_team_lead_reads_the_whole_team_from_its_database(office: Team) -> None:
    key = hand_over(office.ada, rep=office.rep("rhea"))
    synced(office.ada)
    lee = office.join("lee", "lead", "Northwind")
    other = office.join("mo", "marketer", "Southwind")
    with lee.read() as session:
        here = session.scalars(select(Handoff.id)).all()
    seen = team_handoffs(lee)
    assert (here, list(seen)) == ([], [key])
    shown = seen[key]
    assert (shown.view.name, shown.view.rep_name, shown.view.passed_by) == ("Nina Ortiz", "rhea", "Ada Bell")
    assert shown.facts[0].value == "Late loads" and shown.notes == ("Warm.",)
    assert (shown.allowed, shown.elsewhere) == ((), True)  # theirs to read, others' to answer
    assert team_handoffs(other) == {}
    assert not watches(office.ada) and watches(lee)
    own = hand_over(lee, rep=shown.view.rep, name="Omar Haddad")
    synced(lee)
    assert {handoff: detail.elsewhere for handoff, detail in team_handoffs(lee).items()} == {
        key: True,
        own: False,
    }


def test_an_admin_who_does_not_own_the_database_lets_people_in_and_out(office: Team) -> None:
    hand_over(office.ada, rep=office.rep("rhea"))
    synced(office.ada)
    al = office.join("al", "admin")
    added = team.add_member(al, "bo@maple.example", "bdr", project="Northwind")
    bo = office.stack.enter_context(desk_at(office.folder / "bo", office.clock))
    team.join_team(bo, office.url, who="bo@maple.example", code=added.code)
    synced(bo)
    assert rows(bo, Lead) == 1
    cy = office.join("cy", "bdr")  # by Ada
    assert team.remove_member(al, "bo@maple.example").open_logins == ()
    gone = team.remove_member(al, "cy@maple.example")
    assert gone.logins and gone.open_logins in (
        (),
        gone.logins,
    )  # the server may not let Al close what Ada made
    for desk in (bo, cy):
        with pytest.raises(TeamProblem):
            team.sync(desk)
    with pytest.raises(TeamProblem, match="made the team's database"):
        team.remove_member(al, "Ada Bell")
