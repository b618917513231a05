"""Somebody erased on one desk of a team: no copy is left in what waits, and no merge brings them back."""

import pytest
from sqlalchemy import select

from bdr_desk.actions import team
from bdr_desk.actions.erasures import erase_person
from bdr_desk.store.tables import Contact, LostValue, TeamBase, TeamParcel
from bdr_desk.team import push
from tests.team.desks import Two, get
from tests.team.edits import edit, field, remote, shared_person


def test_nothing_of_them_waits_and_nothing_comes_back(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    key = shared_person(two)
    edit(two.ada, key, title="President of Ortiz Freight")
    team.sync(two.ada)
    edit(two.rhea, key, title="Chair")
    team.sync(two.rhea)  # Ada's word is lost
    edit(two.ada, key, name="Nina Ortiz-Bell")
    with monkeypatch.context() as patch:
        patch.setattr(push, "_send", _cut_off)
        with pytest.raises(InterruptedError):
            team.sync(two.ada)
    edit(two.ada, key, name="Nina Ortiz")
    erase_person(two.ada, "+16175550142", "She asked us to, in writing")
    with two.ada.read() as session:
        assert session.scalars(select(TeamParcel)).all() == session.scalars(select(LostValue)).all() == []
        assert "Ortiz" not in str([base.body for base in session.scalars(select(TeamBase))])
    edit(two.rhea, key, title="Chair of the board", decision_role="champion")
    team.sync(two.rhea)
    assert team.sync(two.ada).pending == 0
    here = get(two.ada, Contact, key)
    assert (here.name, here.title, here.decision_role) == ("", "", None)
    assert (
        remote(two, key, "name") == field(two.rhea, key, "name") == "Nina Ortiz"
    )  # the proof says what a team still has


def _cut_off(*_: object, **__: object) -> None:
    raise InterruptedError
