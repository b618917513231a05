"""Rows compared with a store: asked for batch by batch, or read whole, with the same answers; who may not be contacted."""

from datetime import timedelta

import pytest

from bdr_desk.desk import Desk
from bdr_desk.domain.import_report import flaws_from
from bdr_desk.domain.list_rows import Verdict
from bdr_desk.domain.staging import PLACE, Packed, Person
from bdr_desk.store.comparing import Compared, Comparing
from bdr_desk.store.tables import Account, Contact, Lead, Project, Suppression
from tests.people import BOSTON, add_lead

OTHER, THIRD = "+16175550143", "+16175550144"


def person(
    name: str = "", company: str = "Harbor Freightways", *ways: str, domain: str | None = None
) -> Person:
    key, who = company.lower(), " ".join(sorted(name.lower().split()))
    return Person(
        who or f"@{key}", who, key, company, domain, "", name, "", "", "",
        tuple((way, "", "work", f"typed {way}") for way in ways if "@" not in way),
        tuple((way, way) for way in ways if "@" in way), (None,) * len(PLACE), "", "UTC", "", None,
    )  # fmt: skip


def rows(*people: Person) -> list[Packed]:
    return [(number, f'["{number}"]', None, "[]", one) for number, one in enumerate(people, 2)]


@pytest.fixture(params=[False, True], ids=["by batch", "whole"])
def whole(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def compared(desk: Desk, project: Project, whole: bool, *batches: list[Packed]) -> list[Compared]:
    with desk.read() as session:
        comparing = Comparing(session, project.id, desk.clock(), None, whole=whole)
        return [row for batch in batches for row in comparing.batch(batch)]


def told(found: list[Compared]) -> list[tuple[str, str]]:
    return [(row.verdict, row.rule) for row in found]


def test_what_becomes_of_rows(desk: Desk, project: Project, whole: bool) -> None:
    worked = add_lead(desk, project, attempts=1)
    add_lead(desk, project, "Ben Ruiz", phones=(OTHER,), emails=())
    found = compared(desk, project, whole, rows(
        person("Ada Okafor", "Elsewhere", BOSTON),
        person("Okafor Ada", "Harbor Freightways", THIRD),
        person("", "Elsewhere", "ada.okafor@harbor.example"),
        person("Ben Ruiz", "Harbor Freightways", OTHER, "ben@harbor.example"),
        person("Cy Hart", "Harbor Freightways", BOSTON),
        person("", "Harbor Freightways", BOSTON),
    ), rows(person("Cy Hart", "Harbor Freightways", BOSTON)))  # fmt: skip
    assert told(found) == [
        ("merged", "already_worked"), ("merged", "already_worked"), ("merged", "already_worked"), ("merged", "already_known"),
        ("added", ""), ("added", ""), ("merged", "repeated_person"),
    ]  # fmt: skip
    with desk.read() as session:
        lead = session.get_one(Lead, worked)
        assert {row.found.contact for row in found[:3] if row.found} == {lead.contact_id.bytes}
        # Who is new comes to the company that is known.
        assert {row.found.account for row in found[4:6] if row.found} == {lead.account_id.bytes}
        assert not any(row.found.makes_account for row in found if row.found)
    assert found[3].found and found[3].found.ways == {"ben@harbor.example"}


def test_who_was_merged_into_somebody_is_nobody(desk: Desk, project: Project, whole: bool) -> None:
    with desk.read() as session:
        kept, gone = (
            add_lead(desk, project, name, phones=(n,), emails=())
            for name, n in (("A B", BOSTON), ("C D", OTHER))
        )
        keys = [session.get_one(Lead, lead).contact_id for lead in (kept, gone)]
    with desk.write() as tx:
        tx.get_one(Contact, keys[1]).merged_into_id = keys[0]
    assert told(compared(desk, project, whole, rows(person("C D", "Elsewhere", OTHER)))) == [("added", "")]


def test_another_project_s_people_become_leads(desk: Desk, project: Project, whole: bool) -> None:
    lead = add_lead(desk, project, attempts=3)
    with desk.read() as session:
        contact = session.get_one(Lead, lead).contact_id
        comparing = Comparing(session, None, desk.clock(), None, whole=whole)
        found = list(
            comparing.batch(
                rows(person("Ada Okafor", "Elsewhere", BOSTON), person("Ada Okafor", "Elsewhere", BOSTON))
            )
        )
    assert told(found) == [("added", ""), ("merged", "already_known")]
    assert all(
        row.found and (row.found.contact, row.found.makes_contact) == (contact.bytes, False) for row in found
    )


def test_a_company_without_people_is_found(desk: Desk, project: Project, whole: bool) -> None:
    with desk.write() as tx:
        account = Account(name="Harbor Freightways", name_key="harbor freightways", domain="harbor.example")
        tx.add(account)
    (found,) = compared(desk, project, whole, rows(person("Ada Okafor", "Harbor Freightways", BOSTON)))
    assert found.found and (found.found.account, found.found.makes_account) == (account.id.bytes, False)


@pytest.mark.parametrize(
    ("kind", "value", "field", "evidence"),
    [
        ("phone", BOSTON, "phone", f"typed {BOSTON}"),
        ("email", "ada@eu.harbor.example", "email", "ada@eu.harbor.example"),
        ("domain", "harbor.example", "website", "harbor.example"),
        ("domain", "shop.example", "website", "shop.example"),
        ("company", "harbor freightways", "company", "Harbor Freightways"),
    ],
)
def test_who_may_not_be_contacted(
    desk: Desk, project: Project, whole: bool, kind: str, value: str, field: str, evidence: str
) -> None:
    with desk.write() as tx:
        tx.add(Suppression(kind=kind, value=value, reason="asked"))
    row = person("Ada Okafor", "Harbor Freightways", BOSTON, "ada@eu.harbor.example", domain="shop.example")
    other = person("Ben Ruiz", "Watermills", OTHER, "ben@waterharbor.example")
    barred, free = compared(desk, project, whole, rows(row, other))
    assert (barred.verdict, barred.rule, barred.found) == (Verdict.QUARANTINED, "suppressed", None)
    assert [(flaw.field, flaw.value) for flaw in flaws_from(barred.problems)] == [(field, evidence)]
    assert free.verdict is Verdict.ADDED


@pytest.mark.parametrize("kind", ["contact", "account"])
def test_a_person_or_company_of_the_store_that_may_not_be(
    desk: Desk, project: Project, whole: bool, kind: str
) -> None:
    lead = add_lead(desk, project)
    with desk.write() as tx:
        of = tx.get_one(Lead, lead)
        tx.add(
            Suppression(
                kind=kind, value=str(of.contact_id if kind == "contact" else of.account_id), reason="asked"
            )
        )
    found = compared(desk, project, whole, rows(
        person("Ada Okafor", "Harbor Freightways", BOSTON), person("Ben Ruiz", "Harbor Freightways", OTHER),
    ))  # fmt: skip
    assert [row.verdict for row in found] == ["quarantined", "added" if kind == "contact" else "quarantined"]


def test_a_suppression_that_is_over_or_for_mail_only(desk: Desk, project: Project, whole: bool) -> None:
    with desk.write() as tx:
        over = desk.clock() - timedelta(days=1)
        tx.add(Suppression(kind="phone", value=BOSTON, reason="asked", until=over))
        tx.add(Suppression(kind="phone", value=BOSTON, reason="asked", lifted_at=over))
        tx.add(Suppression(kind="phone", value=BOSTON, reason="asked", medium="mail"))
    assert told(compared(desk, project, whole, rows(person("Ada Okafor", "Elsewhere", BOSTON)))) == [
        ("added", "")
    ]


def test_rows_that_are_not_used_pass_through(desk: Desk, project: Project) -> None:
    kept: Packed = (3, '["x"]', "quarantined", '[{"field":"","value":"","rule":"no_way_to_reach"}]', None)
    (found,) = compared(desk, project, False, [kept])
    assert (found.verdict, found.problems, found.found) == (Verdict.QUARANTINED, kept[3], None)
    assert "x" not in repr(found)
