"""Claims at this desk: what it asks the team's database for, what it keeps of the answer, what it gives back.

Whoever calls does so from one thread at a time, one that may wait for the network (see `team.holding`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.errors import DeskError, NotFound
from bdr_desk.queries.claimable import Claimable, claimable
from bdr_desk.store.claimed import Known, forget_reach, has_claims, keep_claims, known_others, note_reach
from bdr_desk.team.claims import Taken
from bdr_desk.team.holding import Claims, State, claims_of, ticks
from bdr_desk.team.membership import Membership, membership

AHEAD = 5  # accounts held before anybody takes them, so that the next call need not wait
_BEAT = 45.0  # seconds, until the server has told
_SHORTEST = 1.0
_FORGOTTEN = timedelta(minutes=3)  # this long after the last try, a desk is no longer taken to be offline


@dataclass(frozen=True, repr=False)
class Holding:
    """How this desk stands. `state` is "alone" outside a team, else "on", "offline" or "not_yet" (the team has no claims);
    `hand` is the lead whose account is held for it; ask again after `again` seconds (0: no need)."""

    state: str = "alone"
    hand: UUID | None = None
    again: float = 0.0
    trouble: DeskError | None = None


class ClaimKeeper:
    """Holds the accounts at the head of the queue, and that of the lead in hand, for as long as it is asked to."""

    def __init__(self, desk: Desk, now: Callable[[], float] = ticks) -> None:
        """`now` in `holding.ticks`, which nobody can set."""
        self._desk, self._ticks = desk, now
        self._claims: Claims | None = None

    def refresh(self, lead: UUID | None = None) -> Holding:
        """Renew what is still wanted, take what is wanted now (`lead` is in hand), give back the rest, and keep here who holds
        what. Being out of reach is no error: `Holding` says so. Raises StoreProblem."""
        member = self._joined()
        if member is None:
            return Holding()
        claims = self._claims = self._claims or self._opened()
        try:
            wanted = claimable(self._desk, lead)
        except NotFound:  # no project yet
            return Holding(again=_BEAT)
        others = self._ask(claims, wanted)
        self._keep(claims, member, wanted, others)
        return self._holding(claims, wanted, lead)

    def close(self) -> None:
        """Give everything back and forget what was known of others."""
        if self._claims is None:
            return
        self._claims.close()
        self._claims = None
        with self._desk.write() as tx:
            keep_claims(tx, {})
            forget_reach(tx)

    def _joined(self) -> Membership | None:
        with self._desk.read() as session:
            return membership(session)

    def _opened(self) -> Claims:
        return claims_of(self._desk.store, now=self._desk.clock(), author=self._desk.me)

    def _ask(self, claims: Claims, wanted: Claimable) -> tuple[Taken, ...]:
        """What others hold, of what is wanted here or was held when last heard."""
        count = AHEAD + bool(wanted.hand)
        got = claims.wanted(wanted.project, wanted.wanted, at=self._ticks(), count=count)
        if claims.state is not State.ON:
            return ()
        keep = {(held.project, held.key) for held in got}
        for held in claims.held(self._ticks()):
            if (held.project, held.key) not in keep:
                claims.release(held.project, held.key)
        return claims.others(wanted.project, wanted.all)

    def _keep(self, claims: Claims, member: Membership, wanted: Claimable, others: tuple[Taken, ...]) -> None:
        state = claims.state
        with self._desk.read() as session:
            seen = has_claims(session, member.team)
        if state is not State.ON and not seen:
            return  # nothing is kept back where nobody claims
        with self._desk.write() as tx:
            if state is State.NOT_YET:
                keep_claims(tx, {})
                note_reach(tx, None, None)
                return
            offline = state is State.OFFLINE
            theirs = known_others(tx) if offline else self._theirs(wanted, others)
            keep_claims(tx, {**theirs, **self._mine(claims, wanted)})
            note_reach(tx, member.team, self._desk.clock() + _FORGOTTEN if offline else None)

    def _theirs(self, wanted: Claimable, others: tuple[Taken, ...]) -> dict[UUID, Known]:
        now = self._desk.clock()
        return {
            account: Known(taken.project, False, taken.who, now + timedelta(seconds=taken.seconds))
            for taken in others
            for account in wanted.accounts.get(taken.key, ())
        }

    def _mine(self, claims: Claims, wanted: Claimable) -> dict[UUID, Known]:
        now, at = self._desk.clock(), self._ticks()
        return {
            account: Known(held.project, True, "", now + timedelta(seconds=held.until - at))
            for held in claims.held(at)
            for account in wanted.accounts.get(held.key, ())
        }

    def _holding(self, claims: Claims, wanted: Claimable, lead: UUID | None) -> Holding:
        at = self._ticks()
        held = claims.held(at)
        mine = any((one.project, one.key) == (wanted.project, wanted.hand) for one in held)
        again = claims.terms.beat_seconds if claims.terms else _BEAT
        if claims.state is State.OFFLINE:  # as soon as a lease ends, so that it is not worked any more
            again = min([again, *(max(_SHORTEST, one.until - at) for one in held)])
        return Holding(str(claims.state), lead if mine else None, again, claims.trouble)
