"""Address cards (vCard 2.1, 3.0, 4.0) as a list: a row a card, in the columns of `HEADER`, numbered by its place in the file.

Numbers for fax, pager and modem are left out, photos are not read. Every card is a row, also that of a group or an empty one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

from bdr_desk.files.encodings import find_encoding
from bdr_desk.files.list_file import SAMPLE_ROWS, ListFile, Record
from bdr_desk.files.vcard_lines import Card, Property, cards, components, unescaped

HEADER = (
    "Company", "Full name", "First name", "Last name", "Job title", "Work phone", "Mobile phone", "Home phone",
    "Switchboard", "E-mail", "Website", "Street", "City", "State", "Postal code", "Country", "Note", "Updated",
    "Department", "Categories",
)  # fmt: skip
_LONGEST_PIECE = 1_000_000  # characters of a line read at once; a photo may stand in one line
_NOT_TO_CALL = frozenset(("FAX", "PAGER", "MODEM", "BBS", "TLX", "ISDN", "TEXTPHONE"))
_MOBILE = frozenset(("CELL", "MOBILE", "IPHONE", "PCS", "CAR"))
_MAIN = frozenset(("MAIN", "COMPANY", "HQ", "SWITCHBOARD", "ZENTRALE", "X-EVOLUTION-COMPANY"))
_APPLE_LABEL = re.compile(r"_\$!<(.*?)>!\$_")
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")


def open_vcards(path: Path, chosen: str | None = None) -> ListFile:
    """Prepare to read the cards of `path`; a property's own charset goes before the file's encoding, found or `chosen`.

    Raises FileProblem for a binary file, BadInput for an encoding that does not exist.
    """
    encoding = find_encoding(path, _LONGEST_PIECE, chosen)
    rows = partial(_rows, path, encoding.codec)
    sample = tuple(islice(rows(), SAMPLE_ROWS))
    return ListFile(
        path, encoding.codec, "", HEADER, len(HEADER), sample, rows, "vCard", encoding_sure=encoding.sure
    )


def _rows(path: Path, encoding: str) -> Iterator[Record]:
    wide = encoding.startswith(("utf-16", "utf-32"))
    decode = _as_it_is if wide else partial(_in_charset, encoding=encoding)
    with (
        path.open("rb") as raw,
        TextIOWrapper(raw, encoding if wide else "latin-1", "replace", newline=None) as text,
    ):
        pieces = iter(partial(text.readline, _LONGEST_PIECE), "")
        for number, card in enumerate(cards(_whole_lines(pieces), decode), 1):
            yield number, cells_of(card)


def _whole_lines(pieces: Iterable[str]) -> Iterator[str]:
    """Lines, of over-long ones only the beginning; without the mark of UTF-8 or UTF-16 at the start."""
    cut = False
    for piece in pieces:
        if not cut:
            yield piece.removeprefix("\ufeff").removeprefix("\xef\xbb\xbf")
        cut = not piece.endswith("\n")


def _as_it_is(value: str, charset: str | None) -> str:
    """A value of a UTF-16 or UTF-32 file. Only what was quoted-printable in it may still be bytes in a charset."""
    return _in_charset(value, charset, "utf-8") if charset and max(value, default="") < "\u0100" else value


def _in_charset(value: str, charset: str | None, encoding: str) -> str:
    """A value's bytes as text. UTF-8 goes before the file's encoding: what reads as UTF-8 is hardly ever anything else."""
    if value.isascii():
        return value
    data = value.encode("latin-1", "replace")
    for codec in filter(None, (charset, "utf-8", encoding)):
        with suppress(LookupError, ValueError):
            return data.decode(codec)
    return data.decode("cp1252", "replace")


def cells_of(card: Card) -> list[str]:
    """The cells of one card, in the order of `HEADER`."""
    labels = {p.group: unescaped(p.value) for p in card if p.name == "X-ABLABEL" and p.group}
    company, department, name, given, family = _who(card)
    work, mobile, home, main = _phones(card, labels)
    emails = "; ".join(_each(p.value.removeprefix("mailto:") for p in _all(card, "EMAIL")))
    return [
        company, name, given, family, _text(card, "TITLE") or _text(card, "ROLE"), work, mobile, home, main, emails,
        _text(card, "URL"), *_address(card), "\n".join(_each(p.value for p in _all(card, "NOTE"))),
        _DAY.sub(r"\1-\2-\3", _text(card, "REV")).partition("T")[0], department,
        ", ".join(_each(part for p in _all(card, "CATEGORIES") for part in components(p.value, ","))),
    ]  # fmt: skip


def _all(card: Card, name: str) -> list[Property]:
    """The properties of a name, the most preferred first, those of the office before those of the home."""
    found = [p for p in card if p.name == name]
    return (
        sorted(found, key=lambda p: ("HOME" in p.types and "WORK" not in p.types, p.rank))
        if found[1:]
        else found
    )


def _text(card: Card, name: str) -> str:
    return next((text for p in _all(card, name) if (text := unescaped(p.value))), "")


def _each(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for value in values if (text := unescaped(value))))


def _who(card: Card) -> tuple[str, str, str, str, str]:
    """Company, department, full name, given and family name. The card of a company holds no person."""
    company, *departments = next((components(p.value) for p in _all(card, "ORG")), [""])
    family, given, *more = [*next((components(p.value) for p in _all(card, "N")), [""]), ""]
    given, family = (part.replace(",", " ").strip() for part in (given, family))
    middle, prefix = (*more, "", "")[:2]
    full = _text(card, "FN") or " ".join(part for part in (prefix, given, middle, family) if part)
    kind = (_text(card, "KIND") or _text(card, "X-ADDRESSBOOKSERVER-KIND")).lower()
    is_company = kind == "org" or _text(card, "X-ABSHOWAS").upper() == "COMPANY"
    if is_company and full in ("", company or full):
        company, full = company or full, ""
    return company, ", ".join(filter(None, departments)), full, given, family


def _phones(card: Card, labels: dict[str, str]) -> Sequence[str]:
    """Work, mobile, home and switchboard numbers, several parted by " / "."""
    found: dict[str, list[str]] = {"work": [], "mobile": [], "home": [], "main": []}
    for number in _all(card, "TEL"):
        types = number.types | _words(labels.get(number.group, ""))
        if kind := _phone_kind(types):
            found[kind].append(_dialled(number.value))
    return [" / ".join(_each(numbers)) for numbers in found.values()]


def _words(label: str) -> frozenset[str]:
    """The words of Apple's label for a number: _$!<WorkFAX>!$_, "Main line"."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _APPLE_LABEL.sub(r"\1", label))
    return frozenset(apart.upper().split())


def _phone_kind(types: frozenset[str]) -> str | None:
    if types & _NOT_TO_CALL and "VOICE" not in types:
        return None
    if types & _MOBILE:
        return "mobile"
    if types & _MAIN:
        return "main"
    return "home" if "HOME" in types and "WORK" not in types else "work"


def _dialled(value: str) -> str:
    """The number of a TEL value; of a tel: URI (RFC 3966 §3) with its extension as people write it."""
    text = value.strip()
    if text[:4].lower() != "tel:":
        return text
    number, *parameters = unquote(text[4:].replace("\\;", ";")).split(";")
    extension = next((p[4:] for p in parameters if p.lower().startswith("ext=")), "")
    return f"{number} ext. {extension}" if extension else number


def _address(card: Card) -> list[str]:
    """Street (with post box and what extends it), city, state, postal code and country of the best address."""
    for address in _all(card, "ADR"):
        parts = [" ".join(part.split()) for part in components(address.value)]
        box, extended, street, *rest = (*parts, *[""] * 7)[:7]
        if any(parts):
            return [", ".join(filter(None, (box, extended, street))), *rest]
    return [""] * 5
