"""Amounts as people write them, and as they are shown."""

import pytest

from bdr_desk.domain.money import amount, plain_amount, read_cents, read_currency
from bdr_desk.errors import BadInput


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1200.50", 120050), ("1200,5", 120050), ("1,200.50", 120050), ("1.200,50", 120050), ("1 200", 120000), ("0", 0),
        ("1.200", 120000), ("1,234,567", 123456700), (" 7 ", 700),
    ],
)  # fmt: skip
def test_amounts(text: str, cents: int) -> None:
    assert read_cents(text) == cents


@pytest.mark.parametrize("text", ["", "-5", "1.2.3", "12,34,5", "five", "1e9", "9" * 40, "1200.505", "١٢"])
def test_no_amounts(text: str) -> None:
    with pytest.raises(BadInput):
        read_cents(text)


def test_currencies() -> None:
    assert read_currency(" eur ") == "EUR"
    for wrong in ("€", "Euro", "", "E1R"):
        with pytest.raises(BadInput):
            read_currency(wrong)


def test_shown() -> None:
    assert [amount(cents, "EUR") for cents in (0, 1205, 1200, 123456.7)] == [
        "EUR 0",
        "EUR 12.05",
        "EUR 12",
        "EUR 1,235",
    ]
    assert [plain_amount(cents) for cents in (1200, 1205, 5)] == ["12", "12.05", "0.05"]
