"""What the system's softphone is handed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.phone import dial_uri
from bdr_desk.telephony.line import LineNews
from bdr_desk.telephony.tel_link import TelLink

BOSTON = "+16175550142"


@pytest.mark.parametrize(
    ("extension", "uri"), [("", "tel:+16175550142"), ("118", "tel:+16175550142;ext=118")]
)
def test_an_extension_goes_along_as_rfc_3966_writes_it(extension: str, uri: str) -> None:
    opened: list[str] = []
    heard: list[LineNews] = []
    TelLink(opened.append).dial(BOSTON, heard.append, extension)
    assert opened == [uri] and len(heard) == 1


@given(st.text(max_size=30), st.text(max_size=20))
def test_nothing_but_digits_gets_into_a_link(number: str, extension: str) -> None:
    digits, more = dial_uri(number, extension).removeprefix("tel:+").partition(";ext=")[::2]
    assert set(digits + more) <= set("0123456789")
