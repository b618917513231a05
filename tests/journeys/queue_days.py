"""Many BDRs working one queue for many days, with every dial held against rules written down naively.

    python -m tests.journeys.queue_days [--bdrs 20] [--days 60] [--leads 4000] [--seed 1] [--start 2027-03-01]

The store, the actions and the queries are the real ones; people, answers and the clock are made up. Exit status 1 where a rule
was broken.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bdr_desk.actions.calls import check_dialable, drop_draft, log_call, save_draft
from bdr_desk.actions.lists import hold_list, release_list
from bdr_desk.actions.skips import skip_lead
from bdr_desk.actions.suppressions import suppress, suppress_account, suppress_contact
from bdr_desk.actions.undo import undo_call
from bdr_desk.actions.zones import set_zone
from bdr_desk.desk import Desk
from bdr_desk.domain import phone
from bdr_desk.domain.qualification import Criterion, Definition
from bdr_desk.errors import BadInput, DeskError, Refused
from bdr_desk.queries.drafts import CallDraft
from bdr_desk.queries.explained import explain
from bdr_desk.queries.queue import QueueItem, call_queue, first_leads
from bdr_desk.store.columns import new_key, to_micros
from bdr_desk.store.identity import this_user
from bdr_desk.store.projects import add_project
from bdr_desk.store.standing import rebuild
from bdr_desk.store.store import Store, open_store
from bdr_desk.store.tables import ContactPhone, Project, User
from bdr_desk.telephony.tel_link import TelLink
from tests.journeys.queue_ledger import Before, Ledger
from tests.journeys.queue_people import CENTRAL, EAST, Someone, make_people

_OUTCOMES = {
    "no_answer": 44, "voicemail_left": 14, "busy": 8, "gatekeeper": 9, "callback": 8, "conversation": 6,
    "not_interested": 5, "wrong_number": 2, "bad_number": 2, "do_not_call": 2,
}  # fmt: skip
# When BDRs work: zone, from, hours. Two in ten sit in Sydney, three in London, the others in New York.
_SHIFTS = (
    *((("America/New_York", 9, 9),) * 3), ("Europe/London", 9, 8), ("Australia/Sydney", 9, 8),
    *((("America/New_York", 11, 9),) * 2), ("Europe/London", 8, 9), ("Australia/Sydney", 10, 7), ("Europe/London", 10, 8),
)  # fmt: skip
_DEFINITION = Definition("Short", 1, (Criterion("need", "Need", "text", "What hurts?", required=True),))
_OFFERED = 8
_SHOW = 40


class Days:
    """The simulation: a heap of what happens next, a clock that jumps to it, and the ledger."""

    def __init__(self, store: Store, folder: Path, *, bdrs: int, leads: int, seed: int, start: date) -> None:
        self.dice = random.Random(seed)
        self.start = self.now = datetime(start.year, start.month, start.day, tzinfo=UTC)
        self.desks = self._desks(store, folder, bdrs)
        with self.desks[0].write() as tx:
            self.project: Project = add_project(
                tx, "Northwind", region="US", definition=_DEFINITION, sample=True
            )
        self.people = make_people(self.desks[0], self.project, leads, self.dice)
        self.ledger = Ledger(self.people)
        self.counts = self.ledger.counts
        self._order, self._heap = count(), []

    def _desks(self, store: Store, folder: Path, bdrs: int) -> list[Desk]:
        me = this_user(store, self.now, lambda: "America/New_York")
        first = Desk(store, TelLink(), lambda: self.now, folder, me)
        with first.write() as tx:
            users = [User(id=new_key(), name=f"BDR {n}", role="bdr", time_zone="UTC") for n in range(1, bdrs)]
            tx.add_all(users)
            keys = [user.id for user in users]
        return [first, *(replace(first, me=key) for key in keys)]

    def run(self, days: int) -> Ledger:
        for n in range(len(self.desks)):
            self._later(self._on_shift(n, self.start), self._ask, n)
        for day in range(1, days + 1):
            self._later(self.start + timedelta(days=day, minutes=-1), self._evening)
            self._later(self.start + timedelta(days=day - 1, hours=15, minutes=7), self._office)
        end = self.start + timedelta(days=days)
        while self._heap and self._heap[0][0] < end:
            self.now, _, act, values = heappop(self._heap)
            act(*values)
        return self.ledger

    def _later(self, at: datetime, act, *values) -> None:
        heappush(self._heap, (at, next(self._order), act, values))

    def _on_shift(self, n: int, at: datetime) -> datetime:
        """The first minute from `at` on in which a BDR works."""
        zone, first, hours = _SHIFTS[n % len(_SHIFTS)]
        there = at.astimezone(ZoneInfo(zone))
        for ahead in range(8):
            day = there.date() + timedelta(days=ahead)
            begins = datetime(day.year, day.month, day.day, first, n % 7, tzinfo=ZoneInfo(zone)).astimezone(
                UTC
            )
            if day.weekday() < 5 and at < begins + timedelta(hours=hours):
                return max(at, begins)
        raise AssertionError("a BDR who never works")

    # One BDR

    def _ask(self, n: int) -> None:
        if (begins := self._on_shift(n, self.now)) > self.now:
            self._later(begins, self._ask, n)
            return
        items = self._offered(n)
        free = [item for item in items if self.ledger.people[item.lead].account not in self.ledger.on_phone]
        if not free:
            self.counts["waits for a lead"] += 1
            self._later(self.now + timedelta(minutes=20), self._ask, n)
            return
        if self.dice.random() < 0.02 and self._skip(n, free[0]):
            self._later(self.now + timedelta(minutes=1), self._ask, n)
        else:
            self._dial(n, free[0])

    def _offered(self, n: int) -> tuple[QueueItem, ...]:
        ledger, desk = self.ledger, self.desks[n]
        whole = self.dice.random() < 0.02
        items = (
            call_queue(desk, _OFFERED).items if whole else first_leads(desk, _OFFERED + len(ledger.on_phone))
        )
        self.counts["asked"] += 1
        for item in items:
            ledger.check_offer(item.lead, item.kind, self.now)
        if len({item.account for item in items}) < len(items):
            ledger.blame(self.now, "two leads of one account offered")
        kinds = [item.kind == "callback" for item in items]
        if kinds != sorted(kinds, reverse=True):
            ledger.blame(self.now, "a promise does not come first")
        self._promises_offered(items)
        return items

    def _promises_offered(self, items: tuple[QueueItem, ...]) -> None:
        """Each that is due is in the list the moment somebody asks, unless there are more of them than places."""
        due, accounts = (
            self.ledger.due_promises(self.now),
            {item.account for item in items if item.kind == "callback"},
        )
        if len(due) > _OFFERED // 2:
            self.counts["many promises at once"] += 1
            return
        for lead in due:
            self.counts["promises seen due"] += 1
            if self.ledger.people[lead].account not in accounts:
                self.ledger.blame(self.now, "a promise that is due is not offered", lead)

    def _skip(self, n: int, item: QueueItem) -> bool:
        try:
            self.ledger.skipped[item.lead] = skip_lead(
                self.desks[n], item.lead, "read the account first"
            ).until
        except Refused:
            self.counts["skips refused"] += 1
            return False
        self.counts["skips"] += 1
        return True

    def _dial(self, n: int, item: QueueItem) -> None:
        ledger, desk, lead = self.ledger, self.desks[n], item.lead
        person = ledger.people[lead]
        e164 = next(number for number in person.numbers if phone.shown(number) == item.phone)
        try:
            check_dialable(desk, lead, e164)
        except DeskError as refused:
            ledger.blame(self.now, f"offered, but not dialable: {refused}", lead)
            self._later(self.now + timedelta(minutes=5), self._ask, n)
            return
        if item.kind == "callback":
            self.counts["promises kept"] += 1
            late = self.now - (ledger.books[lead].promised or self.now)
            self.counts["promises kept within the hour"] += late <= timedelta(hours=1)
        save_draft(desk, CallDraft(lead, self.now, phone=e164))
        ledger.on_phone[person.account] = lead
        self.counts["dials"] += 1
        ends = self.now + timedelta(minutes=self.dice.choice((1, 1, 2, 2, 3, 5, 9)))
        self._later(ends, self._hang_up, n, lead, self.now, e164)

    def _hang_up(self, n: int, lead: UUID, started: datetime, e164: str) -> None:
        before = self.ledger.before(lead)
        self._log(n, lead, started, e164)
        if self.dice.random() < 0.015:
            self._later(self.now + timedelta(minutes=1), self._undo, n, lead, started, e164, before)
        else:
            self._later(self.now + timedelta(minutes=self.dice.randint(1, 6)), self._ask, n)

    def _log(self, n: int, lead: UUID, started: datetime, e164: str) -> None:
        ledger, person = self.ledger, self.ledger.people[lead]
        (outcome,) = self.dice.choices(list(_OUTCOMES), list(_OUTCOMES.values()))
        at = self._promise(person) if outcome == "callback" else None
        if outcome == "callback" and at is None:
            outcome = "no_answer"
        ways = {
            "phone": e164,
            "started_at": started,
            "note": f"Call at {started}",
            "no_fact_reason": "made up",
        }
        try:
            done = log_call(self.desks[n], lead, outcome, callback_at=at, **ways)
        except BadInput:
            self.counts["promises refused"] += 1  # a holiday the yardstick does not know
            outcome, at = "busy", None
            done = log_call(self.desks[n], lead, outcome, **ways)
        self.counts[outcome] += 1
        if at and done.next_at != at:
            ledger.blame(self.now, f"promised for {at}, kept for {done.next_at}", lead)
        person.bad = self._bad_numbers(person)
        ledger.note_call(lead, outcome, started, self.now, done.next_kind, done.next_at)
        ledger.on_phone.pop(person.account, None)

    def _bad_numbers(self, person: Someone) -> set[str]:
        bad = select(ContactPhone.e164).where(ContactPhone.bad_since.is_not(None))
        with self.desks[0].read() as session:
            return set(session.scalars(bad.where(ContactPhone.contact_id == person.contact)))

    def _promise(self, person: Someone) -> datetime | None:
        """A time on the person's wall clock, from in an hour to in ten days, at which they may be called."""
        if not person.spots:
            return None
        zone = ZoneInfo(person.spots[0].zone)
        for _ in range(60):
            ahead = self.now.astimezone(zone).date() + timedelta(
                days=self.dice.choice((0, 1, 1, 2, 3, 5, 7, 10))
            )
            minute = self.dice.randrange(0, 24 * 60, 5)
            at = datetime(
                ahead.year, ahead.month, ahead.day, minute // 60, minute % 60, tzinfo=zone
            ).astimezone(UTC)
            if (
                at > self.now + timedelta(minutes=20)
                and person.open(at)
                and person.open(at + timedelta(minutes=20))
            ):
                return at
        return None

    def _undo(self, n: int, lead: UUID, started: datetime, e164: str, before: Before) -> None:
        """The last outcome was the wrong one: it is taken back, and the right one logged; or nobody was called at all."""
        ledger = self.ledger
        account = ledger.people[lead].account
        self._later(self.now + timedelta(minutes=2), self._ask, n)
        if account in ledger.on_phone:
            return
        try:
            undo_call(self.desks[n])
        except Refused:
            self.counts["undo refused"] += 1
            return
        self.counts["undone"] += 1
        ledger.put_back(lead, before)
        if self.dice.random() < 0.5:
            self._log(n, lead, started, e164)
        else:
            drop_draft(self.desks[n], lead)

    # The office: wishes, lists, zones

    def _office(self) -> None:
        desk, ledger, dice = self.desks[0], self.ledger, self.dice
        for person in dice.sample(self.people, max(1, len(self.people) // 400)):
            self._wish(desk, person)
        nowhere = [person for person in self.people if not person.spots]
        for person in dice.sample(nowhere, min(2, len(nowhere))):
            spot = dice.choice((EAST, CENTRAL))
            set_zone(desk, person.lead, spot.zone)
            person.said = spot
            self.counts["zones said"] += 1
        for call_list in sorted(ledger.held):
            release_list(desk, call_list)
            ledger.held.discard(call_list)
        if dice.random() < 0.3:
            call_list = dice.choice(self.people).call_list
            hold_list(desk, call_list)
            ledger.held.add(call_list)
            self.counts["lists held"] += 1

    def _wish(self, desk: Desk, person: Someone) -> None:
        until = self.now + timedelta(days=self.dice.randint(1, 9)) if self.dice.random() < 0.4 else None
        domain = person.email.partition("@")[2]
        mark, act = self.dice.choice((
            (("contact", person.contact), lambda: suppress_contact(desk, person.contact, "asked", until=until)),
            (("account", person.account), lambda: suppress_account(desk, person.account, "asked", until=until)),
            (("phone", person.numbers[0]), lambda: suppress(desk, person.numbers[0], "asked", until=until)),
            (("email", person.email), lambda: suppress(desk, person.email, "asked", until=until)),
            (("domain", domain), lambda: suppress(desk, domain, "asked", until=until)),
        ))  # fmt: skip
        act()
        self.counts["suppressions"] += 1
        self.ledger.barred[mark].append((until, None))

    # The evening: nobody is lost, and the store knows what a fresh look would find

    def _evening(self) -> None:
        kept = self._columns()
        with self.desks[0].write() as tx:
            rebuild(tx, self.project.id, to_micros(self.now))
        fresh = self._columns()
        self.counts["leads compared"] += len(kept)
        for lead, columns in fresh.items():
            if kept[lead] != columns:
                self.ledger.blame(self.now, f"kept {kept[lead]}, a fresh look finds {columns}", lead)
            if not columns[2] and columns[3] is None:
                self._check_reason(lead)

    def _columns(self) -> dict[UUID, tuple[object, ...]]:
        """Cell, turn, ready and wake-up time; one that was woken since anything was written counts as ready."""
        now = to_micros(self.now)
        with self.desks[0].read() as session:
            rows = (
                session.connection()
                .exec_driver_sql("SELECT id, cell_id, turn, ready, wake_at FROM lead")
                .all()
            )
        return {
            UUID(bytes=key): (cell, turn, 1, None)
            if at is not None and at <= now
            else (cell, turn, ready, at)
            for key, cell, turn, ready, at in rows
        }

    def _check_reason(self, lead: UUID) -> None:
        """Whoever is neither ready nor waiting for a date is so for a reason that can be read."""
        rules = {reason.rule for reason in explain(self.desks[0], lead).reasons}
        self.counts["reasons asked"] += 1
        person = self.ledger.people[lead]
        if not rules & {"suppressed", "stage", "held", "no_number", "unknown_zone"}:
            self.ledger.blame(self.now, f"lost: {sorted(rules)}", lead)
        if "suppressed" in rules and not self.ledger.stopped(person, self.now):
            self.ledger.blame(self.now, "suppressed, but nobody asked for it", lead)


def work(folder: Path, **ways) -> Ledger:
    """The days in a store of their own under `folder`."""
    days = ways.pop("days")
    store = open_store(folder / "desk.sqlite3")
    try:
        return Days(store, folder, **ways).run(days)
    finally:
        store.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("bdrs", 20), ("days", 60), ("leads", 4000), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--start", type=date.fromisoformat, default=date(2027, 3, 1))
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        ledger = work(Path(folder), **vars(parser.parse_args()))
    for what, number in sorted(ledger.counts.items()):
        print(f"{number:>9,}  {what}")
    print(f"{time.perf_counter() - began:9.0f}  seconds")
    kinds = Counter(" ".join(line.split(": ", 1)[1].split()[:4]) for line in ledger.wrong)
    print(
        f"{len(ledger.wrong):>9,}  violations", *(f"\n{n:>9,}    {kind} …" for kind, n in kinds.most_common())
    )
    for line in ledger.wrong[:_SHOW]:
        print(line)
    return 1 if ledger.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
