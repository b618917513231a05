"""Two PostgreSQL servers, one standing by for the other: what one has acknowledged is on both (synchronous streaming
replication, PostgreSQL manual 27.2.8). When the primary dies its standby is promoted, and the dead one comes back as its standby:
desks name both hosts in one URL, always in the same order."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.team.chaos.server import PATIENCE_SECONDS, Server, run, server_folder, system_user


class Pair:
    """`kill` and `start` as a Server has them: after them the other one is the primary."""

    def __init__(self, folder: Path, *, durable: bool = False, settings: str = "") -> None:
        self.failovers: list[float] = []  # seconds each took, from the promotion on
        self.primary, self.standby = (
            Server(_owned(folder / name), durable=durable, settings=settings) for name in ("first", "second")
        )
        self._ports = f"{self.primary.port},{self.standby.port}"

    def url(self, database: str = "postgres") -> str:
        """As a desk names both hosts."""
        where = f"host=127.0.0.1,127.0.0.1&port={self._ports}&target_session_attrs=read-write"
        return f"postgresql://postgres@/{database}?{where}"

    def make(self) -> None:
        self.primary.make()
        self.primary.start()
        self._stand_by()

    def kill(self) -> None:
        self.primary.kill()

    def kill_one(self, at: int) -> None:
        self.primary.kill_one(at)

    def start(self) -> None:
        began = time.monotonic()
        run("pg_ctl", "promote", "-w", "-D", str(self.standby.data))
        self.failovers.append(time.monotonic() - began)
        self.primary, self.standby = self.standby, self.primary
        self._stand_by()

    def wait(self) -> None:
        self.primary.wait()

    def stop(self) -> None:
        self.standby.stop()
        self.primary.stop()

    def _stand_by(self) -> None:
        """Copy the primary, and have nothing acknowledged any more that is not on the copy as well."""
        data = self.standby.data
        shutil.rmtree(data, ignore_errors=True)
        where = f"host=127.0.0.1 port={self.primary.port} user=postgres"
        run("pg_basebackup", "-R", "-c", "fast", "--no-sync", "-D", str(data), "-d", where)
        own = data / "postgresql.auto.conf"  # a primary that is alone waits for nobody
        own.write_text(
            "".join(line for line in own.read_text().splitlines(True) if "standby_names" not in line)
        )
        self.standby.set_up()
        self.standby.start()
        with psycopg.connect(self.primary.url(), autocommit=True) as boss:
            boss.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            boss.execute("SELECT pg_reload_conf()")
            ends = time.monotonic() + PATIENCE_SECONDS
            while boss.execute("SELECT FROM pg_stat_replication WHERE sync_state = 'sync'").rowcount != 1:
                assert time.monotonic() < ends, "the standby does not follow"
                time.sleep(0.02)


def _owned(folder: Path) -> Path:
    folder.mkdir()
    if user := system_user():
        shutil.chown(folder, user)
    return folder


@contextmanager
def running_pair(*, durable: bool = False, settings: str = "") -> Iterator[Pair]:
    with server_folder() as folder:
        pair = Pair(folder, durable=durable, settings=settings)
        try:
            pair.make()
            yield pair
        finally:
            pair.stop()
