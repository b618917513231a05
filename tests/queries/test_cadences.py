"""The cadence in words, those there are, and the preview that plays a lead through the days."""

from datetime import UTC, datetime

import pytest

from bdr_desk import paths
from bdr_desk.actions.cadences import put_in_force
from bdr_desk.desk import Desk
from bdr_desk.domain.outcome import Outcome
from bdr_desk.domain.words import Medium
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.queries.cadence_preview import played_through
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


def test_a_public_holiday_there_is_named(desk: Desk, project: Project) -> None:
    """Thu 27 Aug 2026 and two business days in London: Monday is a bank holiday, so Tuesday."""
    played = played_through(desk, cadence_called(desk, "outbound"), where="London", start="2026-08-27 10:00")
    assert (played.where, played.rows[0].when) == ("the United Kingdom", "Thu 27 Aug 10:00")
    third = played.rows[2]
    assert third.when.startswith("Tue 1 Sep") and third.day == 3
    assert third.off == "Mon 31 Aug is a public holiday: Late Summer Bank Holiday"
    assert not any(row.off for row in (*played.rows[:2], *played.rows[3:]))
    elsewhere = played_through(
        desk, cadence_called(desk, "outbound"), where="Paris", start="2026-08-27 10:00"
    )
    assert elsewhere.rows[2].when.startswith("Mon 31 Aug") and not elsewhere.rows[2].off


def test_an_outcome_chosen_for_one_call_changes_what_follows(desk: Desk, project: Project) -> None:
    plan = cadence_called(desk, "outbound")
    usual = played_through(desk, plan, start="2027-04-06")
    busy = played_through(desk, plan, start="2027-04-06", outcomes={1: Outcome.BUSY})
    assert usual.rows[0].when == "Tue 6 Apr 09:00"
    place = next(n for n, row in enumerate(busy.rows) if row.call == 1)
    assert busy.rows[:place] == usual.rows[:place]
    assert (usual.rows[place].outcome, busy.rows[place].outcome) == (Outcome.NO_ANSWER, Outcome.BUSY)
    assert busy.rows[place + 1].why.startswith("was busy")
    talked = played_through(desk, plan, outcomes={0: Outcome.CONVERSATION})
    assert len(talked.rows) == 1 and "follow up" in talked.ends
    assert "no response" in usual.ends


def test_without_consent_what_asks_for_it_is_left_out(desk: Desk, project: Project) -> None:
    plan = cadence_called(desk, "nurture")
    asked = {row.title for row in played_through(desk, plan, agreed=False).rows}
    assert {row.title for row in played_through(desk, plan).rows} - asked == {"E-mail", "Social message"}


def test_a_day_or_place_that_cannot_be_read(desk: Desk, project: Project) -> None:
    plan = cadence_called(desk, "outbound")
    for wrong in ({"where": "Nowhere at all"}, {"start": "soonish"}):
        with pytest.raises(BadInput):
            played_through(desk, plan, **wrong)  # type: ignore[arg-type]
