"""A server that dies gives numbers of transactions again: nothing that is written under them is missed."""

import sys
from pathlib import Path

import psycopg
import pytest

from bdr_desk.actions import team
from tests.conftest import StillClock
from tests.team.chaos.pair import Pair, running_pair
from tests.team.chaos.server import Server, chaos_server
from tests.team.desks import Two, two_desks
from tests.team.edits import asked, edit, field, shared_person
from tests.team.postgres import MemoryKeyring

LATE = "wal_writer_delay = 10s\n"  # what nobody waits for is not written down for so long


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")


def test_given_again_by_a_server_that_died(tmp_path: Path, clock: StillClock, keyring: MemoryKeyring) -> None:
    with chaos_server(durable=False, settings=LATE) as server:
        nothing_is_missed(server, tmp_path, clock)


def test_given_again_by_the_one_that_took_over(
    tmp_path: Path, clock: StillClock, keyring: MemoryKeyring
) -> None:
    with running_pair(settings=LATE) as pair:
        nothing_is_missed(pair, tmp_path, clock)


def nothing_is_missed(server: Server | Pair, folder: Path, clock: StillClock) -> None:
    with two_desks(folder, clock, server.url()) as two:
        key = shared_person(two)
        beyond = numbers_used_up(two)
        assert team.sync(two.rhea).pulled == 0  # reads as far as it may
        server.kill()
        server.start()
        edit(two.ada, key, title="Chair")
        team.sync(two.ada)
        written = asked(two.url, "SELECT tx::text FROM bdr_desk.contact WHERE id = %s", key)[0][0]
        assert int(written) < beyond, "no number was given again"
        while numbers_used_up(two) < beyond + 100:
            pass
        team.sync(two.rhea)
        assert field(two.rhea, key, "title") == "Chair"


def numbers_used_up(two: Two) -> int:
    """Transactions that come to nothing; which number is next."""
    for _ in range(40):
        with psycopg.connect(two.url) as connection:
            connection.execute("SELECT pg_current_xact_id()")
            connection.rollback()
    return int(asked(two.url, "SELECT pg_snapshot_xmin(pg_current_snapshot())::text")[0][0])
