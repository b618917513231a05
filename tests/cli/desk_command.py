"""Running the command line as a user does: in a process of its own, or in this one where the process is not the point."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    """`bdr-desk` on one data folder, at a fixed time."""

    folder: Path
    now: str = TUESDAY

    def __call__(
        self,
        *arguments: str | Path,
        env: dict[str, str] | None = None,
        within: Sequence[str] = (),
        **process: Any,
    ) -> Ran:
        """`within` are words before the command, such as a shell that sets a limit; `process` goes to `subprocess.run`."""
        words = [
            *within,
            sys.executable,
            "-W",
            "error",
            "-m",
            "bdr_desk",
            "--data-dir",
            str(self.folder),
            "--now",
            self.now,
        ]
        done = subprocess.run(
            [*words, *map(str, arguments)], capture_output=True, encoding="utf-8", check=False,
            env={**os.environ, "PYTHONUTF8": "1", **(env or {})}, stdin=subprocess.DEVNULL, **process,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    def json(self, *arguments: str | Path) -> Any:
        return self(*arguments, "--json").data
