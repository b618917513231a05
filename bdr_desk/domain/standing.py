"""Whether a lead may be offered at all, and from when: what the store keeps beside each lead, so that reading the queue is quick.

Calling hours are left out: they change by the minute, and are asked when the queue is read (by `QueueCell`). Claims of other
desks are as well.
"""

from typing import NamedTuple

from bdr_desk.domain.call_queue import CALLABLE_STAGES
from bdr_desk.domain.words import Next


class Position(NamedTuple):
    """What decides. Times in microseconds since 1970 UTC.

    `placed`: somebody knows where the person is; `held`: the list is not released yet; `barred_until`: 0 where no suppression
    holds, None for good; `account_free_at`: when the gap after the last call into the account is over; `skipped_until`.
    """

    stage: str
    next_kind: str
    next_at: int | None
    has_number: bool = True
    placed: bool = True
    held: bool = False
    barred_until: int | None = 0
    account_free_at: int | None = None
    skipped_until: int | None = None

    def __repr__(self) -> str:
        return "<Position>"


NEVER = None, False


def standing(p: Position, now: int) -> tuple[int | None, bool]:
    """(the first instant the lead may be offered, whether that has come); (None, False) when nothing but a change helps.

    Neither the gap between two calls into an account nor the cap on them holds back a promise: they asked to be called then.
    """
    if p.stage not in CALLABLE_STAGES or p.next_kind == Next.NONE or not p.has_number or not p.placed:
        return NEVER
    if p.barred_until is None or (p.held and p.next_kind == Next.FRESH):
        return NEVER
    waits = [p.next_at, p.barred_until]
    if p.next_kind != Next.CALLBACK:
        waits += [p.account_free_at, p.skipped_until]
    at = max((moment for moment in waits if moment), default=0)
    return (at, False) if at > now else (None, True)
