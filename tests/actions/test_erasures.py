"""Erasing a person: nothing about them is left in the file, the others keep theirs, and they do not come back."""

import json
import stat
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from bdr_desk.actions.calls import Answered, log_call, save_draft
from bdr_desk.actions.erasures import erase_person
from bdr_desk.actions.imports import Order, import_list
from bdr_desk.actions.suppressions import lift_suppression, suppress, suppress_contact
from bdr_desk.actions.users import take_role
from bdr_desk.desk import Desk
from bdr_desk.domain.backup_rule import Kind
from bdr_desk.domain.staging import ListPlace
from bdr_desk.domain.suppression import erased_hash
from bdr_desk.errors import BadInput, NotFound, Refused
from bdr_desk.queries.drafts import CallDraft
from bdr_desk.queries.erasures import erasures
from bdr_desk.queries.explained import explain
from bdr_desk.queries.suppressions import suppressions
from bdr_desk.store.backups import make_backup
from bdr_desk.store.tables import (
    Account,
    Call,
    ChangeLog,
    Contact,
    ContactPhone,
    Fact,
    Lead,
    ListRow,
    Project,
    Touch,
)
from tests.people import BOSTON, LONDON, add_lead

PRIVATE = ("Okafor", "okafor", "5550142", "555-0142", "secret")


pytestmark = pytest.mark.usefixtures("no_keyring")  # the key goes to a file


@pytest.fixture
def ada(desk: Desk, project: Project) -> UUID:
    """Ada, with everything a desk can know of somebody; a colleague shares the switchboard."""
    lead = add_lead(desk, project, phones=(BOSTON, LONDON))
    add_lead(desk, project, "Ben Adeyemi", phones=(LONDON,), emails=("ben@harbor.example",))
    fact = [Answered("need", "secret: slots lost")]
    log_call(desk, lead, "conversation", answers=fact, note="Ada says the secret word", phone=BOSTON)
    ben = lead_of(desk, "Ben Adeyemi")
    log_call(desk, ben, "gatekeeper", note="ask for ADA OKAFOR on +1 617-555-0142", phone=LONDON)
    save_draft(desk, CallDraft(lead, desk.clock(), note="secret draft"))
    suppress(desk, BOSTON, "Ada Okafor asked us")
    with desk.write() as tx:
        contact = tx.get_one(Lead, lead).contact_id
    suppress_contact(desk, contact, "asked")
    return lead


def lead_of(desk: Desk, name: str) -> UUID:
    with desk.read() as session:
        found = session.scalar(
            select(Lead.id).join(Contact, Contact.id == Lead.contact_id).where(Contact.name == name)
        )
        assert found
        return found


def count(desk: Desk, table: type) -> int:
    with desk.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def bytes_kept(folder: Path) -> bytes:
    """Every byte of the data folder's files, backups aside."""
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


def test_no_byte_of_the_person_is_left(desk: Desk, ada: UUID, tmp_path: Path) -> None:
    before = bytes_kept(tmp_path)
    assert all(private.encode() in before for private in PRIVATE)
    counts = [count(desk, table) for table in (Call, Touch, Fact, Lead, Contact, ChangeLog)]
    done = erase_person(desk, str(ada), "letter of 6 April")
    after = bytes_kept(tmp_path)
    assert [private for private in PRIVATE if private.encode() in after] == []
    kept = [count(desk, table) for table in (Call, Touch, Fact, Lead, Contact)]
    assert kept == counts[:-1]  # reports still count what happened
    assert count(desk, ChangeLog) > counts[-1]
    assert done.proof["bytes_left_in_store_file"] is False
    shown = json.dumps(done.proof)
    assert not [private for private in PRIVATE if private in shown] and done.proof["rows"]["call"] == 2


def test_the_colleague_keeps_theirs(desk: Desk, ada: UUID) -> None:
    erase_person(desk, str(ada), "letter")
    ben = lead_of(desk, "Ben Adeyemi")
    assert explain(desk, ben).reasons[0].rule != "suppressed"
    with desk.read() as session:
        assert session.scalar(select(ContactPhone.e164)) == LONDON
        assert session.scalar(select(Call.note).where(Call.lead_id == ben)) == "ask for [erased] on [erased]"
        assert session.scalar(select(Account.name)) == "Harbor Freightways LLC"


def test_they_do_not_come_back_on_a_list(desk: Desk, ada: UUID, project: Project, tmp_path: Path) -> None:
    with desk.write() as tx:
        tx.get_one(Project, project.id).sample = True
    erase_person(desk, str(ada), "letter")
    rows = (
        "Name,Company,Phone,E-mail\n"
        "A. O.,Elsewhere,617-555-0142,\n"
        "Okafor Ada,Harbor Freightways,,other@quay.example\n"
        ",Harbor,,Ada.Okafor@harbor.example\n"
        "Cleo Lin,Harbor,+16175550143,cleo@harbor.example\n"
    )
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "list.csv"
    path.write_text(rows, "utf-8")
    counts = import_list(desk, Order(ListPlace(path), "Northwind", "New", "purchase", "US")).counts
    assert (counts.rows, counts.added) == (4, 1)
    assert suppress(desk, BOSTON, "once more").suppression is None
    back = add_lead(desk, project, "Somebody", "Elsewhere", phones=(BOSTON,), emails=())
    assert [reason.rule for reason in explain(desk, back).reasons] == ["suppressed"]  # by sync or by hand


