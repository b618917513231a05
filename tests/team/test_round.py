"""Two desks and a real PostgreSQL: what one does, the other sees, once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import select

from bdr_desk.actions import handoffs, team
from bdr_desk.desk import Desk
from bdr_desk.errors import Cancelled, TeamProblem
from bdr_desk.queries.handoffs import HandoffDetail, handoff
from bdr_desk.queries.handoffs import handoffs as list_handoffs
from bdr_desk.store.settings import get_setting
from bdr_desk.store.tables import (
    Account,
    Contact,
    Handoff,
    HandoffEvent,
    Lead,
    LeadDefinition,
    Pending,
    Project,
    Setting,
    User,
)
from bdr_desk.team import pull
from bdr_desk.team.round import Progress
from tests.team.desks import Two, get, hand_over, rows


def test_a_handoff_crosses_and_its_acceptance_comes_back(two: Two) -> None:
    key = hand_over(two.ada, rep=two.rhea.me)
    sent = team.sync(two.ada)
    assert sent.pushed > 10
    assert sent.pending == 0
    got = team.sync(two.rhea)
    assert got.pulled >= sent.pushed - 2  # Rhea knows herself already
    (seen,) = list_handoffs(two.rhea)
    assert (seen.handoff, seen.name, seen.status, seen.mine) == (key, "Nina Ortiz", "passed", True)

    two.clock.forward(minutes=5)
    assert handoffs.accept(two.rhea, key).status == "accepted"
    assert team.sync(two.rhea).pushed == 4  # handoff, event, lead, stage
    assert team.sync(two.ada).pulled == 4
    (back,) = list_handoffs(two.ada)
    assert (back.status, back.events[-1].kind, back.events[-1].author) == ("accepted", "accepted", "Rhea")
    assert get(two.ada, Lead, back.lead).stage == "accepted"


def test_the_rep_reads_everything_that_stands_behind_it(two: Two) -> None:
    key = hand_over(two.ada, rep=two.rhea.me)
    team.sync(two.ada)
    team.sync(two.rhea)
    assert handoff(two.rhea, key) == _as_rep(two, key)
    assert [fact.value for fact in handoff(two.rhea, key).facts] == ["Late loads", "", ""]


def _as_rep(two: Two, key: UUID) -> HandoffDetail:
    """Ada's view of the same handoff, as whoever is the rep would see it."""
    detail = handoff(two.ada, key)
    return replace(detail, view=replace(detail.view, mine=True))


def test_a_second_round_moves_nothing(two: Two) -> None:
    hand_over(two.ada, rep=two.rhea.me)
    for desk in (two.ada, two.rhea):
        team.sync(desk)
    for desk in (two.ada, two.rhea, two.ada, two.rhea):
        done = team.sync(desk)
        assert (done.pushed, done.pulled, done.conflicts, done.pending) == (0, 0, 0, 0)


def test_changes_wait_while_the_server_is_away_and_go_out_once(two: Two) -> None:
    key = hand_over(two.ada, rep=two.rhea.me)
    team.sync(two.ada)
    team.sync(two.rhea)
    two.clock.forward(minutes=1)
    handoffs.ask(two.rhea, key, "Who else comes along?")
    with away(two.url):
        before = everything(two.rhea)
        with pytest.raises(TeamProblem):
            team.sync(two.rhea)
        assert everything(two.rhea) == before
    assert team.sync(two.rhea).pushed == 2
    assert team.sync(two.rhea).pushed == 0
    team.sync(two.ada)
    assert [event.kind for event in handoff(two.ada, key).view.events] == ["passed", "asked"]


@contextmanager
def away(url: str) -> Iterator[None]:
    """The team's database takes no connections for a while."""
    name = conninfo_to_dict(url)["dbname"]
    with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        yield
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def everything(desk: Desk) -> list[object]:
    with desk.read() as session:
        found = session.scalars(select(Setting).where(Setting.key != "team_trouble"))
        settings = {row.key: row.value for row in found}
        return [settings, [(row.seq, row.row_id) for row in session.scalars(select(Pending))]]


