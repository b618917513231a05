"""The judge: every rule asked of a row, in one fixed order, each with the text that shows it.

Lists are long: what depends on one cell alone is remembered per cell by the modules asked here.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from bdr_desk.domain.hygiene.companies import (
    company_rule,
    is_the_person,
    mentions,
)
from bdr_desk.domain.hygiene.dates import date_in
from bdr_desk.domain.hygiene.mail import mail_rules, within
from bdr_desk.domain.hygiene.names import name_rule, says_no_call
from bdr_desk.domain.hygiene.numbers import cell_rule, number_rule
from bdr_desk.domain.hygiene.rules import Companies, Severity, Terms
from bdr_desk.domain.hygiene.shapes import is_number, is_word, misplaced
from bdr_desk.domain.hygiene.tables import entries
from bdr_desk.domain.hygiene.titles import title_rule
from bdr_desk.domain.list_rows import Flaw, ReadRow
from bdr_desk.domain.mail_address import domain_of

_YES = entries(
    """
    yes; y; 1; 1.0; -1; true; t; x; on; dnc; do not call; do not allow; opted out; opt out; opt-out; optout; stop; checked; ✓;
    ✔; ☑; oui; vrai; ja; wahr; si; sí; sì; verdadero; vero; waar; sim; tak; prawda; да; ano; igen; kyllä; evet;
    はい; 是; 예
    """
)
_NOBODY_TWICE = (
    "fictional_name",
    "test_name",
)  # in both cells; a company may well be called like somebody doubtful
_GRAVITY = {severity: place for place, severity in enumerate(Severity)}


def judge(row: ReadRow, terms: Terms) -> tuple[Flaw, ...]:
    """What is wrong with `row`, its own reading flaws included, as far as the row alone tells.

    Rules switched off in `terms` are not told. What needs the other rows or the store is judged elsewhere.
    """
    texts = row.texts
    found = _reach(row, terms)
    if not row.phones and not _has_a_mailbox(row, found, terms):
        found.append(Flaw("", "", "no_way_to_reach"))
    if texts["do_not_call"] or texts["note"]:
        found += _no_call(row)
    if row.name and (rule := name_rule(row.name)):
        found.append(Flaw("name", row.name, rule))
    elif row.repeats and (rule := name_rule(row.company)) in _NOBODY_TWICE:
        found.append(Flaw("name", row.company, rule))
    if rule := _company_rule(row.firm.company, row.name):
        found.append(Flaw("company", row.company, rule))
    if (title := texts["title"]) and (rule := title_rule(title)):
        found.append(Flaw("title", title, rule))
    if title and terms.competitors.names and mentions(title, terms.competitors.names):
        found.append(Flaw("title", title, "competitor"))
    found += _misplaced(texts["city"], texts["state"], texts["postal_code"])
    if terms.names_companies:
        found += _known_companies(row, terms)
    if texts["updated"] and (rule := _age_rule(texts["updated"], terms)):
        found.append(Flaw("updated", texts["updated"], rule))
    return tuple(flaw for flaw in dict.fromkeys(found) if terms.severity(flaw.rule)) if found else ()


def _reach(row: ReadRow, terms: Terms) -> list[Flaw]:
    """What is wrong with the numbers and addresses, and with the cells in which none was found."""
    found = [Flaw(flaw.field, flaw.value, _read_rule(flaw, terms)) for flaw in row.flaws] if row.flaws else []
    for phone in row.phones:
        if rule := number_rule(phone.number.e164):
            found.append(Flaw("phone", phone.as_typed, rule))
    for address, key in row.mails:
        if rules := mail_rules(key):
            found += [Flaw("email", address, rule) for rule in rules]
    return found


def _has_a_mailbox(row: ReadRow, found: Sequence[Flaw], terms: Terms) -> bool:
    """Whether one of the addresses can be anybody's: "ann@doe.invalid" reaches nobody (RFC 6761 §6.4)."""
    if terms.sample or not row.mails:
        return bool(row.mails)
    fictional = {flaw.value for flaw in found if flaw.rule == "fictional_address"}
    return not fictional.issuperset(row.emails)


def severity_of(flaws: Sequence[Flaw], terms: Terms) -> Severity | None:
    """The gravest of `flaws`, None for a clean row."""
    if not flaws:
        return None
    graves = (severity for flaw in flaws if (severity := terms.severity(flaw.rule)))
    return max(graves, key=_GRAVITY.__getitem__, default=None)


def _read_rule(flaw: Flaw, terms: Terms) -> str:
    if flaw.rule == "invalid_phone":
        return cell_rule(flaw.value, terms.region)
    return "shifted_columns" if flaw.rule == "invalid_email" and is_number(flaw.value) else flaw.rule


def _no_call(row: ReadRow) -> Iterator[Flaw]:
    marked = row.texts["do_not_call"]
    if marked and (marked.casefold() in _YES or says_no_call(marked)):
        yield Flaw("do_not_call", marked, "do_not_call")
    if (note := row.texts["note"]) and says_no_call(note):
        yield Flaw("note", note, "do_not_call")


def _company_rule(company: str, name: str) -> str | None:
    if not company:
        return "missing_company"
    rule = company_rule(company)
    return rule or ("name_in_company" if name and is_the_person(company, name) else None)


@lru_cache(maxsize=8192)
def _misplaced(city: str, state: str, postal_code: str) -> tuple[Flaw, ...]:
    moved = [(field, cell) for field, cell in (("city", city), ("state", state)) if cell and misplaced(cell)]
    if postal_code and is_word(postal_code):
        moved.append(("postal_code", postal_code))
    return tuple(Flaw(field, cell, "shifted_columns") for field, cell in moved)


def _known_companies(row: ReadRow, terms: Terms) -> Iterator[Flaw]:
    for rule, companies in (("competitor", terms.competitors), ("already_customer", terms.customers)):
        if companies and (evidence := _evidence(row, companies)):
            yield Flaw(*evidence, rule)


def _evidence(row: ReadRow, companies: Companies) -> tuple[str, str] | None:
    if row.company and row.company_key in companies.names:
        return "company", row.company
    if not companies.domains:
        return None
    own = row.domain
    if own and within(own, companies.domains):
        return next(
            (("email", address) for address in row.emails if domain_of(address) == own), ("website", own)
        )
    others = (address for address in row.emails if domain_of(address) != own)
    return next((("email", other) for other in others if within(domain_of(other), companies.domains)), None)


def _age_rule(checked: str, terms: Terms) -> str | None:
    day = date_in(checked, terms.region)
    days = (terms.today - day).days if day else 0
    if days > terms.very_stale_after_days:
        return "very_stale"
    return "stale" if days > terms.stale_after_days else None
