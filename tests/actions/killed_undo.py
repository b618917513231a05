"""Run by `test_undo.py` in a process of its own: undoes the last outcome, and waits to be killed before or after the commit."""

import sys
import time
from pathlib import Path

from sqlalchemy import event

from bdr_desk.actions.undo import undo_call
from bdr_desk.desk import Desk
from bdr_desk.store.identity import this_user
from bdr_desk.store.store import open_store
from bdr_desk.store.writing import Writing
from bdr_desk.telephony.tel_link import TelLink
from tests.conftest import TUESDAY


def wait_for_the_end(*_: object) -> None:
    print("kill me", flush=True)
    time.sleep(600)


def main(folder: str, moment: str) -> None:
    store = open_store(Path(folder) / "desk.sqlite3")
    desk = Desk(store, TelLink(), lambda: TUESDAY, Path(folder), this_user(store, TUESDAY, lambda: "UTC"))
    if moment == "before":  # everything is written, nothing is committed
        event.listen(Writing, "before_commit", wait_for_the_end)
    undo_call(desk)
    wait_for_the_end()


if __name__ == "__main__":
    main(*sys.argv[1:])
