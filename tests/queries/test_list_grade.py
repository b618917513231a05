"""The autopsy of a list as the store knows it."""

import pytest

from bdr_desk.actions.profiles import set_profile
from bdr_desk.desk import Desk
from bdr_desk.domain.profile import Profile
from bdr_desk.errors import NotFound
from bdr_desk.queries.list_grade import Example, autopsy
from bdr_desk.store.columns import new_key
from bdr_desk.store.tables import CallList, ListImport, ListRow, Project, Source
from tests.people import add_lead

SUMMARY = {
    "by_rule": {"fictional_name": 2, "free_mail": 4},
    "with": {"phone": 18, "mobile": 12, "email": 20, "name": 20, "title": 20, "company": 20},
    "accounts": 9,
    "checked": {"2023": 20},
}


@pytest.fixture
def call_list(desk: Desk, project: Project) -> CallList:
    with desk.write() as tx:
        source = Source(project_id=project.id, kind="purchase")
        tx.add(source)
        tx.flush()
        made = CallList(project_id=project.id, source_id=source.id, name="Bought", region="US")
        tx.add(made)
        tx.flush()
        return made


def take_in(desk: Desk, call_list: CallList, **summary: object) -> ListImport:
    with desk.write() as tx:
        row = ListImport(
            call_list_id=call_list.id, region="US", rows=20, added=18, quarantined=2, summary=summary
        )
        tx.add(row)
        tx.flush()
        for number, (rule, verdict) in enumerate(
            [("fictional_name", "quarantined")] * 4 + [("free_mail", "added")], 2
        ):
            problems = [{"field": "name", "value": "Mickey Mouse", "rule": rule}]
            tx.add(ListRow(import_id=row.id, row_number=number, cells=[], verdict=verdict, problems=problems))
        return row


def test_the_grade_with_its_reasons_and_rows_to_look_at(desk: Desk, call_list: CallList) -> None:
    take_in(desk, call_list, **SUMMARY)
    found = autopsy(desk, call_list.id)
    assert (found.name, found.source, found.project) == ("Bought", "purchase", "Northwind")
    assert (found.grade.letter, found.figures.with_mobile, found.figures.accounts) == ("B", 12, 9)
    assert [reason.rule for reason in found.grade.reasons] == [
        "fictional_name",
        "no_phone",
        "free_mail",
        "age",
    ]
    assert found.grade.reasons[-1].says.startswith("Last checked 4 years ago")
    assert found.examples["fictional_name"][0] == Example(2, "name", "Mickey Mouse", "quarantined")
    assert len(found.examples["fictional_name"]) == 3 and len(found.examples["free_mail"]) == 1
    assert found.titles["free_mail"] == "Private mailboxes"
    assert "Mickey" not in repr(found)


def test_two_files_of_one_list_are_added_up(desk: Desk, call_list: CallList) -> None:
    for _ in range(2):
        take_in(desk, call_list, **SUMMARY)
    figures = autopsy(desk, call_list.id).figures
    assert (figures.row_count, figures.by_rule["free_mail"], figures.with_phone) == (40, 8, 36)
    assert figures.checked == {2023: 40}


def test_a_list_nobody_summed_up_is_counted(desk: Desk, call_list: CallList) -> None:
    take_in(desk, call_list)
    figures = autopsy(desk, call_list.id).figures
    assert figures.by_rule == {"fictional_name": 4, "free_mail": 1} and figures.with_phone is None


def test_leads_outside_the_ideal_profile_count(desk: Desk, project: Project, call_list: CallList) -> None:
    take_in(desk, call_list, **SUMMARY)
    add_lead(desk, project, call_list_id=call_list.id)
    set_profile(desk, project.id, Profile(seniorities=("student",)))
    figures = autopsy(desk, call_list.id).figures
    assert (figures.scored, figures.unfit) == (1, 1)


def test_an_empty_list_and_none_at_all(desk: Desk, call_list: CallList) -> None:
    assert autopsy(desk, call_list.id).grade.letter == ""
    with pytest.raises(NotFound):
        autopsy(desk, new_key())
