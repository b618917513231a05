"""One desk's day, as `desks` has a hundred of them: calls, handoffs, claims, rounds, each at its time, and how long each took."""

import random
import select as sockets
import time
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bdr_desk.actions import team
from bdr_desk.actions.calls import Answered, log_call
from bdr_desk.actions.claims import ClaimKeeper
from bdr_desk.actions.meetings import book
from bdr_desk.actions.syncing import Syncing
from bdr_desk.actions.touches import log_touch
from bdr_desk.desk import Desk
from bdr_desk.errors import DeskError
from bdr_desk.store.projects import project_named
from bdr_desk.store.sharing import share_lead
from bdr_desk.store.tables import Handoff
from tests.bench.seats import days_from, woken
from tests.people import add_lead

PROJECT, REP = "Northwind", "rep@maple.example"
LEADS = 5  # of each desk when the day begins
PROBE = 1  # the desk that passes a handoff every few seconds; the rep's is 0
EVERY = {"call": 120.0, "handoff": 3600.0, "claims": 45.0, "round": 60.0}  # seconds
PROBE_SECONDS = 3.0
REST, LONGEST_REST = 10, 2.0  # times what a round took, and seconds
PHONES = [f"+1617555{n:04}" for n in range(100, 200)]


@dataclass
class Day:
    """What one desk did and how long it took, seconds by kind; handoffs passed and seen by key, on the machine's clock."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    passed: dict[str, float] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    troubles: Counter[str] = field(default_factory=Counter)


class Seat:
    """One desk and what it does next."""

    def __init__(self, desk: Desk, number: int) -> None:
        self.desk, self.number, self.day = desk, number, Day()
        self.rounds, self.keeper = Syncing(desk), ClaimKeeper(desk)
        self.leads: list[UUID] = []
        self._chance = random.Random(number)
        self._due: dict[str, float] = {}
        self._rested = 0.0  # from when on it listens again

    def move_in(self, url: str, who: str, code: str) -> None:
        team.join_team(self.desk, url, who=who, code=code)
        self.rounds.round()
        if self.number:
            self.leads = [self._new_lead() for _ in range(LEADS)]
            self.rounds.round()

    def work(self, begin: float, seconds: float) -> None:
        everything = ("call", "handoff", "claims", "round") if self.number else ("round",)
        self._due = {what: begin + self._chance.uniform(0, EVERY[what]) for what in everything}
        if self.number == PROBE:
            self._due["handoff"] = begin
        while (now := time.monotonic()) < begin + seconds:
            what = min(self._due, key=self._due.__getitem__)
            if self._due[what] <= now:
                self._due[what] = now + self._pause(what)
                self._timed(what, getattr(self, f"_{what}"))
                if what in ("call", "handoff"):
                    self._timed("round", self._round)  # something waits
            elif self._heard(min(self._due[what], begin + seconds) - now):
                self._timed("woken", self._woken)
        self.keeper.close()
        self.rounds.close()

    def _pause(self, what: str) -> float:
        if what in ("claims", "round"):
            return EVERY[what]
        if what == "handoff" and self.number == PROBE:
            return PROBE_SECONDS
        return self._chance.expovariate(1 / EVERY[what])

    def _heard(self, seconds: float) -> bool:
        """Wait so long for somebody else's writing; while it rests, the desk does not listen."""
        rest = self._rested - time.monotonic()
        if rest > 0 or self.rounds.socket is None:
            time.sleep(min(seconds, max(rest, 0.01)))
            return False
        return bool(sockets.select([self.rounds.socket], [], [], seconds)[0])

    def _timed(self, what: str, do: Any) -> None:
        started = time.monotonic()
        try:
            do()
            self.day.took[what].append(time.monotonic() - started)
        except DeskError as trouble:
            self.day.troubles[f"{what}: {trouble.title}"] += 1

    # What it does

    def _call(self) -> None:
        lead, facts = self._chance.choice(self.leads), [Answered("need", f"late trucks, {time.time():.0f}")]
        log_call(self.desk, lead, "conversation", answers=facts, note="They ship at night.", seconds=180)
        if self._chance.random() < 0.5:
            with suppress(DeskError):
                log_touch(self.desk, lead, "email", "Sent the price list")

    def _handoff(self) -> None:
        at = days_from(self.desk.clock, self.number * 1000 + len(self.day.passed))
        lead = self._new_lead()
        booked = book(self.desk, lead, REP, at, waive="They asked for it")
        self.day.passed[str(booked.handoff)] = time.monotonic()

    def _claims(self) -> None:
        held = self.keeper.refresh()
        if held.state != "on":
            self.day.troubles[f"claims: {held.state}"] += 1

    def _round(self) -> None:
        self._then(lambda: self.rounds.round().news)

    def _woken(self) -> None:
        self._then(lambda: woken(self.rounds))

    def _then(self, do: Any) -> None:
        started = time.monotonic()
        do()
        ended = time.monotonic()
        self._rested = ended + min(REST * (ended - started), LONGEST_REST)
        if not self.number:
            with self.desk.read() as session:
                for key in session.scalars(select(Handoff.id)):
                    self.day.seen.setdefault(str(key), ended)

    def _new_lead(self) -> UUID:
        with self.desk.read() as session:
            project = project_named(session, PROJECT)
        assert project is not None
        company = f"Harbor {self.number} {self._chance.getrandbits(40):x} Freight"
        phone, email = self._chance.choice(PHONES), f"nina@{company.replace(' ', '-').lower()}.example"
        lead = add_lead(self.desk, project, "Nina Ortiz", company, (phone,), (email,), owner_id=self.desk.me)
        with self.desk.write() as tx:
            share_lead(tx, lead)
        return lead
