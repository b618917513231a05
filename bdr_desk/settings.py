"""Every setting, declared once. The set-up page draws itself from this list; a default is what a new desk starts with."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bdr_desk.domain.settings import Kind


class Keeper(StrEnum):
    """Whose value it is."""

    ME = "me"  # the user at this desk
    DESK = "desk"  # this machine
    PROJECT = "project"  # the current one
    REP = "rep"  # who takes the current project's meetings
    WINDOW = "window"  # how the desk looks here


@dataclass(frozen=True)
class Section:
    """`help` says in one sentence what the section is for."""

    id: str
    title: str
    help: str


@dataclass(frozen=True)
class Setting:
    """`columns` are what is stored, in the value's order; left out, it is `key`. `choices` are (value, words) pairs;
    a CHOICE without any is offered what the desk knows."""

    keeper: Keeper
    key: str
    title: str
    help: str
    kind: Kind
    section: str
    default: Any = ""
    columns: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        return f"{self.keeper}.{self.key}"

    @property
    def stored(self) -> tuple[str, ...]:
        return self.columns or (self.key,)

    def values(self, value: Any) -> dict[str, Any]:
        """`value` by the names it is stored under."""
        return dict(zip(self.stored, value, strict=True)) if self.columns else {self.key: value}


YOU = Section("you", "You", "What the people you call are told about you.")
PROJECT = Section("project", "The project", "Who you call for, and when people may be called.")
REP = Section(
    "rep", "The rep", "Who takes the meetings you book. Free times are worked out from these hours."
)
WORDING = Section(
    "wording", "Definition and script", "What makes a lead qualified, and what is said to find out."
)
QUEUE = Section(
    "queue", "The queue", "Who comes first, how it goes on after a call, and when whom is called."
)
CADENCE = Section(
    "cadence", "Cadence", "What is done with a lead until it answers: which touches, when, and how it ends."
)
LISTS = Section(
    "lists",
    "Lists",
    "What a row of a list must not be, before anybody is called. Rows that go to quarantine wait for you.",
)
CUSTOMERS = Section(
    "customers", "Customers", "Who buys already: rows of lists that name them are set aside as the rule says."
)
COMPETITORS = Section(
    "competitors",
    "Competitors",
    "Who sells the same: rows of lists that name them are set aside as the rule says.",
)
SUPPRESSION = Section(
    "suppression", "Do not contact", "Who is never called or written to, whatever list they come back on."
)
LOOK = Section("look", "Look", "How the desk looks on this machine.")
TEAM = Section(
    "team", "Team", "The shared database, through which handoffs reach the rep and their answers come back."
)
BACKUPS = Section(
    "backups",
    "Backups",
    "Copies of all you keep here: one on each day the desk is open, checked when it is made.",
)
HEALTH = Section(
    "health", "What is set up", "What works on this machine, and what to do about what does not."
)
SECTIONS = (
    YOU, PROJECT, REP, WORDING, QUEUE, CADENCE, LISTS, CUSTOMERS, COMPETITORS, SUPPRESSION, LOOK, TEAM, BACKUPS, HEALTH,
)  # fmt: skip

WORK_DAYS = "01234"
CALL_HOURS, WORK_HOURS = (9 * 60, 17 * 60 + 30), (9 * 60, 17 * 60)  # minutes after local midnight

SETTINGS: tuple[Setting, ...] = (
    Setting(Keeper.ME, "name", "Your name", "Stands in scripts and in invitations.", Kind.TEXT, YOU.id),
    Setting(Keeper.ME, "email", "E-mail", "Answers to your invitations come here.", Kind.EMAIL, YOU.id),
    Setting(Keeper.DESK, "my_phone", "Phone", "The number you leave on voicemails.", Kind.PHONE, YOU.id),
    Setting(
        Keeper.ME, "time_zone", "Time zone", "Where you sit: promises are shown in your time and theirs.", Kind.ZONE, YOU.id,
        "UTC",
    ),
    Setting(
        Keeper.PROJECT, "caller_company", "You call for", "The company you name when somebody answers.", Kind.TEXT, PROJECT.id,
    ),
    Setting(
        Keeper.PROJECT, "offer", "What it offers", "In half a sentence; the script says it in the opener.", Kind.TEXT,
        PROJECT.id,
    ),
    Setting(
        Keeper.PROJECT, "call_hours", "Calling hours", "By the clock of the person called; nobody is dialled outside them.",
        Kind.HOURS, PROJECT.id, CALL_HOURS, ("call_from", "call_until"),
    ),
    Setting(
        Keeper.PROJECT, "call_days", "Calling days", "Days of the week on which people are called.", Kind.DAYS, PROJECT.id,
        WORK_DAYS,
    ),
    Setting(
        Keeper.PROJECT, "region", "Country", "Numbers without a country code are read as dialled there.", Kind.CHOICE,
        PROJECT.id, "US",
    ),
    Setting(Keeper.PROJECT, "rep_id", "Takes the meetings", "The rep the next free times are offered for.", Kind.CHOICE, REP.id),
    Setting(Keeper.REP, "name", "Name", "As the invitation names them.", Kind.TEXT, REP.id),
    Setting(Keeper.REP, "email", "E-mail", "The copy of each invitation goes here.", Kind.EMAIL, REP.id),
    Setting(Keeper.REP, "time_zone", "Time zone", "The hours below are in this zone.", Kind.ZONE, REP.id, "UTC"),
    Setting(
        Keeper.REP, "work_hours", "Working hours", "Meetings are offered inside these hours.", Kind.HOURS, REP.id, WORK_HOURS,
        ("work_from", "work_until"),
    ),
    Setting(Keeper.REP, "work_days", "Working days", "Meetings are offered on these days.", Kind.DAYS, REP.id, WORK_DAYS),
    Setting(
        Keeper.REP, "buffer_minutes", "Kept free", "Minutes before and after each meeting.", Kind.MINUTES, REP.id, 15,
    ),
    Setting(
        Keeper.REP, "meeting_place", "Meeting place", "A link or a room; it stands in the invitation.", Kind.TEXT, REP.id,
    ),
    Setting(
        Keeper.WINDOW, "theme", "Colours", "System follows what this machine is set to.", Kind.CHOICE, LOOK.id, "system",
        choices=(("system", "System"), ("light", "Light"), ("dark", "Dark")),
    ),
)  # fmt: skip


def setting(name: str) -> Setting:
    """By its id."""
    return next(known for known in SETTINGS if known.id == name)
