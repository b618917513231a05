"""Who is known already: rules by example, and any list of rows against a model that knows no digests."""

from dataclasses import dataclass, field
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.known_people import Contact, Found, Known, Stored, find, in_store
from bdr_desk.domain.matching import Company, company_key, person_key
from bdr_desk.domain.staging import PLACE, Person

BASE = 1 << 100
ONE, TWO, MILLS, SITE = "+16175550142", "+16175550143", "ann@mills.example", "mills.example"


def person(
    name: str = "", company: str = "Harbour Mills", phones: tuple[str, ...] = (), emails: tuple[str, ...] = (), *,
    domain: str | None = None, town: str = "",
) -> Person:  # fmt: skip
    name_key, company_is = person_key(name), company_key(company)
    return Person(
        name_key or f"@{company_is}", name_key, company_is, company, domain, town, name, "", "", "",
        tuple((e164, "", "work", e164) for e164 in phones), tuple((address, address) for address in emails),
        (None,) * len(PLACE), "", "UTC", "", None,
    )  # fmt: skip


def contacts(rows: list[Person]) -> list[int]:
    """Which person each row was found to be, counted from 0 in the order they were first met."""
    known = Known(BASE)
    return _numbered([find(known, row).contact for row in rows])


def _numbered(keys: list[bytes]) -> list[int]:
    order = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return [order[key] for key in keys]


@pytest.mark.parametrize(
    ("rows", "who"),
    [
        # The same number or address with the same name, however the name is written.
        ([person("Ann Lee", phones=(ONE,)), person("Lee, Ann", "Other", phones=(ONE,))], [0, 0]),
        ([person("Ann Lee", emails=(MILLS,)), person("ann lee", "Other", emails=(MILLS,))], [0, 0]),
        # A switchboard and a shared mailbox do not make two people one, in any order.
        ([person("Ann Lee", phones=(ONE,)), person("Bob Moss", phones=(ONE,))] * 2, [0, 1, 0, 1]),
        ([person("Ann Lee", emails=(MILLS,)), person("Bob Moss", emails=(MILLS,))] * 2, [0, 1, 0, 1]),
        ([person("Ann Lee", phones=(ONE,)), person(phones=(ONE,))] * 2, [0, 1, 0, 1]),
        # A row that names nobody means the person of its address, and the company of its number.
        ([person("Ann Lee", emails=(MILLS,)), person(company="Other", emails=(MILLS,))], [0, 0]),
        ([person(phones=(ONE,)), person(phones=(TWO,)), person(phones=(ONE, TWO))], [0, 1, 0]),
        # The same name at the same company is one person, unless two addresses speak against it.
        ([person("Ann Lee", phones=(ONE,)), person("Ann Lee", phones=(TWO,))], [0, 0]),
        ([person("Ann Lee", emails=("a@m.example",)), person("Ann Lee", emails=("b@m.example",))], [0, 1]),
        ([person("Ann Lee", emails=("a@m.example",)), person("Ann Lee", phones=(ONE,))], [0, 0]),
        ([person("Ann Lee", phones=(ONE,)), person("Ann Lee", emails=("a@m.example",))], [0, 0]),
        # A third row's address speaks against the one the person got from the second.
        ([person("Ann Lee", phones=(ONE,)), person("Ann Lee", emails=("a@m.example",)),
          person("Ann Lee", emails=("b@m.example",))], [0, 0, 1]),
        ([person("Ann Lee", phones=(ONE,)), person("Ann Lee", "Other", phones=(TWO,))], [0, 1]),
    ],
)  # fmt: skip
def test_who_a_row_is(rows: list[Person], who: list[int]) -> None:
    assert contacts(rows) == who


def test_every_person_of_a_shared_number_is_found_again() -> None:
    """Many names, since what is kept of a name is a digest that differs from run to run."""
    rows = [person(f"Given{n} Family{n}", phones=(ONE,), emails=(MILLS,)) for n in range(40)]
    assert contacts(rows + rows) == [*range(40), *range(40)]


def test_companies_of_a_list() -> None:
    known = Known(BASE)

    def account(row: Person) -> tuple[bytes | None, bool]:
        found = find(known, row)
        return found.account, found.makes_account

    first, made = account(person("Ann Lee", phones=(ONE,), domain=SITE))
    assert made
    assert account(person("Bob Moss", phones=(TWO,))) == (first, False)
    other, made = account(person("Cy Hart", emails=("cy@mill.example",), domain="mill.example"))
    assert made and other != first  # two sites are two companies
    assert account(person("Di Ash", SITE, emails=(f"di@{SITE}",), domain=SITE)) == (first, False)
    assert account(person(town="boston", phones=("+16175550144",)))[0] == first
    elm, made = account(person(company="Elm", town="boston", phones=("+16175550145",)))
    assert made and account(person(company="Elm", town="dover", phones=("+16175550146",)))[0] != elm


