"""Listening: a connection that waits until somebody in the team wrote something.

The signal says nothing but that there is news (`upgrades.sync`); a desk that misses it finds the news when it next asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bdr_desk.store.store import Store
from bdr_desk.team.connection import opened, told
from bdr_desk.team.membership import need_membership, password_of

CHANNEL = "bdr_desk"
Wait = Callable[[float], bool]


@contextmanager
def listening(store: Store) -> Iterator[Wait]:
    """A function that waits up to so many seconds and says whether something came since it was called last, or since the block
    began. Raises TeamProblem, also from the wait when the connection breaks; KeyringProblem."""
    member = need_membership(store)
    connection = opened(member.address, password_of(member))

    def wait(seconds: float) -> bool:
        with told(member.address):
            return any(True for _ in connection.notifies(timeout=seconds, stop_after=1))

    try:
        with told(member.address):
            connection.autocommit = True
            connection.execute(f"LISTEN {CHANNEL}")
        yield wait
    finally:
        connection.close()