def test_rows_of_lists_that_name_them_go_too(desk: Desk, project: Project, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "Name,Company,Phone,E-mail\n"
        "Ada Okafor,Harbor,(617) 253-1142,ada@harbor.example\n"
        "Ada Okafor,Harbor,12,\n"
        "Front desk,Quay,617.253.1142,\n"
        "Jo Ash,Quay,617-253-1143,jo@quay.example\n",
        "utf-8",
    )
    import_list(desk, Order(ListPlace(path), "Spring", "New", "purchase", "US"))
    path.unlink()
    lead = lead_of(desk, "Ada Okafor")
    with desk.read() as session:
        before = session.execute(select(ListRow.row_number, ListRow.verdict)).all()
    erase_person(desk, str(lead), "letter")
    with desk.read() as session:
        assert session.execute(select(ListRow.row_number, ListRow.verdict)).all() == before
        left = session.scalars(select(ListRow.cells).order_by(ListRow.row_number)).all()
    assert left[0] == left[1] == [] and left[3][0] == "Jo Ash"
    assert b"Okafor" not in bytes_kept(tmp_path)


def test_somebody_who_stands_in_a_list_only(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "Name,Company,Phone,E-mail\nAda,Harbor,12,ada.okafor@harbor\nBo,Quay,617-253-1143,\n", "utf-8"
    )
    import_list(desk, Order(ListPlace(path), "Spring", "New", "purchase", "US"))
    done = erase_person(desk, "nobody@known.example", "letter")
    assert done.proof["found"] is False and done.proof["hashes_kept"] == 1
    assert erase_person(desk, "617-253-1143", "letter").proof["rows"]["list_row"] == 1


def test_append_only_rows_are_held_again_afterwards(desk: Desk, ada: UUID) -> None:
    def triggers() -> set[str]:
        with desk.read() as session:
            return set(session.scalars(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'")))

    before = triggers()
    erase_person(desk, str(ada), "letter")
    assert triggers() == before and len(before) > 10
    with pytest.raises(IntegrityError, match="append-only"), desk.write() as tx:
        tx.connection().exec_driver_sql("UPDATE call SET note = 'x'")


def test_a_failure_in_the_middle_changes_nothing(
    desk: Desk, ada: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr("bdr_desk.store.erased._forget_words", fail)
    with pytest.raises(RuntimeError):
        erase_person(desk, str(ada), "letter")
    assert lead_of(desk, "Ada Okafor") == ada and erasures(desk) == ()
    with pytest.raises(IntegrityError, match="append-only"), desk.write() as tx:
        tx.connection().exec_driver_sql("DELETE FROM call")


def test_a_dry_run_changes_nothing_and_says_the_same(desk: Desk, ada: UUID) -> None:
    tried = erase_person(desk, str(ada), "letter", dry_run=True)
    assert tried.erasure is None and lead_of(desk, "Ada Okafor") == ada and suppressions(desk).total == 2
    done = erase_person(desk, str(ada), "letter")
    assert (
        tried.proof["rows"] == done.proof["rows"] and tried.proof["hashes_kept"] == done.proof["hashes_kept"]
    )


def test_the_key_is_not_in_the_store(desk: Desk, ada: UUID, tmp_path: Path) -> None:
    erase_person(desk, str(ada), "letter")
    file = tmp_path / "erased.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    key = file.read_text()
    store = (tmp_path / "desk.sqlite3").read_bytes()
    assert key.encode() not in store and bytes.fromhex(key) not in store
    assert erased_hash(bytes.fromhex(key), BOSTON).encode() in store


def test_what_keeps_them_out_is_never_lifted(desk: Desk, ada: UUID) -> None:
    erase_person(desk, str(ada), "letter")
    take_role(desk, "lead")
    with pytest.raises(Refused, match="erased"):
        lift_suppression(desk, suppressions(desk).rows[0].key, "mistake")


def test_who_is_meant_must_be_clear(desk: Desk, ada: UUID) -> None:
    with pytest.raises(BadInput, match="Several"):
        erase_person(desk, LONDON, "letter")
    for who, error in (("harbor.example", BadInput), ("x", BadInput), (str(desk.me), NotFound)):
        with pytest.raises(error):
            erase_person(desk, who, "letter")
    with pytest.raises(BadInput, match="reason"):
        erase_person(desk, str(ada), " ")
    assert erase_person(desk, "(617) 555-0142", "letter of Ada Okafor").erasure
    (kept,) = erasures(desk)
    assert kept.reason == "letter of [erased]"


def test_backups_that_hold_them_are_named(desk: Desk, ada: UUID, tmp_path: Path) -> None:
    old = make_backup(desk.store.file, Kind.DAILY, desk.clock()).file
    done = erase_person(desk, str(ada), "letter")
    assert done.proof["backups"]["still_held_in"] == [old.name]
    assert "on or after 2027-05-10" in done.proof["backups"]["says"]
    assert old.exists()


ANOTHER_PROGRAM = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0)
try:
    print(connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0])
except sqlite3.OperationalError as error:
    print(error)
"""


def test_looking_into_the_file_leaves_the_locks_of_the_open_store(desk: Desk, ada: UUID) -> None:
    """Who holds no lock is taken for gone: another program would throw the log away that is being written to."""
    erase_person(desk, str(ada), "asked")
    other = [sys.executable, "-c", ANOTHER_PROGRAM, str(desk.store.file)]
    said = subprocess.run(other, capture_output=True, text=True, check=True).stdout
    assert said.strip() == "database is locked"