def test_new_numbers_are_told_once() -> None:
    known = Known(BASE)
    assert find(known, person("Ann Lee", phones=(ONE,))).ways == {ONE}
    assert find(known, person("Ann Lee", phones=(ONE, TWO))).ways == {TWO}
    assert find(known, person("Ann Lee", phones=(TWO,))).ways == frozenset()
    assert find(known, person("Bob Moss", phones=(TWO,))).ways == {TWO}


# Against the store

OLD = Contact(b"c" * 16, b"a" * 16, 3, False, True)


def kept(name: str = "ann lee", *, calls: int | None = 3, mailed: bool = True) -> Known:
    """A store that holds one person at Harbour Mills, with a number and an address."""
    contact = OLD._replace(calls=calls, mailed=mailed)
    stored = Stored(
        companies={"harbour mills": [Company(OLD.account, SITE, "")]}, domains={SITE: OLD.account}
    )
    for way in (ONE, MILLS):
        stored.people[way, name or "@harbour mills"] = contact
    if name:
        stored.mailboxes[MILLS] = contact
        stored.names[OLD.account, name] = contact
    return Known(BASE, stored)


@pytest.mark.parametrize(
    ("row", "is_old"),
    [
        (person("Ann Lee", "Other", phones=(ONE,)), True),
        (person("Lee, Ann", "Other", emails=(MILLS,)), True),
        (person("Ann Lee", phones=(TWO,)), True),
        (person("Ann Lee", emails=("a@other.example",)), False),
        (person("Bob Moss", phones=(ONE,), emails=(MILLS,)), False),
        (person(company="Other", emails=(MILLS,)), True),
        (person(phones=(ONE,)), False),
    ],
)
def test_who_a_row_is_in_the_store(row: Person, is_old: bool) -> None:
    found = find(kept(), row)
    assert (found.contact == OLD.key, found.makes_contact, found.makes_lead) == (
        is_old,
        not is_old,
        not is_old,
    )


def test_somebody_of_the_store_becomes_a_lead_once() -> None:
    known = kept(calls=None)
    first = find(known, person("Ann Lee", phones=(ONE, TWO)))
    again = find(known, person("Ann Lee", phones=(ONE, TWO)))
    assert (first.makes_lead, set(first.ways), first.account) == (True, {TWO}, OLD.account)
    assert (again.makes_lead, set(again.ways), again.contact) == (False, set(), OLD.key)


def test_the_store_s_company_is_used_and_stays_so() -> None:
    known = kept()
    found = find(known, person("Bob Moss", phones=(TWO,)))
    assert (found.account, found.makes_account, found.makes_contact) == (OLD.account, False, True)
    assert find(known, person("Bob Moss", phones=(TWO,))).contact == found.contact
    by_site = find(known, person("Cy Hart", SITE, emails=(f"cy@{SITE}",), domain=SITE))
    assert by_site.account == OLD.account


def test_an_address_learnt_in_this_import_speaks_against_the_next() -> None:
    known = kept(mailed=False)
    assert find(known, person("Ann Lee", emails=("a@other.example",))).contact == OLD.key
    assert find(known, person("Ann Lee", emails=("b@other.example",))).makes_contact


def test_asking_the_store_takes_no_note() -> None:
    known = kept()
    assert in_store(known, person("Ann Lee", phones=(ONE,))) == (OLD.key, OLD.account)
    assert in_store(known, person("Bob Moss", phones=(TWO,))) == (None, OLD.account)
    assert in_store(known, person("Bob Moss", "Other", phones=(TWO,))) == (None, None)
    assert (known.ways, known.names, known.old, len(known.whos)) == ({}, {}, [], 0)


# Against a model


@dataclass
class _Somebody:
    who: str
    named: bool
    account: int
    mailed: bool


