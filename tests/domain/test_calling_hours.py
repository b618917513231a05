"""The zones that the beginning of a number tells."""

from phonenumbers.tzdata import TIMEZONE_DATA, TIMEZONE_LONGEST_PREFIX

from bdr_desk.domain.calling_hours import beginning_of, zones_at
from bdr_desk.domain.phone_plan import region_of
from bdr_desk.domain.regions import REGION_ZONES


def test_the_longest_beginning_of_a_number_tells_its_place() -> None:
    for beginning in TIMEZONE_DATA:
        digits = beginning.ljust(12, "5")
        longest = next(
            digits[:end] for end in range(TIMEZONE_LONGEST_PREFIX, 0, -1) if digits[:end] in TIMEZONE_DATA
        )
        own = REGION_ZONES.get(region_of(f"+{digits}") or "", ())
        table = tuple(zone for zone in TIMEZONE_DATA[longest] if zone != "Etc/Unknown")
        expected = own if len(own) == 1 else tuple(zone for zone in table if zone in own) or table
        assert zones_at(*beginning_of(f"+{digits}")) == expected
