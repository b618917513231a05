"""Parcels: each is taken once and in order, wherever the desk dies."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bdr_desk.actions import team
from bdr_desk.desk import Desk
from bdr_desk.store.bases import take_back
from bdr_desk.store.store import open_store
from bdr_desk.store.tables import Contact, ContactPhone, Handoff, HandoffEvent, Lead, TeamBase, TeamParcel
from bdr_desk.store.travelling import columns as travelling
from bdr_desk.team import outbox, push, sending, wire
from bdr_desk.telephony.tel_link import TelLink
from tests.conftest import StillClock
from tests.team.desks import Two, hand_over, rows
from tests.team.edits import asked, edit, field, history, remote, send_only, shared_person


class Killed(BaseException):
    """The desk dies here."""


def die(*_: object, **__: object) -> None:
    raise Killed


def waiting(desk: Desk) -> int:
    with desk.read() as session:
        return outbox.waiting(session)


def test_killed_between_the_teams_commit_and_our_bookkeeping(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes again changes nothing, though a colleague has written since."""
    key = shared_person(two)
    edit(two.ada, key, title="Chair")
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "answered", die)
        with pytest.raises(Killed):
            team.sync(two.ada)
    assert remote(two, key, "title") == "Chair"  # it arrived
    assert waiting(two.ada) == 1  # and waits all the same
    team.sync(two.rhea)
    edit(two.rhea, key, title="President")
    team.sync(two.rhea)
    again = team.sync(two.ada)
    assert (again.pushed, again.conflicts, again.pending) == (1, 0, 0)
    assert [field(desk, key, "title") for desk in (two.ada, two.rhea)] == ["President"] * 2
    assert history(two, key, "title") == ["COO", "Chair"]
    assert asked(two.url, "SELECT count(*) FROM bdr_desk.lost_value") == [(0,)]


