"""What is shown of one meeting: when it is for both, how the invitation stands, what the rep made of it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bdr_desk.domain.handoff import STATUS_SAYS
from bdr_desk.domain.time_zones import day_and_time
from bdr_desk.queries.meetings import MeetingView
from bdr_desk.ui.widgets.detail import pairs, section
from bdr_desk.ui.widgets.parts import Part
from bdr_desk.ui.widgets.times import moment

STATUS = {
    "booked": ("booked", "accent"),
    "cancelled": ("cancelled", ""),
    "held": ("held", "good"),
    "no_show": ("no-show", "warn"),
}
# The prospect's PARTSTAT, RFC 5545 §3.2.12
ANSWERS = {
    "NEEDS-ACTION": ("not answered yet", ""),
    "ACCEPTED": ("accepted by them", "good"),
    "DECLINED": ("declined by them", "danger"),
    "TENTATIVE": ("tentative", "warn"),
}


def chips_of(view: MeetingView) -> tuple[tuple[str, str], ...]:
    """How it stands, in marks."""
    status = (
        ("over", "")
        if view.status == "booked" and not view.upcoming
        else STATUS.get(view.status, (view.status, ""))
    )
    return (status,) if view.status == "cancelled" else (status, answer_says(view.answer))


def answer_says(partstat: str) -> tuple[str, str]:
    """In words, with its tone."""
    return ANSWERS.get(partstat, (partstat.lower(), ""))


def meeting_parts(view: MeetingView, now: datetime) -> list[Part]:
    """The sections below the name."""
    parts: list[Part] = [section("When", pairs(_when(view))), section("Invitation", pairs(_invitation(view)))]
    if view.handoff_status:
        parts.append(section("Handoff", pairs(_handoff(view, now))))
    return parts


def _when(view: MeetingView) -> list[tuple[str, str]]:
    minutes = round((view.ends_at - view.starts_at).total_seconds() / 60)
    theirs = f"{day_and_time(view.starts_at, view.lead_zone)}, {place(view.lead_zone)}"
    ours = f"{day_and_time(view.starts_at, view.rep_zone)}, {place(view.rep_zone)}"
    return [
        (f"For {view.name.split()[0] if view.name else 'them'}", theirs),
        (f"For {view.rep_name.split()[0]}", ours),
        ("Length", f"{minutes} minutes"),
        ("Where", view.place or "no place yet: the rep's own meeting link is not set"),
    ]


def _invitation(view: MeetingView) -> list[tuple[str, str]]:
    times = f"changed {view.sequence} {'time' if view.sequence == 1 else 'times'} since"
    return [
        ("Subject", view.subject),
        ("Their answer", answer_says(view.answer)[0]),
        ("Version", times if view.sequence else "the first"),
    ]


def _handoff(view: MeetingView, now: datetime) -> list[tuple[str, str] | tuple[str, str, str]]:
    due = ""
    late = False
    if view.handoff_due is not None and view.handoff_status == "passed":
        due, late = moment(view.handoff_due, now), view.handoff_due < now
    return [
        ("It is", STATUS_SAYS.get(view.handoff_status, view.handoff_status)),
        ("Answer due", f"{due}, overdue" if late else due, "danger" if late else ""),
    ]


def place(zone: str) -> str:
    """A zone as people name it: "New York time"."""
    ZoneInfo(zone)
    return f"{zone.rpartition('/')[2].replace('_', ' ')} time"
