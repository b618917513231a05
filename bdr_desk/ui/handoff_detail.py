"""What stands behind a handoff: the facts against the definition, the notes, the meeting, and its trail."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from PySide6.QtWidgets import QProgressBar

from bdr_desk.domain.handoff import Event, Kind, Status
from bdr_desk.domain.qualification import Distance
from bdr_desk.domain.time_zones import day_and_time
from bdr_desk.queries.handoffs import HandedFact, HandoffDetail, MeetingTimes
from bdr_desk.ui.meeting_detail import STATUS, place
from bdr_desk.ui.widgets.detail import pairs, quiet, section
from bdr_desk.ui.widgets.parts import Part, caption, column, dress, label, row
from bdr_desk.ui.widgets.times import day, moment

NOTES_SHOWN = 6
TONES: Mapping[str, str] = {
    Status.PASSED: "accent",
    Status.ASKED: "warn",
    Status.ACCEPTED: "good",
    Status.REJECTED: "danger",
}
KIND_SAYS = {
    Kind.PASSED: "Passed on", Kind.ACCEPTED: "Accepted", Kind.REJECTED: "Rejected", Kind.ASKED: "Asked",
    Kind.ANSWERED: "Answered", Kind.RETURNED: "Given back", Kind.FEEDBACK: "Said how it went",
    Kind.MOVED: "Meeting moved",
}  # fmt: skip


def handoff_parts(shown: HandoffDetail, now: datetime) -> list[Part]:
    """The sections below the name."""
    below = shown.distance is not None and not shown.distance.qualified
    return [
        section("How far it is qualified" if below else "Why it is qualified", *_why(shown, now)),
        section("Notes from the calls", *_notes(shown)),
        section("Meeting", *_meeting(shown.view.meeting, shown)),
        section("How to reach them", pairs(_reach(shown))),
    ]


def trail_parts(events: Iterable[Event], now: datetime) -> list[Part]:
    """The trail, oldest first: it is read as a story."""
    return [column(caption("Trail"), *(_event(event, now) for event in events), gap=12)]


def _event(event: Event, now: datetime) -> Part:
    said = [label(event.text, wrap=True, select=True)] if event.text else []
    when = label(moment(event.at, now), "small")
    title = label(KIND_SAYS.get(Kind(event.kind), event.kind), "strong")
    return column(row(title, 0, when), *said, label(event.author, "small"), gap=2)


def _why(shown: HandoffDetail, now: datetime) -> list[Part]:
    parts: list[Part] = []
    if shown.distance is not None:
        parts += _distance(shown.distance, shown.definition.name if shown.definition else "")
    if shown.waived_reason:
        waived = label(f"Passed below the definition: {shown.waived_reason}", wrap=True, select=True)
        dress(waived, tone="warn")
        parts.append(waived)
    parts.append(pairs(_fact(fact, now) for fact in shown.facts))
    if not shown.facts:
        parts.append(quiet(shown.summary or "The project had no lead definition when this was passed."))
    return parts


def _distance(far: Distance, name: str) -> list[Part]:
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setAccessibleName("Distance to a qualified lead")
    bar.setRange(0, max(1, len(far.met) + len(far.missing)))
    bar.setValue(len(far.met))
    dress(bar, tone="good" if far.qualified else "")
    missing = len(far.missing_required)
    state = "qualified" if far.qualified else f"{missing} required missing"
    return [
        bar,
        label(f"{len(far.met)} of {len(far.met) + len(far.missing)} criteria of {name}, {state}.", "small"),
    ]


def _fact(fact: HandedFact, now: datetime) -> tuple[str, str, str]:
    if fact.value:
        said = f" ({day(fact.said_at, now)})" if fact.said_at else ""
        return fact.title, f"{fact.value}{said}", ""
    return (
        fact.title,
        "not known, and required" if fact.required else "not known",
        "danger" if fact.required else "",
    )


def _notes(shown: HandoffDetail) -> list[Part]:
    notes: list[Part] = [label(note, wrap=True, select=True) for note in shown.notes[:NOTES_SHOWN]]
    return notes or [quiet("None were taken.")]


def _meeting(times: MeetingTimes | None, shown: HandoffDetail) -> list[Part]:
    if times is None:
        return [quiet("No meeting goes with it.")]
    told = [
        ("For the rep", f"{day_and_time(times.starts, times.rep_zone)}, {place(times.rep_zone)}"),
        ("For them", f"{day_and_time(times.starts, times.lead_zone)}, {place(times.lead_zone)}"),
        ("Length", f"{times.minutes} minutes"),
        ("Where", times.place),
        ("It is", STATUS.get(times.status, (times.status, ""))[0]),
        ("What for", shown.agenda),
    ]
    return [pairs(told)]


def _reach(shown: HandoffDetail) -> list[tuple[str, str]]:
    return [
        ("Phone", "\n".join(shown.phones)),
        ("E-mail", "\n".join(shown.emails)),
        ("Place", shown.account_place),
        ("Project", shown.view.project_name),
        ("Passed by", shown.view.passed_by),
    ]