def test_commits_out_of_order_lose_nothing(two: Two) -> None:
    """A slow desk writes first and commits last; a puller reads in between and must still see its row later."""
    key = hand_over(two.ada, rep=two.rhea.me)
    team.sync(two.ada)
    team.sync(two.rhea)
    template = get(two.ada, HandoffEvent, _first_event(two, key))
    with psycopg.connect(two.url) as slow, psycopg.connect(two.url) as quick:
        _remote_event(slow, template, "slow")
        _remote_event(quick, template, "quick")
        quick.commit()
        assert team.sync(two.rhea).pulled == 1
        slow.commit()
    assert team.sync(two.rhea).pulled == 1
    with two.rhea.read() as session:
        texts = set(session.scalars(select(HandoffEvent.text)))
    assert texts == {"", "slow", "quick"}


def _set_title(two: Two, desk: Desk, title: str) -> None:
    with desk.write() as tx:
        tx.scalars(select(Contact)).one().title = title


def _titles(two: Two) -> list[str]:
    found = []
    for desk in (two.ada, two.rhea):
        with desk.read() as session:
            found.append(session.scalars(select(Contact.title)).one())
    return found


def _first_event(two: Two, key: UUID) -> UUID:
    with two.ada.read() as session:
        return session.scalar(select(HandoffEvent.id).where(HandoffEvent.handoff_id == key))


def _remote_event(connection: psycopg.Connection, template: HandoffEvent, text: str) -> None:
    connection.execute(
        "INSERT INTO bdr_desk.handoff_event (id, handoff_id, kind, text, author_name, made_at, made_by)"
        " VALUES (gen_random_uuid(), %s, 'feedback', %s, '', %s, %s)",
        (template.handoff_id, text, template.made_at, template.made_by),
    )


@pytest.mark.parametrize("first", ["ada", "rhea"])
def test_both_answer_at_once_and_both_agree(two: Two, first: str) -> None:
    key = hand_over(two.ada, rep=two.rhea.me)
    team.sync(two.ada)
    team.sync(two.rhea)
    two.clock.forward(minutes=1)
    quick, slow = (two.ada, two.rhea) if first == "ada" else (two.rhea, two.ada)
    handoffs.reject(quick, key, "No budget this year")
    two.clock.forward(minutes=1)
    handoffs.accept(slow, key)
    for desk in (slow, quick, slow, quick):  # what arrives first counts, whenever it was said
        team.sync(desk)
    seen = [handoff(desk, key) for desk in (two.ada, two.rhea)]
    assert [detail.view.status for detail in seen] == ["accepted", "accepted"]
    assert seen[0].view.events == seen[1].view.events
    leads = [get(desk, Lead, seen[0].view.lead) for desk in (two.ada, two.rhea)]
    assert [(lead.stage, lead.next_kind) for lead in leads] == [("accepted", "none")] * 2


def test_both_accept_at_once(two: Two) -> None:
    key = hand_over(two.ada, rep=two.rhea.me)
    team.sync(two.ada)
    team.sync(two.rhea)
    for desk in (two.ada, two.rhea):
        two.clock.forward(minutes=1)
        handoffs.accept(desk, key)
    for desk in (two.rhea, two.ada, two.rhea):
        assert team.sync(desk).pending == 0
    assert [handoff(desk, key).view.status for desk in (two.ada, two.rhea)] == ["accepted", "accepted"]
    assert [rows(desk, HandoffEvent) for desk in (two.ada, two.rhea)] == [3, 3]


def test_rows_bring_what_they_stand_on(two: Two) -> None:
    """A person added later, who reports to somebody never shared, takes that person along."""
    hand_over(two.ada, rep=two.rhea.me)
    team.sync(two.ada)
    with two.ada.write() as tx:
        ceo = Contact(account_id=tx.scalars(select(Account.id)).one(), name="Omar Haddad")
        tx.add(ceo)
        tx.flush()
        tx.scalars(select(Contact).where(Contact.name == "Nina Ortiz")).one().reports_to_id = ceo.id
    team.sync(two.ada)
    team.sync(two.rhea)
    with two.rhea.read() as session:
        assert (
            session.scalars(select(Contact.reports_to_id).where(Contact.name == "Nina Ortiz")).one() == ceo.id
        )


