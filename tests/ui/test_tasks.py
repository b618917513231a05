import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.errors import DeskError, Refused
from bdr_desk.store.settings import get_setting, put_setting
from bdr_desk.store.store import open_store
from bdr_desk.ui.tasks import Tasks


@pytest.fixture
def tasks(qtbot: QtBot, desk: Desk) -> Iterator[Tasks]:
    made = Tasks(desk, poll_ms=20)
    yield made
    made.shut_down()


def keep(desk: Desk, key: str, value: object) -> None:
    with desk.write() as tx:
        put_setting(tx, key, value)


def kept(desk: Desk, key: str) -> object:
    with desk.read() as session:
        return get_setting(session, key)


def test_results_come_on_the_windows_thread(qtbot: QtBot, tasks: Tasks) -> None:
    where: list[object] = []
    tasks.read(
        tasks, threading.current_thread, lambda worker: where.extend([worker, threading.current_thread()])
    )
    qtbot.waitUntil(lambda: tasks.idle)
    worker, here = where
    assert here is threading.main_thread()
    assert worker is not here


def test_what_takes_long_leaves_everything_readable(qtbot: QtBot, tasks: Tasks, desk: Desk) -> None:
    """What is written meanwhile waits behind it, and a read asked for after that sees it all the same."""
    go_on, seen = threading.Event(), []

    def long() -> None:
        go_on.wait(30)
        keep(desk, "n", "long")

    tasks.act_long(tasks, long)
    tasks.read(tasks, lambda: kept(desk, "n"), seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    tasks.act(tasks, lambda: keep(desk, "n", "after"))
    tasks.read(tasks, lambda: kept(desk, "n"), seen.append)
    go_on.set()
    qtbot.waitUntil(lambda: tasks.idle)
    tasks.act(tasks, lambda: keep(desk, "n", "last"))
    tasks.read(tasks, lambda: kept(desk, "n"), seen.append)
    qtbot.waitUntil(lambda: tasks.idle)
    assert seen == [None, "after", "last"]


def test_nothing_waits_for_what_reads_long(qtbot: QtBot, tasks: Tasks, desk: Desk) -> None:
    seen: list[object] = []
    go_on = threading.Event()

    def long() -> object:
        found = kept(desk, "n")
        go_on.wait(30)
        return "counted", found

    tasks.act(tasks, lambda: keep(desk, "n", "before"))
    tasks.read_long(tasks, long, seen.append)
    tasks.act(tasks, lambda: keep(desk, "n", "after"))
    tasks.read(tasks, lambda: kept(desk, "n"), seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert not tasks.in_long and not tasks.idle
    go_on.set()
    qtbot.waitUntil(lambda: tasks.idle)
    assert seen[0] == "after" and seen[1] in (("counted", "before"), ("counted", "after"))


def test_never_delivered_before_the_call_returns(qtbot: QtBot, tasks: Tasks) -> None:
    order: list[str] = []
    tasks.read(tasks, lambda: None, lambda _: order.append("then"))
    order.append("returned")
    qtbot.waitUntil(lambda: tasks.idle)
    assert order == ["returned", "then"]


def test_a_read_sees_the_write_asked_for_before_it(qtbot: QtBot, tasks: Tasks, desk: Desk) -> None:
    seen: list[object] = []
    for number in range(20):
        tasks.act(tasks, lambda number=number: keep(desk, "n", number))
        tasks.read(tasks, lambda: kept(desk, "n"), seen.append)
    qtbot.waitUntil(lambda: tasks.idle)
    assert seen == list(range(20))


def test_dropped_when_the_owner_is_gone(qtbot: QtBot, tasks: Tasks) -> None:
    owner, heard = QObject(), []
    gate = threading.Event()
    tasks.read(owner, gate.wait, heard.append)
    owner.deleteLater()
    qtbot.wait(1)
    gate.set()
    qtbot.waitUntil(lambda: tasks.idle)
    assert heard == []


def test_only_the_newest_answer_is_shown(qtbot: QtBot, tasks: Tasks) -> None:
    heard: list[int] = []
    for number in range(3):
        tasks.read(tasks, lambda number=number: number, heard.append, newest="x")
    qtbot.waitUntil(lambda: tasks.idle)
    assert heard == [2]


def refuse() -> None:
    raise Refused("No.", "Ask again.")


def test_a_known_error_goes_to_who_asked_for_it_else_to_the_window(qtbot: QtBot, tasks: Tasks) -> None:
    mine: list[DeskError] = []
    shown: list[DeskError] = []
    tasks.problem.connect(shown.append)
    tasks.act(tasks, refuse, failed=mine.append)
    tasks.act(tasks, refuse)
    qtbot.waitUntil(lambda: tasks.idle)
    assert [str(error) for error in mine] == ["No. Ask again."]
    assert [str(error) for error in shown] == ["No. Ask again."]


def test_anything_else_is_a_bug(qtbot: QtBot, tasks: Tasks, caplog: pytest.LogCaptureFixture) -> None:
    bugs: list[Exception] = []
    tasks.bug.connect(bugs.append)
    tasks.act(tasks, lambda: 1 // 0)
    qtbot.waitUntil(lambda: tasks.idle)
    assert isinstance(bugs[0], ZeroDivisionError)
    assert "a task failed" in caplog.text


def test_every_write_is_told_whoever_made_it(qtbot: QtBot, tasks: Tasks, desk: Desk) -> None:
    told: list[Changes] = []
    tasks.changed.connect(told.append)
    tasks.act(tasks, lambda: keep(desk, "a", 1))
    qtbot.waitUntil(lambda: any(changes.touches("setting") for changes in told))


def test_another_process_is_noticed(qtbot: QtBot, tasks: Tasks, desk: Desk) -> None:
    qtbot.waitUntil(lambda: tasks.idle)
    other = open_store(desk.store.file)
    told = qtbot.waitSignal(tasks.changed, check_params_cb=lambda changes: changes.everything)
    with told, other.write(now=desk.clock(), author=desk.me) as tx:
        put_setting(tx, "b", 2)
    other.close()


def test_shutting_down_finishes_the_writes(qtbot: QtBot, desk: Desk) -> None:
    tasks = Tasks(desk)
    for number in range(10):
        tasks.act(tasks, lambda number=number: keep(desk, f"last {number}", number))
    tasks.shut_down()
    assert [kept(desk, f"last {number}") for number in range(10)] == list(range(10))
