"""What was done in the simulated days, kept beside the product, and the naive checks that hold it to its word."""

from collections import Counter, defaultdict
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from tests.journeys.queue_people import Someone

GAP = timedelta(minutes=30)
PERIOD = timedelta(days=30)
PER_CONTACT, PER_ACCOUNT, TOUCHES = 12, 30, 21  # the caps of the cadence "Calls only"
Mark = tuple[str, object]


@dataclass
class Book:
    """Of one lead: when it was called, when somebody last talked, which promise is open, from when it may come back."""

    calls: list[datetime] = field(default_factory=list)
    since_talk: int = 0
    promised: datetime | None = None
    next_at: datetime | None = None
    kind: str = "fresh"


Before = tuple[Book, set[str], datetime | None]


class Ledger:
    def __init__(self, people: list[Someone]) -> None:
        self.people = {person.lead: person for person in people}
        self.books: dict[UUID, Book] = {person.lead: Book() for person in people}
        self.of_account: dict[UUID, list[Someone]] = defaultdict(list)
        for person in people:
            self.of_account[person.account].append(person)
        self.on_phone: dict[UUID, UUID] = {}  # account to the lead that is talked to
        self.called_at: dict[UUID, datetime] = {}  # account to the end of the last call there
        # A mark to the suppressions of it: until when, and the call in which it was asked for.
        self.barred: dict[Mark, list[tuple[datetime | None, UUID | None]]] = defaultdict(list)
        self.held: set[UUID] = set()
        self.skipped: dict[UUID, datetime] = {}
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []

    def blame(self, now: datetime, what: str, lead: UUID | None = None) -> None:
        place = self.people[lead].spots if lead else ""
        self.wrong.append(f"{now:%Y-%m-%d %H:%M} UTC: {what} {lead or ''} {place}")

    def stopped(self, person: Someone, now: datetime) -> bool:
        domain = person.email.partition("@")[2]
        marks = [
            ("contact", person.contact), ("account", person.account), ("email", person.email), ("domain", domain),
            *(("phone", e164) for e164 in person.numbers),
        ]  # fmt: skip
        return any(until is None or until > now for mark in marks for until, _ in self.barred.get(mark, ()))

    def check_offer(self, lead: UUID, kind: str, now: datetime) -> None:
        """Every rule that an offer must keep, from first principles."""
        person, book = self.people[lead], self.books[lead]
        promise = kind == "callback"
        if not person.open(now):
            self.blame(now, "offered outside hours", lead)
        if self.stopped(person, now):
            self.blame(now, "offered though suppressed", lead)
        if self.on_phone.get(person.account, lead) != lead:
            self.blame(now, "offered while the account is on the phone", lead)
        if promise != (book.promised is not None) or (book.promised or now) > now:
            self.blame(now, f"offered as {kind} though promised for {book.promised}", lead)
        if kind == "fresh" and person.call_list in self.held:
            self.blame(now, "offered though its list is held", lead)
        if book.next_at and book.next_at > now:
            self.blame(now, "offered before it was due", lead)
        if not set(person.numbers) - person.bad:
            self.blame(now, "offered without a good number", lead)
        if not promise:
            self._check_pace(person, now)

    def _check_pace(self, person: Someone, now: datetime) -> None:
        """What only a promise may pass over: the gap, a skip and the caps."""
        called = self.called_at.get(person.account)
        if called and now - called < GAP:
            self.blame(now, f"account called {now - called} ago", person.lead)
        if self.skipped.get(person.lead, now) > now:
            self.blame(now, "offered though passed over", person.lead)
        own = self._lately(person, now)
        if own >= PER_CONTACT:
            self.blame(now, f"{own} calls to the person in 30 days", person.lead)
        every = sum(self._lately(each, now) for each in self.of_account[person.account])
        if every >= PER_ACCOUNT:
            self.blame(now, f"{every} calls to the account in 30 days", person.lead)
        if self.books[person.lead].since_talk >= TOUCHES:
            self.blame(now, "past the cap on touches", person.lead)

    def _lately(self, person: Someone, now: datetime) -> int:
        return sum(at > now - PERIOD for at in self.books[person.lead].calls)

    def due_promises(self, now: datetime) -> list[UUID]:
        """Promises that must be offered at this very moment: one for each account that nobody is talking to."""
        found = {}
        for lead, book in self.books.items():
            person = self.people[lead]
            if (
                book.promised and book.promised <= now and person.account not in self.on_phone and person.open(now)
                and not self.stopped(person, now) and set(person.numbers) - person.bad
            ):  # fmt: skip
                found[person.account] = lead
        return list(found.values())

    def note_call(
        self, lead: UUID, outcome: str, started: datetime, now: datetime, kind: str, next_at: datetime | None
    ) -> None:
        """What a call that was logged means by the house's rules."""
        person, book = self.people[lead], self.books[lead]
        book.calls.append(started)
        book.since_talk = 0 if outcome in ("conversation", "not_interested") else book.since_talk + 1
        book.kind, book.next_at = kind, next_at
        book.promised = next_at if outcome == "callback" else None
        self.called_at[person.account] = now
        if outcome == "do_not_call":
            for mark in (
                ("contact", person.contact),
                ("email", person.email),
                *(("phone", n) for n in person.numbers),
            ):
                self.barred[mark].append((None, lead))

    def before(self, lead: UUID) -> Before:
        """What `put_back` needs to take a call back."""
        person = self.people[lead]
        return deepcopy(self.books[lead]), set(person.bad), self.called_at.get(person.account)

    def put_back(self, lead: UUID, before: Before) -> None:
        person = self.people[lead]
        self.books[lead], person.bad, called = before
        self.called_at.pop(person.account, None)
        if called:
            self.called_at[person.account] = called
        for mark, asked in self.barred.items():
            self.barred[mark] = [(until, by) for until, by in asked if by != lead]
