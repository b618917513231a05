"""Do not contact: what is typed is kept in the form it is matched by, or refused."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bdr_desk.actions.calls import check_dialable, log_call
from bdr_desk.actions.projects import set_up_project
from bdr_desk.actions.suppressions import (
    lift_suppression,
    suppress,
    suppress_account,
    suppress_contact,
    suppress_file,
)
from bdr_desk.actions.users import take_role
from bdr_desk.desk import Desk
from bdr_desk.domain.suppression import Barred
from bdr_desk.errors import BadInput, Cancelled, Refused
from bdr_desk.queries.explained import explain
from bdr_desk.queries.queue import call_queue
from bdr_desk.queries.suppressions import suppressions, why_barred
from bdr_desk.store.tables import Lead, Project
from tests.conftest import StillClock
from tests.people import BOSTON, LONDON, add_lead


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("(617) 555-0142", "phone", "+16175550142"),
        ("617.555.0142", "phone", "+16175550142"),
        ("+44 20 7946 0123", "phone", LONDON),
        (" Ann@Firm.Example ", "email", "ann@firm.example"),
        ("firm.example", "domain", "firm.example"),
        ("@Firm.Example", "domain", "firm.example"),
        ("https://www.firm.example/contact", "domain", "firm.example"),
        ("163.com", "domain", "163.com"),
        ("müller.example", "domain", "müller.example"),
    ],
)
def test_forms_people_type(desk: Desk, typed: str, kind: str, value: str) -> None:
    done = suppress(desk, typed, "asked by mail")
    assert (done.kind, done.value) == (kind, value) and done.suppression
    assert suppress(desk, typed, "once more").suppression is None


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "firm",
        "firm.",
        "@",
        "ann@firm",
        "@@",
        "ann@firm.example, bob@firm.example",
        "firm.example other.example",
        "12",
    ],
)
def test_what_could_never_be_matched_is_refused(desk: Desk, typed: str) -> None:
    with pytest.raises(BadInput):
        suppress(desk, typed, "asked by mail")


def test_a_reason_is_needed(desk: Desk) -> None:
    with pytest.raises(BadInput, match="reason"):
        suppress(desk, "firm.example", "  ")


def test_a_national_number_is_one_of_the_projects_country(desk: Desk, project: Project) -> None:
    set_up_project(desk, project.id, region="GB")
    lead = add_lead(desk, project, phones=(LONDON,))
    suppress(desk, "020 7946 0123", "asked on a call")
    assert call_queue(desk).items == ()
    assert [reason.rule for reason in explain(desk, lead).reasons] == ["suppressed"]
    with pytest.raises(BadInput, match="country"):
        suppress(desk, "020 7946 0124", "asked", region="GBR")


def test_call_and_mail_are_barred_by_themselves(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    suppress(desk, "ada.okafor@harbor.example", "no more mails", medium="mail")
    assert explain(desk, lead).dialable
    with desk.read() as session:
        assert why_barred(session, lead, desk.clock(), None, Barred.MAIL) == "no more mails"
    with pytest.raises(BadInput, match="way of contact"):
        suppress(desk, "firm.example", "asked", medium="fax")


def test_a_wider_or_longer_wish_is_kept_beside_a_narrower_one(desk: Desk) -> None:
    soon, later = desk.clock() + timedelta(days=2), desk.clock() + timedelta(days=9)
    assert suppress(desk, "firm.example", "a", medium="call", until=soon).suppression
    assert suppress(desk, "firm.example", "a", medium="call", until=soon).suppression is None
    assert suppress(desk, "firm.example", "a", medium="call", until=later).suppression
    assert suppress(desk, "firm.example", "a", until=soon).suppression  # mail as well
    assert suppress(desk, "firm.example", "a").suppression
    assert suppress(desk, "firm.example", "a", medium="mail", until=later).suppression is None


def test_it_ends_by_itself(desk: Desk, project: Project, clock: StillClock) -> None:
    lead = add_lead(desk, project)
    suppress(desk, BOSTON, "not this quarter", until=desk.clock() + timedelta(days=1))
    assert not explain(desk, lead).dialable
    clock.forward(days=1, minutes=1)
    assert explain(desk, lead).dialable
    with pytest.raises(BadInput, match="over"):
        suppress(desk, BOSTON, "asked", until=desk.clock())


def test_a_person_a_company_and_a_company_by_name(desk: Desk, project: Project, tmp_path: Path) -> None:
    ada = add_lead(desk, project)
    ben = add_lead(desk, project, "Ben Adeyemi", phones=("+16175550143",), emails=())
    with desk.read() as session:
        contact, account = session.execute(
            select(Lead.contact_id, Lead.account_id).where(Lead.id == ada)
        ).one()
    suppress_contact(desk, contact, "asked")
    assert [explain(desk, lead).dialable for lead in (ada, ben)] == [False, True]
    done = suppress_account(desk, account, "their lawyer wrote")
    assert not explain(desk, ben).dialable
    become_lead(desk)
    assert done.suppression
    lift_suppression(desk, done.suppression, "they wrote again")
    assert explain(desk, ben).dialable
    done_file = suppress_file(desk, written(tmp_path, "Company\nHarbor Freightways, LLC\n"), "theirs")
    assert done_file.added == 1 and not explain(desk, ben).dialable


def test_only_a_team_lead_lifts_and_says_why(desk: Desk) -> None:
    done = suppress(desk, BOSTON, "asked on a call")
    assert done.suppression
    with pytest.raises(Refused, match="team lead"):
        lift_suppression(desk, done.suppression, "they asked us to call")
    become_lead(desk)
    with pytest.raises(BadInput, match="reason"):
        lift_suppression(desk, done.suppression, " ")
    lift_suppression(desk, done.suppression, "they asked us to call")
    with pytest.raises(Refused, match="already"):
        lift_suppression(desk, done.suppression, "again")
    (lifted,) = suppressions(desk, lifted=True).rows
    assert (lifted.what, lifted.lifted_reason) == ("+1 617-555-0142", "they asked us to call")
    assert suppressions(desk).total == 0
    assert suppress(desk, BOSTON, "asked once more").suppression


def written(folder: Path, text: str) -> Path:
    path = folder / "stop.csv"
    path.write_text(text, "utf-8")
    return path


def become_lead(desk: Desk) -> None:
    take_role(desk, "lead")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("phone\n617-555-0142\n617-555-0143\n", {"phone"}),
        ("617,5550142\n617,5550143\n", {"phone"}),  # the national file's flat format
        ("6175550142\n6175550143\n", {"phone"}),
        ("E-mail,Phone\nann@firm.example,617-555-0142\n", {"email", "phone"}),
        ("firm.example\nother.example\n", {"domain"}),
        ("ann@firm.example\n", {"email"}),
        ("Company,Website\nFirm,www.firm.example\n", {"domain"}),
        ("Name,Company,Phone\nAnn Lee,Firm,617-555-0142\n", {"phone"}),  # the narrowest alone
    ],
)
def test_files_people_have(desk: Desk, tmp_path: Path, text: str, kinds: set[str]) -> None:
    done = suppress_file(desk, written(tmp_path, text), "national list")
    assert {view.kind for view in suppressions(desk).rows} == kinds
    assert done.rows == done.added == text.count("\n") - (text[0] in "pECN")
    again = suppress_file(desk, written(tmp_path, text), "national list")
    assert (again.added, again.known, suppressions(desk).total) == (0, done.rows, done.marks)


def test_rows_that_name_nobody_are_counted_and_said(desk: Desk, tmp_path: Path) -> None:
    rows = "Phone,Note\n617-555-0142,one\n12,too short\n617 555 0142,again\n,blank\n"
    done = suppress_file(desk, written(tmp_path, rows), "theirs")
    assert (done.rows, done.added, done.known, done.unread) == (4, 1, 1, 2)
    assert [(problem.row, problem.value) for problem in done.problems] == [(3, "12 too short"), (5, "blank")]
    assert "read" in done.problems[0].says


def test_a_cancelled_file_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    numbers = "".join(f"+1617{n:07d}\n" for n in range(2_000_000, 2_006_000))
    with pytest.raises(Cancelled):
        suppress_file(desk, written(tmp_path, "phone\n" + numbers), "theirs", progress=lambda rows: False)
    assert suppressions(desk).total == 0


def test_the_list_is_searched(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    suppress(desk, BOSTON, "asked on a call")
    suppress(desk, "firm.example", "their lawyer")
    with desk.read() as session:
        suppress_contact(desk, session.get_one(Lead, lead).contact_id, "left")
    for text, found in (
        ("(617) 555-0142", 1),
        ("5550142", 1),
        ("firm", 1),
        ("lawyer", 1),
        ("okafor", 1),
        ("", 3),
        ("zzz", 0),
    ):
        assert suppressions(desk, text).total == found, text
    assert {view.what for view in suppressions(desk).rows} == {
        "Ada Okafor",
        "+1 617-555-0142",
        "firm.example",
    }


def test_a_call_on_a_suppressed_lead_is_logged_with_a_warning(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    suppress(desk, BOSTON, "asked by mail")
    assert "asked by mail" in log_call(desk, lead, "no_answer").warning
    assert log_call(desk, add_lead(desk, project, "Ben", "Other"), "no_answer").warning  # the same number
    free = add_lead(desk, project, "Cleo", "Third", phones=(LONDON,), emails=())
    assert log_call(desk, free, "do_not_call").warning == ""
    with pytest.raises(Refused, match="Do not call"):
        check_dialable(desk, free, LONDON)
