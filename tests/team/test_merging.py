"""Two and three people change one row: field by field, nobody loses a word unseen."""

from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bdr_desk.actions import handoffs, team
from bdr_desk.desk import Desk
from bdr_desk.queries.team import lost_values, skew_says, team_state
from bdr_desk.store.columns import new_key
from bdr_desk.store.tables import Account, Contact, Handoff, TeamBase
from bdr_desk.team import round as round_of_sync
from tests.conftest import StillClock
from tests.team.desks import Two, desk_at, get, rows, two_desks
from tests.team.edits import asked, edit, field, history, remote, send_only, shared_person
from tests.team.postgres import MemoryKeyring


def both(two: Two, key: object, name: str) -> list[object]:
    return [field(desk, key, name) for desk in (two.ada, two.rhea)]  # type: ignore[arg-type]


def test_different_fields_both_stay(two: Two) -> None:
    key = shared_person(two)
    edit(two.ada, key, title="Chair")
    edit(two.rhea, key, decision_role="champion")
    assert team.sync(two.ada).conflicts == 0
    assert team.sync(two.rhea).conflicts == 0
    team.sync(two.ada)
    assert (both(two, key, "title"), both(two, key, "decision_role")) == (["Chair"] * 2, ["champion"] * 2)
    assert (remote(two, key, "title"), remote(two, key, "decision_role")) == ("Chair", "champion")
    assert lost_values(two.ada) == lost_values(two.rhea) == ()


@pytest.mark.parametrize("first", ["ada", "rhea"])
@pytest.mark.parametrize("ahead", [-180, 0, 180], ids=["slow", "alike", "fast"])
def test_of_one_field_the_last_to_arrive_stays(two: Two, first: str, ahead: int) -> None:
    """Whatever the clocks say: they may be hours apart."""
    key = shared_person(two)
    early, late = (two.ada, two.rhea) if first == "ada" else (two.rhea, two.ada)
    edit(early, key, title="First")
    two.clock.forward(minutes=ahead)
    edit(late, key, title="Second")
    assert team.sync(early).conflicts == 0
    two.clock.forward(minutes=-2 * ahead)
    assert team.sync(late).conflicts == 1
    team.sync(early)
    assert both(two, key, "title") == ["Second", "Second"]
    assert history(two, key, "title") == ["COO", "First"]
    (lost,) = lost_values(early)
    assert (lost.what, lost.field, lost.value, lost.stays) == (
        "contact Nina Ortiz",
        "title",
        "First",
        "Second",
    )
    assert lost.who == ("Rhea" if first == "ada" else "Ada Bell")
    assert lost_values(late) == ()


def test_the_server_says_when_and_who(two: Two) -> None:
    key = shared_person(two)
    before = get(two.rhea, Contact, key).changed_at
    two.clock.forward(days=-9)
    with two.rhea.store.write(now=two.clock(), author=two.ada.me) as tx:  # who claims to be somebody else
        tx.get_one(Contact, key).title = "Chair"
    team.sync(two.rhea)
    ((at, by),) = asked(two.url, "SELECT changed_at, changed_by FROM bdr_desk.contact WHERE id = %s", key)
    assert (at > before, by) == (True, two.rhea.me)
    assert get(two.rhea, Contact, key).changed_at == at  # the stamp comes back


def test_the_same_change_on_two_desks_loses_nothing(two: Two) -> None:
    key = shared_person(two)
    for desk in (two.ada, two.rhea):
        edit(desk, key, title="Chair")
    for desk in (two.ada, two.rhea, two.ada):
        assert team.sync(desk).conflicts == 0
    assert history(two, key, "title") == ["COO"]


def test_what_was_changed_back_is_not_sent(two: Two) -> None:
    key = shared_person(two)
    edit(two.ada, key, title="Chair")
    edit(two.ada, key, title="COO")
    edit(two.rhea, key, title="President")
    team.sync(two.rhea)
    assert team.sync(two.ada).conflicts == 0
    assert both(two, key, "title") == ["President"] * 2


