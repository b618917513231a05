"""Erasing a person: by which texts they are recognised, and what takes their place.

GDPR (EU 2016/679) Art. 17(1): without undue delay. What stays are keyed hashes, so that nobody calls them again when they come
back on a list: Art. 17(3)(b) with Art. 21(3), the objection to direct marketing that has to be honoured for good.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bdr_desk.domain import phone
from bdr_desk.domain.mail_address import address_key, addresses_in
from bdr_desk.domain.matching import company_key, person_key

ERASED = "[erased]"
LAW = "GDPR Art. 17(1); hashes kept under Art. 17(3)(b) with Art. 21(3)"
_LETTERS = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, repr=False)
class Traces:
    """What tells the person: E.164 numbers and address keys that are theirs alone, the names they are written by, the
    companies (folded) they were at. `region` is how national numbers in old rows are read."""

    phones: tuple[str, ...]
    emails: tuple[str, ...]
    names: tuple[str, ...]
    companies: tuple[str, ...]
    region: str

    def __repr__(self) -> str:
        return f"<Traces {len(self.phones)} {len(self.emails)} {len(self.names)}>"

    @cached_property
    def full_names(self) -> tuple[str, ...]:
        """Names of at least two words: one word alone is many people's."""
        return tuple(name for name in self.names if len(name.split()) > 1)

    @cached_property
    def _name_keys(self) -> frozenset[str]:
        return frozenset(person_key(name) for name in self.full_names)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What is looked for letter by letter, the longest first."""
        spellings = {
            *self.phones,
            *(phone.shown(number) for number in self.phones),
            *self.emails,
            *self.full_names,
        }
        return tuple(sorted(spellings, key=len, reverse=True))

    @cached_property
    def bytes(self) -> tuple[bytes, ...]:
        """`texts` as they may stand in a file: plain, and as JSON escapes them."""
        forms = {form for text in self.texts for form in (text, json.dumps(text)[1:-1])}
        return tuple(form.encode() for form in sorted(forms))

    def hints(self) -> tuple[str, ...]:
        """Short ASCII texts of which every row that names the person holds one, for a first sieve: in lower case."""
        ends = {number[-2:] for number in self.phones}
        words = {max(_LETTERS.findall(name) or [""], key=len).lower() for name in self.full_names}
        return tuple({*ends, *(email.partition("@")[0] for email in self.emails), *words})

    def named_in(self, cells: Sequence[str]) -> bool:
        """Whether a row of a list names the person: by number, by address, or by name beside a company of theirs."""
        return (
            any(address_key(a) in self.emails for cell in cells for a in addresses_in(cell))
            or any(self._is_number(cell) for cell in cells)
            or self._is_name(cells)
        )

    def _is_number(self, cell: str) -> bool:
        digits = "".join(c for c in cell if c.isdigit())
        if not any(number[-7:] in digits for number in self.phones):
            return False
        return any(found.e164 in self.phones for found in phone.parse_all(cell, self.region))

    def _is_name(self, cells: Sequence[str]) -> bool:
        if not self._name_keys:
            return False
        keys = {person_key(cell) for cell in cells} | {
            person_key(f"{one} {next_one}") for one, next_one in pairwise(cells)
        }
        at_theirs = not self.companies or any(company_key(cell) in self.companies for cell in cells)
        return at_theirs and bool(self._name_keys & keys)


def without(text: str, traces: Traces) -> str:
    """`text` with every trace of the person taken out, whatever its case."""
    for trace in traces.texts:
        text = re.sub(re.escape(trace), ERASED, text, flags=re.IGNORECASE)
    return text
