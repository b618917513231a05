"""A team to wreck: its database behind a proxy, the admin's desk and the others', each folder with store, passwords and journal.

Everybody but the last is a BDR in one project and sees the same rows; the last is the rep to whom leads are handed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import keyring as keyring_library
import psycopg

from bdr_desk.actions import team
from bdr_desk.desk import Desk, wall_clock
from bdr_desk.store.identity import this_user
from bdr_desk.store.store import open_store
from bdr_desk.telephony.tel_link import TelLink
from tests.team.chaos.keyring_file import FileKeyring
from tests.team.desks import hand_over, name_me

DATABASE = "team"
PROJECT = "Northwind"
_SHARED_AT_FIRST = 8


@dataclass(frozen=True)
class Seat:
    """Where a desk is kept, and who sits there."""

    folder: Path
    name: str
    me: UUID
    role: str

    @property
    def store(self) -> Path:
        return self.folder / "desk.sqlite3"

    @property
    def journal(self) -> Path:
        return self.folder / "journal"


def make_team(folder: Path, desks: int, *, direct: str, url: str) -> list[Seat]:
    """`direct` is the superuser's URL of the server, `url` that of the team's database as desks reach it."""
    with psycopg.connect(direct, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {DATABASE}")
    roles = ["admin", *["bdr"] * (desks - 2), "rep"]
    names = [f"{role} {number}" for number, role in enumerate(roles)]
    before = keyring_library.get_keyring()
    try:
        return _seated(folder, names, roles, url)
    finally:
        keyring_library.set_keyring(before)


def _seated(folder: Path, names: list[str], roles: list[str], url: str) -> list[Seat]:
    seats = []
    with _new_desk(folder / "0") as admin:
        name_me(admin, names[0])
        team.create_team(admin, url)
        seats.append(Seat(folder / "0", names[0], admin.me, "admin"))
        rep = team.add_member(admin, names[-1], "rep")
        for number in range(_SHARED_AT_FIRST):
            hand_over(admin, rep=rep.user, name=f"Lead {number}")
        codes = [team.add_member(admin, name, "bdr", project=PROJECT).code for name in names[1:-1]]
        team.sync(admin)
        for number, code in enumerate([*codes, rep.code], 1):
            with _new_desk(folder / str(number)) as desk:
                team.join_team(desk, url, who=names[number], code=code)
                team.sync(desk)
                seats.append(Seat(folder / str(number), names[number], desk.me, roles[number]))
            keyring_library.set_keyring(FileKeyring(folder / "0" / "keyring.json"))
        team.sync(admin)
    return seats


@contextmanager
def _new_desk(folder: Path) -> Iterator[Desk]:
    folder.mkdir()
    (folder / "journal").touch()
    keyring_library.set_keyring(FileKeyring(folder / "keyring.json"))
    store = open_store(folder / "desk.sqlite3")
    try:
        me = this_user(store, wall_clock(), lambda: "America/New_York")
        yield Desk(store, TelLink(), wall_clock, folder, me)
    finally:
        store.close()
