"""One person or two: measured on pairs judged by hand, and what must never happen."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.likeness import Sure
from bdr_desk.domain.same_person import Person, is_shared_box, same_person

PAIRS = Path(__file__).parents[1] / "data" / "person_pairs.txt"
NUMBER = frozenset({"+16175550142"})
BOX, OWN, OTHER = (
    frozenset({"him@harbor.example"}),
    frozenset({"xq1@harbor.example"}),
    frozenset({"zz2@harbor.example"}),
)
HARBOR: dict[str, Any] = {"company": "harbor freightways"}
# What a section of the file says is known of both sides.
KNOWN: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "same company": (HARBOR, HARBOR),
    "same address": (HARBOR | {"emails": BOX}, HARBOR | {"emails": BOX}),
    "same shared mailbox": ({"emails": frozenset({"info@harbor.example"})},) * 2,
    "same number": ({"phones": NUMBER},) * 2,
    "same number, addresses of their own": (
        {"phones": NUMBER, "emails": OWN},
        {"phones": NUMBER, "emails": OTHER},
    ),
    "similar company": (
        {"company": "harbor freightways intl"},
        {"company": "harbour freightways international"},
    ),
    "other company": (HARBOR, {"company": "calder mills"}),
    "same company, addresses of their own": (HARBOR | {"emails": OWN}, HARBOR | {"emails": OTHER}),
}


class Judged(NamedTuple):
    one: bool
    a: Person
    b: Person


def judged() -> Iterator[Judged]:
    one, known = False, KNOWN["same company"]
    for line in PAIRS.read_text("utf-8").splitlines():
        if line.startswith("["):
            says, _, section = line.strip("[]").partition(": ")
            one, known = says == "yes", KNOWN[section]
        elif line and not line.startswith("#"):
            a, b, *titles = (part.strip() for part in line.split("|"))
            first, second = titles or ("", "")
            yield Judged(one, Person(a, title=first, **known[0]), Person(b, title=second, **known[1]))


def test_on_pairs_judged_by_hand() -> None:
    counts: Counter[tuple[bool, Sure]] = Counter()
    for pair in judged():
        counts[pair.one, same_person(pair.a, pair.b).sure] += 1
    ones, certain = sum(n for (one, _), n in counts.items() if one), counts[True, Sure.CERTAIN]
    offered = certain + counts[True, Sure.LIKELY]
    precision = certain / (certain + counts[False, Sure.CERTAIN])
    offered_precision = offered / (offered + counts[False, Sure.CERTAIN] + counts[False, Sure.LIKELY])
    recall = offered / ones
    print(
        f"{counts.total()} pairs, {ones} of one person: certain {precision:.3f} precise, recall {certain / ones:.3f};"
    )
    print(f"likely and certain {offered_precision:.3f} precise, recall {recall:.3f}")
    assert counts.total() >= 400
    assert precision >= 0.99
    assert offered_precision >= 0.95
    assert recall >= 0.9


def test_order_does_not_matter() -> None:
    for pair in judged():
        assert same_person(pair.a, pair.b).sure is same_person(pair.b, pair.a).sure, (
            pair.a.name,
            pair.b.name,
        )


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_may_stand_in_a_name(one: str, other: str) -> None:
    same_person(Person(one, company="x"), Person(other, company="x"))


def test_the_reasons_can_be_checked() -> None:
    found = same_person(Person("Bob Hale", emails=BOX), Person("Robert Hale", emails=BOX))
    assert found.because == ("same address", "Bob is short for Robert")
    found = same_person(Person("J. Okafor", **HARBOR), Person("Jane Okafor", **HARBOR))
    assert found.because == ("same company", "J. may stand for Jane")


def test_one_number_with_two_extensions_is_two_desks() -> None:
    def at(extension: str) -> Person:
        return Person("A. Okafor", phones=frozenset({f"+16175550142{extension}"}))

    assert same_person(at(";ext=1"), at(";ext=2")).sure is Sure.NO
    assert same_person(at(";ext=1"), at("")).sure is Sure.CERTAIN


@pytest.mark.parametrize(
    ("boxes", "sure"),
    [
        (("ada.okafor", "a.okafor"), Sure.CERTAIN),
        (("ada", "aokafor"), Sure.CERTAIN),
        (("ada.okafor", "ada.okafor2"), Sure.LIKELY),
    ],
)
def test_addresses_of_one_company_that_differ(boxes: tuple[str, str], sure: Sure) -> None:
    a, b = (Person("Ada Okafor", emails=frozenset({f"{box}@harbor.example"}), **HARBOR) for box in boxes)
    assert same_person(a, b).sure is sure


def test_a_namesake_with_a_common_name_is_asked_about() -> None:
    a, b = Person("David Lee", title="Buyer", **HARBOR), Person("David Lee", title="CFO", **HARBOR)
    assert same_person(a, b).sure is Sure.LIKELY
    assert same_person(a, a).sure is Sure.CERTAIN


def test_boxes_that_several_read() -> None:
    assert all(
        map(is_shared_box, ("info@a.example", "sales2@a.example", "front-desk@a.example", "info+x@a.example"))
    )
    assert not is_shared_box("ada.okafor@a.example")


def test_cells_of_their_own_win_over_the_full_name() -> None:
    a = Person("Okafor Ada", given="Ada", family="Okafor", **HARBOR)
    assert same_person(a, Person("Ada Okafor", **HARBOR)).sure is Sure.CERTAIN
