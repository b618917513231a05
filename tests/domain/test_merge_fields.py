"""Merge fields: what is said when the desk knows, and when it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.merge_fields import NEUTRAL, Field, fields_in, fill, has_broken_field, is_known


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hi {{ contact.first_name }}.", "Hi Ada."),
        ("Hi {{contact.first_name|you}}.", "Hi Ada."),
        ("At {{ account.city | your place }}.", "At your place."),
        ("At {{ account.city }}.", "At your area."),
        ("{{ fact.need }}", "slow quotes"),
        ("{{ fact.timing }}", "what you told me"),
        ("{{ nobody.knows }}", "…"),
        ("no field { here }", "no field { here }"),
    ],
)
def test_fill(text: str, said: str) -> None:
    values = {
        "contact.first_name": "Ada",
        "account.city": None,
        "account.industry": "  ",
        "fact.need": "slow quotes",
    }
    assert fill(text, values) == said


def test_every_known_field_has_something_to_say() -> None:
    for name in NEUTRAL:
        said = fill("{{ " + name + " }}", {name: None})
        assert said.strip()
        assert "None" not in said


def test_a_value_is_never_read_as_a_field() -> None:
    assert fill("{{ account.name }}", {"account.name": "{{ me.name }}"}) == "{{ me.name }}"


def test_fields_are_found_with_their_fallback() -> None:
    assert list(fields_in("{{ a.b | c d }} and {{x}}")) == [Field("a.b", "c d"), Field("x", "")]


def test_known_fields() -> None:
    assert is_known("contact.first_name")
    assert not is_known("contact.frist_name")
    assert is_known("fact.anything")
    assert is_known("fact.need", ("need",))
    assert not is_known("fact.money", ("need",))
    assert not is_known("fact.")


@pytest.mark.parametrize("text", ["{{ contact.name }", "contact.name }}", "{{ {{ a }}"])
def test_left_over_braces_are_noticed(text: str) -> None:
    assert has_broken_field(text)
    assert not has_broken_field("{{ a }} {b}")


@given(st.text("{}| ab.\n"), st.dictionaries(st.sampled_from(sorted(NEUTRAL)), st.none() | st.text("xy")))
def test_filling_always_ends_and_leaves_no_field(text: str, values: dict[str, str | None]) -> None:
    assert list(fields_in(fill(text, values))) == [] or "{{" in text
