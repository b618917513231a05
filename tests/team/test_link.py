"""A desk's own connection is kept, made anew where it broke, and hears what others write, and nothing else."""

from collections.abc import Iterator
from select import select

import psycopg
import pytest

from bdr_desk.actions import team
from bdr_desk.desk import Desk
from bdr_desk.errors import Cancelled, TeamProblem
from bdr_desk.queries.team import team_state
from bdr_desk.team.link import Link
from bdr_desk.team.round import Synced, sync_once
from tests.team.desks import Two
from tests.team.edits import edit, field, send_only, shared_person


@pytest.fixture
def link(two: Two) -> Iterator[Link]:
    """Rhea's."""
    made = Link(two.rhea.store)
    yield made
    made.close()


def round_on(link: Link, desk: Desk) -> Synced:
    return sync_once(desk.store, clock=desk.clock, author=desk.me, link=link)


def heard(link: Link, seconds: float = 10) -> bool:
    """Whether the socket becomes readable, and somebody else wrote."""
    return bool(select([link.socket], [], [], seconds)[0]) and link.news()


def backend(link: Link) -> int:
    with link.team() as (connection, _):
        return connection.info.backend_pid


def test_a_desk_is_woken_by_a_colleague(two: Two, link: Link) -> None:
    key = shared_person(two)
    round_on(link, two.rhea)
    assert not link.news()
    edit(two.ada, key, title="Chair")
    send_only(two.ada)
    assert heard(link)
    assert not link.news()
    assert round_on(link, two.rhea).pulled == 1
    team.sync(two.ada)  # who reads wakes nobody
    edit(two.ada, key, title="Chair")
    team.sync(two.ada)  # nothing was new in it
    assert not heard(link, 0)


def test_what_it_sends_itself_is_no_news_and_wakes_others(two: Two, link: Link) -> None:
    key = shared_person(two)
    round_on(link, two.rhea)
    with psycopg.connect(two.url, autocommit=True) as colleague:
        colleague.execute("LISTEN bdr_desk")
        edit(two.rhea, key, title="Chair")
        assert round_on(link, two.rhea).pushed == 1
        assert {heard.payload for heard in colleague.notifies(timeout=10, stop_after=1)} == {""}
    assert not heard(link, 0)


def test_what_comes_during_a_round_is_heard_after_it(two: Two, link: Link) -> None:
    key = shared_person(two)
    round_on(link, two.rhea)
    with link.team() as (connection, _):
        connection.commit()
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute("SELECT 1")
        edit(two.ada, key, title="Chair")
        send_only(two.ada)
    assert link.news()
    round_on(link, two.rhea)
    assert field(two.rhea, key, "title") == "Chair"


def test_it_is_kept_and_made_anew_when_it_broke(two: Two, link: Link) -> None:
    round_on(link, two.rhea)
    first = backend(link)
    round_on(link, two.rhea)
    assert backend(link) == first
    with psycopg.connect(two.url, autocommit=True) as boss:
        boss.execute("SELECT pg_terminate_backend(%s, 5000)", (first,))
    with pytest.raises(TeamProblem):
        for _ in range(3):  # its last words come before the end
            heard(link)
    assert link.socket is None
    round_on(link, two.rhea)
    second = backend(link)
    assert second != first
    with psycopg.connect(two.url, autocommit=True) as boss:
        boss.execute("SELECT pg_terminate_backend(%s, 5000)", (second,))
    round_on(link, two.rhea)  # noticed before anything is asked of it
    assert backend(link) != second


def test_who_waits_for_an_answer_is_cut_off(two: Two, link: Link) -> None:
    with pytest.raises(Cancelled), link.team() as (connection, _):
        link.cut()
        connection.execute("SELECT pg_sleep(60)")
    with pytest.raises(Cancelled):
        round_on(link, two.rhea)
    assert link.socket is None and team_state(two.rhea).trouble is None
