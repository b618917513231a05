"""Two desks that made the same thing before they knew of each other."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bdr_desk.actions import handoffs, team
from bdr_desk.desk import Desk
from bdr_desk.queries.handoffs import handoffs as list_handoffs
from bdr_desk.store.projects import add_definition, add_project, project_named
from bdr_desk.store.tables import Contact, Handoff, Lead, LeadDefinition, Meeting, Project, User
from bdr_desk.team.membership import team_of
from bdr_desk.team.push import push
from bdr_desk.team.shape import VERSION
from tests.conftest import SHORT_DEFINITION, StillClock
from tests.team.desks import Two, desk_at, hand_over, rows


@pytest.mark.parametrize("rhea_first", [True, False])
def test_one_address_is_one_person(two: Two, tmp_path: Path, clock: StillClock, rhea_first: bool) -> None:
    """Max passes a lead to a rep he noted himself; Rhea, who has that address, finds it on her own desk."""
    code = team.add_member(two.ada, "Max", "bdr").code
    with desk_at(tmp_path / "max", clock) as max_desk:
        team.join_team(max_desk, two.url, who="Max", code=code)
        with max_desk.write() as tx:
            noted = User(name="Rhea M.", email="RHEA@maple.example", role="rep", time_zone="Europe/Berlin")
            tx.add(noted)
        key = hand_over(max_desk, rep=noted.id)
        with max_desk.write() as tx:
            tx.get_one(Handoff, key).summary = "Edited since"
        _send_only(max_desk) if rhea_first else team.sync(max_desk)
        for desk in (two.rhea, max_desk, two.ada, two.rhea, max_desk):
            team.sync(desk)
        for desk in (two.rhea, max_desk, two.ada):
            with desk.read() as session:
                assert session.scalars(select(Handoff.rep_id)).all() == [two.rhea.me]
                assert session.scalars(select(Meeting.rep_id)).all() == [two.rhea.me]
            assert team.sync(desk).conflicts == 0
        assert [view.mine for view in list_handoffs(two.rhea)] == [True]


def _send_only(desk: Desk) -> None:
    """A round that is cut off after sending."""
    with team_of(desk.store) as (connection, _):
        push(connection, desk.store, desk.write, VERSION)


def test_a_project_of_the_same_name_stands_beside_ours(two: Two) -> None:
    with two.rhea.write() as tx:
        ours = add_project(tx, "Northwind", region="GB", definition=SHORT_DEFINITION)
    key = hand_over(two.ada, rep=two.rhea.me)
    team.sync(two.ada)
    team.sync(two.rhea)
    with two.rhea.read() as session:
        assert set(session.scalars(select(Project.name))) == {"Northwind", "Northwind (from Ada Bell)"}
        assert project_named(session, "Northwind").id == ours.id
    handoffs.accept(two.rhea, key)
    team.sync(two.rhea)
    team.sync(two.ada)
    with two.ada.read() as session:
        assert session.scalars(select(Project.name)).all() == ["Northwind"]


def test_two_next_versions_of_one_definition(peers: Two) -> None:
    hand_over(peers.ada, rep=peers.rhea.me)
    team.sync(peers.ada)
    team.sync(peers.rhea)
    for desk in (peers.ada, peers.rhea):
        peers.clock.forward(minutes=1)
        with desk.write() as tx:
            add_definition(tx, tx.scalars(select(Project)).one(), SHORT_DEFINITION)
    for desk in (peers.ada, peers.rhea, peers.ada):
        team.sync(desk)
    in_force = []
    for desk in (peers.ada, peers.rhea):
        with desk.read() as session:
            assert sorted(session.scalars(select(LeadDefinition.version))) == [1, 2, 3]
            in_force.append(session.scalars(select(Project.definition_id)).one())
    assert in_force[0] == in_force[1]  # the later one


def test_two_leads_for_one_person_wait_and_are_counted(peers: Two) -> None:
    hand_over(peers.ada, rep=peers.rhea.me)
    team.sync(peers.ada)
    with peers.ada.write() as tx:
        first = tx.scalars(select(Lead)).one()
        person = Contact(account_id=first.account_id, name="Omar Haddad", shared=True)
        tx.add(person)
    team.sync(peers.ada)
    team.sync(peers.rhea)
    for desk in (peers.ada, peers.rhea):
        with desk.write() as tx:
            tx.add(
                Lead(
                    project_id=first.project_id,
                    contact_id=person.id,
                    account_id=first.account_id,
                    shared=True,
                )
            )
    team.sync(peers.ada)
    assert team.sync(peers.rhea).conflicts == 1
    assert team.sync(peers.rhea).conflicts == 1
    assert rows(peers.rhea, Lead) == 2
