"""Numbers kept for fiction, each range with its edges; how seldom a number that somebody has is taken for one of these."""

import csv
import random
import re
from pathlib import Path

import pytest

from bdr_desk.domain import phone_plan
from bdr_desk.domain.fiction_numbers import fiction, repeated_digits, sequential_digits

SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    ("e164", "source"),
    [
        ("+16175550100", "NANPA"),
        ("+16175550142", "NANPA"),
        ("+14165550199", "NANPA"),
        ("+18005550199", "NANPA"),
        ("+16175551212", "Directory enquiries"),
        ("+16175555555", "555-5555"),
        ("+16175551234", "555-1234"),
        ("+442079460000", "Ofcom"),
        ("+442079460999", "Ofcom"),
        ("+441632960123", "Ofcom"),
        ("+441134960123", "Ofcom"),
        ("+441914980123", "Ofcom"),
        ("+442896496123", "Ofcom"),
        ("+442920180123", "Ofcom"),
        ("+447700900461", "Ofcom"),
        ("+448081570123", "Ofcom"),
        ("+449098790999", "Ofcom"),
        ("+443069990000", "Ofcom"),
        ("+61255501234", "ACMA"),
        ("+61870109999", "ACMA"),
        ("+61491570006", "ACMA"),
        ("+61491570159", "ACMA"),
        ("+611800975711", "ACMA"),
        ("+33199001234", "ARCEP"),
        ("+33639981234", "ARCEP"),
        ("+493023125000", "Bundesnetzagentur"),
        ("+4915228817386", "Bundesnetzagentur"),
        ("+4917604069099", "Bundesnetzagentur"),
        ("+491713920099", "Bundesnetzagentur"),
        ("+46701740605", "PTS"),
        ("+46846500499", "PTS"),
        ("+353209100000", "ComReg"),
    ],
)
def test_kept_for_fiction(e164: str, source: str) -> None:
    assert source in (fiction(e164) or "")


@pytest.mark.parametrize(
    "e164",
    [
        "+16175550099",
        "+16175550200",
        "+16178675309",  # a song's number, which somebody has
        "+15552550142",  # 555 must be the exchange
        "+16172555501",
        "+442079459999",
        "+442079461000",
        "+44207946012",  # a digit short
        "+4420794601234",  # a digit long
        "+442890180123",
        "+447700901000",
        "+61491570007",
        "+61491570160",
        "+33199010000",
        "+49302312500",
        "+46701740604",
        "+46701740700",
        "+353209099999",
        "+493055550142",
        "",
        "+",
        "+1",
        "+999999999999999",
    ],
)
def test_numbers_somebody_may_have(e164: str) -> None:
    assert fiction(e164) is None


@pytest.mark.parametrize(
    "e164",
    [
        "+19999999999",
        "+16179999999",
        "+10000000000",
        "+442222222222",
        "+4522222222",
        "+12222222223",
        "+13222222222",
        "+33111111111",
    ],
)
def test_repeated_digits(e164: str) -> None:
    assert repeated_digits(e164)


@pytest.mark.parametrize(
    "e164",
    ["+16175550142", "+16172000000", "+18002223333", "+16176176176", "+4522222233", "+16179999998", "+1", ""],
)
def test_not_repeated(e164: str) -> None:
    assert not repeated_digits(e164)


@pytest.mark.parametrize(
    "e164",
    [
        "+11234567890",
        "+16171234567",
        "+16177654321",
        "+441234567890",
        "+33612345678",
        "+33123456789",
        "+12129876543",
        "+10123456789",
    ],
)
def test_sequential_digits(e164: str) -> None:
    assert sequential_digits(e164)


@pytest.mark.parametrize(
    "e164", ["+16171234568", "+12345678900", "+16171231234", "+16178675309", "+12468135790", "+123456", ""]
)
def test_not_sequential(e164: str) -> None:
    assert not sequential_digits(e164)


def _one_digit_off(ending: str) -> set[str]:
    return {ending[:at] + other + ending[at + 1 :] for at in range(len(ending)) for other in "0123456789"} - {
        ending
    }


def test_false_alarms_exactly() -> None:
    """Of the 10,000,000 endings of seven digits ten are repeated and ten count; nothing near them is taken for one."""
    repeated = {str(digit) * 7 for digit in range(10)}
    round_the_dial = {
        "".join(str((start + step * at) % 10) for at in range(7)) for start in range(10) for step in (1, -1)
    }
    counted = {ending for ending in round_the_dial if sequential_digits(f"+1617{ending}")}
    assert len(counted) == 10
    assert all(repeated_digits(f"+1617{ending}") for ending in repeated)
    assert not any(repeated_digits(f"+1617{near}") for ending in repeated for near in _one_digit_off(ending))
    assert not any(sequential_digits(f"+1617{near}") for ending in counted for near in _one_digit_off(ending))


@pytest.mark.parametrize(("start", "free"), [("+1", 10), ("+33", 9), ("+447", 9), ("+4915", 9), ("+614", 8)])
def test_false_alarms_over_random_valid_numbers(start: str, free: int) -> None:
    """None of some thousands of valid numbers; two in a million are expected."""
    chance = random.Random(3)
    made = (f"{start}{chance.randrange(10**free):0{free}}" for _ in range(15_000))
    valid = [number for number in made if (phone_plan.read(number, "ZZ") or ("", False))[1]]
    assert len(valid) > 3_000
    assert not [number for number in valid if repeated_digits(number) or sequential_digits(number)]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not here")
def test_every_range_that_was_seen_in_a_source() -> None:
    with (SHARED / "reserved_for_fiction.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    ends = [re.sub(r"NPA", "617", row[end]).rstrip(".") for row in rows for end in ("range_from", "range_to")]
    numbers = [end for end in ends if end.startswith("+")]
    assert len(numbers) > 80
    assert [number for number in numbers if not fiction(number)] == []
