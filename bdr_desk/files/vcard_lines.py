"""The lines of vCard files, read as RFC 6350 (4.0), RFC 2426 (3.0) and the versit paper (2.1) write them, and as programs do.

Own code rather than a library: vobject is no longer cared for, refuses whole files for one bad line, knows no 4.0 and keeps every
photo in memory. A call list needs a dozen properties, whatever else a card holds, one card at a time.
"""

import binascii
import quopri
import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

WANTED = frozenset(
    (
        "VERSION", "N", "FN", "ORG", "TITLE", "ROLE", "TEL", "EMAIL", "ADR", "URL", "NOTE", "CATEGORIES", "REV", "KIND",
        "X-ABLABEL", "X-ABSHOWAS", "X-ADDRESSBOOKSERVER-KIND",
    )
)  # fmt: skip
MOST_VALUE = 100_000  # characters of one value; what stands behind is left out
_LONGEST_HEAD = 4000  # characters before the colon
_BARE_ENCODINGS = frozenset(("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"))  # 2.1 leaves out "ENCODING="
_UNCARETED = {"^n": "\n", "^N": "\n", "^^": "^", "^'": '"'}  # RFC 6868 §3.1

Decode = Callable[
    [str, str | None], str
]  # of a value's bytes held as Latin-1, in a charset or else the file's encoding


@dataclass(repr=False, slots=True)
class Property:
    """`types` in capitals; `value` decoded, its escapes still in it; `rank` as preferred, from 0 for the most."""

    name: str
    group: str
    types: frozenset[str]
    rank: int
    value: str


Card = list[Property]


def cards(lines: Iterable[str], decode: Decode) -> Iterator[Card]:
    """The cards of a file, each the properties a call list needs. A card ends at its END, at the next BEGIN, or with the file."""
    card: Card | None = None
    depth = 0  # more than 1 inside the card of an agent (2.1), which is no row of its own
    agent_follows = False
    for line in logical_lines(lines):
        what, value = _marking(line)
        if (what, value) == ("BEGIN", "VCARD"):
            if not agent_follows:
                if card is not None:
                    yield card
                card, depth = [], 0
            depth += 1
        elif (what, value) == ("END", "VCARD"):
            depth -= 1
            if depth <= 0 and card is not None:
                yield card
                card = None
        elif what.partition(";")[0] == "AGENT":
            depth += value == "BEGIN:VCARD"
        elif depth == 1 and card is not None and (found := property_in(line, decode)):
            card.append(found)
        agent_follows = card is not None and what.partition(";")[0] == "AGENT" and not value
    if card is not None:
        yield card


def _marking(line: str) -> tuple[str, str]:
    """The name and value, in capitals, of a line that may begin or end a card; nothing for any other."""
    if line[:1] not in "BEAbea \t":
        return "", ""
    name, _, value = line.partition(":")
    return name.strip().upper(), value.strip().upper()


def logical_lines(lines: Iterable[str]) -> Iterator[str]:
    """Lines unfolded (RFC 6350 §3.2) and quoted-printable ones joined at their soft breaks (RFC 2045 §6.7).

    Of a property that is not wanted (photos) only the first line is kept.
    """
    held: list[str] = []
    room = 0
    soft = old = False
    for raw in lines:
        line = raw.rstrip("\r\n")
        if soft and not _is_mark(line):
            held[-1] = held[-1].removesuffix("=")
            soft = line.endswith("=")
        elif held and line[:1] in (" ", "\t"):
            line = f" {line.lstrip()}" if old else line[1:]  # 2.1 folds where a blank stands, and it stays
        elif line:
            if held:
                yield "".join(held)
            head = line.partition(":")[0].upper()
            held, room = [], MOST_VALUE if head.partition(";")[0].rpartition(".")[2] in WANTED else len(line)
            soft = "QUOTED-PRINTABLE" in head and line.endswith("=")
            old = line.strip().upper() == "VERSION:2.1" or (old and not _is_mark(line))
        if room > 0:
            held.append(line)
            room -= len(line)
    if held:
        yield "".join(held)


def _is_mark(line: str) -> bool:
    return line.strip().upper() in ("END:VCARD", "BEGIN:VCARD")


