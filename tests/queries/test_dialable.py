"""How many leads of a list can be dialled: the same people as the queue's rules let through."""

from datetime import timedelta
from uuid import UUID

import pytest

from bdr_desk.actions.calls import log_call
from bdr_desk.actions.suppressions import suppress, suppress_account, suppress_contact
from bdr_desk.desk import Desk
from bdr_desk.queries.dialable import dialable
from bdr_desk.queries.explained import explain
from bdr_desk.store.tables import Account, CallList, Lead, Project, Source, Suppression
from tests.people import BERLIN, BOSTON, LONDON, LOS_ANGELES, add_lead


@pytest.fixture
def of_list(desk: Desk, project: Project) -> tuple[UUID, dict[str, UUID]]:
    """A list of five, each at a company of their own."""
    with desk.write() as tx:
        source = Source(project_id=project.id, kind="purchase")
        tx.add(source)
        tx.flush()
        row = CallList(project_id=project.id, source_id=source.id, name="Fair", region="US")
        tx.add(row)
        tx.flush()
    people = {
        "ada": add_lead(desk, project, "Ada", "Harbor", (BOSTON, LONDON), ("ada@mail.harbor.example",), call_list_id=row.id),
        "ben": add_lead(desk, project, "Ben", "Quay Inc", (LONDON,), ("ben@quay.example",), call_list_id=row.id),
        "cleo": add_lead(desk, project, "Cleo", "Dock", (BERLIN,), (), call_list_id=row.id),
        "dan": add_lead(desk, project, "Dan", "Pier", (LOS_ANGELES,), ("dan@pier.example",), call_list_id=row.id),
        "eve": add_lead(desk, project, "Eve", "Wharf", (), ("eve@wharf.example",), call_list_id=row.id),
    }  # fmt: skip
    with desk.write() as tx:
        tx.get_one(Account, tx.get_one(Lead, people["cleo"]).account_id).domain = "uk.dock.example"
    return row.id, people


def counted(desk: Desk, key: UUID) -> int:
    with desk.read() as session:
        return dialable(session, desk.clock()).get(key, 0)


def test_nobody_barred(desk: Desk, of_list: tuple[UUID, dict[str, UUID]]) -> None:
    assert counted(desk, of_list[0]) == 4


@pytest.mark.parametrize(
    ("mark", "barred"),
    [
        (("phone", LONDON), {"ada", "ben"}),
        (("email", "ben@quay.example"), {"ben"}),
        (("domain", "harbor.example"), {"ada"}),
        (("domain", "dock.example"), {"cleo"}),
        (("domain", "k.dock.example"), set()),
        (("company", "quay"), {"ben"}),
    ],
)
def test_every_kind_of_mark_counts_as_in_the_queue(
    desk: Desk, of_list: tuple[UUID, dict[str, UUID]], mark: tuple[str, str], barred: set[str]
) -> None:
    key, people = of_list
    with desk.write() as tx:
        tx.add(Suppression(kind=mark[0], value=mark[1], reason="asked"))
    ruled = {name for name, lead in people.items() if explain(desk, lead).reasons[0].rule == "suppressed"}
    assert ruled == barred and counted(desk, key) == 4 - len(barred)


def test_people_companies_and_dead_numbers(desk: Desk, of_list: tuple[UUID, dict[str, UUID]]) -> None:
    key, people = of_list
    with desk.read() as session:
        ada, ben = (session.get_one(Lead, people[name]) for name in ("ada", "ben"))
    suppress_contact(desk, ada.contact_id, "asked")
    suppress_account(desk, ben.account_id, "asked")
    log_call(desk, people["dan"], "wrong_number")
    assert counted(desk, key) == 1


def test_mail_and_what_is_over_do_not_count(desk: Desk, of_list: tuple[UUID, dict[str, UUID]]) -> None:
    suppress(desk, BOSTON, "no mail", medium="mail")
    with desk.write() as tx:
        over = desk.clock() - timedelta(days=1)
        tx.add(Suppression(kind="phone", value=LONDON, reason="asked", until=over))
        tx.add(
            Suppression(kind="phone", value=BERLIN, reason="asked", lifted_at=over, lifted_reason="mistake")
        )
    assert counted(desk, of_list[0]) == 4
