"""Rows settled by a person: released, corrected, kept out; what nobody may waive; and the counts still add up."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from bdr_desk.actions.imports import Order, import_list
from bdr_desk.actions.lists import Undone, undo_import
from bdr_desk.actions.quarantine import Settled, keep_out, release_rows, reopen
from bdr_desk.actions.suppressions import lift_suppression, suppress
from bdr_desk.desk import Desk
from bdr_desk.domain.staging import ListPlace
from bdr_desk.domain.words import Role
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.queries.lists import lists
from bdr_desk.queries.quarantine import RowKey, quarantine_rules, quarantined, waiting
from bdr_desk.queries.search import search
from bdr_desk.store.tables import Contact, ContactPhone, Lead, ListImport, ListRow, User

HEADER = "Company,Name,Phone,Email,DNC"
GOOD = "Harbour Mills,Ann Lee,617-253-1101,ann@mills.example,"
MICKEY = "Harbour Mills,Mickey Mouse,617-253-1102,,"
FILM = "Elm Clinic,Cy Hart,617-555-0103,,"  # a number kept for fiction, and the list is a real one
NO_NUMBER = "Ash GmbH,Di Ash,12,,"
DO_NOT = "Oak Works,Eve Oak,617-253-1105,,yes"
NOT_AT_ALL = ",,,,"
MICKEY_S_ROW, FILM_S_ROW, NO_NUMBER_S_ROW, DO_NOT_S_ROW = 3, 4, 5, 6

Take = Callable[..., UUID]


@pytest.fixture
def take(desk: Desk, tmp_path: Path) -> Take:
    def take_in(*rows: str, name: str = "Fair") -> UUID:
        path = tmp_path / "list.csv"
        path.write_text("\n".join((HEADER, *rows)), "utf-8")
        done = import_list(desk, Order(ListPlace(path), "Northwind", name, "purchase", "US"))
        assert done.key
        return done.key

    return take_in


@pytest.fixture
def fair(take: Take) -> UUID:
    return take(GOOD, MICKEY, FILM, NO_NUMBER, DO_NOT, NOT_AT_ALL)


def key_of(desk: Desk, number: int) -> RowKey:
    with desk.read() as session:
        return session.scalars(select(ListRow).where(ListRow.row_number == number)).one().import_id, number


def row_of(desk: Desk, number: int) -> ListRow:
    with desk.read() as session:
        return session.scalars(select(ListRow).where(ListRow.row_number == number)).one()


def counts(desk: Desk) -> tuple[int, ...]:
    """Rows, added, merged, quarantined, refused: of the list as it is shown, and of its import, which must agree."""
    (view,) = lists(desk)
    with desk.read() as session:
        own = session.scalars(select(ListImport)).one()
    shown = view.counts
    assert vars(shown) == {name: getattr(own, name) for name in vars(shown)}
    assert shown.rows == shown.added + shown.merged + shown.quarantined + shown.refused
    return tuple(vars(shown).values())


def leads(desk: Desk) -> list[str]:
    with desk.read() as session:
        return list(session.scalars(select(Contact.name).join(Lead).order_by(Lead.place)))


def test_what_waits(desk: Desk, fair: UUID) -> None:
    assert counts(desk) == (6, 1, 0, 4, 1)
    assert waiting(desk) == {fair: 4}
    rules = {rule.rule: (rule.rows, rule.waivable) for rule in quarantine_rules(desk, fair)}
    assert rules["fictional_name"] == rules["fictional_number"] == (1, True)
    assert rules["no_way_to_reach"] == rules["do_not_call"] == (1, False)
    rows = {row.row: row.can_release for row in quarantined(desk, fair)}
    assert rows == {MICKEY_S_ROW: True, FILM_S_ROW: True, NO_NUMBER_S_ROW: False, DO_NOT_S_ROW: False}


def test_a_row_is_released(desk: Desk, fair: UUID) -> None:
    key = key_of(desk, MICKEY_S_ROW)
    assert release_rows(desk, [key], " it is his name ") == Settled(1, 0, ())
    assert counts(desk) == (6, 2, 0, 3, 1)
    assert sorted(leads(desk)) == ["Ann Lee", "Mickey Mouse"]
    row = row_of(desk, MICKEY_S_ROW)
    assert (row.verdict, row.settled_how, row.settled_why) == ("added", "released", "it is his name")
    assert (row.settled_by, row.settled_at) == (desk.me, desk.clock())
    assert [found.name for found in search(desk, "mickey")] == ["Mickey Mouse"]
    with desk.read() as session:
        mickey = session.get_one(Contact, row.contact_id)
        assert (
            mickey.account_id
            == session.scalars(select(Contact).where(Contact.name == "Ann Lee")).one().account_id
        )
    assert release_rows(desk, [key], "again") == Settled(0, 0, ())
    assert counts(desk) == (6, 2, 0, 3, 1)


def test_several_at_once_in_their_order(desk: Desk, fair: UUID) -> None:
    keys = [key_of(desk, number) for number in (MICKEY_S_ROW, FILM_S_ROW)]
    assert release_rows(desk, keys, "looked at") == Settled(2, 0, ())
    assert leads(desk) == ["Ann Lee", "Mickey Mouse", "Cy Hart"]


def test_two_rows_of_one_person_are_one_lead(desk: Desk, take: Take) -> None:
    take(MICKEY, MICKEY.replace("617-253-1102", "617-253-1109"))
    assert release_rows(desk, [key_of(desk, 2), key_of(desk, 3)], "looked at") == Settled(1, 1, ())
    assert (counts(desk), leads(desk)) == ((2, 1, 1, 0, 0), ["Mickey Mouse"])


def test_somebody_known_by_now_is_merged(desk: Desk, fair: UUID) -> None:
    """A corrected row may turn out to be somebody known; what is new about them is kept."""
    found = release_rows(desk, [key_of(desk, MICKEY_S_ROW)], "typo", {"Name": "Ann Lee"})
    assert found == Settled(0, 1, ())
    assert (counts(desk), leads(desk)) == ((6, 1, 1, 3, 1), ["Ann Lee"])
    row = row_of(desk, MICKEY_S_ROW)
    assert row.cells[1] == "Ann Lee"
    assert {"field": "name", "value": "Mickey Mouse", "rule": "corrected"} in row.problems
    with desk.read() as session:
        assert session.scalars(select(ContactPhone.e164).where(ContactPhone.contact_id == row.contact_id)).all() == [
            "+16172531101", "+16172531102",
        ]  # fmt: skip


@pytest.mark.parametrize("number", [NO_NUMBER_S_ROW, DO_NOT_S_ROW])
def test_what_nobody_may_waive(desk: Desk, fair: UUID, number: int) -> None:
    found = release_rows(desk, [key_of(desk, number), key_of(desk, FILM_S_ROW)], "please")
    assert (found.released, [row for row, _ in found.still]) == (1, [number])
    assert all(why.strip() for _, why in found.still)
    assert (counts(desk), waiting(desk)) == ((6, 2, 0, 3, 1), {fair: 3})


def test_a_suppression_is_lifted_by_a_team_lead_only(desk: Desk, take: Take) -> None:
    barred = suppress(desk, "617-253-1101", "asked", "US")
    assert barred.suppression
    key = take(GOOD, DO_NOT)
    assert [rule.rule for rule in quarantine_rules(desk, key) if not rule.waivable] == [
        "do_not_call",
        "suppressed",
    ]
    assert [row for row, _ in release_rows(desk, [key_of(desk, 2)], "please").still] == [2]
    with desk.write() as tx:
        tx.get_one(User, desk.me).role = Role.LEAD
    lift_suppression(desk, barred.suppression, "they called us")
    assert {row.row: row.can_release for row in quarantined(desk, key)} == {2: True, 3: False}
    assert release_rows(desk, [key_of(desk, 2)], "lifted") == Settled(1, 0, ())
    assert leads(desk) == ["Ann Lee"]


def test_a_number_is_put_right(desk: Desk, fair: UUID) -> None:
    key = key_of(desk, NO_NUMBER_S_ROW)
    assert release_rows(desk, [key], "asked them", {"Phone": " 617-253-1104 "}) == Settled(1, 0, ())
    row = row_of(desk, NO_NUMBER_S_ROW)
    assert (row.cells[2], row.problems[-1]) == (
        "617-253-1104",
        {"field": "phone", "value": "12", "rule": "corrected"},
    )
    assert counts(desk) == (6, 2, 0, 3, 1)


def test_a_correction_that_does_not_help_is_kept_and_told_anew(desk: Desk, fair: UUID) -> None:
    """The row waits for what is wrong with it now, not for what was."""
    key = key_of(desk, DO_NOT_S_ROW)
    assert release_rows(desk, [key], "typo", {"Phone": "617-555-0155"}).still
    (row,) = (row for row in quarantined(desk, fair) if row.row == DO_NOT_S_ROW)
    assert [flaw.rule for flaw in row.flaws] == ["fictional_number", "do_not_call", "corrected"]
    key = key_of(desk, NO_NUMBER_S_ROW)
    assert release_rows(desk, [key], "typo", {"DNC": "yes"}).still
    assert release_rows(desk, [key], "typo", {"Phone": "617-253-1104"}).still
    (row,) = (row for row in quarantined(desk, fair) if row.row == NO_NUMBER_S_ROW)
    assert [(flaw.rule, flaw.value) for flaw in row.flaws] == [
        ("do_not_call", "yes"), ("corrected", ""), ("corrected", "12"),
    ]  # fmt: skip
    assert counts(desk) == (6, 1, 0, 4, 1)


def test_a_row_emptied_by_its_correction_stays(desk: Desk, take: Take) -> None:
    take(GOOD, ",,12,,")
    found = release_rows(desk, [key_of(desk, 3)], "nothing there", {"Phone": " "})
    assert [row for row, _ in found.still] == [3]
    assert (counts(desk), row_of(desk, 3).verdict) == ((2, 1, 0, 1, 0), "quarantined")


@pytest.mark.parametrize("act", [release_rows, keep_out])
def test_a_decision_needs_its_reason_and_a_row(desk: Desk, fair: UUID, act: Callable[..., object]) -> None:
    with pytest.raises(BadInput, match="reason"):
        act(desk, [key_of(desk, MICKEY_S_ROW)], "  ")
    with pytest.raises(NotFound):
        act(desk, [(UUID(int=1), 1)], "why")
    assert counts(desk) == (6, 1, 0, 4, 1)


def test_a_column_that_is_not_there(desk: Desk, fair: UUID) -> None:
    with pytest.raises(BadInput, match="no column “Fax”"):
        release_rows(desk, [key_of(desk, MICKEY_S_ROW)], "why", {"Name": "Ann Lee", "Fax": "1"})
    assert row_of(desk, MICKEY_S_ROW).cells[1] == "Mickey Mouse"


def test_kept_out_and_reopened(desk: Desk, fair: UUID) -> None:
    keys = [key_of(desk, number) for number in (MICKEY_S_ROW, DO_NOT_S_ROW)]
    assert keep_out(desk, keys, "a joke") == 2
    assert keep_out(desk, [key_of(desk, 2)], "a lead by now") == 0
    assert (waiting(desk), counts(desk)) == ({fair: 2}, (6, 1, 0, 4, 1))
    row = row_of(desk, MICKEY_S_ROW)
    assert (row.settled_how, row.settled_why, row.verdict) == ("kept_out", "a joke", "quarantined")
    assert reopen(desk, [*keys, key_of(desk, FILM_S_ROW)]) == 2
    assert waiting(desk) == {fair: 4}
    assert release_rows(desk, keys[:1], "no joke") == Settled(1, 0, ())
    assert reopen(desk, keys[:1]) == 0


def test_what_was_released_goes_with_its_import(desk: Desk, fair: UUID) -> None:
    release_rows(desk, [key_of(desk, MICKEY_S_ROW)], "looked at")
    release_rows(desk, [key_of(desk, NO_NUMBER_S_ROW)], "looked at", {"Phone": "617-253-1104"})
    assert undo_import(desk, fair) == Undone(3, 0)
    with desk.read() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == 0
        assert session.scalar(select(func.count()).select_from(ListRow)) == 0
