"""Invitations as iCalendar text (RFC 5545, 5546): values in, text out. The only file that knows icalendar.

The zone is written by `domain.time_zones`, not by icalendar's `add_missing_timezones()`: Outlook, Thunderbird and others
read that one an hour wrong for weeks each spring and autumn. Reading answers (REPLY, COUNTER) has its place here too.
"""

import os
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from stat import S_ISDIR
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from bdr_desk.domain import invitation as rules
from bdr_desk.domain.invitation import Invitation, Method, Party
from bdr_desk.domain.time_zones import Observance, observances, shown_twice
from bdr_desk.errors import FileProblem

if TYPE_CHECKING:
    from icalendar import Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

# Our own: a PRODID that names Outlook switches on reading quirks of old versions ([MS-OXCICAL] §2.1.3.1.1.2).
PRODUCT = "-//BDR Desk//BDR Desk//EN"


def calendar_text(invitation: Invitation) -> str:
    """One VCALENDAR with one VEVENT, CRLF lines folded at 75 octets (RFC 5545 §3.1).

    Times stand in the rep's zone with its VTIMEZONE, or in UTC where the zone has no yearly rule (`domain.time_zones`).
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", str(invitation.method))
    observed = _writable_zone(invitation)
    if observed:
        calendar.add_component(_zone(invitation.zone, observed))
    calendar.add_component(_event(invitation, ZoneInfo(invitation.zone) if observed else None))
    text: str = calendar.to_ical().decode("utf-8")
    return text


def parties(text: str) -> tuple[Party, Party | None, Party]:
    """Organizer, who sent in the organizer's name, and attendee of a message this program wrote.

    A later message of the same meeting must name the same people, letter for letter (RFC 5546 §3.2.2.1).
    """
    from icalendar import Calendar

    event = Calendar.from_ical(text).walk("VEVENT")[0]
    organizer, attendee = cast("vCalAddress", event["ORGANIZER"]), cast("vCalAddress", event["ATTENDEE"])
    sender = organizer.params.get("SENT-BY")
    return _party(organizer), None if sender is None else Party("", _address(sender)), _party(attendee)


def save(text: str, target: Path) -> None:
    """Write the whole file or none of it. Raises FileProblem."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as part:
            part.write(text.encode("utf-8"))
            part.flush()
            os.fsync(part.fileno())
        _put_in_place(Path(part.name), target)
    except OSError as error:
        raise _cannot_write(target, error) from error


def try_folder(target: Path) -> None:
    """Find out whether `target` could be written, before anything depends on it. Raises FileProblem."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # a name that is too long is found out, too
            if S_ISDIR(target.stat().st_mode):
                raise IsADirectoryError(0, "it is a folder")
        with tempfile.TemporaryFile(dir=target.parent):
            pass
    except OSError as error:
        raise _cannot_write(target, error) from error


def _put_in_place(part: Path, target: Path) -> None:
    try:
        part.chmod(
            0o644
        )  # a temporary file is the owner's alone; an invitation is to be opened by other programs
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _cannot_write(target: Path, error: OSError) -> FileProblem:
    return FileProblem(
        f"The invitation cannot be written to {target}: {error.strerror}.",
        "Save the invitation in another place, or free some space first.",
    )


def _event(invitation: Invitation, zone: ZoneInfo | None) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", invitation.uid)
    event.add("dtstamp", invitation.stamped_at)
    event.add("sequence", invitation.sequence)
    event.add("dtstart", _in_zone(invitation.starts, zone))
    event.add("dtend", _in_zone(invitation.ends, zone))
    event.add("organizer", _organizer(invitation), encode=False)
    if invitation.method is not Method.PUBLISH:  # RFC 5546 §3.2.1: a published event has no attendees
        event.add("attendee", _attendee(invitation), encode=False)
    _add_texts(event, invitation)
    _add_state(event, cancelled=invitation.method is Method.CANCEL)
    return event


def _in_zone(moment: datetime, zone: ZoneInfo | None) -> datetime:
    return moment if zone is None else moment.astimezone(zone)


def _add_texts(event: "Event", invitation: Invitation) -> None:
    event.add("summary", rules.one_line(invitation.subject))
    if invitation.place.strip():
        event.add("location", rules.one_line(invitation.place))
    if invitation.text.strip():
        event.add("description", rules.several_lines(invitation.text))


def _add_state(event: "Event", *, cancelled: bool) -> None:
    """A meeting takes its time ("busy"); a cancelled one gives it back, as Exchange writes it."""
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    event.add("x-microsoft-cdo-busystatus", "FREE" if cancelled else "BUSY")


def _organizer(invitation: Invitation) -> "vCalAddress":
    address = _cal_address(invitation.organizer)
    if invitation.sent_by is not None:
        address.params["SENT-BY"] = rules.mailto(invitation.sent_by.address)
    return address


def _attendee(invitation: Invitation) -> "vCalAddress":
    address = _cal_address(invitation.attendee)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = "NEEDS-ACTION"
    address.params["RSVP"] = "TRUE"
    return address


def _cal_address(party: Party) -> "vCalAddress":
    from icalendar import vCalAddress

    address = vCalAddress(rules.mailto(party.address))
    if name := rules.name_parameter(party.name):
        address.params["CN"] = name
    return address


def _party(address: "vCalAddress") -> Party:
    return Party(str(address.params.get("CN", "")), _address(str(address)))


def _address(uri: str) -> str:
    return unquote(uri.removeprefix("mailto:"))


def _writable_zone(invitation: Invitation) -> tuple[Observance, ...]:
    """How to write the zone. Nothing, so that UTC is used, where no yearly rule tells it, where it is UTC anyway, and
    in the hour the clocks show twice: RFC 5545 §3.3.5 means the first showing, but ical.js reads the second."""
    found = observances(invitation.zone, invitation.starts.year) or ()
    is_utc = len(found) == 1 and found[0].offset_to == timedelta()
    twice = any(shown_twice(moment, invitation.zone) for moment in (invitation.starts, invitation.ends))
    return () if is_utc or twice else found


def _zone(name: str, observed: tuple[Observance, ...]) -> "Timezone":
    from icalendar import Timezone

    zone = Timezone()
    zone.add("tzid", name)
    for observance in observed:
        zone.add_component(_observance(observance))
    return zone


def _observance(observance: Observance) -> "TimezoneStandard | TimezoneDaylight":
    from icalendar import TimezoneDaylight, TimezoneStandard

    part = TimezoneDaylight() if observance.daylight else TimezoneStandard()
    part.add("dtstart", observance.starts)
    part.add("tzoffsetfrom", observance.offset_from)
    part.add("tzoffsetto", observance.offset_to)
    part.add("tzname", observance.name)
    if observance.day:
        part.add("rrule", {"FREQ": "YEARLY", "BYDAY": observance.day, "BYMONTH": observance.month})
    return part
