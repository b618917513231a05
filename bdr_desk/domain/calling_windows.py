"""When sales calls may be made, by country and state: what the law says, and what is polite. Data, with its sources.

Most of these laws protect consumers (homes, mobile numbers); calls to a business at its own number are outside many of
them (`protects` says which). The desk keeps them all the same: a BDR rings mobiles, home offices and sole traders, and cannot
tell which is which. So no project may call at an hour that `law` forbids; an hour that is only impolite it may choose.

`checked` is True where the hours were read in the law, on the regulator's page or, as quoted, in a published guide of 2022
to 2025; False where they come from memory or one seller's page: have those confirmed before relying on them. Nothing
here is legal advice; days that a governor or a regulator closes in an emergency are not known.
"""

from dataclasses import dataclass

from bdr_desk.domain.settings import read_clock

Minutes = tuple[
    int, int
]  # from, up to but not including; after midnight on the wall clock of the person called
Week = tuple[tuple[Minutes, ...], ...]  # Monday first

CONSUMERS = "consumers"  # homes and mobile numbers; a business at its own number is outside
EVERYBODY = "everybody"  # businesses too


@dataclass(frozen=True)
class Rule:
    """The hours `where` it holds ("US", "US-FL"). `holidays`: whether calls are allowed on public holidays as well.

    `protects`: CONSUMERS or EVERYBODY.
    """

    where: str
    week: Week
    holidays: bool
    law: bool
    protects: str
    source: str
    checked: bool


def rules_for(country: str, state: str) -> tuple[Rule, ...]:
    """The rules that hold at a place, the country's first; each narrows the others."""
    return _RULES.get(country, ()) + (_RULES.get(f"{country}-{state}", ()) if state else ())


def places_with_rules() -> tuple[str, ...]:
    """Every place that has a rule, for a page that lists them."""
    return tuple(_RULES)


def _week(text: str) -> Week:
    """ "Mon-Fri 10-13 14-20, Sat 10-17": a day that is not named has no hours."""
    hours: dict[int, tuple[Minutes, ...]] = {}
    for part in text.split(","):
        days, *spans = part.split()
        first, _, last = days.partition("-")
        for day in range(_DAYS.index(first), _DAYS.index(last or first) + 1):
            hours[day] = tuple(_span(span) for span in spans)
    return tuple(hours.get(day, ()) for day in range(7))


def _span(text: str) -> Minutes:
    start, end = text.split("-")
    return read_clock(start), read_clock(end)


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ANY, _NONE = True, False  # on public holidays
_LAW, _POLITE = True, False
_READ, _UNSURE = True, False

