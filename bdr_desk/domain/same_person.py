"""Whether two rows speak of one person: the names, and what else speaks for it or against it.

Certain: the same number or address and a name that fits, or one name in one company where nothing contradicts it. Likely:
a person should look. Father and son, two Kims of one company, and those who share info@ stay apart.
"""

from typing import NamedTuple

from bdr_desk.domain.likeness import UNLIKE, Likeness, Sure
from bdr_desk.domain.mail_address import domain_of, is_provider
from bdr_desk.domain.nicknames import COMMON_FAMILIES
from bdr_desk.domain.person_names import Fit, NameFit, PersonName, compare_names, read_name
from bdr_desk.domain.same_company import Firm, companies_alike
from bdr_desk.domain.spellings import plain

# Mailboxes that several people read (RFC 2142 and the usual ones in several languages).
_SHARED_BOXES = frozenset(
    (
        "abuse", "accounting", "accounts", "admin", "administration", "anfrage", "atendimento", "billing", "bonjour", "buero",
        "buchhaltung", "careers", "comercial", "commercial", "compras", "contabilidad", "contact", "contacto",
        "contato", "contatti",
        "customerservice", "direction", "einkauf", "empfang", "enquiries", "finance", "frontdesk", "general", "hello",
        "help", "helpdesk",
        "hola", "hr", "info", "information", "inquiries", "jobs", "kontakt", "kundenservice", "mail", "marketing",
        "media", "office",
        "operations", "order", "orders", "post", "postmaster", "press", "presse", "privacy", "purchasing", "reception",
        "recepcion",
        "sales", "secretary", "secretariat", "sekretariat", "service", "shop", "support", "team", "ventas", "verkauf",
        "vertrieb",
        "vendite", "webmaster", "zentrale",
    )
)  # fmt: skip


class Person(NamedTuple):
    """What is compared. `company` is a company key; `phones` E.164, with ";ext=5" where there is one; `emails` address keys."""

    name: str
    given: str = ""
    family: str = ""
    company: str = ""
    domain: str | None = None
    title: str = ""
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()

    def __repr__(self) -> str:  # who somebody is stays out of logs
        return "<Person>"


def is_shared_box(address: str) -> bool:
    """Whether several people read it, by the name of the box."""
    local = address.partition("@")[0].partition("+")[0]
    return local.replace("-", "").replace(".", "").replace("_", "").rstrip("0123456789") in _SHARED_BOXES


def same_person(a: Person, b: Person) -> Likeness:
    """How surely `a` and `b` are one person, with the reasons."""
    ours, theirs = read_name(a.name, a.given, a.family), read_name(b.name, b.given, b.family)
    name = compare_names(ours, theirs)
    if name.fit is Fit.APART:
        return UNLIKE
    sure, because = _by_ways(a, b, name, ours, theirs)
    if sure is Sure.NO and name.fit > Fit.PART:
        sure, because = _by_company(a, b, name, ours, theirs)
    if sure is Sure.NO:
        return UNLIKE
    return Likeness(sure, (*because, name.says or "same name"))


def _by_ways(
    a: Person, b: Person, name: NameFit, ours: PersonName, theirs: PersonName
) -> tuple[Sure, tuple[str, ...]]:
    """What a shared address or number tells: a mailbox is one person's, a number may ring on several desks."""
    if any(not is_shared_box(address) for address in a.emails & b.emails):
        certain = name.fit >= Fit.CLOSE or (name.fit is Fit.INITIAL and ours.generation == theirs.generation)
        return (Sure.CERTAIN if certain else Sure.LIKELY), ("same address",)
    if _shares_number(a.phones, b.phones):
        against = _addresses_differ(a, b, ours, theirs)
        if name.fit >= Fit.SHORT:
            return (Sure.LIKELY if against else Sure.CERTAIN), ("same number",)
        return (Sure.NO if against else Sure.LIKELY), ("same number",)
    return Sure.NO, ()


def _by_company(
    a: Person, b: Person, name: NameFit, ours: PersonName, theirs: PersonName
) -> tuple[Sure, tuple[str, ...]]:
    """What working for one company tells, where neither a number nor an address does."""
    company = _company(a, b)
    if company.sure < Sure.LIKELY:
        return Sure.NO, ()
    common = is_common(ours) and is_common(theirs)
    against = _addresses_differ(a, b, ours, theirs)
    if name.fit is Fit.SAME:
        plain_sailing = company.sure is Sure.CERTAIN and not against and (not common or _same_title(a, b))
        sure = Sure.CERTAIN if plain_sailing else Sure.NO if common and against else Sure.LIKELY
        return sure, company.because
    doubtful = against or company.sure < Sure.CERTAIN or (common and name.fit < Fit.SHORT)
    return (Sure.NO if doubtful else Sure.LIKELY), company.because


def _company(a: Person, b: Person) -> Likeness:
    if a.company and a.company == b.company:
        return Likeness(Sure.CERTAIN, ("same company",))
    return companies_alike(Firm(a.company, a.domain), Firm(b.company, b.domain))


def _same_title(a: Person, b: Person) -> bool:
    return bool(a.title) and a.title.casefold() == b.title.casefold()


def is_common(name: PersonName) -> bool:
    """Whether one of the words is a family name that too many share; which of them is the family's differs by country."""
    return not COMMON_FAMILIES.isdisjoint(map(plain, name.given + name.family))


def _shares_number(a: frozenset[str], b: frozenset[str]) -> bool:
    """One number without, or with the same, extension (RFC 3966 §5.3: the extension names the desk)."""
    if not a.isdisjoint(b):
        return True
    if not any(";" in number for number in a | b):
        return False
    return any(
        x.partition(";")[0] == y.partition(";")[0] and (";" not in x or ";" not in y) for x in a for y in b
    )


def _addresses_differ(a: Person, b: Person, ours: PersonName, theirs: PersonName) -> bool:
    """Both have an address of their own at one company, not the same, and not both made of the name."""
    for address in a.emails:
        domain = domain_of(address)
        if is_provider(domain) or is_shared_box(address):
            continue
        for other in b.emails:
            if domain_of(other) == domain and not is_shared_box(other):
                return not (_made_of(address, ours) and _made_of(other, theirs))
    return False


def _made_of(address: str, name: PersonName) -> bool:
    """The part before the @ is the name, whole or by initials, and no number tells it from a namesake's."""
    local = address.partition("@")[0]
    family = "".join(map(plain, name.family))
    given = "".join(map(plain, name.given))
    letters = "".join(c for c in local if c.isalpha())
    return not any(c.isdigit() for c in local) and bool(letters) and (
        family in letters or given == letters or (letters.startswith(given) and family.startswith(letters[len(given) :]))
    )  # fmt: skip