def property_in(line: str, decode: Decode) -> Property | None:
    """The property of a logical line; None where it is not wanted or no property at all."""
    head, value = _parted(line)
    if value is None or len(head) > _LONGEST_HEAD or (of := _head(head)) is None:
        return None
    text = _decoded(value[:MOST_VALUE], of.encoding, of.charset, decode)
    return Property(of.name, of.group, of.types, of.rank, text.replace("\0", "").replace("\r\n", "\n"))


class _Head(NamedTuple):
    name: str
    group: str
    types: frozenset[str]
    rank: int
    encoding: str
    charset: str | None


@lru_cache(maxsize=4096)  # the same few stand in every card
def _head(head: str) -> _Head | None:
    """What stands before the colon; None where the property is not wanted."""
    first, *parameters = _split_quoted(head, ";") if '"' in head else head.split(";")
    group, _, name = first.strip().upper().rpartition(".")
    if name not in WANTED:
        return None
    named = _named(parameters)
    types = frozenset(word.strip().upper() for word in named.get("TYPE", ()) if word.strip())
    encoding = next((word.upper() for word in named.get("ENCODING", ())), "")
    return _Head(
        name, group, types, _rank(named, types), encoding, next(iter(named.get("CHARSET", ())), None)
    )


def _parted(line: str) -> tuple[str, str | None]:
    head, colon, value = line.partition(":")
    if head.count('"') % 2:  # the colon stands in a quoted parameter
        parts = _split_quoted(line, ":")
        head, value = parts[0], ":".join(parts[1:])
        colon = ":" if len(parts) > 1 else ""
    return head, value if colon else None


def _split_quoted(text: str, sign: str) -> list[str]:
    """`text` parted at every `sign` outside quotation marks; the marks stay."""
    parts, start, inside = [], 0, False
    for place, c in enumerate(text):
        if c == '"':
            inside = not inside
        elif c == sign and not inside:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


def _named(parameters: Iterable[str]) -> dict[str, list[str]]:
    """Parameters by name in capitals. A bare one of 2.1 is an encoding or a type."""
    named: dict[str, list[str]] = {}
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals:
            name, value = ("ENCODING" if name.strip().upper() in _BARE_ENCODINGS else "TYPE"), name
        values = value.replace('"', "").split(",")
        named.setdefault(name.strip().upper(), []).extend(map(_uncareted, values))
    return named


def _uncareted(value: str) -> str:
    return (
        re.sub(r"\^[nN^']", lambda found: _UNCARETED[found.group()], value) if "^" in value else value.strip()
    )


def _rank(named: dict[str, list[str]], types: frozenset[str]) -> int:
    """Preference (RFC 6350 §5.3): 1 to 100 by PREF=, the most preferred by the older type "pref"."""
    given = next(iter(named.get("PREF", ())), "")
    if given.isdecimal() and given.isascii():
        return min(int(given[:3]), 100)
    return 0 if "PREF" in types else 101


def _decoded(value: str, encoding: str, charset: str | None, decode: Decode) -> str:
    if encoding == "QUOTED-PRINTABLE":
        return decode(quopri.decodestring(value.encode("latin-1", "replace")).decode("latin-1"), charset)
    if encoding in ("B", "BASE64"):
        with suppress(binascii.Error, ValueError):
            return decode(b64decode(value).decode("latin-1"), charset)
        return ""
    return decode(value, charset)


def components(value: str, sign: str = ";") -> list[str]:
    """The parts of a structured value, unescaped (RFC 6350 §3.4)."""
    if "\\" not in value:
        return [part.strip() for part in value.split(sign)]
    marked = value.replace("\0", "").replace("\\\\", "\0b").replace(f"\\{sign}", "\0s")
    return [_unmarked(part, sign) for part in marked.split(sign)]


def _unmarked(part: str, sign: str) -> str:
    return unescaped(part.replace("\0s", sign).replace("\0b", "\\\\")).strip()


def unescaped(value: str) -> str:
    r"""Text without its escapes: \n \N \, \; \: \\."""
    if "\\" not in value:
        return value.strip()
    return re.sub(r"\\([nN,;:\\])", lambda found: _ESCAPED.get(found.group(1), found.group(1)), value).strip()


_ESCAPED = {"n": "\n", "N": "\n"}
