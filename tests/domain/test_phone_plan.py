"""The short way of reading says what the library says, for every region; whose number it is; what is left to the library."""

import random
from itertools import product
from operator import itemgetter

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain import phone_plan
from tests.bench.phones import by_desk, by_library, differences, examples, typed

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
CODES = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)


def test_no_difference_over_numbers_as_they_are_typed() -> None:
    numbers = sorted(
        typed(20_000, seed=7), key=itemgetter(1)
    )  # one region after the other: the library keeps few patterns
    assert len({region for _, region in numbers}) == len(REGIONS)
    assert sum(phone_plan.digits_of(text) is not None for text, _ in numbers) > 19_000
    assert differences(numbers) == []


def test_no_difference_over_digits_that_mean_nothing() -> None:
    chance = random.Random(11)
    for region in REGIONS:
        code = phonenumbers.country_code_for_region(region)
        for start in (
            "",
            "0",
            "00",
            "011",
            str(code),
            f"{code}0",
            "+",
            f"+{chance.choice(CODES)}",
            f"+{code}00",
        ):
            text = start + str(chance.randrange(10 ** chance.randrange(3, 14)))
            assert by_desk(text, region) == by_library(text, region), (text, region)


@given(
    st.text("0123456789 ()-./+[]\u00a0\u2013x,;", max_size=24), st.sampled_from([*REGIONS, "ZZ", "us", "001"])
)
def test_no_difference_over_any_marks(text: str, region: str) -> None:
    assert by_desk(text, region) == by_library(text, region)


def test_every_example_number_is_valid_and_of_its_region() -> None:
    for region in REGIONS:
        code = phonenumbers.country_code_for_region(region)
        for national in examples(region):
            e164 = f"+{code}{national}"
            number = phonenumbers.parse(e164)
            if phonenumbers.is_valid_number(number):
                assert phone_plan.read(e164, "ZZ") == (e164, True)
                assert phone_plan.region_of(e164) == phonenumbers.region_code_for_number(number), e164


@pytest.mark.parametrize("region", ["CA", "JM", "PR", "GG", "JE", "IM", "KZ", "VA", "AX", "SJ", "GP", "CC"])
def test_regions_that_share_a_calling_code(region: str) -> None:
    example = phonenumbers.example_number(region)
    assert example is not None
    number = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    assert phone_plan.region_of(number) == region


@pytest.mark.parametrize("e164", ["+80012345678", "+999123", "+15555555555", "", "+"])
def test_numbers_of_no_region(e164: str) -> None:
    assert phone_plan.region_of(e164) is None


@pytest.mark.parametrize(
    "text",
    ["617-555-0142 x3", "1-800-FLOWERS", "617-555-0142, 0143", "12", "٠٢٠٧٩٤٦٠١٢٣", "1 + 2345678", "*123456"],
)
def test_the_unusual_is_left_to_the_library(text: str) -> None:
    assert phone_plan.digits_of(text) is None


def test_groups_of_regions_tell_one_from_another() -> None:
    """The pattern that finds the region of a number has one group for each of them, and no other."""
    shared = [code for code in CODES if len(phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]) > 1]
    for code, size in product(shared, range(4, 13)):
        regions, signs = phone_plan.signs(str(code), size)
        assert signs is not None
        assert signs.groups == len(regions)
