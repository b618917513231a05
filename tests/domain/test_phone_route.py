"""What to press to get through: read as it is typed or said, and told as one presses it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.phone_route import (
    MOST_KEYS,
    Way,
    keys_say,
    on_keys,
    read_extension,
    read_keys,
    spelt,
    way_says,
)
from bdr_desk.errors import BadInput

SAID = {
    "2,,4": "2,,4",
    "2, then 4": "2,4",
    "press 2 then 4": "2,4",
    "2 4": "2,4",
    "24": "24",
    "2-4": "2,4",
    "two, pause, 4#": "2,,,4#",
    "2;4": "2;4",
    "2 wait 4": "2;4",
    "2p4w0": "2,4;0",
    "star 9": "*,9",
    ",,2,": "2",
    " ": "",
}


@pytest.mark.parametrize(("typed", "keys"), SAID.items())
def test_keys_are_read_as_they_are_said(typed: str, keys: str) -> None:
    assert read_keys(typed) == keys


@pytest.mark.parametrize("text", ["ask for Rosa", "2 & 4", "+a", "2,,x4", "٢"])
def test_what_nobody_can_press_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="press"):
        read_keys(text)


def test_endless_keys_are_refused() -> None:
    with pytest.raises(BadInput, match=str(MOST_KEYS)):
        read_keys("1" * (MOST_KEYS + 1))


@given(st.text(alphabet="0123456789*#,; pw-", max_size=MOST_KEYS))
def test_reading_what_was_read_changes_nothing_and_loses_no_key(text: str) -> None:
    keys = read_keys(text)
    assert read_keys(keys) == keys
    pressed = [c for c in text if c in "0123456789*#"]
    assert [c for c in keys if c not in ",;"] == pressed
    assert keys == keys.strip(",;")


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        keys = read_keys(text)
    except BadInput:
        return
    assert set(keys) <= set("0123456789*#,;")


@given(st.lists(st.sampled_from("0123456789*#"), min_size=1, max_size=8))
def test_what_is_told_reads_back_to_the_same_keys(pressed: list[str]) -> None:
    keys = ",".join(pressed)
    assert read_keys(keys_say(keys)) == keys


def test_keys_are_told_as_one_presses_them() -> None:
    assert keys_say("2,,4") == "2, then 4"
    assert keys_say("1;0#") == "1, wait, then 0#"


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("118", "118"), ("ext. 118", "118"), ("x118", "118"), (";ext=11-8", "118"), ("", "")],
)
def test_an_extension_is_its_digits(typed: str, digits: str) -> None:
    assert read_extension(typed) == digits


@pytest.mark.parametrize("text", ["Rosa", "118 or 119", "1" * 12, "٣"])
def test_no_extension(text: str) -> None:
    with pytest.raises(BadInput, match="not an extension"):
        read_extension(text)


@given(st.text(alphabet="0123456789 .-", max_size=11))
def test_an_extension_keeps_its_digits(text: str) -> None:
    digits = "".join(c for c in text if c.isdigit())
    if text.strip()[:1].isdigit():
        assert read_extension(text) == digits


def test_a_name_is_spelt_on_the_keys() -> None:
    assert (spelt("Raj Lee"), on_keys("LEE")) == ("LEE", "533")
    assert spelt("Zoë O'Brien-Müller") == "OBRIENMULLER"
    assert spelt("") == "" and spelt("李") == ""


def test_the_way_is_told_in_the_order_it_is_gone() -> None:
    way = Way("2,,4", "118", dial_by_name=True)
    assert way_says(way, "Raj Lee") == ("press 2, then 4", "ext. 118", "dial by name: LEE (533)")
    assert way_says(Way(dial_by_name=True)) == ("dial by name",)
    assert way_says(Way()) == ()
    assert "118" not in repr(way)
