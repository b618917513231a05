"""What is written on a desk while a round of it is under way, and connections that break at odd moments."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from sqlalchemy import select

from bdr_desk.actions import handoffs, team
from bdr_desk.desk import Desk
from bdr_desk.errors import TeamProblem
from bdr_desk.store.tables import Contact, Handoff, Lead
from bdr_desk.team import clashes
from bdr_desk.team import push as push_module
from bdr_desk.team import round as rounds
from bdr_desk.team.membership import team_of
from tests.team.desks import Two, get, hand_over
from tests.team.edits import asked, edit, field, history, shared_person


def sync_with(desk: Desk, do: Callable[[], None]) -> None:
    """A round; `do` happens once, after what waited was sent and before it reads."""
    real, left = rounds._pushed, [do]

    def pushed(*args: Any) -> Any:
        sent = real(*args)
        if left:
            left.pop()()
        return sent

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rounds, "_pushed", pushed)
        team.sync(desk)


def test_taken_back_when_a_colleague_s_word_has_come_by(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was kept from being overwritten while it was ours; the desk comes to know the colleague's all the same."""
    key = shared_person(two)
    edit(two.rhea, key, title="President")
    team.sync(two.rhea)
    with monkeypatch.context() as patch:
        patch.setattr(clashes, "hand_over", cut)  # after it has read
        with pytest.raises(InterruptedError):
            sync_with(two.ada, lambda: edit(two.ada, key, title="Chair"))
    assert field(two.ada, key, "title") == "Chair"
    edit(two.ada, key, title="COO")  # as it was
    team.sync(two.ada)
    assert [field(desk, key, "title") for desk in (two.ada, two.rhea)] == ["President"] * 2
    assert history(two, key, "title") == ["COO"]


def cut(*_: object) -> None:
    raise InterruptedError


def test_what_was_changed_back_says_when_and_by_whom_as_the_server_does(two: Two) -> None:
    key = shared_person(two)
    two.clock.forward(minutes=500)
    edit(two.rhea, key, title="Chair")
    edit(two.rhea, key, title="COO")
    for desk in (two.rhea, two.ada):
        team.sync(desk)
    (theirs,) = asked(two.url, "SELECT changed_at, changed_by FROM bdr_desk.contact WHERE id = %s", key)
    for desk in (two.ada, two.rhea):
        person = get(desk, Contact, key)
        assert (person.changed_at, person.changed_by) == theirs


def test_who_writes_all_the_time_comes_to_read(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    key = shared_person(two)
    edit(two.rhea, key, decision_role="champion")
    team.sync(two.rhea)
    edit(two.ada, key, title="Word 0")
    words, take = iter(range(1, 20)), push_module._take

    def while_writing(*args: Any) -> str:
        edit(two.ada, key, title=f"Word {next(words)}")  # ends when this is sent in the same round, and so on
        return take(*args)

    with monkeypatch.context() as patch:
        patch.setattr(push_module, "_take", while_writing)
        assert team.sync(two.ada).pending == 1
    assert field(two.ada, key, "decision_role") == "champion"


def test_a_word_on_a_lead_is_not_overwritten_by_its_trail_before_it_went_out(two: Two) -> None:
    """The rep rejects while the BDR writes why to call again: the word goes out, over what the rejection had set."""
    handed = hand_over(two.ada, rep=two.rhea.me)
    team.sync(two.ada)
    team.sync(two.rhea)
    two.clock.forward(minutes=1)
    handoffs.reject(two.rhea, handed, "No budget")
    team.sync(two.rhea)
    lead = get(two.ada, Handoff, handed).lead_id
    sync_with(two.ada, lambda: write(two.ada, "She asked for Monday"))
    for desk in (two.rhea, two.ada):
        team.sync(desk)
    for desk in (two.ada, two.rhea):
        row = get(desk, Lead, lead)
        assert (row.stage, row.next_why) == ("rejected", "She asked for Monday")
    assert history(two, lead, "next_why") == ["", "Rejected by the rep: No budget"]


def write(desk: Desk, why: str) -> None:
    with desk.write() as tx:
        tx.scalars(select(Lead)).one().next_why = why


def test_whatever_is_said_of_a_broken_connection_it_cannot_be_reached(two: Two) -> None:
    """psycopg raises a ValueError when a connection breaks within a COPY."""
    with pytest.raises(TeamProblem, match="cannot be reached"), team_of(two.ada.store) as (connection, _):
        asked(two.url, "SELECT pg_terminate_backend(%s)", connection.info.backend_pid)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
        raise ValueError("too many values to unpack")


def test_what_is_wrong_without_a_broken_connection_is_said_as_it_is(two: Two) -> None:
    with pytest.raises(ValueError, match="a fault"), team_of(two.ada.store):
        raise ValueError("a fault")
