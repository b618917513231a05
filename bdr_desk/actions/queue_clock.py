"""The queue's clock: who was to wait until now is ready from now on."""

from bdr_desk.desk import Desk
from bdr_desk.queries.queue import anybody_woken


def wake(desk: Desk) -> None:
    """Take note of those whose time has come. Every write does the same; this is for a desk at which nothing is written.

    Reading the queue sees them in any case: it is only quicker when they are few.
    """
    if anybody_woken(desk):
        with desk.write():
            pass  # the door does it before it commits
