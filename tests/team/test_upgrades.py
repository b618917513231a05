"""Older and newer desks on older and newer databases: all go on working."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors

from bdr_desk.actions import team as team_actions
from bdr_desk.errors import TeamProblem
from bdr_desk.queries.claims import claims_now
from bdr_desk.queries.team import team_status
from bdr_desk.store.tables import Contact
from bdr_desk.team import shape
from bdr_desk.team.holding import State, claims_of
from bdr_desk.team.upgrades import UPGRADES
from tests.conftest import StillClock
from tests.team.desks import Two, desk_at, get, two_desks
from tests.team.edits import asked, edit, field, history, shared_person
from tests.team.office import KEYS, NORTH
from tests.team.postgres import MemoryKeyring, Server


@pytest.fixture
def first(
    tmp_path: Path, clock: StillClock, team_url: str, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Two]:
    """A team whose database was made by the first version of the program."""
    with monkeypatch.context() as before:
        before.setattr(shape, "UPGRADES", ())
        both = two_desks(tmp_path, clock, team_url)
        two = both.__enter__()
    yield two
    both.__exit__(None, None, None)


def test_a_newer_desk_on_an_older_database_goes_on_and_says_so(first: Two, clock: StillClock) -> None:
    assert team_actions.sync(first.rhea).pending == 0
    assert "Claims wait" in team_status(first.rhea).says
    with pytest.raises(TeamProblem, match="Claims wait"):
        claims_now(first.rhea)
    rhea = claims_of(first.rhea.store, now=clock(), author=first.rhea.me)
    assert rhea.wanted(NORTH, KEYS, at=0.0) == ()
    assert (rhea.state, "team upgrade" in str(rhea.trouble)) == (State.NOT_YET, True)
    team_actions.upgrade_team(first.ada)
    assert rhea.beat(at=1.0) == ()  # no new start of the desk
    assert rhea.state is State.ON
    assert len(rhea.wanted(NORTH, KEYS, at=2.0)) == 1
    rhea.close()
    assert "Claims" not in team_status(first.rhea).says


def test_fields_merge_on_an_older_database_too(first: Two) -> None:
    """There is no history and no lost value before it is upgraded; what was sent before counts after."""
    key = shared_person(first)
    edit(first.ada, key, title="Chair")
    edit(first.rhea, key, decision_role="champion", title="President")
    for desk in (first.ada, first.rhea, first.ada):
        assert team_actions.sync(desk).pending == 0
    assert {(field(d, key, "title"), field(d, key, "decision_role")) for d in (first.ada, first.rhea)} == {
        ("President", "champion")
    }
    team_actions.upgrade_team(first.ada)
    edit(first.ada, key, title="Chair")
    assert (team_actions.sync(first.ada).conflicts, history(first, key, "title")) == (0, ["President"])


def test_a_database_with_claims_and_no_history_says_what_waits(
    first: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(shape, "UPGRADES", UPGRADES[:1])
        before.setattr(shape, "VERSION", 2)
        assert team_actions.upgrade_team(first.ada) == shape.Upgraded(1, 2)
    assert "Overwritten values are kept once" in team_status(first.rhea).says
    assert team_actions.upgrade_team(first.ada) == shape.Upgraded(2, shape.VERSION)
    assert "Overwritten" not in team_status(first.rhea).says


def test_upgrading_again_does_nothing(first: Two) -> None:
    assert team_actions.upgrade_team(first.ada) == shape.Upgraded(1, shape.VERSION)
    assert team_actions.upgrade_team(first.ada) == shape.Upgraded(shape.VERSION, shape.VERSION)


def test_two_upgrades_at_once_are_one(first: Two) -> None:
    with psycopg.connect(first.url) as ada, psycopg.connect(first.url) as ben:
        assert shape.upgrade(ada, "here") == shape.Upgraded(1, shape.VERSION)
        ben.execute("SET lock_timeout = '20ms'")
        ben.commit()
        with pytest.raises(errors.LockNotAvailable):
            shape.upgrade(ben, "here")
        ben.rollback()
        ada.commit()
        assert shape.upgrade(ben, "here") == shape.Upgraded(shape.VERSION, shape.VERSION)


def test_an_older_desk_works_on_an_upgraded_database(first: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the first version asks: that `team.version` is not above its own 1, and its tables as it knows them."""
    before = _columns(first.url)
    team_actions.upgrade_team(first.ada)
    assert before <= _columns(first.url)
    with psycopg.connect(first.url) as connection:
        assert connection.execute("SELECT version FROM bdr_desk.team").fetchone() == (1,)
    monkeypatch.setattr(shape, "VERSION", 1)
    assert team_actions.sync(first.rhea).pending == 0
    assert team_actions.add_member(first.ada, "Max", "bdr").role == "bdr"


