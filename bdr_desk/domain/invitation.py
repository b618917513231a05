"""Invitations (iTIP, RFC 5546) as plain values, and the rules their texts and numbers follow. `files.ics_file` writes them.

Who is who: the rep holds the meeting, so the rep is the ORGANIZER, and answers reach the rep; the BDR who makes the
invitation stands as SENT-BY (RFC 5545 §3.2.18). The prospect is the one ATTENDEE. The rep is not an attendee as well:
Outlook shows Accept and Decline only to an attendee who is not the organizer, and sends the organizer none.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import quote

ONE_LINE_UNITS = 255  # UTF-16 units of a subject or place, [MS-OXCICAL] §2.1.3.1.1.20.24 and .15
FILE_NAME_BYTES = 200  # in UTF-8: most file systems take 255, and a folder may want a prefix


class Method(StrEnum):
    """RFC 5546 §3.2. PUBLISH is the copy for the rep's own calendar: an appointment nobody has to answer."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True)
class Party:
    """Someone in an invitation; `address` is an e-mail address."""

    name: str
    address: str

    def __repr__(self) -> str:  # personal data stays out of logs
        return "Party(…)"


@dataclass(frozen=True, repr=False)
class Invitation:
    """One message. `stamped_at` and `starts` are UTC; `zone` is the IANA zone the times are written in (the rep's)."""

    method: Method
    uid: str
    sequence: int
    stamped_at: datetime
    starts: datetime
    minutes: int
    zone: str
    organizer: Party
    sent_by: Party | None
    attendee: Party
    subject: str
    place: str = ""
    text: str = ""

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)


def publish_copy(request: Invitation) -> Invitation:
    """The appointment for the rep's own calendar. To its organizer a REQUEST says "no response required" and little else."""
    return replace(request, method=Method.PUBLISH, sent_by=None)


def next_stamp(now: datetime, last: datetime | None = None) -> datetime:
    """DTSTAMP of a message: now in whole seconds, but always later than the meeting's `last` message (both UTC).

    Exchange orders messages by it ([MS-OXCICAL] §2.1.3.1.1.20.9).
    """
    whole = now.replace(microsecond=0)
    return whole if last is None else max(whole, last + timedelta(seconds=1))


def mailto(address: str) -> str:
    """The `mailto:` URI (RFC 6068 §2) of an address; what would be syntax in a URI is percent-encoded."""
    return "mailto:" + quote(address.strip(), safe="@!$'*+-._~")


def one_line(text: str, units: int = ONE_LINE_UNITS) -> str:
    """`text` as one line without control characters, cut at `units` UTF-16 units but never inside a character."""
    line = " ".join(_printable(text).split())
    cut = line.encode("utf-16-le")[: units * 2].decode("utf-16-le", errors="ignore")
    return cut.rstrip()


def several_lines(text: str) -> str:
    """`text` with plain line breaks and without control characters."""
    return _printable(text).strip()


def name_parameter(name: str) -> str:
    """A name fit for the CN parameter: RFC 5545 §3.1 allows no double quote there, few read RFC 6868's circumflex, and
    readers differ over a backslash."""
    return one_line(name.translate({ord('"'): "'", ord("^"): " ", ord("\\"): "/"}))


def subject_line(ours: str, theirs: str) -> str:
    """What both calendars show: who meets whom. The prospect reads it, so it says nothing of stages or scores."""
    who = " and ".join(name for name in (ours.strip(), theirs.strip()) if name)
    return one_line(f"{who}: introduction" if who else "Introduction")


def body(agenda: str, place: str) -> str:
    """The text below the subject. The place stands here as well: Outlook ignores the newer properties for links (RFC 7986)."""
    return "\n\n".join(part for part in (several_lines(agenda), several_lines(place)) if part)


def file_name(starts_there: datetime, who: str, account: str, method: Method) -> str:
    """A name every system takes (Windows forbids most). `starts_there` is the local time the reader knows it by."""
    people = f"{who} ({account})" if who and account else who or account
    words = [f"{starts_there:%Y-%m-%d %H.%M}", people]
    if method is Method.CANCEL:
        words.append("cancelled")
    safe = re.sub(r'[<>:"/\\|?*\x00-\x1f]', " ", one_line(" ".join(words)))
    cut = " ".join(safe.split()).encode()[:FILE_NAME_BYTES].decode(errors="ignore")
    return cut.rstrip(" .") + ".ics"


def _printable(text: str) -> str:
    """Line breaks as "\\n"; other control characters and lone surrogates gone (RFC 5545 §3.1 forbids them)."""
    plain = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return "".join(c for c in plain if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
