"""Numbers per second beside phonenumbers alone, and whether both say the same: `python -m tests.bench.phones [how many]`.

The numbers are made from the example numbers of every region and type, as people type them: national, international, with
the prefixes of the region, with dots and dashes; some with a digit too many, too few or another, some with an extension.
Half of them are of the four countries that lists come from most. The library is timed as it comes and with its patterns
kept (`enable_pattern_cache`); the ratio is to the faster of the two.
"""

import random
import re
from collections.abc import Callable, Iterable, Iterator

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat

from bdr_desk.domain import phone
from tests.bench.watch import arguments, best_in_turns, rates

TYPES = (
    "fixed_line",
    "mobile",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "personal_number",
    "voip",
    "pager",
    "uan",
)
OFTEN = ("US", "GB", "FR", "DE")
Typed = tuple[str, str]  # what stands in the cell, the region of the list
Said = tuple[str, str, bool] | None  # E.164, extension, valid


def by_library(text: str, region: str) -> Said:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return e164, number.extension or "", phonenumbers.is_valid_number(number)


def by_desk(text: str, region: str) -> Said:
    found = phone.parse(text, region)
    return (found.e164, found.extension, found.valid) if found else None


def examples(region: str) -> list[str]:
    """National numbers of a region, one of each type that it has."""
    metadata = PhoneMetadata.metadata_for_region(region)
    assert metadata is not None
    types = (getattr(metadata, name) for name in TYPES)
    return [one.example_number for one in types if one and one.example_number]


def typed(many: int, seed: int, regions: Iterable[str] = ()) -> Iterator[Typed]:
    """Numbers as people leave them, the same ones for the same seed."""
    chance = random.Random(seed)
    every = sorted(regions or phonenumbers.SUPPORTED_REGIONS)
    often = [region for region in OFTEN if region in every] or every
    known = {region: examples(region) for region in every}
    for _ in range(many):
        home = chance.choice(often if chance.random() < 0.5 else every)
        away = home if chance.random() < 0.9 else chance.choice(every)
        yield _as_typed(chance, _changed(chance, chance.choice(known[away])), away, home), home


def _changed(chance: random.Random, number: str) -> str:
    """Other last digits; one time in ten something is wrong with it."""
    kept = chance.choice((2, 3, 4, 5))
    number = number[:kept] + "".join(chance.choice("0123456789") for _ in number[kept:])
    at, digit = chance.randrange(len(number)), chance.choice("0123456789")
    wrong = (
        number[:at] + number[at + 1 :],
        number[:at] + digit + number[at:],
        digit + number[1:],
        number[:4],
    )
    return chance.choice(wrong) if chance.random() < 0.1 else number


def _as_typed(chance: random.Random, number: str, of: str, home: str) -> str:
    metadata = PhoneMetadata.metadata_for_region(of)
    assert metadata is not None
    code, prefix = metadata.country_code, metadata.national_prefix or ""
    abroad = getattr(PhoneMetadata.metadata_for_region(home), "international_prefix", None) or "00"
    out = re.sub(r"\D.*", "", abroad) or "00"
    grouped = _grouped(chance, number)
    national = (
        f"{prefix}{grouped}",
        f"{prefix}{number}",
        number,
        grouped,
        f"({prefix}{number[:3]}) {grouped[3:]}",
    )
    international = (
        f"+{code} {grouped}", f"+{code}{number}", f"{out}{code}{number}", f"{code}{number}",
        f"+{code} ({prefix}){grouped}", f"{out} {code} {grouped}", f"{code}-{grouped}",
    )  # fmt: skip
    text = chance.choice(international if of != home or chance.random() < 0.4 else national)
    odd = (
        f"{text} x{chance.randrange(999)}",
        f"{text} ext. 12",
        f"Tel {text}",
        f"{text}\u00a0",
        f"{text}/12",
    )
    return chance.choice(odd) if chance.random() < 0.03 else text


def _grouped(chance: random.Random, number: str) -> str:
    size, mark = chance.choice((2, 3, 4)), chance.choice(" -.  ")
    return mark.join(number[i : i + size] for i in range(0, len(number), size))


def differences(numbers: Iterable[Typed]) -> list[tuple[Typed, Said, Said]]:
    """Where the desk and the library do not say the same."""
    said = ((one, by_desk(*one), by_library(*one)) for one in numbers)
    return [all_three for all_three in said if all_three[1] != all_three[2]]


def _over(numbers: list[Typed], read: Callable[[str, str], object]) -> Callable[[], None]:
    def run() -> None:
        for text, region in numbers:
            read(text, region)

    return run


def _compare(title: str, numbers: list[Typed]) -> None:
    desk, library = _over(numbers, by_desk), _over(numbers, by_library)
    desk()  # patterns are made once
    times = best_in_turns({"desk": desk, "phonenumbers, patterns kept": library}, 2)
    rates(f"{title}: {len(numbers):,} numbers", len(numbers), times, "desk")


def main() -> None:
    many = int(next(iter(arguments()), "200000"))
    lists = {"of every region": list(typed(many, 1)), "of the US": list(typed(many // 4, 2, ["US"]))}
    bare = list(typed(many // 20, 3, OFTEN))
    times = best_in_turns({"desk": _over(bare, by_desk), "phonenumbers": _over(bare, by_library)}, 2)
    rates(f"US, GB, FR and DE, the library as it comes: {len(bare):,} numbers", len(bare), times, "desk")
    phonenumbers.enable_pattern_cache()
    for title, numbers in lists.items():
        _compare(title, numbers)
    different = differences(lists["of every region"])
    print(f"differences: {len(different)} of {many:,}")
    for one in different[:10]:
        print("  ", *one)


if __name__ == "__main__":
    main()
