"""Whether two company names stand for one company, or for a company and a part of it."""

from typing import NamedTuple

from bdr_desk.domain.likeness import UNLIKE, Likeness, Sure
from bdr_desk.domain.mail_address import is_provider
from bdr_desk.domain.matching import company_key
from bdr_desk.domain.spellings import plain

_ABBREVIATIONS = {
    "intl": "international", "int": "international", "mfg": "manufacturing", "mfr": "manufacturer",
    "univ": "university", "uni": "university",
    "dept": "department", "assoc": "associates", "assocs": "associates", "bros": "brothers", "svc": "services",
    "svcs": "services",
    "serv": "services", "tech": "technologies", "technology": "technologies", "techs": "technologies", "sys": "systems",
    "natl": "national", "nat": "national", "mgmt": "management", "mgt": "management", "grp": "group",
    "hldgs": "holdings", "hldg": "holdings",
    "ctr": "center", "centre": "center", "cntr": "center", "hosp": "hospital", "inst": "institute",
    "labs": "laboratories", "lab": "laboratories",
    "dist": "distribution", "distr": "distribution", "ind": "industries", "inds": "industries", "indus": "industries",
    "eng": "engineering",
    "engr": "engineering", "equip": "equipment", "elec": "electric", "med": "medical", "pharm": "pharmaceuticals",
    "pharma": "pharmaceuticals",
    "comm": "communications", "comms": "communications", "ins": "insurance", "constr": "construction", "const": "construction",
    "trans": "transport", "transp": "transport", "transportation": "transport", "govt": "government",
    "amer": "american", "st": "saint",
    "ste": "saint", "mt": "mount", "ft": "fort", "n": "north", "s": "south", "e": "east", "w": "west", "co": "company",
    "sch": "school",
    "coll": "college", "acad": "academy", "gebr": "gebrüder", "ges": "gesellschaft", "ets": "établissements",
    "cie": "compagnie", "hnos": "hermanos",
    "fratelli": "flli", "soc": "société", "masch": "maschinen", "tecn": "tecnologias", "ing": "ingenieria",
    "corp": "corporation",
    "harbour": "harbor", "colour": "color", "labour": "labor", "defence": "defense", "grey": "gray", "und": "and",
    "et": "and", "y": "and",
}  # fmt: skip
_SMALL_WORDS = frozenset(
    ("and", "of", "the", "for", "de", "du", "des", "la", "le", "di", "del", "der", "die", "das", "von")
)
_PLACES = frozenset(
    (
        "uk", "usa", "us", "gb", "britain", "england", "scotland", "wales", "ireland", "america", "americas", "canada",
        "mexico", "brasil",
        "brazil", "argentina", "chile", "colombia", "peru", "deutschland", "germany", "france", "españa", "spain",
        "iberia", "portugal",
        "italia", "italy", "nederland", "netherlands", "holland", "belgium", "benelux", "schweiz", "suisse",
        "switzerland", "austria",
        "österreich", "danmark", "denmark", "norge", "norway", "sverige", "sweden", "suomi", "finland", "nordic",
        "nordics", "scandinavia",
        "baltic", "polska", "poland", "czech", "česko", "slovakia", "magyarország", "hungary", "romania", "bulgaria",
        "greece", "hellas",
        "türkiye", "turkey", "russia", "ukraine", "israel", "egypt", "africa", "nigeria", "kenya", "gulf", "dubai",
        "saudi", "arabia",
        "india", "pakistan", "china", "japan", "korea", "taiwan", "singapore", "malaysia", "indonesia", "thailand",
        "vietnam", "philippines",
        "australia", "zealand", "anz", "oceania", "europe", "european", "asia", "pacific", "apac", "emea", "latam",
        "mena", "dach", "international",
        "global", "worldwide", "north", "south", "east", "west", "northern", "southern", "eastern", "western",
        "central", "middle", "new",
        "midwest", "northeast", "northwest", "southeast", "southwest",
    )
)  # fmt: skip
_PARTS = frozenset(
    (
        "division", "div", "department", "branch", "unit", "group", "holdings", "holding", "subsidiary", "services",
        "service", "systems",
        "solutions", "technologies", "logistics", "distribution", "manufacturing", "finance", "financial", "capital",
        "foundation", "ventures",
        "research", "labs", "laboratories", "consulting", "retail", "wholesale", "properties", "operations", "sales",
        "trading", "energy", "media",
        "digital", "software", "health", "healthcare", "insurance", "leasing", "parts", "plant", "works", "hq",
        "headquarters", "office",
        "vertrieb", "handel", "logistik", "gruppe", "werk", "niederlassung", "filiale", "groupe", "gruppo", "grupo",
        "groep", "servicios",
    )
)  # fmt: skip
_FOLDED_PLACES = frozenset(map(plain, _PLACES))
_LIMITS = ((12, 2), (5, 1))  # letters of a word, letters that may be wrong in it


