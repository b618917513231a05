"""Importing a list: verdicts, what is kept, what is found again, and nothing half done."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bdr_desk.actions.imports import Imported, Order, import_list
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.domain.import_report import Progress
from bdr_desk.domain.list_rows import Tally
from bdr_desk.domain.staging import ListPlace
from bdr_desk.errors import BadInput, Cancelled, FileProblem
from bdr_desk.store.projects import add_project
from bdr_desk.store.tables import (
    Account,
    CallList,
    ChangeLog,
    Contact,
    ContactEmail,
    ContactPhone,
    Lead,
    LeadDefinition,
    ListRow,
    Pending,
    Project,
    Row,
    Source,
    Suppression,
)
from tests.conftest import SHORT_DEFINITION, StillClock

EXPO = Path(__file__).parents[1] / "data" / "lists" / "expo.csv"


def load(desk: Desk, path: Path = EXPO, **named: Any) -> Imported:
    order: dict[str, Any] = {
        "sample": True,
        "project": "Northwind",
        "list_name": "Expo",
        "source": "trade_show:Expo",
        "region": "GB",
    } | named
    keywords = {name: order.pop(name) for name in ("dry_run", "told") if name in order}
    return import_list(desk, Order(ListPlace(path), **order), **keywords)


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / f"list{len(list(tmp_path.iterdir()))}.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def count(desk: Desk, table: type[Row]) -> int:
    with desk.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def everything(desk: Desk) -> dict[str, int]:
    return {table.__tablename__: count(desk, table) for table in (
        Project, Source, CallList, ListRow, Account, Contact, ContactPhone, ContactEmail, Lead)}  # fmt: skip


def test_every_row_gets_its_verdict(desk: Desk) -> None:
    done = load(desk)
    assert done.counts == Tally(rows=10, added=5, merged=1, quarantined=2, refused=2)
    assert [(p.row, p.field, p.value, p.rule, p.verdict) for p in done.problems] == [
        (4, "", "", "blank", "refused"),
        (6, "", "", "repeated_person", "merged"),
        (6, "email", "info@elm.example", "role_address", "merged"),
        (8, "phone", "020 79", "impossible_phone", "quarantined"),
        (8, "", "", "no_way_to_reach", "quarantined"),
        (9, "", "", "no_way_to_reach", "quarantined"),
        (11, "", "extra", "columns", "refused"),
    ]
    with desk.read() as session:
        rows = session.scalars(select(ListRow).order_by(ListRow.row_number)).all()
        assert [row.row_number for row in rows] == list(range(2, 12))
        assert rows[6].cells[:2] == ["Pine & Son", "Eve Hart"]
        assert rows[6].problems == [
            {"field": "phone", "value": "020 79", "rule": "impossible_phone"},
            {"field": "", "value": "", "rule": "no_way_to_reach"},
        ]
        assert [bool(row.contact_id) for row in rows] == [row.verdict in {"added", "merged"} for row in rows]


def test_companies_are_found_again_and_establishments_told_apart(desk: Desk) -> None:
    load(desk)
    with desk.read() as session:
        names = session.scalars(select(Account.name).order_by(Account.id)).all()
        people = dict(session.execute(select(Contact.name, Account.name).join(Account)).all())
    assert names == ["Harbour Mills Ltd", "Elm Clinic", "Elm Clinic", "Ash GmbH"]
    assert people["Bob Moss"] == "Harbour Mills Ltd"


def test_what_is_kept_of_a_person(desk: Desk) -> None:
    done = load(desk)
    with desk.read() as session:
        ann = session.scalars(select(Contact).where(Contact.name == "Dr. Ann Lee")).one()
        phones = session.scalars(
            select(ContactPhone).where(ContactPhone.contact_id == ann.id).order_by(ContactPhone.place)
        ).all()
        lead = session.scalars(select(Lead).where(Lead.contact_id == ann.id)).one()
        account = session.get_one(Account, ann.account_id)
    assert (ann.given_name, ann.family_name, ann.title) == ("Ann", "Lee", "CFO")
    assert [(p.e164, p.kind, p.as_typed) for p in phones] == [
        ("+442079460101", "work", "020 7946 0101"),
        ("+442079460102", "mobile", "020 7946 0102"),
    ]
    assert (lead.stage, lead.next_kind, lead.zones) == ("new", "fresh", "Europe/London")
    assert (lead.account_id, lead.call_list_id) == (account.id, done.key)
    assert (account.name_key, account.domain, account.city) == ("harbour mills", "mills.example", "London")
    assert ann.made_by == desk.me


def test_leads_keep_the_order_of_the_file_behind_those_there_are(desk: Desk, tmp_path: Path) -> None:
    load(desk)
    load(desk, written(tmp_path, "Company,Phone", "Zed,020 7946 0109"), list_name="Later")
    with desk.read() as session:
        names = session.scalars(select(Account.name).join(Lead).order_by(Lead.place)).all()
    assert names == ["Harbour Mills Ltd", "Harbour Mills Ltd", "Elm Clinic", "Elm Clinic", "Ash GmbH", "Zed"]


def test_a_merged_row_adds_its_new_addresses_and_changes_nothing_else(desk: Desk, tmp_path: Path) -> None:
    load(desk)
    again = written(
        tmp_path,
        "Company,Name,Title,Phone,Mobile",
        'Harbour Mills,"Lee, Ann",CEO,020 7946 0101,020 7946 0199',
    )
    done = load(desk, again, list_name="Second")
    assert done.counts == Tally(rows=1, merged=1)
    with desk.read() as session:
        ann = session.scalars(select(Contact).where(Contact.name == "Dr. Ann Lee")).one()
        numbers = session.scalars(
            select(ContactPhone.e164).where(ContactPhone.contact_id == ann.id).order_by(ContactPhone.place)
        ).all()
    assert (ann.title, numbers) == ("CFO", ["+442079460101", "+442079460102", "+442079460199"])


def test_new_numbers_of_a_shared_contact_travel_to_the_team(desk: Desk, tmp_path: Path) -> None:
    load(desk)
    with desk.write() as tx:
        tx.scalars(select(Contact).where(Contact.name == "Dr. Ann Lee")).one().shared = True
    load(
        desk,
        written(tmp_path, "Name,Phone,Email", "Ann Lee,020 7946 0198,ann@mills.example"),
        list_name="Second",
    )
    with desk.read() as session:
        phone = session.scalars(select(ContactPhone).where(ContactPhone.e164 == "+442079460198")).one()
        assert phone.shared
        assert session.scalars(select(Pending).where(Pending.row_id == phone.id)).one()


def test_the_same_file_again_adds_nothing(desk: Desk) -> None:
    load(desk)
    before = everything(desk)
    done = load(desk)
    assert everything(desk) == before
    assert done.counts == Tally(rows=10, merged=6, quarantined=2, refused=2)


def test_a_file_held_back_is_in_the_queue_where_its_list_was_released(desk: Desk, tmp_path: Path) -> None:
    assert load(desk, hold=True, dry_run=True).held
    assert not load(desk).held
    more = written(tmp_path, "Name,Phone", "Ann Lee,020 7946 0198")
    done = load(desk, more, hold=True)
    assert done.counts.added == 1 and not done.held


def test_a_list_that_is_held_back_stays_so(desk: Desk) -> None:
    assert load(desk, hold=True).held
    assert load(desk).held


def test_a_person_known_from_another_project_becomes_a_lead_here_too(desk: Desk) -> None:
    load(desk)
    done = load(desk, project="Southwind")
    assert done.counts.added == 5
    assert (count(desk, Contact), count(desk, Lead)) == (5, 10)


def test_one_mailbox_for_two_people_makes_two_leads(desk: Desk, tmp_path: Path) -> None:
    lines = (
        "Name,Email",
        "Ann Lee,info@mills.example",
        "Bob Moss,info@mills.example",
        "ann lee,INFO@mills.example",
    )
    assert load(desk, written(tmp_path, *lines)).counts == Tally(rows=3, added=2, merged=1)


def test_a_row_without_a_name_means_the_person_of_its_address(desk: Desk, tmp_path: Path) -> None:
    load(desk)
    lines = (
        "Company,Email",
        "Mills Trading,ann@mills.example",
        "Elm,office@trees.example",
        "Oak,office@trees.example",
    )
    done = load(desk, written(tmp_path, *lines), list_name="Second")
    assert done.counts == Tally(rows=3, added=2, merged=1)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("phone", "+442079460101"), ("email", "ann@mills.example"), ("domain", "mills.example")],
)
def test_the_suppressed_are_quarantined(desk: Desk, kind: str, value: str) -> None:
    with desk.write() as tx:
        tx.add(Suppression(kind=kind, value=value, reason="asked"))
    done = load(desk)
    assert (2, "suppressed") in [(p.row, p.rule) for p in done.problems]
    with desk.read() as session:
        assert session.scalar(select(Contact).where(Contact.name == "Dr. Ann Lee")) is None


def test_a_suppression_that_is_over_does_not_count(desk: Desk, clock: StillClock) -> None:
    with desk.write() as tx:
        tx.add(
            Suppression(
                kind="phone", value="+442079460101", reason="asked", until=clock() - timedelta(days=1)
            )
        )
        tx.add(Suppression(kind="domain", value="mills.example", reason="asked", lifted_at=clock()))
    assert load(desk).counts.added == 5


def test_the_first_import_makes_the_project_with_bant(desk: Desk) -> None:
    done = load(desk)
    with desk.read() as session:
        project = session.get_one(Project, done.project_key)
        definition = session.get_one(LeadDefinition, project.definition_id)
        source = session.scalars(select(Source)).one()
    assert (project.name, project.region, definition.name) == ("Northwind", "GB", "BANT")
    assert (project.call_from, project.call_until, project.call_days) == (9 * 60, 17 * 60 + 30, "01234")
    assert (source.kind, source.detail) == ("trade_show", "Expo")


def test_an_existing_project_gives_its_region(desk: Desk) -> None:
    with desk.write() as tx:
        add_project(tx, "Northwind", region="GB", definition=SHORT_DEFINITION)
    assert load(desk, region=None).region == "GB"
    assert count(desk, Project) == 1


def test_a_list_keeps_its_source(desk: Desk, tmp_path: Path) -> None:
    load(desk)
    more = written(tmp_path, "Company,Phone", "Zed,020 7946 0109")
    load(desk, more, source="Trade show:Expo")
    assert count(desk, CallList) == 1
    with pytest.raises(BadInput, match="another source"):
        load(desk, more, source="webinar")
    assert count(desk, Source) == 1


def test_a_dry_run_says_the_same_and_keeps_nothing(desk: Desk) -> None:
    before = everything(desk)
    dry = load(desk, dry_run=True)
    assert everything(desk) == before
    real = load(desk)
    assert (dry.counts, dry.problems, dry.dry_run) == (real.counts, real.problems, True)


def test_a_cancelled_import_leaves_nothing_half_done(desk: Desk, tmp_path: Path) -> None:
    rows = [f"Firm {n},020 7946 {n:04}" for n in range(2_600)]
    heard: list[int] = []

    def told(progress: Progress) -> bool:
        heard.append(progress.rows)
        return progress.rows < 2_500

    before = everything(desk)
    with pytest.raises(Cancelled):
        load(desk, written(tmp_path, "Company,Phone", *rows), told=told)
    assert heard == [2_000, 2_600]
    assert everything(desk) == before


def test_bookkeeping_is_done_by_the_set(desk: Desk, tmp_path: Path) -> None:
    heard: list[Changes] = []
    desk.store.on_changes(heard.append)
    load(desk, written(tmp_path, "Company,Phone", *(f"Firm {n},020 7946 0{n:03}" for n in range(300))))
    assert len(heard) == 1
    assert heard[0].touches("lead")
    assert count(desk, ChangeLog) < 40


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("Company,Name", "Harbour,Ann Lee"), "Recognised: Company as company, Name as name"),
        (("a,b,c", "1,2,3"), "It has: a, b, c"),
        (("Company,Phone,Email", ",".join(map(str, range(40)))), "Row 2"),
        (("Company,Phone", "a,b,c", "d,e,f"), "more cells than its 2 columns"),
        (("Company,Phone", ",", " ,"), "blank"),
        (("Company,Phone", *["Harbour,020 7946 0101"] * 500, '"Elm,1', "Oak,2"), "line 502"),
    ],
)
def test_a_file_without_use_is_refused_whole(
    desk: Desk, tmp_path: Path, lines: tuple[str, ...], says: str
) -> None:
    before = everything(desk)
    with pytest.raises(FileProblem) as problem:
        load(desk, written(tmp_path, *lines))
    assert says in problem.value.title
    assert problem.value.advice
    assert everything(desk) == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": "telepathy"},
        {"region": "Britain"},
        {"project": " "},
        {"list_name": ""},
        {"chosen": [("phone", "Telefon")]},
    ],
)
def test_wrong_orders_change_nothing(desk: Desk, wrong: dict[str, Any]) -> None:
    before = everything(desk)
    with pytest.raises(BadInput):
        load(desk, **wrong)
    assert everything(desk) == before


def test_a_chosen_column_is_used_and_remembered(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "Firm;Ref;Zentral", "Harbour;020 7946 0101;020 7946 0102")
    done = load(desk, path, chosen=[("switchboard", "2")])
    with desk.read() as session:
        kinds = dict(session.execute(select(ContactPhone.kind, ContactPhone.e164)).all())
        mapping = session.get_one(CallList, done.key).mapping
    assert kinds == {"switchboard": "+442079460101", "work": "+442079460102"}
    assert ["switchboard", 1, "Ref", "chosen", 1.0] in mapping["columns"]
