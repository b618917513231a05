"""Which field a column probably is: what its header says and what stands in it confirm or contradict each other.

Confidence: 1.0 is a usual header over fitting contents; a likeness, silent contents and empty columns take from it;
contents that cannot be the field leave less than `LIMIT`, below which a guess is offered but not made.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bdr_desk.domain.column_contents import FIT, Look, contradicts, look_at, support, supports
from bdr_desk.domain.column_names import (
    MANY,
    PHONE_FIELDS,
    PLACE_FIELDS,
    field_named,
    is_exact,
    never_a_field,
    plain_header,
)
from bdr_desk.domain.mail_address import domain_of
from bdr_desk.domain.matching import fold, site_domain

LIMIT = 0.5  # of confidence
_SIMILAR, _EMPTY, _SILENT, _CONTRADICTED = 0.9, 0.9, 0.85, 0.3  # what a guess by name keeps of its confidence

# By contents alone: the share of cells that must look so, and the confidence with all of them.
_BY_CONTENTS: dict[str, tuple[tuple[str, ...], float, float]] = {
    "email": (("email",), 0.5, 0.8),
    "phone": (("phone", "written", "vanity"), 0.5, 0.8),
    "website": (("url",), 0.5, 0.75),
    "company": (("company",), 0.3, 0.8),
    "name": (("person",), 0.5, 0.75),
    "given_name": (("given",), 0.5, 0.7),
    "title": (("title",), 0.5, 0.7),
    "postal_code": (("postal",), 0.6, 0.7),
    "state": (("state",), 0.7, 0.7),
    "country": (("country",), 0.7, 0.7),
    "street": (("street",), 0.5, 0.7),
    "city": (("city",), 0.5, 0.65),
    "size": (("size_range",), 0.6, 0.7),
    "industry": (("industry",), 0.5, 0.7),
}
_SOME_NAME = frozenset(("name", "naam", "nome", "nombre", "nom", "nazwa", "namn", "navn", "nimi", "название"))
_WHOSE_PLACE = (
    "business",
    "work",
    "company",
    "organization",
    "office",
    "mailing",
    "",
    "billing",
    "shipping",
    "other",
    "home",
)


@dataclass(frozen=True, slots=True)
class Guess:
    """`how`: named, similar or contents. Of equal confidence the lower `rank` wins."""

    field: str
    index: int
    how: str
    confidence: float
    rank: int = 0


@dataclass(frozen=True, repr=False)
class Table:
    """A list's sample by columns. `names` are the header's, "" for all of a list without one."""

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    looks: tuple[Look, ...]

    @property
    def headed(self) -> bool:
        return any(self.names)

    def named(self, *fields: str) -> list[int]:
        """The columns whose header says one of `fields` and whose cells do not deny it."""
        said = ((i, field_named(name)) for i, name in enumerate(self.names))
        return [
            i
            for i, found in said
            if found and found[0] in fields and not contradicts(self.looks[i], found[0])
        ]


def table(names: Sequence[str], sample: Sequence[Sequence[str]], region: str) -> Table:
    columns = tuple(tuple(row[i] for row in sample if i < len(row)) for i in range(len(names)))
    return Table(tuple(names), columns, tuple(look_at(cells, region) for cells in columns))


def guesses(of: Table) -> tuple[tuple[Guess, ...], ...]:
    """Everything each column may be, the most probable first, whatever the other columns are."""
    every = (_of_column(of, index) for index in range(len(of.names)))
    return tuple(tuple(sorted(found, key=_order)) for found in every)


def settled(of: Table) -> list[Guess]:
    """The guesses that are made: each column once, each field once unless several columns may fill it."""
    every = [guess for found in guesses(of) for guess in found]
    named = _one_place([guess for guess in every if guess.how != "contents"], of)
    taken = _taken(named, [], MANY)
    by_contents = [guess for guess in every if guess.how == "contents" and _may(guess, taken, of)]
    taken = _taken(by_contents, taken, frozenset(("email", "phone")))
    return taken if of.headed else taken + list(_by_neighbours(of, taken))


def _order(guess: Guess) -> tuple[float, int, int]:
    return -guess.confidence, guess.rank, guess.index


def _taken(offered: Iterable[Guess], before: Sequence[Guess], many: frozenset[str]) -> list[Guess]:
    taken = list(before)
    for guess in sorted(offered, key=_order):
        free = guess.field in many or all(guess.field != other.field for other in taken)
        if guess.confidence >= LIMIT and free and all(guess.index != other.index for other in taken):
            taken.append(guess)
    return taken


def _of_column(of: Table, index: int) -> Iterator[Guess]:
    name, look = of.names[index], of.looks[index]
    if found := field_named(name) if name and not _is_second_name(of, index) else None:
        field, rank = _meant(of, index, *found)
        yield Guess(
            field, index, "named" if is_exact(rank) else "similar", _confidence(field, rank, look), rank
        )
    if not name or not never_a_field(name):
        yield from _by_contents(index, look)


def _confidence(field: str, rank: int, look: Look) -> float:
    said = 1.0 if is_exact(rank) else _SIMILAR
    if not look.filled:
        return said * _EMPTY
    if contradicts(look, field):
        return said * _CONTRADICTED
    return said if supports(look, field) else round(said * _SILENT, 3)


def _by_contents(index: int, look: Look) -> Iterator[Guess]:
    for rank, (field, (kinds, enough, most)) in enumerate(_BY_CONTENTS.items()):
        share = look.share(*kinds)
        if share >= enough:
            yield Guess(field, index, "contents", round(most - (1 - share) * 0.3, 3), rank)
        elif share >= enough / 2:
            yield Guess(field, index, "contents", round(share * LIMIT, 3), rank)


def _may(guess: Guess, taken: Sequence[Guess], of: Table) -> bool:
    """Whether the contents alone may speak beside what the headers have settled."""
    fields = {other.field for other in taken}
    if not of.headed or guess.field == "email":
        return True
    if guess.field not in ("phone", "website") and of.looks[guess.index].filled < min(
        2, of.looks[guess.index].rows
    ):
        return False  # one cell below a header that says nothing is an accident
    if guess.field == "phone":
        sure = "email" not in fields or of.looks[guess.index].share("phone") >= 0.6
        return sure and fields.isdisjoint(
            PHONE_FIELDS
        )  # beside a named number others may be anything: a fax, a tax number
    if guess.field in ("name", "given_name"):
        return not fields & {"name", "given_name", "family_name"}
    return guess.field not in fields


def _meant(of: Table, index: int, field: str, rank: int) -> tuple[str, int]:
    """What an ambiguous header means beside the others: a bare "Name" may be anybody's, "Nome" a first or a full one."""
    return (_whose_name(of, index, field) if _is_some_name(of, index) else field), rank


