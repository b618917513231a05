"""Putting a cadence in force: versions, and leads that go on where they are."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bdr_desk import paths
from bdr_desk.actions.cadences import put_in_force
from bdr_desk.actions.calls import log_call
from bdr_desk.desk import Desk
from bdr_desk.domain.cadence import default_cadence
from bdr_desk.errors import FileProblem, NotFound
from bdr_desk.queries.cadences import cadence_called, cadence_view
from bdr_desk.store.tables import Cadence, Lead, Project
from tests.people import add_lead


def test_a_version_is_made_only_where_it_differs(desk: Desk, project: Project) -> None:
    assert (cadence_view(desk).name, cadence_view(desk).version) == ("Calls only", 0)
    assert put_in_force(desk, "outbound") == 1
    assert put_in_force(desk, "outbound") == 1
    other = replace(cadence_called(desk, "outbound"), about="Two weeks only.")
    assert put_in_force(desk, other, project.id) == 2
    assert (cadence_view(desk).about, cadence_view(desk).version) == ("Two weeks only.", 2)
    assert put_in_force(desk, "outbound") == 1  # the same again is the one kept
    with desk.read() as session:
        assert sorted(session.scalars(select(Cadence.version))) == [1, 2]


def test_a_lead_goes_on_from_its_step(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    log_call(desk, lead, "no_answer")
    put_in_force(desk, "outbound")
    with desk.read() as session:
        assert session.get_one(Lead, lead).step == 1
    logged = log_call(desk, lead, "no_answer")
    with desk.read() as session:  # the e-mail is the second touch, the second call was one more
        row = session.get_one(Lead, lead)
        assert (row.step, row.medium, logged.next_why) == (1, "email", "e-mail due")


def test_ones_own_come_before_the_shipped(desk: Desk, project: Project) -> None:
    folder = paths.cadences_dir(desk.data_dir)
    folder.mkdir()
    touch = '[[touches]]\nmedium = "call"\nwait = "at once"\ndo = "Call."\n'
    (folder / "outbound.toml").write_text(f'name = "Ours"\n{touch}', encoding="utf-8")
    put_in_force(desk, "Outbound")
    assert cadence_view(desk).name == "Ours"
    assert put_in_force(desk, "calls-only") == 2
    assert cadence_view(desk).name == default_cadence().name


def test_what_cannot_be_used_changes_nothing(desk: Desk, project: Project, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(
        'name = "B"\n\n[[touches]]\nmedium = "fax"\nwait = "at once"\ndo = "x"\n', encoding="utf-8"
    )
    with pytest.raises(FileProblem, match="line 3: medium “fax”"):
        put_in_force(desk, broken)
    with pytest.raises(NotFound, match="calls-only"):
        put_in_force(desk, "weekly")
    assert cadence_view(desk).version == 0
