"""What a PostgreSQL server on this machine (Linux) is asked for while a bench runs: connections, transactions, processor."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

_LOOK_SECONDS = 2.0
_BUSY = "SELECT count(*), count(*) FILTER (WHERE state = 'active') FROM pg_stat_activity WHERE backend_type = 'client backend'"
_DONE = "SELECT sum(xact_commit + xact_rollback)::bigint, sum(xact_rollback)::bigint FROM pg_stat_database"


@dataclass
class Load:
    """`looks`: connections, and those that did something at that moment. `cpu` in seconds."""

    looks: list[tuple[int, int]] = field(default_factory=list)
    transactions: int = 0
    rolled_back: int = 0
    cpu: float = 0.0

    def told(self, seconds: float) -> dict[str, Any]:
        """`cpu` 1.0 is one processor, wholly."""
        return {
            "connections": max((all_ for all_, _ in self.looks), default=0),
            "active_mean": round(sum(active for _, active in self.looks) / max(len(self.looks), 1), 1),
            "transactions_per_s": round(self.transactions / seconds, 1),
            "rolled_back": self.rolled_back,
            "cpu": round(self.cpu / seconds, 2),
        }


def watched(url: str, seconds: float) -> Load:
    """Look every two seconds, for so long."""
    load, until = Load(), time.monotonic() + seconds
    with psycopg.connect(url, autocommit=True) as connection:
        server = _parent(connection.info.backend_pid)
        done, undone, cpu = *_one(connection, _DONE), cpu_of(server)
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(_LOOK_SECONDS, left))
            load.looks.append(_one(connection, _BUSY))
        after, undone_after = _one(connection, _DONE)
        load.transactions, load.rolled_back = after - done, undone_after - undone
        load.cpu = cpu_of(server) - cpu
    return load


def _one(connection: Any, query: str) -> tuple[int, int]:
    found: tuple[int, int] = connection.execute(query).fetchone()
    return found


def cpu_of(process: int) -> float:
    """Seconds of the processor that it and its children have had, those that are gone too (proc(5), stat)."""
    tick = os.sysconf("SC_CLK_TCK")
    children = (int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split())
    own = sum(int(part) for part in _stat(process)[11:15])
    return (own + sum(int(part) for child in children for part in (_stat(child) or [0] * 13)[11:13])) / tick


def _parent(process: int) -> int:
    return int(_stat(process)[1])


def _stat(process: int) -> list[str]:
    """The fields after the name, from the state on; none of a process that is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
