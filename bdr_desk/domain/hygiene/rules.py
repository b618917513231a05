"""Every rule a row of a list is judged by: what it says, how grave it is, where it comes from.

The rule of thumb for the gravity: quarantine only what is certain, warn of what is doubtful, refuse only what is no row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property


class Severity(StrEnum):
    """What a flaw does to its row. The order is that of the gravity."""

    WARN = "warn"  # goes in, and is told
    QUARANTINE = "quarantine"  # kept, not called, until somebody has looked
    REFUSE = "refuse"  # not a row of this list


@dataclass(frozen=True)
class Rule:
    """`says` is read after the cell's value: "617-555-0142" *is a number kept for films*."""

    key: str
    title: str
    says: str
    severity: Severity
    source: str


@dataclass(frozen=True, repr=False)
class Companies:
    """Companies a project names: keys of their names (`matching.company_key`) and their domains."""

    names: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.names or self.domains)


@dataclass(frozen=True, repr=False)
class Terms:
    """What a project asks of its lists.

    `region` (ISO 3166 alpha-2) is where numbers and dates were written. `today` is the day of the desk's clock.
    `severities` overrules the rules' own; None switches a rule off. A `sample` may hold fictional numbers and addresses.
    """

    region: str
    today: date
    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    sample: bool = False
    stale_after_days: int = 730
    very_stale_after_days: int = 5 * 365
    competitors: Companies = Companies()
    customers: Companies = Companies()

    @cached_property
    def names_companies(self) -> bool:
        """Whether the project names competitors or customers."""
        return bool(self.competitors or self.customers)

    def severity(self, rule: str) -> Severity | None:
        """How grave `rule` is here, None when it does not count."""
        if self.sample and rule in MADE_UP_REACH:
            return None
        return self.severities[rule] if rule in self.severities else RULES[rule].severity


MADE_UP_REACH = frozenset(("fictional_number", "fictional_address"))

_PRACTICE = "calling practice: the autopsy of a purchased list"
_STORE = "calling practice: one person, one owner"
_W, _Q, _R = Severity

