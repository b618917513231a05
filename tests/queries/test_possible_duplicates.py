"""Which pairs of a whole project are found, and which are not worth asking about."""

from uuid import UUID

import pytest

from bdr_desk.desk import Desk
from bdr_desk.errors import NotFound
from bdr_desk.queries.merges import duplicates_of_list, possible_duplicates
from bdr_desk.store.tables import CallList, Project, Source
from tests.people import BERLIN, BOSTON, LONDON, add_lead


def pairs(desk: Desk) -> list[tuple[str, str]]:
    return [(row.name, row.other_name) for row in possible_duplicates(desk).rows]


def add(
    desk: Desk, project: Project, name: str, company: str, *phones: str, emails: tuple[str, ...] = ()
) -> UUID:
    return add_lead(desk, project, name, company, phones=phones, emails=emails)


def test_by_name_within_an_account(desk: Desk, project: Project) -> None:
    add(desk, project, "Robert Hale", "Calder Mills", BOSTON)
    add(desk, project, "Ada Okafor", "Calder Mills", LONDON)
    add(desk, project, "Bob Hale", "Calder Mills", BERLIN)
    assert pairs(desk) == [("Robert Hale", "Bob Hale")]


def test_by_number_across_accounts(desk: Desk, project: Project) -> None:
    add(desk, project, "Robert Hale", "Calder Mills", BOSTON)
    add(desk, project, "Bob Hale", "Harbor Freightways", BOSTON)
    add(desk, project, "Ada Okafor", "Harbor Freightways", BOSTON)
    assert pairs(desk) == [("Robert Hale", "Bob Hale")]


def test_by_the_part_before_the_at_in_two_spellings_of_a_company(desk: Desk, project: Project) -> None:
    add(desk, project, "Robert Hale", "Calder Intl", emails=("robert.hale@calder.example",))
    add(desk, project, "Robert Hale", "Calder International", emails=("robert.hale@calder-int.example",))
    add(desk, project, "Robert Hale", "Harbor Freightways", emails=("robert.hale@harbor.example",))
    assert pairs(desk) == [("Robert Hale", "Robert Hale")]


def test_by_the_whole_name_in_two_spellings_of_a_company(desk: Desk, project: Project) -> None:
    add(desk, project, "Robert Hale", "Calder Mfg", BOSTON)
    add(desk, project, "Hale, Robert", "Calder Manufacturing", LONDON)
    assert pairs(desk) == [("Robert Hale", "Hale, Robert")]


def test_a_switchboard_pairs_nobody(desk: Desk, project: Project) -> None:
    for n in range(14):
        add(desk, project, "Robert Hale", f"Company {n} {'abcdefghijklmn'[n] * 4}", BOSTON)
    assert pairs(desk) == []


def test_the_surest_come_first_and_the_rest_is_counted(desk: Desk, project: Project) -> None:
    add(desk, project, "J. Okafor", "Calder Mills", BOSTON)
    add(desk, project, "Jane Okafor", "Calder Mills", LONDON)
    add(desk, project, "Robert Hale", "Harbor Freightways", BERLIN)
    add(desk, project, "Robert Hale", "Harbor Freightways")
    found = possible_duplicates(desk, limit=1)
    assert (found.total, [row.name for row in found.rows], found.rows[0].certain) == (
        2,
        ["Robert Hale"],
        True,
    )


def test_people_of_another_project_are_left_alone(desk: Desk, project: Project) -> None:
    with pytest.raises(NotFound):
        possible_duplicates(desk, "Southwind")
    assert possible_duplicates(desk, "Northwind").total == 0


def test_those_of_one_list_are_counted(desk: Desk, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk.write() as tx:
        source = Source(project_id=project.id, kind="referral", detail="")
        tx.add(source)
        tx.flush()
        fair = CallList(project_id=project.id, source_id=source.id, name="Fair", region="US")
        tx.add(fair)
        tx.flush()
    add(desk, project, "Robert Hale", "Calder Mills", BOSTON)
    add_lead(desk, project, "Bob Hale", "Calder Mills", (BERLIN,), (), call_list_id=fair.id)
    add(desk, project, "Jane Okafor", "Harbor Freightways", LONDON)
    add(desk, project, "J. Okafor", "Harbor Freightways", LONDON)
    assert possible_duplicates(desk).total == 2 and duplicates_of_list(desk, fair.id) == 1
    monkeypatch.setattr("bdr_desk.queries.merges.MOST_LOOKED_AT", 4)
    assert duplicates_of_list(desk, fair.id) is None
