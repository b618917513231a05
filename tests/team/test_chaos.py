"""The chaos in short, and the judge of it: it must find what was tampered with."""

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.team.chaos.judge import Start, judge, judged
from tests.team.chaos.office import DATABASE, Seat, make_team
from tests.team.chaos.proxy import Proxy
from tests.team.chaos.run import Chaos, Figures, Plan
from tests.team.chaos.server import chaos_server

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
SEED = 5


@dataclass(frozen=True)
class Wreck:
    """What is left after the chaos: the desks' folders, and the server, still up."""

    url: str
    seats: list[Seat]
    start: Start
    figures: Figures
    cuts: int


@pytest.fixture(scope="module")
def wreck(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wreck]:
    folder = tmp_path_factory.mktemp("chaos")
    with chaos_server(durable=False) as server, Proxy(server.port, SEED) as proxy:
        url = f"postgresql://postgres@127.0.0.1:{proxy.port}/{DATABASE}"
        seats = make_team(folder, 3, direct=server.url(), url=url)
        start = Start.of(server.url(DATABASE))
        plan = Plan(deeds=40, seed=SEED, desk_killed=20, server_killed=60)
        figures = Chaos(plan, seats, server, proxy).run()
        yield Wreck(server.url(DATABASE), seats, start, figures, proxy.counts.total())


def test_after_the_chaos_all_agree_and_nothing_is_lost(wreck: Wreck) -> None:
    assert wreck.figures.restless == ""
    assert judge(wreck.url, wreck.seats, wreck.start).differences == ()
    assert wreck.figures.desk_kills >= 1
    assert wreck.figures.server_kills + wreck.figures.worker_kills >= 1
    assert wreck.cuts >= 1


_A_WORD = "SELECT seq FROM bdr_desk.row_history WHERE field = 'title' AND old::text LIKE '%§%' LIMIT 1"


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE bdr_desk.contact SET title = 'Chair' WHERE id = (SELECT id FROM bdr_desk.contact LIMIT 1)", "title is"),
        ("DELETE FROM bdr_desk.touch WHERE id = (SELECT max(id::text)::uuid FROM bdr_desk.touch)", "not on the server"),
        ("INSERT INTO bdr_desk.touch (id, lead_id, medium, happened_at, says, made_at, made_by) SELECT gen_random_uuid(),"
         " lead_id, medium, happened_at, says, made_at, made_by FROM bdr_desk.touch LIMIT 1", "nobody wrote it"),
        (f"DELETE FROM bdr_desk.row_history WHERE seq = ({_A_WORD})", "is there 0 times"),
        ("INSERT INTO bdr_desk.row_history (table_name, row_id, field, old) SELECT table_name, row_id, field, old"
         f" FROM bdr_desk.row_history WHERE seq = ({_A_WORD})", "is there 2 times"),
        ("DELETE FROM bdr_desk.lost_value", "is not in lost_value"),
        ("INSERT INTO bdr_desk.lost_value (table_name, row_id, field, lost, stays, lost_by)"
         " SELECT table_name, row_id, field, lost, stays, lost_by FROM bdr_desk.lost_value", "was not lost"),
    ],
)  # fmt: skip
def test_the_judge_sees_what_is_wrong_on_the_server(wreck: Wreck, tampering: str, found: str) -> None:
    with psycopg.connect(wreck.url) as connection:
        assert connection.execute(tampering).rowcount > 0
        differences = judged(connection, wreck.seats, wreck.start).differences
        connection.rollback()
    assert any(found in difference for difference in differences), differences[:5]


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE contact SET title = 'Chair' WHERE rowid = 1", "title is 'Chair'"),
        ("DELETE FROM contact_phone WHERE rowid = 1", "on the server only"),
        ("UPDATE contact_phone SET id = randomblob(16) WHERE rowid = 1", "is not on the server"),
        ("INSERT INTO pending (table_name, row_id, since) SELECT 'contact', id, 0 FROM contact LIMIT 1", "1 rows in pending"),
        ("INSERT INTO team_base SELECT 'contact', id, 0, '{}' FROM contact LIMIT 1", "1 rows in team_base"),
        ("DELETE FROM lost_value", "does not know of"),
    ],
)  # fmt: skip
def test_the_judge_sees_what_is_wrong_on_a_desk(
    wreck: Wreck, tmp_path: Path, tampering: str, found: str
) -> None:
    def tamper(seat: Seat) -> None:
        with closing(sqlite3.connect(seat.store)) as connection, connection:
            connection.execute(tampering)

    assert any(found in difference for difference in with_another(wreck, tmp_path, tamper))


def a_call_that_never_arrived(seat: Seat) -> None:
    key = uuid4().hex
    note(seat, {"n": 10**6, "by": seat.me.hex, "new": [["call", key, {}]], "set": [], "parcel": [10**6, [["call", key]]]},
         {"done": 10**6})  # fmt: skip


def a_transaction_half_there(seat: Seat) -> None:
    note(seat, {"n": 10**6, "by": seat.me.hex, "new": [], "set": [], "parcel": None}, {"torn": 10**6})


def a_word_that_was_forgotten(seat: Seat) -> None:
    with closing(sqlite3.connect(seat.store)) as connection:
        key = connection.execute("SELECT hex(id) FROM contact WHERE shared LIMIT 1").fetchone()[0].lower()
    change = ["contact", key, "title", "", "§ forgotten"]
    parcel = [10**6, [["contact", key]]]
    note(seat, {"n": 10**6, "by": seat.me.hex, "new": [], "set": [change], "parcel": parcel}, {"done": 10**6})


def a_word_that_was_never_packed(seat: Seat) -> None:
    change = ["contact", uuid4().hex, "title", "", "§ left behind"]
    note(seat, {"n": 10**6, "by": seat.me.hex, "new": [], "set": [change], "parcel": None}, {"done": 10**6})


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (a_call_that_never_arrived, "was acknowledged and is not on the server"),
        (a_transaction_half_there, "is torn"),
        (a_word_that_was_forgotten, "was sent 1 times and is there 0 times"),
        (a_word_that_was_never_packed, "never left in a parcel"),
    ],
)
def test_the_judge_misses_what_was_acknowledged(
    wreck: Wreck, tmp_path: Path, tamper: Callable[[Seat], None], found: str
) -> None:
    assert any(found in difference for difference in with_another(wreck, tmp_path, tamper))


def note(seat: Seat, *lines: dict[str, Any]) -> None:
    with seat.journal.open("a") as journal:
        journal.writelines(json.dumps(line) + "\n" for line in lines)


def with_another(wreck: Wreck, folder: Path, tamper: Callable[[Seat], None]) -> tuple[str, ...]:
    """The judge's differences when the second desk was tampered with."""
    first, second, *others = wreck.seats
    shutil.copytree(second.folder, folder / "desk")
    copy = replace(second, folder=folder / "desk")
    tamper(copy)
    return judge(wreck.url, [first, copy, *others], wreck.start).differences
