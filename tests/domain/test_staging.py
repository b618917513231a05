"""Rows judged by themselves and packed: verdicts, what is counted, values that travel between processes."""

import json
import marshal
import pickle
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.calling_places import Address, placed
from bdr_desk.domain.columns import match_columns
from bdr_desk.domain.hygiene import RULES, Severity, Terms
from bdr_desk.domain.import_report import flaws_from
from bdr_desk.domain.list_rows import Verdict
from bdr_desk.domain.staging import PLACE, Asked, Findings, Reading, finished, judge_row, judge_rows, packed

HEADER = ("Company", "Name", "Phone", "Mobile", "Email", "Title", "City", "State", "Last verified", "DNC")
COLUMNS = match_columns(HEADER, [], "US")
TODAY = date(2027, 4, 6)


def asked(severities: dict[str, Severity | None] | None = None, *, sample: bool = False) -> Asked:
    reading = Reading(COLUMNS, "US", HEADER, len(HEADER))
    return Asked(reading, Terms("US", TODAY, severities or {}, sample=sample))


def cells(**given: str) -> list[str]:
    usual = {
        "Company": "Harbour Mills",
        "Name": "Ann Lee",
        "Phone": "617-253-1101",
        "Email": "ann@harbourmills.com",
    }
    return [({**usual, **given}).get(name, "") for name in HEADER]


@pytest.mark.parametrize(
    ("row", "verdict", "rules"),
    [
        (cells(), None, []),
        (cells(Phone="12"), None, ["impossible_phone"]),  # there is still the address
        (cells(Phone="12", Email=""), Verdict.QUARANTINED, ["impossible_phone", "no_way_to_reach"]),
        (cells(Phone="", Email=""), Verdict.QUARANTINED, ["no_way_to_reach"]),
        (cells(Phone="617-555-0101"), Verdict.QUARANTINED, ["fictional_number"]),
        (cells(Name="Mickey Mouse"), Verdict.QUARANTINED, ["fictional_name"]),
        (cells(DNC="yes"), Verdict.QUARANTINED, ["do_not_call"]),
        ([*cells(), "more"], Verdict.REFUSED, ["columns"]),
        (["", "  "], Verdict.REFUSED, ["blank"]),
        (list(HEADER), Verdict.REFUSED, ["header_again"]),
    ],
)
def test_a_row_by_itself(row: list[str], verdict: Verdict | None, rules: list[str]) -> None:
    judged = judge_row(2, row, asked())
    assert (judged.verdict, [flaw.rule for flaw in judged.flaws]) == (verdict, rules)
    assert (judged.row is None) == (verdict is Verdict.REFUSED)


def test_a_project_s_own_gravity_counts() -> None:
    film = cells(Phone="617-555-0101")
    assert judge_row(2, film, asked(sample=True)).verdict is None
    assert judge_row(2, film, asked({"fictional_number": None})).verdict is None
    assert judge_row(
        2, cells(Email="info@harbourmills.com"), asked({"role_address": Severity.QUARANTINE})
    ).verdict
    # Nothing to reach them by is no matter of opinion.
    off = asked({"no_way_to_reach": None})
    assert judge_row(2, cells(Phone="", Email=""), off).verdict is Verdict.QUARANTINED


def test_a_person_is_packed() -> None:
    judged = judge_row(
        7, cells(Name="Dr. Ann Lee", Mobile="617-253-1102", City="Boston", State="MA"), asked()
    )
    number, row, verdict, flaws, person = packed(judged, asked())
    assert (number, json.loads(row), verdict, flaws) == (7, judged.cells, None, "[]")
    assert person
    assert (person.who, person.name_key, person.company_key, person.town) == (
        "ann lee",
        "ann lee",
        "harbour mills",
        "boston ma",
    )
    assert person.ways == ["+16172531101", "+16172531102", "ann@harbourmills.com"]
    assert dict(zip(PLACE, person.place, strict=True)) | {"city": "Boston", "state": "MA"} == dict(
        zip(PLACE, person.place, strict=True)
    )
    assert (person.zones, person.fit) == ("America/New_York", None)


def test_only_a_usable_row_has_a_person() -> None:
    for row, verdict in ((cells(Name="Mickey Mouse"), "quarantined"), (["", ""], "refused")):
        _, _, told, flaws, person = packed(judge_row(2, row, asked()), asked())
        assert (told, person) == (verdict, None)
        assert [flaw.rule for flaw in flaws_from(flaws)] in (["fictional_name"], ["blank"])


def test_what_is_counted() -> None:
    rows = [
        (2, cells()),
        (3, cells(Mobile="617-253-1102", Title="CFO", **{"Last verified": "2025-03-01"})),
        (4, cells(Company="", Phone="", Email="")),
        (5, ["", ""]),
        (6, cells(Phone="617-555-0101, 617-555-0102")),
    ]
    findings = Findings()
    assert [row[2] for row in judge_rows(rows, asked(), findings)] == [
        None,
        None,
        "quarantined",
        "refused",
        "quarantined",
    ]
    assert findings.having == {"phone": 3, "mobile": 1, "email": 3, "name": 4, "title": 1, "company": 3}
    assert findings.checked == {"2025": 1}
    assert findings.by_rule["fictional_number"] == 1  # rows, not numbers
    assert findings.by_rule["blank"] == 1


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["617-253-1101", "ann@harbourmills.com", "Ann Lee", "Boston", "MA", "2020"]),
)


@given(st.lists(CELL, max_size=12))
def test_any_row_can_be_judged_and_sent(row: Sequence[str]) -> None:
    """Through the pipe's own format and back; and every flaw has its rule."""
    findings, terms = Findings(), asked()
    (staged,) = judge_rows([(3, row)], terms, findings)
    assert marshal.loads(marshal.dumps(staged)) == staged
    ((number, text, verdict, flaws, person),) = finished([staged], terms)
    assert (number, json.loads(text)) == (3, list(row))
    assert (verdict is None) == (person is not None)
    assert verdict in {None, "quarantined", "refused"}
    assert {flaw.rule for flaw in flaws_from(flaws)} == set(findings.by_rule) <= set(RULES)
    assert pickle.loads(pickle.dumps(terms)) == terms


@given(st.integers(200_000_0000, 999_999_9999), st.sampled_from(["", "MA", "CA", "Bavaria"]))
def test_a_zone_hangs_on_the_beginning_of_a_number(number: int, state: str) -> None:
    _, _, _, _, person = packed(judge_row(2, cells(Phone=f"+1{number}", State=state), asked()), asked())
    if person and person.phones:
        address = Address(
            person.place[PLACE.index("country")], state or None, person.place[PLACE.index("city")]
        )
        known = placed(None, address, [phone[0] for phone in person.phones], "US")
        assert (person.hours, person.zones, person.zones_because) == known


def test_names_and_numbers_stay_out_of_logs() -> None:
    judged = judge_row(2, cells(), asked())
    assert "Ann" not in repr(judged) + repr(packed(judged, asked())[4])