def _whose_name(of: Table, index: int, field: str) -> str:
    look = of.looks[index]
    given, family, company, about_people = (
        [i for i in of.named(*fields) if i != index and not _is_some_name(of, i)]
        for fields in (("given_name",), ("family_name",), ("company",), ("name", "title"))
    )
    if bool(given) != bool(family):
        whole = _holds(of, index, (given or family)[0])
        return "name" if whole else "family_name" if given else "given_name"
    if not company and look.share("company") >= (FIT if about_people else 0.3):
        return "company"
    if given or company or about_people or _is_person(of, index):
        single = look.share("one_word", "given") > FIT
        return field if single and field in ("given_name", "family_name") else "name"
    return "company"


def _is_some_name(of: Table, index: int) -> bool:
    return plain_header(of.names[index]) in _SOME_NAME


def _is_second_name(of: Table, index: int) -> bool:
    """Of "Name 1" and "Name 2" the second only goes on with the first."""
    plain = plain_header(of.names[index])
    return plain in _SOME_NAME and any(plain_header(name) == plain for name in of.names[:index])


def _is_person(of: Table, index: int) -> bool:
    if of.looks[index].share("person", "comma_name") >= 0.4:
        return True
    return any(_in_addresses(of, index, mail) for mail in _mails(of))


def _mails(of: Table) -> list[int]:
    return [i for i, look in enumerate(of.looks) if look.share("email") >= 0.5]


def _rows(of: Table, one: int, two: int) -> list[tuple[str, str]]:
    pairs = zip(of.columns[one], of.columns[two], strict=False)
    return [(a.strip(), b.strip()) for a, b in pairs if a.strip() and b.strip()]


def _most(pairs: Sequence[tuple[str, str]], holds: Callable[[str, str], bool]) -> bool:
    return bool(pairs) and 2 * sum(holds(a, b) for a, b in pairs) >= len(pairs)


