"""An ideal profile set, and every lead measured by it."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bdr_desk.actions.profiles import set_profile
from bdr_desk.desk import Desk
from bdr_desk.domain.profile import Profile
from bdr_desk.errors import BadInput, FileProblem, NotFound
from bdr_desk.queries.leads import lead_view
from bdr_desk.queries.profiles import profile_in, profile_view
from bdr_desk.queries.queue import call_queue
from bdr_desk.store.columns import new_key
from bdr_desk.store.tables import ChangeLog, Lead, Project
from tests.conftest import StillClock
from tests.people import add_lead

CHIEFS = Profile(seniorities=("vp", "chief"))


def test_every_lead_is_measured_and_keeps_its_stamps(desk: Desk, project: Project, clock: StillClock) -> None:
    key = add_lead(desk, project)
    with desk.read() as session:
        before = session.get_one(Lead, key).changed_at
    clock.forward(hours=1)
    heard = []
    stop = desk.store.on_changes(heard.append)
    assert set_profile(desk, project.id, CHIEFS) == 1
    stop()
    assert heard[0].touches("lead") and heard[0].touches("project")
    with desk.read() as session:
        lead = session.get_one(Lead, key)
        assert (lead.fit, lead.changed_at) == (100, before)
        last = session.scalars(select(ChangeLog).order_by(ChangeLog.seq.desc())).first()
        assert last is not None and last.row_id == project.id
    view = profile_view(desk)
    assert (view.profile, view.leads, view.scored, view.fitting) == (CHIEFS, 1, 1, 1)
    found = lead_view(desk, key).fit
    assert found is not None and found.reasons == (("Vice president level fits", 50),)
    assert call_queue(desk).items[0].fit == 100


def test_an_empty_profile_takes_the_fits_away(desk: Desk, project: Project) -> None:
    key = add_lead(desk, project)
    set_profile(desk, project.id, CHIEFS)
    set_profile(desk, project.id, Profile())
    with desk.read() as session:
        assert session.get_one(Lead, key).fit is None
    assert lead_view(desk, key).fit is None and call_queue(desk).items[0].fit is None


def test_many_leads_in_batches(desk: Desk, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bdr_desk.store.fits._BATCH", 2)
    for n in range(5):
        add_lead(desk, project, f"Ann Lee {n}", f"Firm {n}", (f"+1617555{100 + n:04}",), ())
    assert set_profile(desk, project.id, CHIEFS) == 5
    assert profile_view(desk, "Northwind").scored == 5


def test_no_such_project(desk: Desk) -> None:
    with pytest.raises(NotFound):
        set_profile(desk, new_key(), CHIEFS)
    with pytest.raises(NotFound):
        profile_view(desk, "Southwind")


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("size_from = ", FileProblem, "neither TOML nor JSON"),
        ('{"size_from": ', FileProblem, "neither TOML nor JSON"),
        ("colour = 'blue'", BadInput, "colour"),
        ("{" + '"a":{' * 50_000, FileProblem, "nested|neither"),
    ],
)
def test_a_file_that_is_no_profile(tmp_path: Path, text: str, error: type[Exception], says: str) -> None:
    path = tmp_path / "profile.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(error, match=says):
        profile_in(path)