def test_unanswered_changes_stay_when_others_come_in(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ada writes between her sending and her reading."""
    key = shared_person(two)
    edit(two.rhea, key, title="President", decision_role="champion")
    team.sync(two.rhea)
    real = round_of_sync._pushed

    def written_meanwhile(*args: object) -> object:
        done = real(*args)
        if field(two.ada, key, "title") == "COO":
            edit(two.ada, key, title="Chair")
        return done

    with monkeypatch.context() as patch:
        patch.setattr(round_of_sync, "_pushed", written_meanwhile)
        patch.setattr("bdr_desk.team.round.clashes.hand_over", _killed)
        with pytest.raises(InterruptedError):
            team.sync(two.ada)
    assert (field(two.ada, key, "title"), field(two.ada, key, "decision_role")) == ("Chair", "champion")
    assert rows(two.ada, TeamBase) == 1
    assert team.sync(two.ada).conflicts == 1
    team.sync(two.rhea)
    assert both(two, key, "title") == ["Chair"] * 2
    assert [lost.value for lost in lost_values(two.rhea)] == ["President"]


def _killed(*_: object) -> None:
    raise InterruptedError


def test_one_person_at_two_desks(two: Two, tmp_path: Path, clock: StillClock) -> None:
    key = shared_person(two)
    code = team.add_member(two.ada, "rhea@maple.example", "rep").code
    with desk_at(tmp_path / "home", clock) as home:
        team.join_team(home, two.url, who="rhea@maple.example", code=code)
        team.sync(home)
        edit(two.rhea, key, title="At work")
        edit(home, key, title="At home")
        for desk in (two.rhea, home, two.rhea):
            team.sync(desk)
        assert [field(desk, key, "title") for desk in (two.rhea, home)] == ["At home"] * 2
        for desk in (two.rhea, home):
            (lost,) = lost_values(desk)
            assert (lost.value, lost.who) == ("At work", "yourself, at another desk")


def test_history_is_kept_whoever_writes(two: Two) -> None:
    key = shared_person(two)
    with psycopg.connect(two.url) as connection:
        connection.execute(
            "UPDATE bdr_desk.contact SET title = 'By hand', id = gen_random_uuid() WHERE id = %s", (key,)
        )
    assert history(two, key, "title") == ["COO"]
    team.sync(two.rhea)
    assert field(two.rhea, key, "title") == "By hand"


def test_a_status_follows_from_its_trail_and_is_not_lost(two: Two) -> None:
    shared_person(two)
    with two.ada.read() as session:
        key = session.scalars(select(Handoff.id)).one()
    two.clock.forward(minutes=1)
    handoffs.accept(two.ada, key)
    two.clock.forward(minutes=1)
    handoffs.reject(two.rhea, key, "No budget this year")
    for desk in (two.ada, two.rhea, two.ada, two.rhea):
        team.sync(desk)
    said = asked(two.url, "SELECT status FROM bdr_desk.handoff")
    assert [get(desk, Handoff, key).status for desk in (two.ada, two.rhea)] == ["accepted"] * 2
    assert said == [("accepted",)]  # whoever reads the database itself sees what the desks see
    assert "status" not in {lost.field for desk in (two.ada, two.rhea) for lost in lost_values(desk)}
    for desk in (two.ada, two.rhea):
        done = team.sync(desk)
        assert (done.pushed, done.pulled) == (0, 0)


def test_a_wrong_clock_is_noticed(two: Two) -> None:
    ((now,),) = asked(two.url, "SELECT clock_timestamp()")
    two.clock.now = now + timedelta(hours=3)
    team.sync(two.rhea)
    skew = team_state(two.rhea).skew
    assert skew is not None and abs(skew - timedelta(hours=3)) < timedelta(minutes=2)
    assert "3 hours ahead of the team's" in skew_says(skew)
    assert "50 seconds behind" in skew_says(timedelta(seconds=-50))
    assert skew_says(timedelta(seconds=20)) == skew_says(None) == ""


FIELDS = ("name", "title", "decision_role", "zones")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("edit", "edit", "edit", "sync", "send")),
        st.integers(0, 2),
        st.integers(0, 1),
        st.sampled_from(FIELDS),
    ),
    min_size=5, max_size=25,
)  # fmt: skip


class Three:
    """Three desks of one team that know nobody yet."""

    def __init__(self, folder: Path, clock: StillClock, url: str, stack: ExitStack) -> None:
        self.two = stack.enter_context(two_desks(folder, clock, url, "bdr"))
        code = team.add_member(self.two.ada, "Max", "bdr").code
        max_desk = stack.enter_context(desk_at(folder / "max", clock))
        team.join_team(max_desk, url, who="Max", code=code)
        self.desks: tuple[Desk, ...] = (self.two.ada, self.two.rhea, max_desk)

    def people(self) -> list[object]:
        """Two new people that all three desks know."""
        made = []
        with self.desks[0].write() as tx:
            account = Account(id=new_key(), name="Dockline", name_key="dockline", shared=True)
            tx.add(account)
            tx.flush()
            for name in ("Nina", "Omar"):
                person = Contact(id=new_key(), account_id=account.id, name=name, shared=True)
                tx.add(person)
                made.append(person.id)
        for desk in self.desks:
            team.sync(desk)
        return list(made)


@pytest.fixture
def three(tmp_path: Path, clock: StillClock, team_url: str, keyring: MemoryKeyring) -> object:
    with ExitStack() as stack:
        yield Three(tmp_path, clock, team_url, stack)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_all_agree_in_the_end_and_every_value_is_in_the_history(
    three: Three, steps: list[tuple[str, int, int, str]]
) -> None:
    keys = three.people()
    written: dict[tuple[object, str], set[str]] = {}
    for number, (what, who, whom, name) in enumerate(steps):
        desk, key = three.desks[who], keys[whom]
        three.two.clock.forward(minutes=(number * 37) % 120 - 60)  # no clock is right
        if what == "edit":
            edit(desk, key, **{name: f"{name} {number}"})  # type: ignore[arg-type]
            written.setdefault((key, name), set()).add(f"{name} {number}")
        elif what == "sync":
            team.sync(desk)
        else:
            send_only(desk)
    for desk in (*three.desks, *three.desks):
        assert team.sync(desk).pending == 0
    for key in keys:
        for name in FIELDS:
            kept = remote(three.two, key, name)  # type: ignore[arg-type]
            assert {field(desk, key, name) for desk in three.desks} == {kept}  # type: ignore[arg-type]
            arrived = {kept, *history(three.two, key, name)}  # type: ignore[arg-type]
            unseen = written.get((key, name), set()) - arrived
            assert all(_was_changed_again(steps, value) for value in unseen)
    assert all(rows(desk, TeamBase) == 0 for desk in three.desks)


def _was_changed_again(steps: list[tuple[str, int, int, str]], value: str) -> bool:
    """Whether somebody changed their own word before they sent it: then nobody else ever read it."""
    number = int(value.rsplit(" ", 1)[1])
    _, who, whom, name = steps[number]
    for what, by, about, field_name in steps[number + 1 :]:
        if by == who and what in ("sync", "send"):
            return False
        if (what, by, about, field_name) == ("edit", who, whom, name):
            return True
    return False