def _holds(of: Table, index: int, other: int) -> bool:
    """Whether the cells of `index` hold those of `other` and more: then they are full names."""
    return _most(_rows(of, index, other), lambda a, b: fold(b) in fold(a) and len(fold(a)) > len(fold(b)))


def _in_addresses(of: Table, text: int, mail: int) -> bool:
    """Whether the words of a column stand before the @ of the address beside it: then they are a person's."""
    pairs = [(name, fold(address.partition("@")[0])) for name, address in _rows(of, text, mail)]
    return _most(
        pairs, lambda name, local: any(word in local for word in fold(name).split() if len(word) > 2)
    )


def _in_domains(of: Table, text: int, other: int) -> bool:
    """Whether the words of a column stand in the domain beside it: then they are a company's."""
    return _most(_rows(of, text, other), _names_domain)


def _names_domain(name: str, address: str) -> bool:
    domain = domain_of(address) if "@" in address else site_domain(address) or ""
    words = [word for word in fold(name).split() if len(word) > 3]
    return any(word in fold(domain).replace(" ", "") for word in words)


def _one_place(named: Sequence[Guess], of: Table) -> list[Guess]:
    """Of several addresses (office, home) one, by preference the office's, and one that is filled in."""
    places = [guess for guess in named if guess.field in PLACE_FIELDS]
    filled = {_whose(of, guess.index) for guess in places if of.looks[guess.index].filled}
    by_field: dict[str, str] = {}
    for whose in (*(w for w in _WHOSE_PLACE if w in filled), *_WHOSE_PLACE):
        for guess in places:
            if _whose(of, guess.index) == whose and guess.confidence >= LIMIT:
                by_field.setdefault(guess.field, whose)
    return [g for g in named if g.field not in by_field or _whose(of, g.index) == by_field[g.field]]


def _whose(of: Table, index: int) -> str:
    words = plain_header(of.names[index]).split()
    return words[0] if len(words) > 1 and words[0] in _WHOSE_PLACE else ""


def _by_neighbours(of: Table, taken: Sequence[Guess]) -> Iterator[Guess]:
    """In a list without header: what can be told by what stands beside it (a family name, a company, a city)."""
    at = {guess.field: guess.index for guess in reversed(taken)}
    free = [
        i
        for i, look in enumerate(of.looks)
        if i not in {g.index for g in taken} and look.share("words") >= 0.5
    ]
    for field, find in (("family_name", _family), ("company", _company), ("city", _city)):
        found = None if field in at else find(of, at, free)
        if found is not None:
            meant = "name" if field == "company" and "name" not in at and _is_person(of, found) else field
            yield Guess(meant, found, "contents", 0.55)
            at[meant] = found
            free.remove(found)


def _family(of: Table, at: dict[str, int], free: Sequence[int]) -> int | None:
    given = at.get("given_name")
    beside = () if given is None else (given + 1, given - 1)
    return next((i for i in beside if i in free and of.looks[i].share("one_word", "given") >= 0.6), None)


def _company(of: Table, at: dict[str, int], free: Sequence[int]) -> int | None:
    sites = [*_mails(of), *([at["website"]] if "website" in at else [])]
    by_domain = (i for i in free if any(_in_domains(of, i, site) for site in sites))
    person = "name" in at or "given_name" in at
    worded = (i for i in free if not person and _names_something(of.columns[i]))
    return next(by_domain, next(worded, None))


def _names_something(cells: Sequence[str]) -> bool:
    """Mostly different cells of several words: what names of companies and people look like."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    worded = [cell for cell in filled if len(fold(cell).split()) > 1 and "@" not in cell]
    return 2 * len(worded) >= max(len(filled), 1) and len(set(worded)) >= 0.6 * len(filled)


def _city(of: Table, at: dict[str, int], free: Sequence[int]) -> int | None:
    """Left of the state, else beside the postal code, else right of the street."""
    beside = [at[field] + step for field, step in _BESIDE_CITY if field in at]
    return next((i for i in beside if i in free and _is_place(of.looks[i])), None)


_BESIDE_CITY = (("street", 1), ("state", -1), ("postal_code", -1), ("postal_code", 1), ("street", 2))


def _is_place(look: Look) -> bool:
    return (
        look.share("words") >= 0.8
        and look.share("company", "title", "person") < 0.4
        and support(look, "street") < 0.5
    )
