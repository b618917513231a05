"""Customers and competitors of a project: named once each, from a file too, and the leads that are there already."""

from pathlib import Path

import pytest

from bdr_desk.actions.companies import add_companies_file, add_company, remove_companies
from bdr_desk.actions.imports import Order, import_list
from bdr_desk.actions.list_terms import set_rule
from bdr_desk.desk import Desk
from bdr_desk.domain.companies import Part, Taken
from bdr_desk.domain.staging import ListPlace
from bdr_desk.errors import BadInput, Cancelled, FileProblem, NotFound, Refused
from bdr_desk.queries.companies import companies, leads_at
from bdr_desk.queries.explained import explain
from bdr_desk.queries.queue import call_queue
from bdr_desk.store.tables import Project
from tests.people import LONDON, add_lead

CUSTOMER, COMPETITOR = Part.CUSTOMER, Part.COMPETITOR


def named(desk: Desk, project: Project, part: Part = CUSTOMER, text: str = "") -> list[tuple[str, str]]:
    return [(view.name, view.domain) for view in companies(desk, project.id, part, text).rows]


def a_file(tmp_path: Path, text: str, name: str = "customers.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_one_is_added_once_and_completed(desk: Desk, project: Project) -> None:
    first = add_company(desk, project.id, CUSTOMER, "Cobalt Dental Inc.")
    assert first.taken is Taken.ADDED and first.company
    assert add_company(desk, project.id, CUSTOMER, "COBALT DENTAL").company is None
    done = add_company(desk, project.id, CUSTOMER, "Cobalt Dental", "www.cobalt.example")
    assert done.taken is Taken.COMPLETED and done.company == first.company
    assert named(desk, project) == [("Cobalt Dental Inc.", "cobalt.example")]
    assert add_company(desk, project.id, CUSTOMER, "cobalt.example").taken is Taken.KNOWN


def test_no_company_is_both_without_a_word(desk: Desk, project: Project) -> None:
    add_company(desk, project.id, COMPETITOR, "Cobalt Dental, cobalt.example")
    for said in ("Cobalt Dental GmbH", "cobalt.example"):
        with pytest.raises(Refused, match="competitor"):
            add_company(desk, project.id, CUSTOMER, said)
    assert named(desk, project) == []
    assert add_company(desk, project.id, CUSTOMER, "Cobalt Dental", both=True).taken is Taken.ADDED


def test_removed_and_found_again(desk: Desk, project: Project) -> None:
    key = add_company(desk, project.id, CUSTOMER, "Cobalt Dental, cobalt.example").company
    add_company(desk, project.id, CUSTOMER, "Calder Mills")
    assert named(desk, project, text="COBALT") == [("Cobalt Dental", "cobalt.example")]
    assert named(desk, project, text="t.ex") == [("Cobalt Dental", "cobalt.example")]
    assert named(desk, project, text="%") == []
    assert key and remove_companies(desk, project.id, [key]) == 1
    assert named(desk, project) == [("Calder Mills", "")]
    with pytest.raises(NotFound, match="no such company"):
        remove_companies(desk, project.id, [key])


def test_nothing_goes_when_one_of_several_is_not_there(desk: Desk, project: Project) -> None:
    key = add_company(desk, project.id, CUSTOMER, "Cobalt Dental").company
    assert key
    with pytest.raises(NotFound):
        remove_companies(desk, project.id, [key, desk.me])
    assert len(named(desk, project)) == 1


def test_a_file_has_a_verdict_for_each_row(desk: Desk, project: Project, tmp_path: Path) -> None:
    add_company(desk, project.id, COMPETITOR, "Rival Works")
    add_company(desk, project.id, CUSTOMER, "Calder Mills")
    rows = "Cobalt Dental,cobalt.example\nCOBALT DENTAL LLC,\nCalder Mills,calder.example\nn/a,\nRival Works,\n,dock.example\n"
    done = add_companies_file(desk, project.id, CUSTOMER, a_file(tmp_path, f"Company,Website\n{rows}"))
    assert (done.rows, done.added, done.completed, done.known, done.other, done.unread) == (6, 2, 1, 1, 1, 1)
    assert [(p.row, p.value) for p in done.problems] == [(5, "n/a"), (6, "Rival Works")]
    assert done.read_as == "Company as company, Website as website" and done.left_out == 0
    assert named(desk, project) == [
        ("Calder Mills", "calder.example"),
        ("Cobalt Dental", "cobalt.example"),
        ("dock.example", "dock.example"),
    ]
    again = add_companies_file(desk, project.id, CUSTOMER, tmp_path / "customers.csv")
    assert (again.added, again.completed, again.known) == (0, 0, 4)


@pytest.mark.parametrize("first", ["", "Customers\n"])
def test_a_file_of_names_alone(desk: Desk, project: Project, tmp_path: Path, first: str) -> None:
    done = add_companies_file(
        desk, project.id, CUSTOMER, a_file(tmp_path, f"{first}Cobalt Dental\nCalder Mills\ndock.example\n")
    )
    assert (done.rows, done.added) == (3, 3)
    assert {name for name, _ in named(desk, project)} == {"Cobalt Dental", "Calder Mills", "dock.example"}


def test_tens_of_thousands_at_once(desk: Desk, project: Project, tmp_path: Path) -> None:
    rows = "".join(f"Cobalt {n % 15_000},c{n % 15_000}.example\n" for n in range(20_000))
    done = add_companies_file(desk, project.id, CUSTOMER, a_file(tmp_path, f"Company,Website\n{rows}"))
    assert (done.rows, done.added, done.known) == (20_000, 15_000, 5_000)
    assert companies(desk, project.id, CUSTOMER, limit=10).total == 15_000


def test_what_cannot_be_read_or_is_stopped_changes_nothing(
    desk: Desk, project: Project, tmp_path: Path
) -> None:
    with pytest.raises(FileProblem, match="No column"):
        add_companies_file(desk, project.id, CUSTOMER, a_file(tmp_path, "Colour,Size\nred,5\nblue,6\n"))
    many = a_file(tmp_path, "Company\n" + "".join(f"Cobalt {n}\n" for n in range(3_000)))
    with pytest.raises(Cancelled):
        add_companies_file(desk, project.id, CUSTOMER, many, progress=lambda rows: False)
    with pytest.raises(BadInput):
        add_companies_file(desk, project.id, CUSTOMER, many, chosen=[("company", "Nonsense")])
    assert named(desk, project) == []


def test_open_leads_there_are_told(desk: Desk, project: Project) -> None:
    ada = add_lead(desk, project, place=1)
    ben = add_lead(
        desk, project, "Ben Busy", "Calder Mills", (LONDON,), ("ben@mail.harbor.example",), place=2
    )
    add_lead(desk, project, "Cy Silent", "Cobalt Dental", ("+13105550142",), (), place=3)
    add_lead(desk, project, "Di Closed", "Harbor Freightways LLC", (), (), stage="closed", next_kind="none")
    done = add_company(desk, project.id, CUSTOMER, "Harbor Freightways")
    assert [lead.lead for lead in leads_at(desk, project.id, CUSTOMER).rows] == [ada]
    site = add_company(desk, project.id, CUSTOMER, "harbor.example")
    assert {lead.lead for lead in leads_at(desk, project.id, CUSTOMER).rows} == {ada, ben}
    assert done.company and leads_at(desk, project.id, CUSTOMER, [done.company]).total == 1
    assert site.company and leads_at(desk, project.id, CUSTOMER, [site.company], limit=1).total == 2
    assert leads_at(desk, project.id, COMPETITOR).total == 0


def test_a_lead_at_a_customer_says_so(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    assert explain(desk, lead).reasons[0].rule == "fresh"
    add_company(desk, project.id, CUSTOMER, "harbor.example")
    (first, *_) = explain(desk, lead).reasons
    assert explain(desk, lead).dialable and (first.rule, first.says) == (
        "already_customer",
        "Already a customer.",
    )
    assert call_queue(desk).items[0].why == ("Already a customer", "Fresh")
    assert call_queue(desk).items[0].warning == "Already a customer"
    set_rule(desk, project.id, "already_customer", "off")
    assert call_queue(desk).items[0].why[0] == "Fresh"
    add_company(desk, project.id, COMPETITOR, "Harbor Freightways", both=True)
    assert call_queue(desk).items[0].why[0] == "At a competitor"


def test_the_next_list_sets_them_aside(desk: Desk, project: Project, tmp_path: Path) -> None:
    add_company(desk, project.id, CUSTOMER, "Cobalt Dental")
    path = a_file(tmp_path, "Name,Company,Phone\nAda Okafor,Cobalt Dental LLC,+442079460123\n", "list.csv")
    assert import_list(desk, Order(ListPlace(path), project.name, "L", "purchase")).counts.quarantined == 1
