"""Personal data cannot reach a log by accident."""

import logging
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from bdr_desk import log
from bdr_desk.actions.calls import Answered, log_call
from bdr_desk.desk import Desk
from bdr_desk.domain.phone import parse
from bdr_desk.queries.drafts import CallDraft
from bdr_desk.queries.leads import lead_view, search
from bdr_desk.queries.queue import call_queue
from bdr_desk.store.tables import Project, User
from tests.people import add_lead


def test_what_is_shown_of_people_in_code_is_masked(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    items = call_queue(desk)
    log_call(desk, lead, "conversation", answers=[Answered("need", "secret need")], note="secret note")
    views = [items, lead_view(desk, lead), search(desk, "okafor"), parse("+16175550142", "US")]
    views.append(CallDraft(lead, desk.clock(), note="secret note"))
    shown = " ".join(repr(view) for view in views)
    for private in ("Ada", "Okafor", "5550142", "555-0142", "harbor.example", "secret"):
        assert private not in shown


def test_sql_errors_come_without_their_values(desk: Desk) -> None:
    with pytest.raises(IntegrityError) as raised, desk.write() as tx:
        for _ in range(2):
            tx.add(User(name="Rob Hale", email="rob.hale@dockline.example", role="rep", time_zone="UTC"))
    assert "rob.hale" not in str(raised.value)


def test_the_log_is_a_file_of_the_desk(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = list(root.handlers)
    log.start_log(tmp_path)
    logging.getLogger("bdr_desk").error("something broke")
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    logging.captureWarnings(False)
    assert "something broke" in (tmp_path / "logs" / "desk.log").read_text("utf-8")


def test_no_log_is_no_reason_not_to_start(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")
    log.start_log(tmp_path)
