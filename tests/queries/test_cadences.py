"""The cadence in words, those there are, and the preview that plays a lead through the days."""

from datetime import UTC, datetime

import pytest

from bdr_desk import paths
from bdr_desk.actions.cadences import put_in_force
from bdr_desk.desk import Desk
from bdr_desk.domain.outcome import Outcome
from bdr_desk.domain.words import Medium
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.queries.cadences import available_cadences, cadence_called, cadence_view, preview
from bdr_desk.store.tables import Project


def test_it_is_said_in_words(desk: Desk, project: Project) -> None:
    put_in_force(desk, "outbound")
    view = cadence_view(desk)
    assert [(t.medium, t.when) for t in view.touches[:2]] == [
        ("Call", "at once"),
        ("E-mail", "2 hours later"),
    ]
    assert dict(view.retries)["No answer"].startswith("called again after ")
    assert "calls to a person" in view.caps[0]
    assert view.ends.startswith("No lead is closed before 6 calls")


def test_those_there_are(desk: Desk, project: Project) -> None:
    folder = paths.cadences_dir(desk.data_dir)
    folder.mkdir()
    (folder / "ours.toml").write_text("name = 3\n", encoding="utf-8")
    found = available_cadences(desk)
    assert [c.name for c in found[1:]] == ["inbound", "nurture", "outbound", "calls-only"]
    assert (found[0].own, found[0].title) == (True, "ours")
    assert "name is missing" in found[0].problem
    assert [cadence_called(desk, c.name).name for c in found[1:]] == [c.title for c in found[1:]]


def test_a_lead_is_played_in_the_projects_calling_hours(desk: Desk, project: Project) -> None:
    with desk.write() as tx:
        tx.get_one(Project, project.id).call_from = 11 * 60
    rows = preview(desk, cadence_called(desk, "outbound"), start="2027-04-06T08:00", zone="Berlin")
    first = rows[0]
    assert first.at.isoformat() == "2027-04-06T11:00:00+02:00"
    assert all(11 <= row.at.hour < 18 for row in rows if row.medium is Medium.CALL)
    assert [row.medium for row in rows[:2]] == [Medium.CALL, Medium.EMAIL]
    assert rows[-1].medium is None


def test_outcomes_change_what_follows(desk: Desk, project: Project) -> None:
    usual = preview(desk)
    talked = preview(desk, outcomes=[Outcome.NO_ANSWER, Outcome.CONVERSATION])
    assert usual[0] == talked[0]
    assert len(talked) == 3 < len(usual)
    assert usual[0].at == desk.clock()


def test_where_and_when_must_be_known(desk: Desk, project: Project) -> None:
    with pytest.raises(BadInput):
        preview(desk, zone="Nowhere at all")
    with pytest.raises(BadInput):
        preview(desk, start="soon")
    at = datetime(2027, 4, 10, 12, 0, tzinfo=UTC)  # a Saturday
    assert preview(desk, start=at)[0].at.strftime("%a %H:%M") == "Mon 09:00"


def test_without_a_project(desk: Desk) -> None:
    with pytest.raises(NotFound):
        cadence_view(desk)
    with pytest.raises(NotFound):
        preview(desk)
