"""The customers and competitors a project names: what they are to it, and those of one kind while others are added.

How they are read from what people type and from files: `company_reading`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID


class Part(StrEnum):
    """What a company is to the project."""

    CUSTOMER = "customer"
    COMPETITOR = "competitor"


RULE: Mapping[str, str] = {Part.CUSTOMER: "already_customer", Part.COMPETITOR: "competitor"}


def counts(rules: Mapping[str, Any], part: Part) -> bool:
    """Whether a project's `rules` (`Project.rules`) mind its customers or competitors at all."""
    return bool(rules.get(RULE[part]) != "off")


def upwards(site: str) -> Iterator[str]:
    """A domain and all it lies in, but the last label: mail.cobalt.example, cobalt.example."""
    while "." in site:
        yield site
        site = site.partition(".")[2]


class Entry(NamedTuple):
    """`name_key` as `matching.company_key` folds it, "" where only a site is known; `domain` None where none is."""

    name: str
    name_key: str
    domain: str | None

    def __repr__(self) -> str:  # who buys from whom stays out of logs
        return "<Entry>"


class Taken(StrEnum):
    """What became of an entry: every one has one."""

    ADDED = "added"
    COMPLETED = "completed"  # known by its name, and now by its site too
    KNOWN = "known"
    OTHER = "other"  # it stands among the other kind, and nobody said that it is both
    UNREAD = "unread"


@dataclass(repr=False)
class Book:
    """The companies of one kind while others are added: `siteless` are those known by name alone, with their keys."""

    names: set[str] = field(default_factory=set)
    domains: set[str] = field(default_factory=set)
    siteless: dict[str, UUID] = field(default_factory=dict)

    @staticmethod
    def of(rows: Iterable[tuple[UUID, str, str | None]]) -> "Book":
        """From (key, name key, domain)."""
        book = Book()
        for key, name_key, domain in rows:
            book.note(key, name_key, domain)
        return book

    def note(self, key: UUID, name_key: str, domain: str | None) -> None:
        if domain:
            self.domains.add(domain)
        elif name_key not in self.names:
            self.siteless[name_key] = key
        if name_key:
            self.names.add(name_key)

    def names_it(self, entry: Entry) -> bool:
        """By its name or by its site."""
        return entry.name_key in self.names or (entry.domain or "") in self.domains

    def has(self, entry: Entry) -> bool:
        """All that `entry` says is known."""
        return (not entry.name_key or entry.name_key in self.names) and (
            not entry.domain or entry.domain in self.domains
        )

    def complete(self, entry: Entry) -> UUID | None:
        """The key of the company that `entry` gives its site to."""
        if not entry.domain or entry.domain in self.domains:
            return None
        return self.siteless.pop(entry.name_key, None) if entry.name_key else None