_ALL = (
    Rule("blank", "Blank rows", "the row is blank", _R, "calling practice: every row of a file is accounted for"),
    Rule("columns", "Too many cells", "is beyond the last column", _R, "RFC 4180 §2 (4)"),
    Rule("header_again", "Repeated header", "the header stands here again", _R, "RFC 4180 §2 (3)"),
    Rule("no_way_to_reach", "Nothing to reach them by", "has neither a phone number nor an e-mail address", _Q,
         _PRACTICE),
    Rule("do_not_call", "Marked do-not-call", "asks not to be called", _Q,
         "47 CFR 64.1200(d); GDPR Art. 21(2-3): an objection counts however it reached the list"),
    Rule("fictional_number", "Fictional numbers", "is a number kept for films and examples", _Q,
         "NANPA 555 guidelines; Ofcom, ACMA, BNetzA 148/2021, ARCEP 2018-0881, PTS, ComReg drama ranges"),
    Rule("repeated_digits", "Repeated digits", "is one digit over and over", _Q, _PRACTICE),
    Rule("memorable_number", "Memorable numbers", "is easy to remember, and easy to make up", _W, _PRACTICE),
    Rule("sequential_digits", "Counted digits", "is digits in counting order", _Q, _PRACTICE),
    Rule("impossible_phone", "Numbers that cannot exist", "is not a number that can exist", _W,
         "ITU-T E.164 §6; lengths as libphonenumber has them"),
    Rule("invalid_phone", "Numbers not in use", "has the length of a number, but none is given out like it", _W,
         "the country's numbering plan as libphonenumber has it"),
    Rule("shifted_columns", "Shifted columns", "belongs in another column", _Q,
         "calling practice: look at the first screen of a list"),
    Rule("fictional_name", "Fictional names", "is nobody's name", _Q, "calling practice: \"Mickey Mouse at 555-5555\""),
    Rule("test_name", "Test names", "was typed to try a form", _Q, _PRACTICE),
    Rule("typed_at_random", "Keyboard runs", "was typed at random", _Q, _PRACTICE),
    Rule("not_a_name", "No name", "stands for a name nobody knew", _Q, _PRACTICE),
    Rule("doubtful_name", "Doubtful names", "is often made up, and is also a real person's name", _W,
         "the stand-in names of many countries; real people bear them too"),
    Rule("profane_name", "Abusive names", "is abuse, or reads like it", _W, _PRACTICE),
    Rule("digits_in_name", "Digits in names", "has digits in a name", _W, _PRACTICE),
    Rule("one_letter_name", "Initials only", "is initials, not a name to ask for", _W, _PRACTICE),
    Rule("invalid_email", "Bad e-mail addresses", "is not an e-mail address", _W,
         "RFC 5321 §4.1.2, RFC 5322 §3.4.1, RFC 1035 §2.3.1"),
    Rule("mail_typo", "Mistyped e-mail addresses", "looks mistyped", _W, _PRACTICE),
    Rule("fictional_address", "Fictional addresses", "is an address that no mail can reach", _W,
         "RFC 2606 §2-3, RFC 6761 §6"),
    Rule("disposable_address", "Throw-away addresses", "is an address to be thrown away", _Q,
         "the disposable-email-domains list"),
    Rule("machine_address", "Addresses of machines", "is read by machines or their keepers", _W,
         "RFC 2142 §4-5, RFC 5321 §4.5.1"),
    Rule("role_address", "Role addresses", "goes to a role, not to a person", _W, "RFC 2142 §3"),
    Rule("free_mail", "Private mailboxes", "is a private mailbox", _W,
         "calling practice: nobody buys from a private mailbox"),
    Rule("job_seeker", "Job seekers", "is looking for work, not buying", _Q, _PRACTICE),
    Rule("student", "Students and interns", "studies or trains", _Q, _PRACTICE),
    Rule("retired", "Retired or gone", "is no longer in the post", _Q, _PRACTICE),
    Rule("consultant", "Consultants", "advises or works alone", _W, _PRACTICE),
    Rule("competitor", "Competitors", "is a competitor", _Q, "calling practice: the project's own list of competitors"),
    Rule("missing_company", "No company", "names no company", _W, _PRACTICE),
    Rule("test_company", "Test companies", "was typed to try a form", _Q, _PRACTICE),
    Rule("fictional_company", "Fictional companies", "is a company out of a film or a manual", _W, _PRACTICE),
    Rule("name_in_company", "Person as company", "is the person, in the company's place", _W, _PRACTICE),
    Rule("company_is_site", "Site as company", "is a web address, in the company's place", _W, _PRACTICE),
    Rule("stale", "Stale records", "is long ago", _W,
         "calling practice: about 3 in 10 contacts change within a year"),
    Rule("very_stale", "Very stale records", "is far too long ago", _W,
         "calling practice: about 3 in 10 contacts change within a year"),
    Rule("repeated_person", "Repeated in the file", "stands in this file more than once", _W, _STORE),
    Rule("possible_duplicate", "Possibly known", "may be somebody already known", _W, _STORE),
    Rule("already_known", "Already in the project", "is in this project already", _W, _STORE),
    Rule("already_worked", "Already worked", "is being worked in this project", _Q, _STORE),
    Rule("already_customer", "Already a customer", "is a customer already", _Q,
         "calling practice: the client's own customer list"),
    Rule("suppressed", "Do-not-contact list", "is on the do-not-contact list", _Q,
         "47 CFR 64.1200(d); GDPR Art. 21(2-3)"),
    Rule("erased", "Erased on request", "was erased on request and came back", _R,
         "GDPR Art. 17; a keyed hash tells, and nothing of the row is kept"),
)  # fmt: skip
RULES: dict[str, Rule] = {rule.key: rule for rule in _ALL}