class Firm(NamedTuple):
    """A company as it is compared: `key` is a `matching.company_key`."""

    key: str
    domain: str | None = None

    def __repr__(self) -> str:
        return "<Firm>"


def firm(name: str, domain: str | None = None) -> Firm:
    return Firm(company_key(name), domain)


def companies_alike(a: Firm, b: Firm) -> Likeness:
    """How surely two companies are one, with the reasons. `RELATED`: one may be a part of the other."""
    own = a.domain and b.domain and a.domain == b.domain and not is_provider(a.domain)
    named = _by_name(a.key, b.key) if a.key and b.key else UNLIKE
    if own:
        return _of_one_site(a, b, named)
    if named.sure >= Sure.LIKELY and a.domain and b.domain and not _is_below(a.domain, b.domain):
        one_brand = _brand(a.domain) == _brand(b.domain) or is_provider(a.domain) or is_provider(b.domain)
        return Likeness(Sure.LIKELY if one_brand else Sure.RELATED, (*named.because, "two websites"))
    return named


def _of_one_site(a: Firm, b: Firm, named: Likeness) -> Likeness:
    if named.sure >= Sure.LIKELY or _spells(a) or _spells(b):
        return Likeness(Sure.CERTAIN, ("same website", *named.because))
    if _initials(a.key) == b.key or _initials(b.key) == a.key:
        return Likeness(Sure.CERTAIN, ("same website", "one name is the other's initials"))
    return Likeness(Sure.RELATED, ("same website", *named.because))


def _spells(one: Firm) -> bool:
    """The row named no company but its site."""
    return one.key.replace(" ", "") == (one.domain or "").replace(".", "")


def _initials(key: str) -> str:
    return "".join(word[0] for word in key.split() if word not in _SMALL_WORDS)


def _is_below(a: str, b: str) -> bool:
    return a == b or a.endswith(f".{b}") or b.endswith(f".{a}")


def _brand(domain: str) -> str:
    """acme of acme.com and of www.acme.co.uk: the longest label before the ending, as far as a list of none tells."""
    labels = domain.split(".")[:-1]
    return max((label for label in labels if label not in ("co", "com", "www")), key=len, default="")


def _by_name(a: str, b: str) -> Likeness:
    if a == b:
        return Likeness(Sure.CERTAIN, ("same company",))
    ours, theirs = _spelled_out(a), _spelled_out(b)
    if ours == theirs or "".join(ours) == "".join(theirs):
        return Likeness(Sure.LIKELY, (f"{_shown(a)} is {_shown(b)} spelled out or in one word",))
    if sorted(_telling(ours)) == sorted(_telling(theirs)):
        return Likeness(Sure.LIKELY, (f"{_shown(a)} has the words of {_shown(b)}",))
    return _slip(a, b, ours, theirs) or _part_of(ours, theirs, a, b)


def _spelled_out(key: str) -> tuple[str, ...]:
    words = key.split()
    return tuple(plain(_ABBREVIATIONS.get(word, word)) for word in words)


def _telling(words: tuple[str, ...]) -> list[str]:
    return [word for word in words if word not in _SMALL_WORDS]


def _slip(a: str, b: str, ours: tuple[str, ...], theirs: tuple[str, ...]) -> Likeness | None:
    """All words alike but one, and that one by a letter; the first letter, digits and short words are not slips."""
    differ = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]]
    if len(ours) != len(theirs) or len(differ) != 1:
        return None
    x, y = differ[0]
    most = next((most for letters, most in _LIMITS if min(len(x), len(y)) >= letters), 0)
    if not most or x[0] != y[0] or not x.isalpha() or not y.isalpha():
        return None
    from rapidfuzz.distance import OSA

    if OSA.distance(x, y, score_cutoff=most) > most:
        return None
    return Likeness(
        Sure.LIKELY, (f"{_shown(a)} and {_shown(b)} differ by {'a letter' if most == 1 else 'two letters'}",)
    )


def _part_of(ours: tuple[str, ...], theirs: tuple[str, ...], a: str, b: str) -> Likeness:
    """Dock Line Germany and Dock Line Cold Storage Division begin as Dock Line does."""
    (short, whole), (long, part) = sorted(((ours, a), (theirs, b)), key=lambda name: len(name[0]))
    rest = long[len(short) :]
    if not rest or long[: len(short)] != short or sum(map(len, short)) < 4:
        return UNLIKE
    place = next((word for word in rest if word in _FOLDED_PLACES), "")
    kind = next((word for word in rest if word in _PARTS), "")
    if not (place or kind):
        return UNLIKE
    says = (
        f"{_shown(part)} may be {_shown(whole)} in {place.capitalize()}"
        if place
        else f"{_shown(part)} may be a part of {_shown(whole)}"
    )
    return Likeness(Sure.RELATED, (says,))


def _shown(key: str) -> str:
    return " ".join(
        word.capitalize() if len(word) > 3 or key.count(" ") == 0 else word for word in key.split()
    ).strip()
