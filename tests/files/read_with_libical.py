"""Reads invitations with Debian's libical (python3-gi, gir1.2-ical-3.0). Run by the system's Python, not by the project's.

Standard input: a JSON list of iCalendar texts. Standard output: a JSON list of what libical made of each.
"""

import json
import sys

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402

KINDS = ICalGLib.ComponentKind
PARAMETERS = ICalGLib.ParameterKind


def parameter(prop, kind):
    found = prop.get_first_parameter(kind)
    return "" if found is None else found.as_ical_string()


def party(event, kind):
    prop = event.get_first_property(kind)
    if prop is None:
        return None
    kinds = ("CN", "RSVP", "PARTSTAT", "ROLE", "CUTYPE", "SENTBY")
    return {"value": prop.get_value_as_string()} | {
        name: parameter(prop, getattr(PARAMETERS, f"{name}_PARAMETER")) for name in kinds
    }


def instant(calendar, event, kind):
    """Seconds since 1970, by the VTIMEZONE in the file and no other."""
    prop = event.get_first_property(kind)
    time = ICalGLib.Time.new_from_string(prop.get_value_as_string())
    tzid = prop.get_first_parameter(PARAMETERS.TZID_PARAMETER)
    if tzid is None:
        assert time.is_utc(), "a time that floats"
        return time.as_timet()
    zone = calendar.get_timezone(tzid.get_tzid())
    assert zone is not None, "no VTIMEZONE for " + tzid.get_tzid()
    return time.as_timet_with_zone(zone)


def read(text):
    calendar = ICalGLib.Component.new_from_string(text)
    event = calendar.get_first_component(KINDS.VEVENT_COMPONENT)
    zone = calendar.get_first_component(KINDS.VTIMEZONE_COMPONENT)
    return {
        "lawful": bool(ICalGLib.restriction_check(calendar)),
        "errors": calendar.count_errors(),
        "method": calendar.get_first_property(ICalGLib.PropertyKind.METHOD_PROPERTY).get_value_as_string(),
        "events": calendar.count_components(KINDS.VEVENT_COMPONENT),
        "zones": calendar.count_components(KINDS.VTIMEZONE_COMPONENT),
        "standards": 0 if zone is None else zone.count_components(KINDS.XSTANDARD_COMPONENT),
        "daylights": 0 if zone is None else zone.count_components(KINDS.XDAYLIGHT_COMPONENT),
        "starts": instant(calendar, event, ICalGLib.PropertyKind.DTSTART_PROPERTY),
        "ends": instant(calendar, event, ICalGLib.PropertyKind.DTEND_PROPERTY),
        "uid": event.get_uid(),
        "sequence": event.get_sequence(),
        "summary": event.get_summary(),
        "location": event.get_location(),
        "description": event.get_description(),
        "organizer": party(event, ICalGLib.PropertyKind.ORGANIZER_PROPERTY),
        "attendee": party(event, ICalGLib.PropertyKind.ATTENDEE_PROPERTY),
        "attendees": event.count_properties(ICalGLib.PropertyKind.ATTENDEE_PROPERTY),
    }


print(json.dumps([read(text) for text in json.load(sys.stdin)]))
