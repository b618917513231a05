"""Amounts of money: hundredths of a unit and an ISO 4217 code. Amounts of two currencies are never added."""

import re

from bdr_desk.errors import BadInput

MOST = 1_000_000_000  # units; a list does not cost more
MANY = 100  # units from which on hundredths tell nothing
_AMOUNT = re.compile(r"(\d+)(?:[.,](\d{1,2}))?")
_CODE = re.compile(r"[A-Z]{3}")
_GROUPED = re.compile(r"\d{1,3}(?:([,.' \u00a0\u202f’])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?")


def read_cents(text: str) -> int:
    """Hundredths of an amount as people write it: 1200.50, 1200,5, 1,200.50, 1.200,50, 1 200. Raises BadInput."""
    plain = text.strip()
    if grouped := _GROUPED.fullmatch(plain):
        plain = plain.replace(grouped[1], "")
    found = _AMOUNT.fullmatch(plain)
    if not found or not plain.isascii() or int(found[1]) > MOST:
        raise BadInput(f"“{text}” is not an amount of money.", "Write it like 1200 or 1200.50.")
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def read_currency(text: str) -> str:
    """An ISO 4217 code in upper case. Raises BadInput."""
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        raise BadInput(f"“{text}” is not a currency.", "Write its three letters, like EUR or USD.")
    return code


def amount(cents: float, currency: str) -> str:
    """ "EUR 1,200.50"; whole units when there are many of them."""
    units = cents / 100
    return (
        f"{currency} {units:,.0f}" if units >= MANY or units == round(units) else f"{currency} {units:,.2f}"
    )


def plain_amount(cents: int) -> str:
    """As it is typed: "1200.50"."""
    return f"{cents // 100}" if cents % 100 == 0 else f"{cents // 100}.{cents % 100:02}"