@dataclass
class _Model:
    """The rules, told with lists: who has a number or address is found by looking at all of them."""

    people: list[_Somebody] = field(default_factory=list)
    learnt: list[tuple[int, str]] = field(default_factory=list)
    companies: list[tuple[str, str | None, str]] = field(default_factory=list)

    def find(self, row: Person) -> tuple[int, int, bool, bool]:
        """The person, the company, and whether each was made."""
        number = self._met(row)
        account = self._company(row) if number is None else None
        if number is None and account is not None and row.name_key:
            number = self._namesake(row, account)
        made_account = number is None and account is None
        if made_account:
            account = len(self.companies)
            self.companies.append((row.company_key, row.domain, row.town))
        made = number is None
        if number is None:
            assert account is not None
            number = len(self.people)
            self.people.append(_Somebody(row.who, bool(row.name), account, False))
        somebody = self.people[number]
        self.learnt += [(number, way) for way in row.ways if (number, way) not in self.learnt]
        somebody.mailed = somebody.mailed or bool(row.emails)
        return number, somebody.account, made, made_account

    def _met(self, row: Person) -> int | None:
        for way in row.ways:
            having = [n for n, learnt in self.learnt if learnt == way]
            same = [n for n in having if self.people[n].who == row.who]
            if same:
                return same[0]
            if not row.name and "@" in way:
                named = [n for n in having if self.people[n].named]
                if named:
                    return named[0]
        return None

    def _company(self, row: Person) -> int | None:
        for n, (key, domain, town) in enumerate(self.companies):
            if key != row.company_key:
                continue
            if domain and row.domain:
                if domain == row.domain:
                    return n
            elif row.name or not (town and row.town and town != row.town):
                return n
        if row.domain and row.account_name == row.domain:
            return next((n for n, (_, domain, _) in enumerate(self.companies) if domain == row.domain), None)
        return None

    def _namesake(self, row: Person, account: int) -> int | None:
        same = (n for n, one in enumerate(self.people) if one.account == account and one.who == row.who)
        number = next(same, None)
        if number is None or (row.emails and self.people[number].mailed):
            return None
        return number


PEOPLE = st.builds(
    person,
    st.sampled_from(("", "", "Ann Lee", "Bob Moss", "Lee, Ann")),
    st.sampled_from(("Harbour Mills", "Harbour Mills Ltd", "Elm Clinic", SITE)),
    st.lists(st.sampled_from((ONE, TWO)), unique=True, max_size=2).map(tuple),
    st.lists(st.sampled_from((MILLS, "info@elm.example")), unique=True, max_size=1).map(tuple),
    domain=st.sampled_from((None, None, SITE, "elm.example")),
    town=st.sampled_from(("", "boston", "dover")),
)


@given(st.lists(PEOPLE.filter(lambda row: row.ways), max_size=9))
def test_any_list_is_compared_as_the_rules_say(rows: list[Person]) -> None:
    model, known = _Model(), Known(BASE)
    told = [model.find(row) for row in rows]
    found = [find(known, row) for row in rows]
    assert [(f.makes_contact, f.makes_account) for f in found] == [(made, firm) for _, _, made, firm in told]
    assert _numbered([f.contact for f in found]) == _numbered([bytes([n]) for n, *_ in told])
    learnt = [(n, way) for (n, *_), f in zip(told, found, strict=True) for way in f.ways]
    assert len(learnt) == len(set(learnt)) and set(learnt) <= set(model.learnt)
    # A number is not always told again for a namesake, but always once for a name.
    assert {(model.people[n].who, way) for n, way in learnt} == {
        (model.people[n].who, way) for n, way in model.learnt
    }
    makers = [(f.account, n[1]) for f, n in zip(found, told, strict=True) if f.makes_contact]
    assert len(set(makers)) == len({account for account, _ in makers}) == len({n for _, n in makers})


@given(
    st.lists(PEOPLE.filter(lambda row: bool(row.ways and row.name)), max_size=8),
    st.randoms(use_true_random=False),
)
def test_people_with_numbers_of_their_own_are_the_same_in_any_order(
    rows: list[Person], random: Random
) -> None:
    """Without addresses nothing speaks against anything: the number of people does not hang on the order."""
    alone = [
        row._replace(emails=(), phones=((f"+1617555{n:04}", "", "work", ""),), domain=None, company_key="mills", town="")
        for n, row in enumerate(rows)
    ]  # fmt: skip
    mixed = alone[:]
    random.shuffle(mixed)
    assert len(set(contacts(alone))) == len(set(contacts(mixed))) == len({row.name_key for row in rows})


@given(st.lists(PEOPLE.filter(lambda row: row.ways), max_size=8))
def test_a_list_read_twice_makes_nobody_the_second_time(rows: list[Person]) -> None:
    known = Known(BASE)
    first: list[Found] = [find(known, row) for row in rows]
    again = [find(known, row) for row in rows]
    assert not any(found.makes_contact or found.makes_account for found in again)
    assert {found.contact for found in again} <= {found.contact for found in first}


def test_names_stay_out_of_logs() -> None:
    known = kept()
    row = person("Ann Lee", phones=(ONE,))
    found = find(known, row)
    assert "ann" not in repr((known, row, known.stored)).lower()
    assert UUID(bytes=found.contact)
