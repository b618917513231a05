"""Who may be called now, in which order, and why: the rules behind the queue and behind `queue why`."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bdr_desk.domain.calling_opening import next_open, opening
from bdr_desk.domain.calling_policy import Policy
from bdr_desk.domain.outcome import TITLES, Outcome
from bdr_desk.domain.time_zones import day_name, day_of_month
from bdr_desk.domain.words import STAGE_SAYS, Next, Stage

# A lead in a rep's hands is called again only where a call back was promised.
CALLABLE_STAGES = (Stage.NEW, Stage.WORKING, Stage.NOT_READY, Stage.REJECTED, Stage.MEETING, Stage.ACCEPTED)
# A BDR may call early or out of turn, but these leave no choice.
NEVER = frozenset(("suppressed", "calling_hours", "unknown_zone", "account_busy", "claimed", "claim"))
ORDER = (Next.CALLBACK, Next.RETRY, Next.FRESH)  # promises first, then what is due, then new names


@dataclass(frozen=True, repr=False)
class Reason:
    """`rule` names the rule, `says` puts it in words, `until` (UTC) says when it ends, if it does."""

    rule: str
    says: str
    until: datetime | None = None


@dataclass(frozen=True, repr=False)
class Standing:
    """What the rules need to know of one lead. Times UTC; `hours` is where they may be (`calling_places.hours_key`, "" for
    unknown); `suppressed`, `account_busy` and `claimed_by` are reasons in words or empty; `unheld`: the team cannot
    be reached, and this desk does not hold the account; `account_free_at` is when the gap
    after the last call into the account ends, `account_capped_until` when the cap on calls there allows one more;
    `skipped` says why somebody passed them over, until `skipped_until`; `switchboard` is a number of the account's, for
    reading, for whom has none.
    """

    stage: str
    next_kind: str
    next_at: datetime | None
    next_why: str
    attempts: int
    last_outcome: str | None
    last_call_at: datetime | None
    zones: tuple[str, ...]
    zones_says: str
    has_number: bool
    list_name: str = ""
    suppressed: str = ""
    account_busy: str = ""
    held: bool = False  # its list is not released yet
    hours: str = ""
    account_free_at: datetime | None = None
    account_capped_until: datetime | None = None
    skipped: str = ""
    skipped_until: datetime | None = None
    claimed_by: str = ""
    unheld: bool = False
    switchboard: str = ""


def reasons_against(s: Standing, policy: Policy, now: datetime) -> tuple[Reason, ...]:
    """Every rule that forbids calling now; none of them means the lead is callable."""
    found = [
        _suppressed(s),
        _not_in_play(s),
        _held(s),
        _numberless(s),
        _waits(s, now),
        _skipped(s, now),
        _closed_there(s, policy, now),
        _claimed(s),
        _unheld(s),
        _busy(s),
        _just_called(s, now),
        _capped(s, now),
    ]
    return tuple(reason for reason in found if reason)


def never_dialled(reasons: tuple[Reason, ...]) -> Reason | None:
    """The first reason that no BDR may overrule: do-not-call, calling hours, a colleague of theirs on the phone."""
    return next((r for r in reasons if r.rule in NEVER), None)


def _suppressed(s: Standing) -> Reason | None:
    return Reason("suppressed", f"Do not call: {s.suppressed}.") if s.suppressed else None


def _not_in_play(s: Standing) -> Reason | None:
    if s.stage in CALLABLE_STAGES and s.next_kind != Next.NONE:
        return None
    return Reason("stage", f"Not in the queue: {STAGE_SAYS.get(s.stage, s.stage)}.")


def _held(s: Standing) -> Reason | None:
    """A list held back keeps its new leads out; promises and tries begun before are kept."""
    if s.held and s.next_kind == Next.FRESH:
        return Reason("held", f"The list {s.list_name} is not released to the queue yet.")
    return None


def _numberless(s: Standing) -> Reason | None:
    """By the switchboard nobody is offered: who picks them dials it, and every other rule is asked then."""
    if s.has_number:
        return None
    board = f"No number of theirs; the switchboard is {s.switchboard}: dial it by hand."
    return Reason("no_number", board if s.switchboard else "No working phone number.")


def _waits(s: Standing, now: datetime) -> Reason | None:
    if s.next_at is None or s.next_at <= now or s.next_kind == Next.NONE:
        return None
    what = "Promised" if s.next_kind == Next.CALLBACK else "Next try"
    return Reason("waits", f"{what} {_moment(s, s.next_at, now)} there: {s.next_why}.", s.next_at)


def _skipped(s: Standing, now: datetime) -> Reason | None:
    if s.skipped_until is None or s.skipped_until <= now or s.next_kind == Next.CALLBACK:
        return None
    return Reason("skipped", f"Passed over: {s.skipped}.", s.skipped_until)


def _closed_there(s: Standing, policy: Policy, now: datetime) -> Reason | None:
    there = opening(s.hours, policy, now)
    if there.open:
        return None
    opens = next_open(s.hours, policy, now)
    says = there.says.rstrip(".")
    if not s.hours:
        return Reason("unknown_zone", f"{says}.")
    says += f" (zone: {s.zones_says})"
    return Reason("calling_hours", f"{says}; opens {_moment(s, opens, now)}." if opens else f"{says}.", opens)


def _claimed(s: Standing) -> Reason | None:
    return Reason("claimed", f"{s.claimed_by} is working on this account.") if s.claimed_by else None


def _unheld(s: Standing) -> Reason | None:
    says = "Not held by this desk, and the team cannot be reached."
    return Reason("claim", says) if s.unheld else None


def _just_called(s: Standing, now: datetime) -> Reason | None:
    """The gap does not hold back a promise: they asked to be called then."""
    if s.account_free_at is None or s.account_free_at <= now or s.next_kind == Next.CALLBACK:
        return None
    return Reason("account_gap", "The account was called just now; a second call waits.", s.account_free_at)


def _capped(s: Standing, now: datetime) -> Reason | None:
    if s.account_capped_until is None or s.account_capped_until <= now or s.next_kind == Next.CALLBACK:
        return None
    says = "The account had as many calls as the cadence allows in its period."
    return Reason("account_cap", says, s.account_capped_until)


def _busy(s: Standing) -> Reason | None:
    return Reason("account_busy", s.account_busy) if s.account_busy else None


def reasons_for(s: Standing, now: datetime) -> tuple[str, ...]:
    """Why a callable lead stands where it stands, the weightiest first."""
    if s.next_kind == Next.CALLBACK and s.next_at:
        return (f"Promised for {_moment(s, s.next_at, now)}",)
    if s.next_kind == Next.RETRY:
        last = TITLES[Outcome(s.last_outcome)].lower() if s.last_outcome else ""
        due = f"{_ordinal(s.attempts + 1)} try due"
        why = s.next_why[:1].upper() + s.next_why[1:]
        detail = f"last: {last}" + (f", {_moment(s, s.last_call_at, now)}" if s.last_call_at else "")
        return (due if why.startswith("Try ") or not why else why, detail) if last else (why or due,)
    return ("Fresh" + (f", from {s.list_name}" if s.list_name else ""),)


def _ordinal(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}" + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _moment(s: Standing, at: datetime, now: datetime) -> str:
    """A time where the person is, said with as little as tells it apart: “11:00”, “Thu 14:00”, “12 Jun 14:00”."""
    local = at.astimezone(ZoneInfo(s.zones[0]))
    away = (local.date() - now.astimezone(ZoneInfo(s.zones[0])).date()).days
    if away == 0:
        return f"{local:%H:%M}"
    return f"{day_name(local) if -7 < away < 7 else day_of_month(local)} {local:%H:%M}"
