"""Desks are woken by what others write, and by nothing else."""

import psycopg
import pytest

from bdr_desk.actions import team
from bdr_desk.errors import TeamProblem
from bdr_desk.team.listening import listening
from tests.team.desks import Two
from tests.team.edits import edit, send_only, shared_person


def test_a_desk_is_woken_by_a_colleague(two: Two) -> None:
    key = shared_person(two)
    with listening(two.rhea.store) as wait:
        assert not wait(0.05)
        edit(two.ada, key, title="Chair")
        send_only(two.ada)
        assert wait(10)
        assert not wait(0.05)
        team.sync(two.rhea)
        assert not wait(0.05)  # who reads wakes nobody
        edit(two.ada, key, title="Chair")
        team.sync(two.ada)
        assert not wait(0.05)  # nothing was new in it


def test_a_new_row_wakes_too_and_says_nothing_of_it(two: Two) -> None:
    with psycopg.connect(two.url, autocommit=True) as connection, listening(two.ada.store) as wait:
        connection.execute("LISTEN bdr_desk")
        shared_person(two)
        assert wait(10)
        assert {heard.payload for heard in connection.notifies(timeout=1)} == {""}


def test_a_connection_that_breaks_is_a_known_problem(two: Two) -> None:
    with listening(two.rhea.store) as wait, psycopg.connect(two.url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'bdr_%' AND query LIKE 'LISTEN%'"
        )
        with pytest.raises(TeamProblem):
            wait(10)
