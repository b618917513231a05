"""Companies as people type them and as files hold them: a name, a site, or both."""

import re

from bdr_desk.domain.companies import Entry
from bdr_desk.domain.hygiene.companies import company_rule
from bdr_desk.domain.hygiene.tables import entries
from bdr_desk.domain.list_rows import ReadRow
from bdr_desk.domain.mail_address import is_provider
from bdr_desk.domain.matching import company_key, fold, site_domain
from bdr_desk.errors import BadInput

_NOBODY = frozenset(("missing_company", "test_company", "shifted_columns"))  # names that name no company
_SITE_LAST = re.compile(r"\.[^\W\d_]{2,}$|\.xn--[\w-]+$")  # 1.5 is no site
_HEADINGS = entries(
    """
    customer; customers; client; clients; competitor; competitors; account; accounts; name; names; kunde; kunden;
    mitbewerber; wettbewerber; concurrent; concurrents; cliente; clientes; competidor; competidores; firma; firmen
    """
)


def read_company(text: str, site: str = "") -> Entry:
    """A company as somebody types it: a name, a site, or both ("Cobalt Dental, cobalt.example"). Raises BadInput."""
    words = " ".join(text.split())
    before, _, last = words.replace(",", " ").rpartition(" ")
    if not site and (found := _site(last)):
        only_site = not before and (last == last.lower() or "/" in last)
        return _checked("" if only_site else words[: len(words) - len(last)].rstrip(" ,") or last, found)
    return _checked(words, _typed_site(site) if site.strip() else None)


def _checked(name: str, domain: str | None) -> Entry:
    if domain and is_provider(domain):
        raise BadInput(f"{domain} gives mailboxes to everybody.", "Name the company itself.")
    key = company_key(name)
    if name and company_rule(name) in _NOBODY:
        raise BadInput(f"“{name}” names no company.", "Write its name, its website, or both.")
    if not key and not domain:
        raise BadInput("A company is needed.", "Write its name, its website, or both.")
    return Entry(name or domain or "", key, domain)


def _typed_site(text: str) -> str:
    found = _site(text.strip())
    if found is None:
        raise BadInput(f"“{text}” is not a website.", "Write it like cobalt.example.")
    return found


def _site(word: str) -> str | None:
    found = site_domain(word)
    return found if found and _SITE_LAST.search(found) else None


def entry_of(row: ReadRow) -> Entry | None:
    """The company of a list's row, by its name and its site or else the domain of its addresses; None where it has none."""
    domain = row.domain if row.domain and not is_provider(row.domain) else None
    name = "" if company_rule(row.company) in _NOBODY else row.company
    key = company_key(name)
    return Entry(name if key else domain or "", key, domain) if key or domain else None


def entry_in(cell: str) -> Entry | None:
    """The company in a cell of a file that has one column and no heading."""
    try:
        return read_company(cell)
    except BadInput:
        return None


def is_heading(cell: str) -> bool:
    """Whether a cell heads a column of companies and names none."""
    return fold(cell) in _HEADINGS
