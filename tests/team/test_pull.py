"""Reading the team's database: nothing is missed whatever the order of commits, and a reading that breaks off goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy import select

from bdr_desk.actions import handoffs, team
from bdr_desk.desk import Desk
from bdr_desk.queries.team import lost_values
from bdr_desk.store.tables import Account, Call, Contact, Handoff, Lead
from bdr_desk.team import applying, pull, trails
from bdr_desk.team.membership import membership
from bdr_desk.team.seen import Seen, seen
from tests.team.desks import Two, get, hand_over, rows
from tests.team.edits import asked, edit, field, remote, send_only, shared_person


def mark(desk: Desk) -> Seen:
    with desk.read() as session:
        member = membership(session)
        assert member is not None
        return seen(session, member.team)


@contextmanager
def breaks_off(after: int) -> Iterator[list[Any]]:
    """The network goes when so many batches were applied; which they were."""
    real, done = applying.apply, []

    def apply(tx: Any, table: Any, batch: Any) -> Any:
        if len(done) == after:
            raise InterruptedError
        done.append((table, len(batch)))
        return real(tx, table, batch)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(applying, "apply", apply)
        patch.setattr(pull, "BATCH", 2)
        yield done


def people(desk: Desk, count: int) -> None:
    with desk.write() as tx:
        account = tx.scalars(select(Account)).first()
        for number in range(count):
            tx.add(Contact(account_id=account.id, name=f"Person {number}", shared=True))


def test_a_reading_that_broke_off_goes_on_where_it_stopped(peers: Two) -> None:
    shared_person(peers)
    people(peers.ada, 9)
    team.sync(peers.ada)
    before = mark(peers.rhea).horizon
    with breaks_off(3) as done, pytest.raises(InterruptedError):
        team.sync(peers.rhea)
    assert (rows(peers.rhea, Contact), mark(peers.rhea).horizon) == (1 + 6, before)
    people(peers.ada, 1)  # meanwhile
    with peers.ada.write() as tx:
        for person in tx.scalars(select(Contact).where(Contact.name.like("Person %"))):
            person.title = "Changed since"
    team.sync(peers.ada)
    with breaks_off(99) as done:
        team.sync(peers.rhea)
    assert sum(count for table, count in done if table is Contact) <= 2 + 10  # not those before the break
    assert mark(peers.rhea).reading is None
    team.sync(peers.rhea)  # what changed meanwhile in what had been read
    with peers.rhea.read() as session:
        titles = session.execute(
            select(Contact.name, Contact.title).where(Contact.name.like("Person %"))
        ).all()
    assert len(titles) == 10 and {title for _, title in titles} == {"Changed since"}


@pytest.mark.parametrize("after", range(8))
def test_wherever_it_breaks_off_all_arrives(two: Two, after: int) -> None:
    hand_over(two.ada, rep=two.rhea.me)
    team.sync(two.ada)
    with breaks_off(after), pytest.raises(InterruptedError):
        team.sync(two.rhea)
    team.sync(two.rhea)
    assert [rows(two.rhea, table) for table in (Contact, Lead, Call)] == [1, 1, 1]
    assert team.sync(two.rhea).pulled == 0


@pytest.mark.parametrize("late", [False, True], ids=["before the trail", "before what follows from it"])
def test_wherever_it_breaks_off_a_handoff_stands_as_its_trail_says(two: Two, late: bool) -> None:
    """Ada accepted first, Rhea rejected and was sent last: her lead and her handoff come before her event."""
    key = hand_over(two.ada, rep=two.rhea.me)
    team.sync(two.ada)
    team.sync(two.rhea)
    two.clock.forward(minutes=1)
    handoffs.accept(two.ada, key)
    two.clock.forward(minutes=1)
    handoffs.reject(two.rhea, key, "No budget")
    team.sync(two.ada)
    send_only(two.rhea)
    with (
        breaks_off(99 if late else 3),
        pytest.MonkeyPatch.context() as patch,
        pytest.raises(InterruptedError),
    ):
        patch.setattr(trails, "settle", cut)
        team.sync(two.ada)
    team.sync(two.ada)
    row = get(two.ada, Handoff, key)
    lead = get(two.ada, Lead, row.lead_id)
    assert (row.status, lead.stage, lead.next_kind, lead.next_why) == ("accepted", "accepted", "none", "")


def cut(*_: object) -> None:
    raise InterruptedError


def test_an_edit_that_commits_late_is_not_missed(two: Two) -> None:
    """One transaction is held open while later ones commit and are read, more than once."""
    key = shared_person(two)
    hand_over(two.ada, rep=two.rhea.me, name="Omar Haddad")
    team.sync(two.ada)
    with psycopg.connect(two.url) as slow:
        slow.execute("UPDATE bdr_desk.contact SET title = 'Slow' WHERE id = %s", (key,))
        for title in ("Quick", "Quicker"):
            with two.ada.write() as tx:
                tx.scalars(select(Contact).where(Contact.name == "Omar Haddad")).one().title = title
            team.sync(two.ada)
            team.sync(two.rhea)
            assert field(two.rhea, key, "title") == "COO"
        slow.commit()
    team.sync(two.rhea)
    assert field(two.rhea, key, "title") == "Slow"
    with two.rhea.read() as session:
        assert session.scalars(select(Contact.title).where(Contact.name == "Omar Haddad")).one() == "Quicker"


def test_a_lost_value_that_commits_late_is_not_missed(two: Two) -> None:
    key = shared_person(two)
    with psycopg.connect(two.url) as slow:
        slow.execute(
            "INSERT INTO bdr_desk.lost_value (table_name, row_id, field, lost, stays, lost_by)"
            " VALUES ('contact', %s, 'title', '\"COO\"', 'null', %s)",
            (key, two.rhea.me),
        )
        people(two.ada, 1)
        team.sync(two.ada)
        team.sync(two.rhea)
        slow.commit()
    team.sync(two.rhea)
    team.sync(two.rhea)
    assert [(lost.value, lost.stays) for lost in lost_values(two.rhea)] == [("COO", "nothing")]


def test_who_reports_to_somebody_of_the_same_batch(peers: Two) -> None:
    """Whoever comes first: and of a company that is missing nobody comes, nor who reports to them."""
    shared_person(peers)
    with peers.ada.write() as tx:
        account = tx.scalars(select(Account.id)).first()
        chain = [Contact(account_id=account, name=f"Person {n}", shared=True) for n in range(3)]
        tx.add_all(chain)
        tx.flush()
        chain[0].reports_to_id, chain[1].reports_to_id = chain[1].id, chain[2].id
        lost = Account(name="Maple", name_key="maple", shared=True)
        tx.add(lost)
        tx.flush()
        head = Contact(account_id=lost.id, name="Head", shared=True)
        tx.add(head)
        tx.flush()
        tx.add(Contact(account_id=account, name="Below", reports_to_id=head.id, shared=True))
    team.sync(peers.ada)
    with psycopg.connect(peers.url) as connection:
        row = connection.execute("DELETE FROM bdr_desk.account WHERE name = 'Maple' RETURNING *").fetchone()
    team.sync(peers.rhea)
    assert rows(peers.rhea, Contact) == 1 + 3
    with psycopg.connect(peers.url) as connection:
        connection.execute(f"INSERT INTO bdr_desk.account VALUES ({', '.join(['%s'] * len(row))})", row)
    team.sync(peers.rhea)
    assert rows(peers.rhea, Contact) == 1 + 3 + 2


OLD_UPSERT = """INSERT INTO bdr_desk.contact AS kept (id, made_at, made_by, changed_at, changed_by, account_id,
    given_name, family_name, name, name_key, title, zones, zones_because)
    SELECT id, made_at, made_by, changed_at + interval '1 s', changed_by, account_id, given_name, family_name,
    name, name_key, 'By an old desk', zones, zones_because FROM bdr_desk.contact ON CONFLICT (id) DO UPDATE SET
    title = excluded.title, changed_at = excluded.changed_at, changed_by = excluded.changed_by
    WHERE (excluded.changed_at, excluded.changed_by) > (kept.changed_at, kept.changed_by)"""


def test_what_an_older_desk_writes_arrives(two: Two) -> None:
    """It sends whole rows with its own stamps: the later one stays, as it knows it, and the history has what was before."""
    key = shared_person(two)
    with psycopg.connect(two.url) as connection:
        connection.execute(OLD_UPSERT)
    team.sync(two.rhea)
    assert (field(two.rhea, key, "title"), remote(two, key, "title")) == ("By an old desk",) * 2
    assert asked(two.url, "SELECT old FROM bdr_desk.row_history WHERE field = 'title'") == [("COO",)]
    edit(two.rhea, key, title="Chair")
    assert team.sync(two.rhea).conflicts == 0
    assert remote(two, key, "title") == "Chair"
