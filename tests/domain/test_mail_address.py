"""E-mail addresses found in cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.mail_address import address_key, addresses_in, domain_of, is_provider


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Ann.Lee@mills.example", ("Ann.Lee@mills.example",)),
        ("Ann Lee <ann@mills.example>", ("ann@mills.example",)),
        ("ann@mills.example; info@mills.example, ann@mills.example", ("ann@mills.example", "info@mills.example")),
        ("mailto:ann@mills.example", ("ann@mills.example",)),
        ("o'neil+x@mills.co.example", ("o'neil+x@mills.co.example",)),
        ("名無し@mills.example", ("名無し@mills.example",)),
        ("ann@mills", ()),
        ("ann@@mills.example", ()),
        ("ann.mills.example", ()),
        ("@mills.example", ()),
        ("ann@.example", ()),
    ],
)  # fmt: skip
def test_addresses_in_a_cell(cell: str, found: tuple[str, ...]) -> None:
    assert addresses_in(cell) == found


@given(st.emails(domains=st.sampled_from(["mills.example", "a.b.example"])))
def test_plain_addresses_are_found_whole(address: str) -> None:
    assert addresses_in(f"  {address} ") == (address,)


def test_keys_ignore_case() -> None:
    assert address_key(" Ann@Mills.Example ") == "ann@mills.example"
    assert domain_of("Ann@Mills.Example") == "mills.example"
    assert is_provider("gmail.com")
    assert not is_provider("mills.example")
