"""Running the command line as a user does: in a process of its own, or in this one where the process is not the point."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

from bdr_desk import paths
from bdr_desk.app import open_desk
from bdr_desk.cli import main as cli
from bdr_desk.desk import Desk
from tests.stores import new_store, sharing_compiled

TUESDAY = "2027-04-06T14:00:00+00:00"


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        assert self.status == 0, self.err
        return json.loads(self.out)


@dataclass(frozen=True)
class Command:
    """`bdr-desk` on one data folder, at a fixed time. `apart`: each run in a process of its own, half a second each."""

    folder: Path
    now: str = TUESDAY
    apart: bool = False

    def __call__(
        self,
        *arguments: str | Path,
        env: dict[str, str] | None = None,
        within: Sequence[str] = (),
        **process: Any,
    ) -> Ran:
        """`within` are words before the command, such as a shell that sets a limit; `process` goes to `subprocess.run`.
        Any of these asks for a process of its own."""
        words = ["--data-dir", str(self.folder), "--now", self.now, *map(str, arguments)]
        if not (self.apart or env or within or process):
            return ran_here(words)
        program = [*within, sys.executable, "-W", "error", "-m", "bdr_desk"]
        done = subprocess.run(
            [*program, *words], capture_output=True, encoding="utf-8", check=False,
            env={**os.environ, "PYTHONUTF8": "1", **(env or {})}, stdin=subprocess.DEVNULL, **process,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    def json(self, *arguments: str | Path) -> Any:
        return self(*arguments, "--json").data


def ran_here(words: Sequence[str]) -> Ran:
    """What `bdr_desk.app.main` does with a command, in this process."""
    out, err = (TextIOWrapper(BytesIO(), "utf-8", newline="\n") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err), _no_input():
        try:
            status = cli.run(cli.parser_for(words).parse_args(words), _open)
        except SystemExit as end:  # argparse: wrong usage, --help
            status = int(end.code or 0)
    return Ran(status, *(_text(stream) for stream in (out, err)))


@contextmanager
def _no_input() -> Iterator[None]:
    before = sys.stdin
    with Path(os.devnull).open(encoding="utf-8") as sys.stdin:
        yield
    sys.stdin = before


def _open(folder: Path, now: datetime | None) -> Desk:
    if not folder.exists():
        new_store(paths.store_file(folder)).close()
    desk = open_desk(folder, now)
    return replace(desk, store=sharing_compiled(desk.store))


def _text(stream: TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined]
