"""Claims on a real PostgreSQL, each desk under its own login: nobody holds what another holds, and nothing is held for ever."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import errors, sql

from bdr_desk.actions import team as team_actions
from bdr_desk.errors import TeamProblem
from bdr_desk.queries.claims import claims_now
from bdr_desk.queries.team import team_status
from bdr_desk.team import claims, holding, members, shape
from bdr_desk.team.address import read_url
from bdr_desk.team.claims import Run
from bdr_desk.team.connection import opened
from bdr_desk.team.holding import MARGIN, Claims, State, claims_of
from bdr_desk.team.membership import Membership
from bdr_desk.team.upgrades import UPGRADES
from tests.conftest import StillClock
from tests.team.claim_storm import Hold, Record, Storm, judge, run_storm
from tests.team.desks import Two, desk_at, two_desks
from tests.team.postgres import MemoryKeyring, Server

NORTH, SOUTH = uuid4(), uuid4()  # two projects
LEASE = 180.0
KEYS = ("harbor freight lines", "dockline", "maple")


@dataclass
class Caller:
    """A desk of one member: a connection under the member's own login, and the run it is in."""

    team: Any
    run: Run
    login: str
    code: str

    def take(self, *keys: str, count: int = 1, project: UUID = NORTH) -> list[str]:
        return [claim.key for claim in claims.claim_any(self.team, self.run, project, keys, count)]

    def beat(self, *keys: str) -> set[str]:
        return {claim.key for claim in claims.beat(self.team, self.run, NORTH, keys)}

    def release(self, *keys: str) -> set[str]:
        return set(claims.release(self.team, self.run, NORTH, keys))


