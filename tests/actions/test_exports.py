"""Lists and views leave as files, and come back as the same people; that they left is on record."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bdr_desk.actions.exports import export
from bdr_desk.actions.imports import Order, import_list
from bdr_desk.actions.suppressions import suppress, suppress_contact, suppress_file
from bdr_desk.desk import Desk
from bdr_desk.domain.staging import ListPlace
from bdr_desk.errors import BadInput, DeskError, FileProblem, NotFound
from bdr_desk.files.list_file import open_list
from bdr_desk.queries.exports import Wanted
from bdr_desk.queries.suppressions import suppressions
from bdr_desk.store.tables import Account, ChangeLog, Contact, ContactEmail, ContactPhone, Lead, Project
from tests.people import BERLIN, BOSTON, LONDON, add_lead

PEOPLE = (
    ("Ada Okafor", "Harbor Freightways LLC", (BOSTON, LONDON), ("ada.okafor@harbor.example",)),
    ("Jürgen Groß", "Spedition Groß & Söhne, GmbH", (BERLIN,), ("j@gross.example", "info@gross.example")),
    ("李 小龍", "Łódź Zoo", (), ("li@zoo.example",)),
)


def rows_of(path: Path) -> list[dict[str, str]]:
    file = open_list(path)
    assert file.header
    return [dict(zip(file.header, cells, strict=False)) for _, cells in file.rows()]


def people(desk: Desk, project: str) -> set[tuple[str, str, frozenset[str]]]:
    """Everybody worked in a project: name, company, and all numbers and addresses."""
    query = select(Contact.id, Contact.name, Account.name).join(Lead, Lead.contact_id == Contact.id)
    query = query.join(Account, Account.id == Contact.account_id).join(Project, Project.id == Lead.project_id)
    with desk.read() as session:
        found = session.execute(query.where(Project.name == project)).all()
        return {
            (
                name,
                company,
                frozenset(session.scalars(select(ContactPhone.e164).where(ContactPhone.contact_id == key)))
                | frozenset(
                    session.scalars(select(ContactEmail.address).where(ContactEmail.contact_id == key))
                ),
            )
            for key, name, company in found
        }


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_import_of_an_export_gives_the_same_people(
    desk: Desk, project: Project, tmp_path: Path, ending: str
) -> None:
    with desk.write() as tx:
        tx.get_one(Project, project.id).sample = True  # fictional numbers are good enough
    for person in PEOPLE:
        add_lead(desk, project, *person)
    done = export(desk, Wanted("leads"), tmp_path / f"people.{ending}")
    assert done.rows == 3
    before = people(desk, "Northwind")
    import_list(desk, Order(ListPlace(done.file), "Northwind", "Again", "referral", "US"))
    assert people(desk, "Northwind") == before


def test_a_list_leaves_with_verdicts_and_reasons(desk: Desk, tmp_path: Path) -> None:
    source = tmp_path / "fair.csv"
    source.write_text(
        "Name,Company,Phone,Booth\nAda Okafor,Harbor,617-253-1000,A1\nBen,Quay,12,=B2\n", "utf-8"
    )
    import_list(desk, Order(ListPlace(source), "Spring", "Fair", "trade_show", "US"))
    rows = rows_of(export(desk, Wanted("Fair"), tmp_path / "out.csv").file)
    assert [(row["Row of the file"], row["Verdict"]) for row in rows] == [
        ("2", "added"),
        ("3", "quarantined"),
    ]
    assert rows[0]["Phone"] == "617-253-1000" and rows[1]["What is wrong"]
    assert (rows[0]["Booth"], rows[1]["Booth"]) == ("A1", "'=B2")  # a column that means nothing to the desk
    held = export(desk, Wanted("Fair", verdict="quarantined"), tmp_path / "held.xlsx")
    assert held.rows == 1
    for wrong in (
        Wanted("Fair", verdict="good"),
        Wanted("nothing"),
        Wanted("leads", project="nobody"),
        Wanted("search"),
    ):
        with pytest.raises((BadInput, NotFound)):
            export(desk, wrong, tmp_path / "not.csv")
    assert not (tmp_path / "not.csv").exists()


def test_who_may_not_be_called_is_marked(desk: Desk, project: Project, tmp_path: Path) -> None:
    add_lead(desk, project, *PEOPLE[0])
    add_lead(desk, project, *PEOPLE[1])
    suppress(desk, LONDON, "asked by mail")
    rows = rows_of(export(desk, Wanted("leads"), tmp_path / "leads.csv").file)
    assert [(row["Do not call"], row["Barred because"]) for row in rows] == [
        ("yes", "asked by mail"),
        ("", ""),
    ]
    assert [row["Name"] for row in rows_of(export(desk, Wanted("queue"), tmp_path / "q.csv").file)] == [
        "Jürgen Groß"
    ]
    found = export(desk, Wanted("search", text="okafor"), tmp_path / "found.xlsx")
    assert [row["Name"] for row in rows_of(found.file)] == ["Ada Okafor"]


def test_the_do_not_contact_list_comes_back_whole(desk: Desk, project: Project, tmp_path: Path) -> None:
    lead = add_lead(desk, project)
    for what in (BOSTON, "firm.example", "ann@firm.example"):
        suppress(desk, what, "asked")
    done = export(desk, Wanted("suppressions"), tmp_path / "stop.csv")
    assert done.rows == 3 and suppress_file(desk, done.file, "again").known == 3
    with desk.read() as session:
        suppress_contact(desk, session.get_one(Lead, lead).contact_id, "left")
    rows = rows_of(export(desk, Wanted("suppressions"), tmp_path / "all.csv").file)
    assert rows[-1]["Person"] == "Ada Okafor" and suppressions(desk).total == 4


def test_sources_leave_too(desk: Desk, tmp_path: Path) -> None:
    source = tmp_path / "fair.csv"
    source.write_text("Name,Company,Phone\nAda Okafor,Harbor,617-253-1000\n", "utf-8")
    import_list(desk, Order(ListPlace(source), "Spring", "Fair", "trade_show:Boston", "US"))
    (row,) = rows_of(export(desk, Wanted("sources"), tmp_path / "sources.csv").file)
    assert (row["Kind"], row["Detail"], row["Leads"]) == ("trade_show", "Boston", "1")


def test_every_export_is_on_record_and_names_nobody(desk: Desk, project: Project, tmp_path: Path) -> None:
    add_lead(desk, project)
    export(desk, Wanted("search", text="okafor"), tmp_path / "found.csv")
    with pytest.raises(FileProblem):
        export(desk, Wanted("leads"), tmp_path / "found.csv")
    with pytest.raises(DeskError):
        export(desk, Wanted("leads"), tmp_path / "found.pdf")
    with desk.read() as session:
        notes = session.scalars(select(ChangeLog).where(ChangeLog.what.startswith("exported"))).all()
    assert [(note.by, note.what) for note in notes] == [(desk.me, "exported 1 rows of search as csv")]
