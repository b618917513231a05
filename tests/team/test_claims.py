"""Claims on a real PostgreSQL, each desk under its own login: nobody holds what another holds, and nothing is held for ever."""

import subprocess
import sys
from uuid import uuid4

import pytest
from psycopg import errors, sql

from bdr_desk.team import claims
from bdr_desk.team.claims import Run
from bdr_desk.team.holding import claims_of
from tests.conftest import StillClock
from tests.team.claim_storm import Hold, Record, Storm, judge, run_storm
from tests.team.desks import Two
from tests.team.office import KEYS, LEASE, NORTH, SOUTH, Office


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