class Office:
    """A team's database with any number of callers."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        self.url, self._stack = url, stack
        self.boss: Any = stack.enter_context(psycopg.connect(url))
        shape.make(self.boss, uuid4(), uuid4(), "postgres")
        self.boss.commit()

    def caller(self) -> Caller:
        login, code = self.admit()
        return self.seated(login, code, Run(uuid4(), uuid4()))

    def admit(self) -> tuple[str, str]:
        _, group = shape.check(self.boss, "here")
        ticket = members.new_ticket()
        members.admit(self.boss, group, ticket, user=uuid4(), role="bdr", project=None, by=uuid4())
        self.boss.commit()
        return ticket.login, ticket.code

    def seated(self, login: str, code: str, run: Run) -> Caller:
        team = opened(read_url(self.url)[0].as_user(login), code)
        team.autocommit = True
        self._stack.callback(team.close)
        return Caller(team, run, login, code)

    def lapse(self, *keys: str) -> None:
        """As if these leases had run out."""
        self.boss.execute(
            "UPDATE bdr_desk.claim SET until = clock_timestamp() WHERE account_key = ANY(%s)", (list(keys),)
        )
        self.boss.commit()

    def desk_of(self, caller: Caller) -> Claims:
        address = read_url(self.url)[0].as_user(caller.login)
        member = Membership(uuid4(), address, "bdr", keyring=False)
        desk = Claims(lambda: opened(address, caller.code), member, caller.run)
        self._stack.callback(desk.close)
        return desk


@pytest.fixture
def office(team_url: str) -> Iterator[Office]:
    with ExitStack() as stack:
        yield Office(team_url, stack)


def test_two_desks_never_get_the_same_account(office: Office) -> None:
    ann, ben = office.caller(), office.caller()
    assert ann.take(*KEYS) == ["harbor freight lines"]
    assert ben.take(*KEYS) == ["dockline"]
    assert ben.take("harbor freight lines") == []
    assert ben.take("harbor freight lines", project=SOUTH) == ["harbor freight lines"]
    assert ann.release("harbor freight lines") == {"harbor freight lines"}
    assert ben.take("harbor freight lines") == ["harbor freight lines"]


def test_the_first_free_ones_in_the_order_asked(office: Office) -> None:
    ann, ben = office.caller(), office.caller()
    ben.take("dockline")
    assert ann.take("maple", "", "dockline", "maple", "acme", "zenith", count=2) == ["maple", "acme"]
    assert ann.take("", count=5) == []
    assert ann.take(count=5) == []


def test_asking_again_is_harmless(office: Office) -> None:
    ann = office.caller()
    (first,) = claims.claim_any(ann.team, ann.run, NORTH, KEYS, 1)
    (again,) = claims.claim_any(ann.team, ann.run, NORTH, KEYS, 1)
    assert (first.key, first.taken_at) == (again.key, again.taken_at)
    assert first.until < again.until
    assert again.seconds == LEASE


def test_a_lapsed_claim_is_free_and_its_old_holder_learns_it(office: Office) -> None:
    ann, ben = office.caller(), office.caller()
    ann.take(*KEYS, count=2)
    assert ann.beat(*KEYS) == set(KEYS[:2])
    office.lapse(KEYS[0])
    assert ben.take(*KEYS, count=1) == [KEYS[0]]
    assert ann.beat(*KEYS[:2]) == {KEYS[1]}
    assert ann.release(*KEYS[:2]) == {KEYS[1]}
    assert ann.take(KEYS[0]) == []


def test_a_lapsed_claim_that_nobody_took_is_renewed(office: Office) -> None:
    ann, ben = office.caller(), office.caller()
    (taken,) = claims.claim_any(ann.team, ann.run, NORTH, KEYS, 1)
    office.lapse(KEYS[0])
    (kept,) = claims.beat(ann.team, ann.run, NORTH, [KEYS[0]])
    assert kept.taken_at > taken.taken_at  # it was not held all the time
    assert ben.take(KEYS[0]) == []


def test_a_restarted_desk_takes_up_its_own_and_the_old_run_is_out(office: Office) -> None:
    ann = office.caller()
    ann.take(KEYS[0])
    again = office.seated(ann.login, ann.code, Run(ann.run.desk, uuid4()))
    assert again.take(KEYS[0]) == [KEYS[0]]
    assert ann.beat(KEYS[0]) == ann.release(KEYS[0]) == set()
    assert again.beat(KEYS[0]) == {KEYS[0]}


def test_a_row_that_is_being_taken_is_passed_over_not_waited_for(office: Office) -> None:
    ann, ben = office.caller(), office.caller()
    for key in KEYS:
        ann.take(key)
        ann.release(key)
    office.boss.execute("SELECT 1 FROM bdr_desk.claim WHERE account_key = %s FOR UPDATE", (KEYS[0],))
    ben.team.execute("SET lock_timeout = '1ms'")  # waiting is an error
    assert ben.take(*KEYS) == [KEYS[1]]
    office.boss.rollback()
    assert ben.take(*KEYS, count=3) == list(KEYS)


@pytest.mark.parametrize(
    "key",
    ["x" * 5000, "nul\0 inside", "unit\x1fseparator", "Ünïcödé ﷽ 😀", "'; DROP TABLE bdr_desk.claim; --"],
)
def test_a_key_may_be_any_text(office: Office, key: str) -> None:
    ann, ben = office.caller(), office.caller()
    assert ann.take(key) == [key]
    assert ben.take(key) == []
    (other,) = claims.held_by_others(ben.team, ben.run, NORTH, [key])
    assert (other.key, other.mine) == (key, False)
    assert ann.beat(key) == ann.release(key) == {key}


def test_who_holds_it(office: Office) -> None:
    ann, ben = office.caller(), office.caller()
    ann.take(*KEYS, count=2)
    assert claims.held_by_others(ann.team, ann.run, NORTH, KEYS) == ()
    taken = claims.held_by_others(ben.team, ben.run, NORTH, KEYS)
    assert [(one.who, one.key) for one in taken] == [(ann.login, key) for key in sorted(KEYS[:2])]
    assert all(LEASE - 60 < one.seconds <= LEASE for one in taken)


def test_who_holds_it_by_name(two: Two, clock: StillClock) -> None:
    ada, rhea = (claims_of(desk.store, now=clock(), author=desk.me) for desk in (two.ada, two.rhea))
    ada.wanted(NORTH, KEYS, at=0.0)
    assert [(one.who, one.key) for one in rhea.others(NORTH, KEYS)] == [("Ada Bell", KEYS[0])]
    assert ada.others(NORTH, KEYS) == ()
    ada.close()
    rhea.close()


@pytest.mark.parametrize(
    "theft",
    [
        "UPDATE bdr_desk.claim SET holder = session_user",
        "UPDATE bdr_desk.claim SET until = now()",
        "DELETE FROM bdr_desk.claim",
        "TRUNCATE bdr_desk.claim",
        "INSERT INTO bdr_desk.claim (project_id, account_key) VALUES (gen_random_uuid(), 'x')",
        "SELECT 1 FROM bdr_desk.claim FOR UPDATE",
        "SELECT token FROM bdr_desk.claim",
        "UPDATE bdr_desk.team SET lease_seconds = 1",
        "SET SESSION AUTHORIZATION {victim}",
        "CREATE OR REPLACE FUNCTION bdr_desk.claim_any() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE bdr_desk.claim DISABLE TRIGGER ALL",
    ],
)
def test_postgresql_refuses_theft(office: Office, theft: str) -> None:
    ann, eve = office.caller(), office.caller()
    ann.take(KEYS[0])
    with pytest.raises(errors.InsufficientPrivilege):
        eve.team.execute(sql.SQL(theft).format(victim=sql.Identifier(ann.login)))
    assert ann.beat(KEYS[0]) == {KEYS[0]}


def test_knowing_the_others_desk_and_token_does_not_help(office: Office) -> None:
    ann, eve = office.caller(), office.caller()
    ann.take(KEYS[0])
    eve.run = ann.run
    assert eve.take(KEYS[0]) == []
    assert eve.beat(KEYS[0]) == eve.release(KEYS[0]) == set()
    assert ann.beat(KEYS[0]) == {KEYS[0]}


def test_a_tampered_search_path_changes_nothing(office: Office) -> None:
    ann, eve = office.caller(), office.caller()
    ann.take(KEYS[0])
    eve.team.execute(
        "CREATE FUNCTION pg_temp.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT 'infinity'::timestamptz $$"
    )
    eve.team.execute("SET search_path = pg_temp, pg_catalog")
    assert eve.take(KEYS[0]) == []


def test_only_members_claim(office: Office) -> None:
    ann = office.caller()
    office.boss.execute("DELETE FROM bdr_desk.member WHERE login = %s", (ann.login,))
    office.boss.commit()
    with pytest.raises(errors.InsufficientPrivilege, match="not a member"):
        ann.take(KEYS[0])


# --- what a desk may believe -------------------------------------------------------------------------------------------


def test_a_lease_is_believed_from_before_it_was_asked_for_and_ends_early(office: Office) -> None:
    ann = office.desk_of(office.caller())
    (held,) = ann.wanted(NORTH, KEYS, at=1000.0)
    assert (held.key, held.until) == (KEYS[0], 1000.0 + LEASE * (1 - MARGIN))
    assert ann.held(held.until - 0.001) == (held,)
    assert ann.held(held.until) == ()
    assert ann.beat(at=1100.0) == ()
    assert ann.held(1100.0)[0].until == 1100.0 + LEASE * (1 - MARGIN)
    assert (ann.state, ann.trouble, ann.terms) == (State.ON, None, claims.Terms(180.0, 45.0))


def test_offline_only_what_is_still_held(office: Office) -> None:
    caller = office.caller()
    ann = office.desk_of(caller)
    (held,) = ann.wanted(NORTH, KEYS, at=0.0)
    with _away(office, caller):
        assert ann.wanted(NORTH, KEYS, at=1.0, count=3) == (held,)
        assert ann.wanted(SOUTH, KEYS, at=1.0, count=3) == ()
        assert ann.beat(at=2.0) == ()
        assert ann.others(NORTH, KEYS) == ()
        assert ann.state is State.OFFLINE
        assert isinstance(ann.trouble, TeamProblem)
        assert ann.wanted(NORTH, KEYS, at=held.until) == ()
    assert [one.key for one in ann.wanted(NORTH, KEYS, at=3.0)] == [KEYS[0]]
    assert ann.trouble is None


@contextmanager
def _away(office: Office, caller: Caller) -> Iterator[None]:
    """The server takes no connection of this login, and cuts those it has."""
    login = sql.Identifier(caller.login)
    office.boss.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(login))
    office.boss.commit()
    _cut(office, caller)
    yield
    office.boss.execute(sql.SQL("ALTER ROLE {} LOGIN").format(login))
    office.boss.commit()


def _cut(office: Office, caller: Caller) -> None:
    office.boss.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = %s", (caller.login,)
    )
    office.boss.commit()


def test_a_connection_that_broke_while_idle_is_made_anew(office: Office) -> None:
    caller = office.caller()
    ann = office.desk_of(caller)
    ann.wanted(NORTH, KEYS, at=0.0)
    _cut(office, caller)
    assert ann.beat(at=1.0) == ()
    assert (ann.state, len(ann.held(2.0))) == (State.ON, 1)


def test_a_keyring_that_forgot_is_like_a_network_that_is_gone(
    two: Two, clock: StillClock, keyring: MemoryKeyring
) -> None:
    rhea = claims_of(two.rhea.store, now=clock(), author=two.rhea.me)
    keyring.kept.clear()
    assert rhea.wanted(NORTH, KEYS, at=0.0) == ()
    assert (rhea.state, "new code" in str(rhea.trouble)) == (State.OFFLINE, True)


def test_a_desk_keeps_its_key_from_run_to_run(two: Two, clock: StillClock) -> None:
    """So that it takes up at once what it held when it crashed."""
    first = claims_of(two.rhea.store, now=clock(), author=two.rhea.me)
    assert len(first.wanted(NORTH, KEYS, at=0.0)) == 1
    again = claims_of(two.rhea.store, now=clock(), author=two.rhea.me)
    assert [held.key for held in again.wanted(NORTH, KEYS, at=0.0)] == [KEYS[0]]
    assert first.beat(at=1.0) == ((NORTH, KEYS[0]),)
    first.close()
    assert again.beat(at=2.0) == ()
    assert len(again.held(2.0)) == 1
    again.close()


def test_what_was_lost_is_told_once(office: Office) -> None:
    caller, ben = office.caller(), office.caller()
    ann = office.desk_of(caller)
    ann.wanted(NORTH, KEYS, at=0.0, count=2)
    office.lapse(KEYS[0])
    ben.take(KEYS[0])
    assert ann.beat(at=1.0) == ((NORTH, KEYS[0]),)
    assert ann.beat(at=2.0) == ()
    assert [held.key for held in ann.held(2.0)] == [KEYS[1]]
    assert [one.key for one in ann.others(NORTH, KEYS)] == [KEYS[0]]


def test_released_and_closed_desks_hold_nothing(office: Office) -> None:
    ben = office.caller()
    ann = office.desk_of(office.caller())
    ann.wanted(NORTH, KEYS, at=0.0, count=3)
    ann.release(NORTH, KEYS[0])
    ann.release(NORTH, "never held")
    assert ben.take(*KEYS, count=3) == [KEYS[0]]
    ann.close()
    assert ann.held(1.0) == ()
    assert ben.take(*KEYS, count=3) == list(KEYS)


def test_ticks_run_on_while_the_machine_sleeps() -> None:
    assert 0 <= holding.ticks() <= holding.ticks()


@pytest.mark.parametrize("wrong", [{"days": -3650}, {"days": 3650}])
def test_a_wrong_desk_clock_changes_nothing(
    tmp_path: Path, clock: StillClock, team_url: str, keyring: MemoryKeyring, wrong: dict[str, float]
) -> None:
    """The clocks of these desks stand in 2027, and one is moved ten years: leases do not care."""
    with two_desks(tmp_path, clock, team_url) as two, ExitStack() as stack:
        ada = claims_of(two.ada.store, now=clock(), author=two.ada.me)
        clock.forward(**wrong)
        rhea = claims_of(two.rhea.store, now=clock(), author=two.rhea.me)
        stack.callback(ada.close)
        stack.callback(rhea.close)
        assert [held.key for held in ada.wanted(NORTH, KEYS, at=0.0)] == [KEYS[0]]
        assert [held.key for held in rhea.wanted(NORTH, KEYS, at=0.0)] == [KEYS[1]]
        assert [held.until for held in (*ada.held(0.0), *rhea.held(0.0))] == [LEASE * (1 - MARGIN)] * 2
        mine, hers = claims_now(two.rhea)
        assert (mine.who, mine.mine, hers.mine) == ("Ada Bell", False, True)
        assert (mine.until - clock()).total_seconds() == pytest.approx(mine.seconds)


# --- older and newer -----------------------------------------------------------------------------------------------------


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
        connection.execute("UPDATE bdr_desk.team SET version = 3, shape = 3")
    with pytest.raises(TeamProblem, match="newer version \\(3\\)"):
        team_actions.sync(first.rhea)


def test_a_database_of_a_later_shape_is_fine(first: Two) -> None:
    team_actions.upgrade_team(first.ada)
    with psycopg.connect(first.url) as connection:
        connection.execute("UPDATE bdr_desk.team SET shape = 3")
    assert team_actions.sync(first.rhea).pending == 0
    assert team_actions.upgrade_team(first.ada) == shape.Upgraded(3, 3)


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
        patch.setattr(shape, "UPGRADES", ((*UPGRADES[0], "SELECT 1/0"),))
        with pytest.raises(errors.DivisionByZero):
            team_actions.upgrade_team(first.ada)
    assert _columns(first.url) == before
    assert team_actions.upgrade_team(first.ada) == shape.Upgraded(1, shape.VERSION)


# --- desks that die, desks that hammer -------------------------------------------------------------------------------------

_DIES = """
import os, signal, sys
from uuid import UUID
from bdr_desk.team import claims
from bdr_desk.team.address import read_url
from bdr_desk.team.connection import opened
url, login, code, project = sys.argv[1:]
team = opened(read_url(url)[0].as_user(login), code)
team.autocommit = True
run = claims.Run(UUID(int=1), UUID(int=2))
print(len(claims.claim_any(team, run, UUID(project), ["harbor freight lines"], 1)), flush=True)
sys.stdin.read()
"""


def test_the_claims_of_a_killed_desk_free_themselves(office: Office) -> None:
    office.boss.execute("UPDATE bdr_desk.team SET lease_seconds = 1, beat_seconds = 0.25")
    office.boss.commit()
    login, code = office.admit()
    ben = office.caller()
    with subprocess.Popen(
        [sys.executable, "-c", _DIES, office.url, login, code, str(NORTH)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as dying:  # fmt: skip
        assert dying.stdout is not None
        assert dying.stdout.readline() == "1\n"
        dying.kill()
    (held,) = office.boss.execute("SELECT taken_at, until FROM bdr_desk.claim").fetchall()
    office.boss.commit()
    while not (got := claims.claim_any(ben.team, ben.run, NORTH, [KEYS[0]], 1)):
        ben.team.execute("SELECT pg_sleep(0.02)")
    assert got[0].taken_at >= held[1]


def test_a_small_storm(office: Office) -> None:
    storm = Storm(office.url, desks=3, seconds=2.0, lease=1.0, accounts=12)
    verdict = judge(run_storm(storm))
    assert verdict.overlaps == ()
    assert verdict.claims > 10


def test_the_judge_of_storms_sees_a_double_hold() -> None:
    alone = [
        Hold(0, "a", 1.0, 2.0, (1.0, 2.0)),
        Hold(1, "a", 2.0, 3.0, (2.5, 3.0)),
        Hold(1, "b", 1.0, 3.0, (1.0, 3.0)),
    ]
    assert judge(Record(alone)).overlaps == ()
    for twice in (Hold(2, "a", 2.9, 4.0, (3.5, 4.0)), Hold(2, "a", 3.0, 4.0, (2.9, 4.0))):
        assert len(judge(Record([*alone, twice])).overlaps) == 1
