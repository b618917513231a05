"""Comparing a list's judged rows with the store and with one another: what becomes of each."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from bdr_desk.domain.known_people import Found, Known, find, in_store
from bdr_desk.domain.list_rows import Flaw, Verdict
from bdr_desk.domain.staging import Packed, Person, flaws_json
from bdr_desk.domain.suppression import Mark, marks_of
from bdr_desk.store.columns import new_key
from bdr_desk.store.known_people import everybody, is_empty, stored_people
from bdr_desk.store.search_words import newest_contact
from bdr_desk.store.suppressed import anybody_suppressed, suppressed

ERASED = "erased"


class Compared(NamedTuple):
    """`problems` are flaws as JSON, as the store keeps them; `rule` is what the comparison found, "" for nothing.

    `found` is None for a row that is not used.
    """

    packed: Packed
    verdict: Verdict
    problems: str
    rule: str
    found: Found | None

    def __repr__(self) -> str:  # personal data stays out of logs
        return f"<row {self.packed[0]}: {self.verdict}>"


class Comparing:
    """One import's comparison, batch after batch. `whole` reads everybody in the store at once, and never asks again."""

    def __init__(
        self, session: Session, project: UUID | None, now: datetime, erased_key: bytes | None, *, whole: bool = False
    ) -> None:  # fmt: skip
        self.session, self.project, self.now, self.erased_key = session, project, now, erased_key
        connection = session.connection()
        self.known, self.newest = Known(new_key().int), newest_contact(connection)
        self.asks = not whole and not is_empty(connection)
        if whole:
            self.known.stored = everybody(connection, project)
        self.barring = anybody_suppressed(session)

    def batch(self, rows: Sequence[Packed]) -> Iterator[Compared]:
        """What becomes of `rows`, in their order."""
        people = [person for row in rows if (person := row[4]) is not None]
        if self.asks:
            connection = self.session.connection()
            self.known.stored = stored_people(connection, self.project, people, self.newest)
        barred = self._barred(people) if self.barring else {}
        for row in rows:
            yield self._compared(row, barred)

    def _compared(self, row: Packed, barred: Mapping[Mark, str]) -> Compared:
        _, _, verdict, problems, person = row
        if person is None:
            return Compared(row, Verdict(verdict or Verdict.REFUSED), problems, "", None)
        if barred and (flaw := self._bar(person, barred)):
            if flaw.rule == ERASED:  # nothing of them is kept again
                gone = (row[0], "[]", verdict, "[]", None)
                return Compared(gone, Verdict.REFUSED, flaws_json((flaw,)), ERASED, None)
            return Compared(row, Verdict.QUARANTINED, _with(problems, flaw), flaw.rule, None)
        found = find(self.known, person)
        if found.makes_lead:
            return Compared(row, Verdict.ADDED, problems, "", found)
        rule = _known_as(found)
        return Compared(row, Verdict.MERGED, _with(problems, Flaw("", "", rule)), rule, found)

    def _barred(self, people: Sequence[Person]) -> dict[Mark, str]:
        marks = [mark for person in people for mark in self._marks(person)]
        known = self.known.stored
        contacts = {*known.people.values(), *known.mailboxes.values(), *known.names.values()}
        accounts = {contact.account for contact in contacts}
        accounts |= {site.account for sites in known.companies.values() for site in sites}
        marks += [("contact", str(UUID(bytes=contact.key))) for contact in contacts]
        marks += [("account", str(UUID(bytes=account))) for account in accounts]
        return suppressed(self.session, marks, self.now)

    def _marks(self, person: Person) -> list[Mark]:
        return marks_of(
            phones=[phone[0] for phone in person.phones], emails=[email[1] for email in person.emails],
            domain=person.domain, company=person.company_key, person=person.name_key, key=self.erased_key,
        )  # fmt: skip

    def _bar(self, person: Person, barred: Mapping[Mark, str]) -> Flaw | None:
        """Why `person` may not be contacted, with the text that shows it."""
        contact, account = in_store(self.known, person)
        ids: list[Mark] = [
            (kind, str(UUID(bytes=key))) for kind, key in (("contact", contact), ("account", account)) if key
        ]
        hit = next((mark for mark in [*self._marks(person), *ids] if mark in barred), None)
        if hit is None:
            return None
        if hit[0] == "erased":
            return Flaw("", "", ERASED)
        return Flaw(*_evidence(person, hit), "suppressed")


def _evidence(person: Person, mark: Mark) -> tuple[str, str]:
    kind, value = mark
    if kind == "phone":
        return "phone", next((typed for e164, _, _, typed in person.phones if e164 == value), value)
    if kind == "email":
        return "email", value
    return ("website", value) if kind == "domain" else ("company", person.account_name)


def _known_as(found: Found) -> str:
    if found.stored is None:
        return "repeated_person"
    return "already_worked" if found.stored.calls else "already_known"


def _with(problems: str, flaw: Flaw) -> str:
    first = flaws_json((flaw,))
    return first if problems == "[]" else f"{first[:-1]},{problems[1:]}"
