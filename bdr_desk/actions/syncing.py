"""Syncing while a window is open: rounds over one connection that is kept, and on which others' writing is heard.

Whoever calls does so from one thread at a time, one that may wait for the network (see `team.link`).
"""

from dataclasses import dataclass

from bdr_desk.desk import Desk
from bdr_desk.errors import TeamProblem
from bdr_desk.team.link import Link
from bdr_desk.team.round import Progress, Synced, Told, sync_once

__all__ = ["Progress", "Round", "Synced", "Syncing"]


@dataclass(frozen=True)
class Round:
    """`news` when somebody else wrote meanwhile."""

    synced: Synced
    news: bool


class Syncing:
    """The rounds of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._link = desk, Link(desk.store)

    def round(self, told: Told | None = None) -> Round:
        """One round. Raises TeamProblem, KeyringProblem, Cancelled; what waits then keeps waiting."""
        desk = self._desk
        done = sync_once(desk.store, clock=desk.clock, author=desk.me, told=told, link=self._link)
        return Round(done, self._heard())

    def answer(self, told: Told | None = None) -> Round | None:
        """What `socket` asks for when it is readable: a round if somebody else wrote, or if the connection broke."""
        return self.round(told) if self._heard() else None

    @property
    def socket(self) -> int | None:
        """What becomes readable when there may be news; None while nobody listens."""
        return self._link.socket

    def cut(self) -> None:
        """End a round that waits for the network; from any thread."""
        self._link.cut()

    def close(self) -> None:
        self._link.close()

    def _heard(self) -> bool:
        """A connection that broke is worth a round: it makes a new one, or says why not."""
        try:
            return self._link.news()
        except TeamProblem:
            return True
