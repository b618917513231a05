"""Kinds of source."""

import pytest

from bdr_desk.domain.sources import SourceName, read_source
from bdr_desk.errors import BadInput


@pytest.mark.parametrize(
    "text", ["trade_show:Expo: 2027", "Trade Show:Expo: 2027", " TRADE-SHOW : Expo: 2027 "]
)
def test_a_kind_in_any_spelling(text: str) -> None:
    assert read_source(text) == SourceName("trade_show", "Expo: 2027")
    assert str(read_source(text)) == "trade_show:Expo: 2027"


def test_a_kind_alone() -> None:
    assert str(read_source("webinar")) == "webinar"


def test_an_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(BadInput, match="client_database"):
        read_source("telepathy:x")