def test_a_database_that_asks_for_newer_desks_is_refused(first: Two) -> None:
    team_actions.upgrade_team(first.ada)
    with psycopg.connect(first.url) as connection:
        connection.execute("UPDATE bdr_desk.team SET version = 9, shape = 9")
    with pytest.raises(TeamProblem, match="newer version \\(9\\)"):
        team_actions.sync(first.rhea)


def test_a_database_of_a_later_shape_is_fine(first: Two) -> None:
    team_actions.upgrade_team(first.ada)
    with psycopg.connect(first.url) as connection:
        connection.execute("UPDATE bdr_desk.team SET shape = 9")
    assert team_actions.sync(first.rhea).pending == 0
    assert team_actions.upgrade_team(first.ada) == shape.Upgraded(9, 9)


def test_a_new_database_and_an_upgraded_one_are_alike(first: Two, server: Server) -> None:
    team_actions.upgrade_team(first.ada)
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS made_new")
        connection.execute("CREATE DATABASE made_new")
    with psycopg.connect(server.url("made_new")) as connection:
        shape.make(connection, uuid4(), uuid4(), "postgres")
        connection.commit()
    assert _columns(first.url) == _columns(server.url("made_new"))
    assert _rights(first.url) == _rights(server.url("made_new"))


def _columns(url: str) -> set[Any]:
    with psycopg.connect(url) as connection:
        return set(
            connection.execute(
                "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns"
                " WHERE table_schema = 'bdr_desk'"
            )
        )


def _rights(url: str) -> set[Any]:
    """Who may do what, the database's own number left out of the role's name."""
    with psycopg.connect(url) as connection:
        return set(
            connection.execute(
                "SELECT relname::text, regexp_replace(relacl::text, '\\d+', '', 'g') FROM pg_class"
                " WHERE relnamespace = 'bdr_desk'::regnamespace AND relkind = 'r' AND relname <> 'member'"
                " UNION SELECT oid::regprocedure::text, regexp_replace(proacl::text, '\\d+', '', 'g') FROM pg_proc"
                " WHERE pronamespace = 'bdr_desk'::regnamespace"
            )
        )


def test_members_do_not_upgrade(first: Two) -> None:
    with pytest.raises(TeamProblem, match="Only an admin"):
        team_actions.upgrade_team(first.rhea)


def test_an_admin_who_does_not_own_the_database_is_told_who_does(
    first: Two, tmp_path: Path, clock: StillClock
) -> None:
    code = team_actions.add_member(first.ada, "Max", "admin").code
    with desk_at(tmp_path / "max", clock) as desk:
        team_actions.join_team(desk, first.url, who="Max", code=code)
        with pytest.raises(TeamProblem, match="Only postgres, who made"):
            team_actions.upgrade_team(desk)


def test_an_upgrade_that_breaks_off_changes_nothing(first: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _columns(first.url)
    with monkeypatch.context() as patch:
        patch.setattr(shape, "UPGRADES", (*UPGRADES, ("SELECT 1/0",)))
        with pytest.raises(errors.DivisionByZero):
            team_actions.upgrade_team(first.ada)
    assert _columns(first.url) == before
    assert team_actions.upgrade_team(first.ada) == shape.Upgraded(1, shape.VERSION)


def test_a_database_restored_on_another_server_is_numbered_anew(two: Two) -> None:
    """Its rows bear numbers of transactions that this server has not reached: each round would read all of them again."""
    key = shared_person(two)
    with psycopg.connect(two.url) as boss:
        for table in ("contact", "call", "part"):
            boss.execute(f"ALTER TABLE bdr_desk.{table} DISABLE TRIGGER USER")
            boss.execute(f"UPDATE bdr_desk.{table} SET tx = '900000000'")
            boss.execute(f"ALTER TABLE bdr_desk.{table} ENABLE TRIGGER USER")
    before = get(two.ada, Contact, key).changed_at
    assert team_actions.upgrade_team(two.ada) == shape.Upgraded(shape.VERSION, shape.VERSION)
    ahead = "SELECT count(*) FROM bdr_desk.contact WHERE tx > pg_current_xact_id()"
    assert asked(two.url, ahead) == [(0,)]
    assert history(two, key, "title") == []
    edit(two.rhea, key, title="Chair")
    for desk in (two.rhea, two.ada):
        assert team_actions.sync(desk).pending == 0
    assert (field(two.ada, key, "title"), get(two.ada, Contact, key).changed_at > before) == ("Chair", True)