# where, hours, holidays, law, protects, source, checked
_TABLE: tuple[tuple[str, str, bool, bool, str, str, bool], ...] = (
    # United States: federal, then the states that are narrower. Not listed: as federal.
    ("US", "Mon-Sun 8-21", _ANY, _LAW, CONSUMERS,
     "47 CFR §64.1200(c)(1); 16 CFR §310.4(c)", _READ),
    ("US-AL", "Mon-Sat 8-20", _NONE, _LAW, CONSUMERS,
     "Alabama Public Service Commission, Telephone Rules; holidays: Ala. Code §1-3-8", _READ),
    ("US-CT", "Mon-Sun 9-20", _ANY, _LAW, CONSUMERS,
     "Conn. Gen. Stat. §42-288a as amended by Public Act 23-98 (numbers with the state's area codes too)", _READ),
    ("US-FL", "Mon-Sun 8-20", _ANY, _LAW, CONSUMERS,
     "Fla. Stat. §501.616(6)(a); area codes: §501.059(8)(d)", _READ),
    ("US-KY", "Mon-Sun 10-21", _ANY, _LAW, CONSUMERS, "KRS §367.46955", _READ),
    ("US-LA", "Mon-Sat 8-20", _NONE, _LAW, CONSUMERS,
     "Louisiana Public Service Commission General Order R-29617; La. R.S. 45:844.11-15", _READ),
    ("US-MA", "Mon-Sun 8-20", _ANY, _LAW, CONSUMERS, "Mass. Gen. Laws ch. 159C §3", _READ),
    ("US-MD", "Mon-Sun 8-20", _ANY, _LAW, CONSUMERS,
     "Md. Code, Com. Law §14-4501 ff. (Stop the Spam Calls Act of 2023)", _READ),
    ("US-MI", "Mon-Sun 9-21", _ANY, _LAW, CONSUMERS, "Mich. Comp. Laws §445.111 ff.", _READ),
    ("US-MN", "Mon-Sun 9-21", _ANY, _LAW, CONSUMERS, "Minn. Stat. §325E.30", _READ),
    # The statute ends at 21:00 (§77-3-603), guides still at 20:00 as a rule repealed in 2023 did: the stricter stands.
    ("US-MS", "Mon-Sat 8-20", _ANY, _LAW, CONSUMERS,
     "Miss. Code §77-3-603(a), §77-3-723(1); holidays free since 2023", _READ),
    ("US-NM", "Mon-Sun 9-21", _ANY, _LAW, CONSUMERS, "N.M. Stat. §57-12-22", _READ),
    ("US-NV", "Mon-Sun 9-20", _ANY, _LAW, CONSUMERS, "Nev. Rev. Stat. §598.0918", _READ),
    ("US-OK", "Mon-Sun 8-20", _ANY, _LAW, CONSUMERS,
     "Telephone Solicitation Act of 2022, Okla. Stat. tit. 15 §775C.4", _READ),
    ("US-PA", "Mon-Sun 8-21", _NONE, _LAW, CONSUMERS, "73 P.S. §2241 ff. (no calls on legal holidays)", _READ),
    ("US-RI", "Mon-Fri 9-18, Sat 10-17", _NONE, _LAW, CONSUMERS, "R.I. Gen. Laws §5-61-2, §5-61-3.6", _READ),
    # Of autodialers, to any number; the desk's power mode may be read as one.
    ("US-SD", "Mon-Fri 9-21", _ANY, _LAW, EVERYBODY, "S.D. Codified Laws §37-30-28", _READ),
    ("US-TX", "Mon-Sat 9-21, Sun 12-21", _ANY, _LAW, CONSUMERS,
     "Tex. Bus. & Com. Code §301.051", _UNSURE),
    ("US-UT", "Mon-Sat 8-21", _NONE, _LAW, CONSUMERS, "Utah Code §13-25a-103(3)", _READ),
    ("US-WA", "Mon-Sun 8-20", _ANY, _LAW, CONSUMERS, "RCW 80.36.390 as amended by HB 1497 (2022)", _READ),
    ("US-WY", "Mon-Sun 8-20", _ANY, _LAW, CONSUMERS, "Wyo. Stat. §40-12-302", _UNSURE),
    # Elsewhere: law.
    ("AU", "Mon-Fri 9-20, Sat 9-17", _NONE, _LAW, EVERYBODY,
     "Telecommunications (Telemarketing and Research Calls) Industry Standard 2017 (ACMA)", _READ),
    ("BR", "Mon-Fri 9-21, Sat 10-16", _NONE, _LAW, CONSUMERS,
     "Anatel's rules on telemarketing, as a federal court cited them in 2022", _READ),
    ("CA", "Mon-Fri 9-21:30, Sat-Sun 10-18", _ANY, _LAW, EVERYBODY,
     "CRTC, Unsolicited Telecommunications Rules, Part III §23", _READ),
    ("ES", "Mon-Fri 9-21", _NONE, _LAW, CONSUMERS, "Real Decreto Legislativo 1/2007, art. 96.2", _READ),
    ("FR", "Mon-Fri 10-13 14-20", _NONE, _LAW, CONSUMERS,
     "Code de la consommation, art. D. 223-9 (décret n° 2022-1313)", _READ),
    ("IN", "Mon-Sun 9-21", _ANY, _LAW, CONSUMERS,
     "TRAI, Telecom Commercial Communications Customer Preference Regulations 2010 and 2018", _READ),
    ("ZA", "Mon-Fri 8-20, Sat 9-13", _NONE, _LAW, CONSUMERS,
     "Consumer Protection Act 68 of 2008, s. 12; Government Notice R293 of 2011", _READ),
    # Elsewhere: codes of conduct, and what is customary where calls need consent and no hours are fixed.
    ("AT", "Mon-Fri 8-20", _NONE, _POLITE, EVERYBODY,
     "custom; TKG 2021 §174 asks for consent, of businesses too", _UNSURE),
    ("BE", "Mon-Fri 8-20", _NONE, _POLITE, EVERYBODY,
     "custom; Code of Economic Law VI.110-114 fixes no hours (do-not-call list, businesses too)", _UNSURE),
    ("CH", "Mon-Fri 8-20", _NONE, _POLITE, EVERYBODY, "custom; UWG art. 3 (1) u, v fix no hours", _UNSURE),
    ("DE", "Mon-Fri 8-20, Sat 9-18", _NONE, _POLITE, CONSUMERS,
     "Bitkom Telefonkodex 2015; UWG §7 (2): businesses by presumed consent", _READ),
    ("GB", "Mon-Fri 8-21, Sat-Sun 9-21", _NONE, _POLITE, CONSUMERS,
     "DMA Direct Marketing Code of Practice 21.41; PECR 2003 fixes no hours", _READ),
    ("IE", "Mon-Fri 8-21, Sat 9-18", _NONE, _POLITE, CONSUMERS, "custom; S.I. 336/2011 fixes no hours", _UNSURE),
    ("IT", "Mon-Fri 9-20, Sat 10-19", _NONE, _POLITE, CONSUMERS,
     "Codice di condotta telemarketing (Garante, provv. 148/2024), binding on who signed it", _READ),
    ("JP", "Mon-Fri 9-20", _NONE, _POLITE, CONSUMERS, "custom; the Specified Commercial Transactions Act", _UNSURE),
    ("MX", "Mon-Fri 9-20, Sat 9-14", _NONE, _POLITE, CONSUMERS, "custom; LFPC art. 17-18 fix no hours", _UNSURE),
    ("NL", "Mon-Fri 9-21, Sat 10-16", _NONE, _POLITE, CONSUMERS,
     "Code Telemarketing 2012, art. 9 (to 22:00), sole traders too; an hour earlier out of politeness", _READ),
    ("NZ", "Mon-Fri 8-20, Sat 9-17", _NONE, _POLITE, EVERYBODY,
     "custom; Marketing Association, Telemarketing Code of Practice", _UNSURE),
    ("PT", "Mon-Fri 9-20", _NONE, _POLITE, CONSUMERS, "custom; Lei 41/2004 fixes no hours", _UNSURE),
    ("SG", "Mon-Fri 8-21, Sat 9-18", _NONE, _POLITE, EVERYBODY, "custom; PDPA 2012, part 9 fixes no hours", _UNSURE),
)  # fmt: skip

# Offices there rest on Friday and Saturday (`domain.business_days`): a Friday is no day for a first call.
_SUNDAY_TO_THURSDAY = tuple(
    (country, "Mon-Thu 9-20, Sun 9-20", _NONE, _POLITE, EVERYBODY, "custom: the working week", _UNSURE)
    for country in ("BH", "EG", "IL", "JO", "KW", "OM", "QA", "SA")
)

_RULES: dict[str, tuple[Rule, ...]] = {
    where: (Rule(where, _week(hours), holidays, law, protects, source, checked),)
    for where, hours, holidays, law, protects, source, checked in _TABLE + _SUNDAY_TO_THURSDAY
}
