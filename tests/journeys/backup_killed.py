"""A backup or a restore killed before each of its dealings with the file system, one after the other, and looked at afterwards.

python -m tests.journeys.backup_killed make|restore FOLDER

FOLDER holds `template`, a data folder whose store says "new" with a part of it only in its log, and has a backup that says "old".
Each try is a process of its own that kills itself with SIGKILL before its n-th dealing, until one comes to its end. Prints for
each what the store says when it is opened again, how many backups can be restored, and what lies about.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from bdr_desk import paths
from bdr_desk.actions.backups import make_backup, restore
from bdr_desk.store.backup_files import backups_of
from bdr_desk.store.backups import looked_at
from bdr_desk.store.store import open_store
from tests.conftest import TUESDAY

DEALINGS = (
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.truncate",
    "sqlite3.connect",
    "shutil.rmtree",
)
MARK = "mark"


def mark(store: sqlite3.Connection, says: str) -> None:
    with store:
        store.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (MARK, json.dumps(says)))


def read_mark(file: Path) -> str:
    """What the store says, through its log too."""
    with closing(sqlite3.connect(file)) as store:
        found = store.execute("SELECT value FROM setting WHERE key = ?", (MARK,)).fetchone()
        return str(json.loads(found[0])) if found else ""


def killed_at(place: int, do: Callable[[], object]) -> bool:
    """`do` in a process of its own that is killed before its dealing number `place`; whether it came so far."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            assert os.WTERMSIG(status) == signal.SIGKILL
            return True
        assert os.WEXITSTATUS(status) == 0
        return False
    left = place

    def count(event: str, given: tuple[Any, ...]) -> None:
        nonlocal left
        if event in DEALINGS or (event == "open" and isinstance(given[1], str) and given[1] != "rb"):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    try:
        sys.addaudithook(count)
        do()
        os._exit(0)
    finally:
        os._exit(1)


def in_a_child(do: Callable[[], Any]) -> Any:
    """What `do` gives, from a process whose locks are gone with it."""
    read, write = os.pipe()
    if child := os.fork():
        os.close(write)
        with os.fdopen(read) as said:
            text = said.read()
        os.waitpid(child, 0)
        return json.loads(text)
    try:
        with os.fdopen(write, "w") as out:
            json.dump(do(), out)
    finally:
        os._exit(0)


def looked(data: Path) -> dict[str, Any]:
    """The desk is opened again, and a backup made."""
    file = paths.store_file(data)
    open_store(file).close()
    says = read_mark(file)
    aside = [read_mark(one) for one in sorted(data.glob("desk-*-aside*.sqlite3"))]
    kept = [one for one in backups_of(file) if one.file.parent != data]
    sound = [not looked_at(one.file, TUESDAY, one.seen).problem for one in kept]
    make_backup(data, TUESDAY)
    about = [one.name for one in (*data.iterdir(), *paths.backups_dir(data).iterdir())]
    return {
        "says": says, "aside": aside, "sound": sound,
        "left": [name for name in about if name.endswith((".part", "-journal")) or "ready" in name],
    }  # fmt: skip


def main(what: str, folder: Path) -> None:
    template = folder / "template"
    (old,) = paths.backups_dir(template).glob("*.sqlite3")
    for place in range(1, 1000):
        data = folder / f"{what}-{place}"
        shutil.copytree(template, data)
        killed = killed_at(
            place,
            partial(make_backup if what == "make" else partial(restore, name=old.name), data, now=TUESDAY),
        )
        print(json.dumps({"killed": killed, **in_a_child(partial(looked, data))}), flush=True)
        shutil.rmtree(data)
        if not killed:
            return


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
