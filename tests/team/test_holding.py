"""What a desk may believe: its leases by a clock nobody can set, online, offline and after it lost one."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from psycopg import sql

from bdr_desk.errors import TeamProblem
from bdr_desk.queries.claims import claims_now
from bdr_desk.team import claims, holding
from bdr_desk.team.holding import MARGIN, State, claims_of
from tests.conftest import StillClock
from tests.team.desks import Two, two_desks
from tests.team.office import KEYS, LEASE, NORTH, SOUTH, Caller, Office
from tests.team.postgres import MemoryKeyring


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
