"""Two servers with synchronous replication, the primary killed under load: in short; `tests.team.failover` does it for long."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from bdr_desk.errors import TeamProblem
from bdr_desk.team.address import read_url
from bdr_desk.team.connection import connected
from tests.team.chaos.judge import Start, judge
from tests.team.chaos.office import DATABASE, Seat, make_team
from tests.team.chaos.pair import Pair, running_pair
from tests.team.chaos.run import Chaos, Figures, Plan
from tests.team.failover import Direct

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")


@dataclass(frozen=True)
class After:
    pair: Pair
    seats: list[Seat]
    start: Start
    figures: Figures


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Iterator[After]:
    with running_pair() as pair:
        seats = make_team(
            tmp_path_factory.mktemp("desks"), 3, direct=pair.primary.url(), url=pair.url(DATABASE)
        )
        start = Start.of(pair.primary.url(DATABASE))
        plan = Plan(deeds=30, seed=3, desk_killed=1000, server_killed=40, worker=0.0)
        yield After(pair, seats, start, Chaos(plan, seats, pair, Direct()).run())


def test_nothing_acknowledged_is_lost_and_desks_go_on_by_themselves(after: After) -> None:
    assert after.figures.restless == ""
    assert judge(after.pair.primary.url(DATABASE), after.seats, after.start).differences == ()
    assert len(after.pair.failovers) == after.figures.server_kills >= 1


def test_a_host_that_came_back_to_stand_by_is_stepped_over(after: After) -> None:
    with psycopg.connect(after.pair.standby.url()) as connection:
        assert connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,)
    with connected(read_url(after.pair.url(DATABASE))[0], None) as connection:
        assert connection.execute("SELECT pg_is_in_recovery()").fetchone() == (False,)
        assert connection.info.port == after.pair.primary.port


def test_while_nobody_takes_changes_it_is_said_so(after: After) -> None:
    alone = f"{after.pair.standby.url(DATABASE)}?target_session_attrs=read-write"
    with pytest.raises(TeamProblem, match="takes changes now"), connected(read_url(alone)[0], None):
        pass


def test_a_standby_named_alone_is_said_to_be_one(after: After) -> None:
    with (
        pytest.raises(TeamProblem, match="it is a standby"),
        connected(read_url(after.pair.standby.url(DATABASE))[0], None) as connection,
    ):
        connection.execute("UPDATE bdr_desk.team SET version = version")
