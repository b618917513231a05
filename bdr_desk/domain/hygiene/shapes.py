"""What a cell looks like, whatever its column says: an address, a site, a number, a postal code."""

import re

from bdr_desk.domain.hygiene.tables import entries
from bdr_desk.domain.mail_address import addresses_in

_SITE = re.compile(r"(https?://|www\.)\S+$", re.I)
_NUMBER = re.compile(r"\+?[\d\s().\-/]+(?:x|ext\.?)?[\s\d]*$")
_ZIP = re.compile(
    r"(?:[A-Z]{2}[ ,]+)?\d{5}(?:-\d{4})?$|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$|.*, ?[A-Z]{2},? \d{5}(?:-\d{4})?$"
)
_STATES = entries(
    """
    alabama; alaska; arizona; arkansas; california; colorado; connecticut; delaware; florida; hawaii; idaho;
    illinois; indiana; iowa; kansas; kentucky; louisiana; maine; maryland; massachusetts; michigan; minnesota;
    mississippi; missouri; montana; nebraska; nevada; new hampshire; new jersey; new mexico; new york;
    north carolina; north dakota; ohio; oklahoma; oregon; pennsylvania; rhode island; south carolina;
    south dakota; tennessee; texas; utah; vermont; west virginia; wisconsin; wyoming; ontario; quebec;
    british columbia; alberta; manitoba; saskatchewan
    """
)


def is_site(cell: str) -> bool:
    """A web address that says so; "booking.com" may be a company's name."""
    return _SITE.match(cell) is not None


def is_number(cell: str) -> bool:
    """Digits as phone numbers and codes have them, and no word."""
    return _NUMBER.match(cell) is not None and sum(c.isdecimal() for c in cell) > 4


def misplaced(cell: str) -> bool:
    """Whether a cell that should hold words holds an address, a site or a number."""
    if cell.isalpha():
        return False
    return ("@" in cell and bool(addresses_in(cell))) or is_site(cell) or is_number(cell)


def is_place(cell: str) -> bool:
    """Whether a cell holds a postal code, with or without its town, or a state's full name."""
    return _ZIP.match(cell) is not None or cell.casefold() in _STATES


def is_word(cell: str) -> bool:
    """Letters only, and more of them than any postal code has."""
    return (
        len(cell) > 4
        and cell[0].isalpha()
        and cell.replace(" ", "").isalpha()
        and max(map(len, cell.split())) > 2
    )
