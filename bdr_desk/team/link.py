"""Link: the desk's connection to its team, kept from round to round, on which it hears that somebody else wrote.

The signal (NOTIFY, `upgrades.sync`) says nothing but that there is news. It comes after the commit it tells of, so a round begun
after it was heard reads what was written; one heard during a round asks for another. What this very connection wrote wakes
every desk but its own. A desk that misses the signal finds the news when it next asks.
"""

from __future__ import annotations

import socket as sockets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from bdr_desk.errors import Cancelled, TeamProblem
from bdr_desk.store.store import Store
from bdr_desk.team import shape
from bdr_desk.team.connection import opened, told
from bdr_desk.team.membership import Membership, need_membership, password_of

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team

CHANNEL = "bdr_desk"


class Link:
    """One call at a time, from a thread that may wait for the network; but `cut` comes from any."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._member: Membership | None = None
        self._connection: Team | None = None
        self._over = False

    @contextmanager
    def team(self) -> Iterator[tuple[Team, Membership]]:
        """The connection, its version checked, made anew where it broke; what goes wrong in the block closes it. Raises
        TeamProblem, KeyringProblem; Cancelled once it was cut."""
        member = need_membership(self._store)
        try:
            with told(member.address):
                connection = self._still_open(member) or self._open(member)
                yield connection, member
                connection.commit()
        except BaseException:
            self.close()
            if self._over:
                raise _broken_off() from None
            raise

    def news(self) -> bool:
        """Whether somebody else wrote since this was asked last, or the connection opened. Never waits. Raises TeamProblem when
        the connection broke."""
        if self._connection is None or self._member is None:
            return False
        try:
            with told(self._member.address):
                writers = {heard.pid for heard in self._connection.notifies(timeout=0)}
                return bool(writers - {self._connection.info.backend_pid})
        except TeamProblem:
            self.close()
            raise

    @property
    def socket(self) -> int | None:
        """What becomes readable when there may be news, or the connection broke; None while there is no connection."""
        connection = self._connection
        return connection.fileno() if connection is not None and not connection.closed else None

    def cut(self) -> None:
        """End it for good: whoever waits for an answer is let go at once. What was under way is sent again some day."""
        self._over = True
        with suppress(OSError):
            if (number := self.socket) is not None:
                with sockets.fromfd(number, sockets.AF_UNSPEC, sockets.SOCK_STREAM) as there:
                    there.shutdown(sockets.SHUT_RDWR)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _still_open(self, member: Membership) -> Team | None:
        if self._connection is None:
            return None
        try:
            if member != self._member:
                raise TeamProblem("The desk has moved.")
            with told(member.address):
                shape.check(self._connection, member.address.place)
                return self._connection
        except TeamProblem:  # it broke while it was idle, or will say on a new one what is wrong
            self.close()
            return None

    def _open(self, member: Membership) -> Team:
        if self._over:
            raise _broken_off()
        self._connection, self._member = opened(member.address, password_of(member)), member
        # The same questions in each round: planned once. (A pooler that changes connections cannot carry LISTEN anyway.)
        self._connection.prepare_threshold = 1
        self._connection.execute(f"LISTEN {CHANNEL}")
        self._connection.commit()
        shape.check(self._connection, member.address.place)
        return self._connection


def _broken_off() -> Cancelled:
    return Cancelled("The sync was broken off.", "What waits goes out with the next one.")
