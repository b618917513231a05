"""The accounts of the project, found by typing, and one with its people, facts and history."""

from uuid import uuid4

import pytest

from bdr_desk.actions.calls import Answered, log_call
from bdr_desk.desk import Desk
from bdr_desk.errors import NotFound
from bdr_desk.queries.accounts import account_view, accounts, stage_summary
from bdr_desk.store.projects import add_project
from bdr_desk.store.tables import Project
from tests.conftest import SHORT_DEFINITION
from tests.people import LONDON, add_lead


def test_no_project_has_no_accounts(desk: Desk) -> None:
    assert accounts(desk).rows == ()


def test_found_by_the_beginning_of_any_word(desk: Desk, project: Project) -> None:
    add_lead(desk, project, "Ada Okafor", "Harbor Freightways LLC")
    add_lead(desk, project, "Ken Ito", "Calder Mills", phones=(LONDON,))
    names = lambda text: [row.name for row in accounts(desk, text).rows]  # noqa: E731
    assert names("") == ["Calder Mills", "Harbor Freightways LLC"]
    assert names("freigh") == ["Harbor Freightways LLC"]
    assert names("ito") == ["Calder Mills"]  # a person there
    assert names("oka mills") == []  # both words are of one name
    assert names("arbor") == []


def test_names_that_begin_so_come_first_then_by_name(desk: Desk, project: Project) -> None:
    for person, company in (
        ("Ken Ito", "Atlas Harbor"),
        ("Ada Harrow", "Zenith"),
        ("Li Wu", "Harbor Mills"),
        ("Jo Ek", "Hart"),
    ):
        add_lead(desk, project, person, company, phones=(), emails=())
    found = accounts(desk, "har")
    assert [row.name for row in found.rows] == ["Harbor Mills", "Hart", "Atlas Harbor", "Zenith"]
    assert (found.total, found.more) == (4, False)
    assert [row.name for row in accounts(desk, "har", limit=2).rows] == ["Harbor Mills", "Hart"]


def test_accounts_of_another_project_are_not_found(desk: Desk, project: Project) -> None:
    with desk.write() as tx:
        other = add_project(tx, "Other", region="US", definition=SHORT_DEFINITION)
    add_lead(desk, other, "Ada Okafor", "Harbor")
    add_lead(desk, project, "Ken Ito", "Calder Mills", phones=(LONDON,))
    assert [accounts(desk, text).rows for text in ("har", "ada")] == [(), ()]
    assert [row.name for row in accounts(desk).rows] == ["Calder Mills"]


@pytest.mark.parametrize("text", ["", "har"])
def test_of_very_many_people_the_newest_are_looked_at(
    desk: Desk, project: Project, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bdr_desk.queries.accounts.MOST_MATCHES", 2)
    for number in range(4):
        add_lead(desk, project, f"Harriet {number}", f"Firm {number}", phones=(), emails=())
    add_lead(desk, project, "Ken Ito", "Harbor", phones=(), emails=())
    found = accounts(desk, text, limit=2)
    assert found.more
    assert len(found.rows) == 2
    if text:
        assert found.rows[0].name == "Harbor"


def test_limit_says_how_many_there_are(desk: Desk, project: Project) -> None:
    for number in range(3):
        add_lead(desk, project, f"P {number}", f"Firm {number}", phones=(f"+1617555014{number}",))
    found = accounts(desk, limit=2)
    assert (len(found.rows), found.total) == (2, 3)


def test_counts_people_those_reached_and_stages(desk: Desk, project: Project) -> None:
    ada = add_lead(desk, project, "Ada Okafor", "Harbor")
    add_lead(desk, project, "Luis Marin", "Harbor", phones=(LONDON,))
    (before,) = accounts(desk).rows
    assert (before.people, before.reached, before.last_touch, before.stages) == (2, 0, None, "2 new")
    log_call(desk, ada, "conversation", answers=[Answered("need", "late trucks")])
    log_call(desk, ada, "conversation", answers=[Answered("need", "late trucks", confirms=True)])
    (after,) = accounts(desk).rows
    assert (after.people, after.reached, after.last_touch) == (2, 1, desk.clock())
    assert after.stages == "1 being worked, 1 new"


def test_view_has_people_with_their_facts_and_the_history(desk: Desk, project: Project) -> None:
    ada = add_lead(desk, project, "Ada Okafor", "Harbor")
    add_lead(desk, project, "Luis Marin", "Harbor", phones=(LONDON,))
    log_call(desk, ada, "conversation", note="Call Luis", answers=[Answered("need", "late trucks")])
    view = account_view(desk, accounts(desk).rows[0].account)
    told = {person.person.name: [fact.value for fact in person.facts] for person in view.people}
    assert told == {"Ada Okafor": ["late trucks"], "Luis Marin": []}
    assert [item.note for item in view.history] == ["Call Luis"]
    with pytest.raises(NotFound):
        account_view(desk, uuid4())


def test_stage_summary_says_the_furthest_first() -> None:
    assert stage_summary({"new": 2, "meeting": 1}) == "1 meeting booked, 2 new"
    assert stage_summary({}) == ""