@pytest.mark.parametrize("ahead", [0, 60])
def test_an_edit_beats_the_version_it_was_made_from(two: Two, ahead: int) -> None:
    """Whatever the clocks say: Rhea's may be behind Ada's by an hour, or stand still."""
    key = hand_over(two.ada, rep=two.rhea.me)
    team.sync(two.ada)
    team.sync(two.rhea)
    two.clock.forward(minutes=-ahead)
    handoffs.ask(two.rhea, key, "Who else comes along?")
    _set_title(two, two.rhea, "Chief Operating Officer")
    team.sync(two.rhea)
    team.sync(two.ada)
    two.clock.forward(minutes=-ahead)
    handoffs.answer(two.ada, key, "Their CFO")
    _set_title(two, two.ada, "COO")
    assert team.sync(two.ada).conflicts == 0
    assert team.sync(two.rhea).conflicts == 0
    assert _titles(two) == ["COO", "COO"]
    assert [handoff(desk, key).view.status for desk in (two.ada, two.rhea)] == ["passed", "passed"]
    assert [event.kind for event in handoff(two.rhea, key).view.events] == ["passed", "asked", "answered"]


def test_a_row_whose_parent_is_missing_waits_for_it(two: Two) -> None:
    key = hand_over(two.ada, rep=two.rhea.me)
    team.sync(two.ada)
    with psycopg.connect(two.url) as connection:
        (account,) = connection.execute("DELETE FROM bdr_desk.account RETURNING *").fetchall()
        connection.commit()
        team.sync(two.rhea)
        assert (rows(two.rhea, Contact), rows(two.rhea, Handoff)) == (0, 0)
        assert rows(two.rhea, Project) == 1
        connection.execute(
            f"INSERT INTO bdr_desk.account VALUES ({', '.join(['%s'] * len(account))})",
            account,
        )
    team.sync(two.rhea)
    assert (rows(two.rhea, Contact), rows(two.rhea, Handoff)) == (1, 1)
    assert get(two.rhea, Handoff, key).status == "passed"
    assert team.sync(two.rhea).pulled == 0


def test_a_long_round_says_how_far_it_is_and_goes_on_where_it_was_stopped(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_over(two.ada, rep=two.rhea.me)
    sent = team.sync(two.ada).pushed
    monkeypatch.setattr(pull, "BATCH", 4)
    heard: list[tuple[int, int]] = []

    def stops_soon(progress: Progress) -> bool:
        heard.append(progress)
        return len(heard) < 3

    with pytest.raises(Cancelled):
        team.sync(two.rhea, told=stops_soon)
    (_, of), (_, _), (stopped_at, _) = heard
    assert [done for done, _ in heard] == sorted({done for done, _ in heard}) and 0 < stopped_at < of
    assert rows(two.rhea, Handoff) == 0
    heard.clear()
    done = team.sync(two.rhea, told=lambda progress: heard.append(progress) or True)
    assert heard[0] == (0, of - stopped_at)
    assert (rows(two.rhea, Handoff), rows(two.rhea, HandoffEvent), done.pending) == (1, 1, 0)
    assert of >= sent
    heard.clear()
    assert team.sync(two.rhea, told=lambda progress: heard.append(progress) or True).pulled == 0
    assert heard == []  # a short one says nothing


def test_a_nul_character_does_not_stop_the_outbox(two: Two) -> None:
    hand_over(two.ada, rep=two.rhea.me, name="Ni\0na")
    assert team.sync(two.ada).pending == 0
    team.sync(two.rhea)
    with two.rhea.read() as session:
        assert session.scalars(select(Contact.name)).one() == "Nina"


def test_the_rep_works_on_the_project_they_were_handed(two: Two) -> None:
    hand_over(two.ada, rep=two.rhea.me)
    team.sync(two.ada)
    team.sync(two.rhea)
    with two.rhea.read() as session:
        assert get_setting(session, "project") == str(session.scalars(select(Project.id)).one())
        assert session.scalar(select(LeadDefinition.version)) == 1
        assert session.get(User, two.ada.me).name == "Ada Bell"