def test_killed_in_the_teams_commit(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    key = shared_person(two)
    edit(two.ada, key, title="Chair")
    real = push._send

    def die_at_commit(*sent: Any, **how: Any) -> int:
        done = real(*sent, **how)
        patch.setattr(psycopg.Connection, "commit", die)
        return done

    with monkeypatch.context() as patch:
        patch.setattr(push, "_send", die_at_commit)
        with pytest.raises(Killed):
            team.sync(two.ada)
    assert (waiting(two.ada), remote(two, key, "title")) == (1, "COO")
    team.sync(two.ada)
    team.sync(two.rhea)
    assert [field(desk, key, "title") for desk in (two.ada, two.rhea)] == ["Chair", "Chair"]


@pytest.mark.parametrize("few", [0, 200])
def test_half_a_parcel_is_no_parcel(two: Two, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_over(two.ada, rep=two.rhea.me)
    real = sending._statements

    def die_at_handoff(piece: Any, *rest: Any, **how: Any) -> Any:
        return real(piece, *rest, **how) if piece.table is not Handoff else die()  # type: ignore[func-returns-value]

    with monkeypatch.context() as patch:
        patch.setattr(sending, "FEW", few)
        patch.setattr(sending, "_statements", die_at_handoff)
        with pytest.raises(Killed):
            team.sync(two.ada)
    team.sync(two.rhea)
    assert (rows(two.rhea, Lead), rows(two.rhea, Handoff)) == (0, 0)
    team.sync(two.ada)
    team.sync(two.rhea)
    assert (rows(two.rhea, Handoff), rows(two.rhea, HandoffEvent)) == (1, 1)


def test_killed_while_packing(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    key = shared_person(two)
    edit(two.ada, key, title="Chair")
    real = outbox._pack

    def die_after_contacts(*what: Any) -> int:
        done: int = real(*what)
        die()
        return done

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_pack", die_after_contacts)
        with pytest.raises(Killed):
            team.sync(two.ada)
    assert (waiting(two.ada), rows(two.ada, TeamParcel)) == (1, 0)
    assert team.sync(two.ada).pushed == 1
    assert remote(two, key, "title") == "Chair"


def test_changed_again_while_its_parcel_is_on_the_way(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    key = shared_person(two)
    edit(two.ada, key, title="First")
    real = push._send

    def edited_meanwhile(connection: Any, parcel: Any, *rest: Any) -> int:
        if any("First" in piece.lines for piece in parcel.pieces):
            edit(two.ada, key, title="Second")
        return real(connection, parcel, *rest)

    monkeypatch.setattr(push, "_send", edited_meanwhile)
    done = team.sync(two.ada)
    assert (done.pushed, done.conflicts, done.pending) == (2, 0, 0)
    team.sync(two.rhea)
    assert [field(desk, key, "title") for desk in (two.ada, two.rhea)] == ["Second", "Second"]
    assert history(two, key, "title") == ["COO", "First"]
    assert rows(two.ada, TeamBase) == 0


def test_the_base_of_a_later_change_is_what_was_sent(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    key = shared_person(two)
    edit(two.ada, key, title="First")
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "answered", die)
        with pytest.raises(Killed):
            team.sync(two.ada)
    edit(two.ada, key, title="Second", name="Nina O.")
    with two.ada.read() as session:
        bases = session.scalars(select(TeamBase).order_by(TeamBase.parcel)).all()
    assert [(base.parcel > 0, base.body) for base in bases] == [
        (False, {"title": "First", "name": "Nina Ortiz"}),
        (True, {"title": "COO"}),
    ]
    team.sync(two.ada)
    assert (remote(two, key, "title"), remote(two, key, "name")) == ("Second", "Nina O.")
    assert asked(two.url, "SELECT count(*) FROM bdr_desk.lost_value") == [(0,)]


def test_many_rows_go_in_several_parcels(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "MOST", 3)
    hand_over(two.ada, rep=two.rhea.me)
    before = asked(two.url, "SELECT coalesce(max(upto), 0) FROM bdr_desk.desk")[0][0]
    assert team.sync(two.ada).pending == 0
    after = asked(two.url, "SELECT max(upto) FROM bdr_desk.desk")[0][0]
    assert after - before > 3
    team.sync(two.rhea)
    assert [rows(two.rhea, table) for table in (Contact, ContactPhone, Handoff, HandoffEvent)] == [1, 1, 1, 1]


@pytest.mark.parametrize("older", [False, True], ids=["beside", "restored"])
def test_a_copy_of_a_store_takes_a_key_of_its_own(
    two: Two, tmp_path: Path, clock: StillClock, older: bool
) -> None:
    """Two machines on copies of one folder, or a backup that was put back: nothing is taken for sent that was not."""
    key = shared_person(two)
    two.ada.store.close()
    shutil.copytree(two.ada.store.file.parent, tmp_path / "copy")
    store = open_store(tmp_path / "copy" / "desk.sqlite3")
    copy = Desk(store, TelLink(), clock, tmp_path, two.ada.me)
    edit(two.ada, key, title="From the first")
    team.sync(two.ada)
    if older:
        edit(two.ada, key, given_name="Nina")
        team.sync(two.ada)
    edit(copy, key, decision_role="champion")
    assert team.sync(copy).pending == 0
    store.close()
    assert (remote(two, key, "title"), remote(two, key, "decision_role")) == ("From the first", "champion")
    assert asked(two.url, "SELECT count(*) FROM bdr_desk.desk WHERE login = 'postgres'") == [(2,)]


def test_parcels_can_be_taken_back(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    key = shared_person(two)
    edit(two.ada, key, title="First")
    with monkeypatch.context() as patch:
        patch.setattr(push, "_send", die)
        with pytest.raises(Killed):
            team.sync(two.ada)
    edit(two.ada, key, title="Second")
    with two.ada.write() as tx:
        take_back(tx.connection())
    with two.ada.read() as session:
        assert session.scalars(select(TeamParcel)).all() == []
        assert [base.body for base in session.scalars(select(TeamBase))] == [{"title": "COO"}]
    assert team.sync(two.ada).pushed == 1
    assert history(two, key, "title") == ["COO"]


def test_what_was_never_sent_is_not_changed_but_new(two: Two) -> None:
    key = shared_person(two)
    with two.ada.write() as tx:
        tx.add(ContactPhone(contact_id=key, e164="+16175550143"))
    with two.ada.write() as tx:
        phone = tx.scalars(select(ContactPhone).where(ContactPhone.e164 == "+16175550143")).one()
        phone.kind = "mobile"
    team.sync(two.ada)
    team.sync(two.rhea)
    with two.rhea.read() as session:
        kinds = session.execute(
            select(ContactPhone.e164, ContactPhone.kind).order_by(ContactPhone.e164)
        ).all()
    assert [tuple(row) for row in kinds] == [("+16175550142", "work"), ("+16175550143", "mobile")]


AWKWARD = (
    "",
    "\\",
    "\\N",
    "\\t",
    "a\tb",
    "a\nb",
    "a\r\nb",
    "\\.",
    "“ü” 名 🙂",
    "'\"",
    "%s {names}",
    "\x01\x7f\u2028",
    "x\\",
)


@pytest.mark.parametrize("few", [0, 200])
def test_texts_travel_to_the_letter(two: Two, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "FEW", few)
    key = shared_person(two)
    for text in AWKWARD:
        _travels(two, key, text)


def _travels(two: Two, key: UUID, text: str) -> None:
    edit(two.ada, key, title=text, decision_role=text)
    send_only(two.ada)
    assert (remote(two, key, "title"), remote(two, key, "decision_role")) == (text, text)
    edit(two.ada, key, title="plain", decision_role=None)
    assert team.sync(two.ada).conflicts == 0
    assert history(two, key, "title")[-1:] == [text]
    assert remote(two, key, "decision_role") is None


TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40)


@given(TEXTS, TEXTS, st.none() | TEXTS)
def test_a_line_holds_one_row(name: str, title: str, role: str | None) -> None:
    """As SQLite writes it, and PostgreSQL's COPY would read it."""
    columns = ("id", "name", "title", "decision_role")
    with closing(sqlite3.connect(":memory:")) as store:
        store.execute(f"CREATE TABLE contact ({', '.join(travelling(Contact))})")
        store.execute("CREATE TABLE team_base (body)")
        for key in (b"a", b"b"):
            store.execute(
                f"INSERT INTO contact ({', '.join(columns)}) VALUES (?, ?, ?, ?)", (key, name, title, role)
            )
        store.execute(
            "UPDATE contact SET " + ", ".join(f"{c} = 0" for c in travelling(Contact) if c not in columns)
        )
        (block,) = store.execute(
            f"SELECT {wire.lines(Contact)} FROM contact r LEFT JOIN team_base b"
        ).fetchone()
    first, second, rest = wire.copied(block).split("\n")
    cells = dict(zip(travelling(Contact), map(_unescaped, first.split("\t")), strict=False))
    assert (cells["id"], cells["name"], cells["title"], cells["decision_role"]) == ("61", name, title, role)
    assert (second.removeprefix("62"), rest) == (first.removeprefix("61"), "")
    assert wire.cells(first) == list(map(_unescaped, first.split("\t")))


def _unescaped(cell: str) -> str | None:
    """COPY's text format (PostgreSQL manual, COPY)."""
    said = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}
    if cell == "\\N":
        return None
    found, at = "", 0
    while at < len(cell):
        escaped = cell[at] == "\\"
        found += said[cell[at + 1]] if escaped else cell[at]
        at += 2 if escaped else 1
    return found
