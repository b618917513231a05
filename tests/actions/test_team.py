"""Making a team, letting people in, joining: codes that work once, and every way it can be refused."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import keyring as keyring_library
import psycopg
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from sqlalchemy import select

from bdr_desk.actions import team
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.errors import BadInput, DeskError, KeyringProblem, NotFound, Outdated, SignedOut, TeamProblem
from bdr_desk.queries.health import checks
from bdr_desk.queries.team import chip, team_state, team_status, trouble_says
from bdr_desk.store.settings import get_setting
from bdr_desk.store.tables import Pending, Project, Setting, User
from tests.actions.test_claims import stopped
from tests.conftest import TUESDAY, StillClock
from tests.team.desks import Two, desk_at, hand_over, name_me
from tests.team.postgres import MemoryKeyring, Server


def kept(desk: Desk) -> list[object]:
    """Everything a refusal must leave alone: it only notes that it was one."""
    with desk.read() as session:
        return [
            {row.key: row.value for row in session.scalars(select(Setting)) if row.key != "team_trouble"},
            sorted(
                (str(user.id), user.name, user.role, user.shared) for user in session.scalars(select(User))
            ),
            len(session.scalars(select(Pending)).all()),
        ]


def refused(desk: Desk, act: Callable[[], object], error: type[DeskError] = TeamProblem) -> DeskError:
    before = kept(desk)
    with pytest.raises(error) as caught:
        act()
    assert kept(desk) == before
    assert caught.value.title.endswith(".")
    assert caught.value.advice
    return caught.value


def test_who_makes_the_team_is_its_admin(desk: Desk, team_url: str, keyring: MemoryKeyring) -> None:
    assert chip(team_state(desk)) == "Not shared"
    made = team.create_team(desk, team_url)
    assert (made.user, made.role) == (desk.me, "admin")
    status = team_status(desk)
    assert (status.connected, status.state.role) == (True, "admin")
    assert keyring.kept == {}  # the URL held no password
    assert "There is a team" not in str(refused(desk, lambda: team.create_team(desk, team_url)))


def test_a_password_in_the_url_goes_to_the_keyring_only(
    desk: Desk, server: Server, team_url: str, keyring: MemoryKeyring
) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS boss")
        connection.execute("CREATE ROLE boss LOGIN SUPERUSER PASSWORD 's3cret'")
    url = team_url.replace("postgres@", "boss:s3cret@")
    team.create_team(desk, url)
    assert list(keyring.kept.values()) == ["s3cret"]
    assert "s3cret" not in str(kept(desk))
    assert team.sync(desk).pending == 0


def test_a_second_desk_cannot_make_the_team_again(two: Two, desk: Desk) -> None:
    said = refused(desk, lambda: team.create_team(desk, two.url))
    assert "already" in said.title
    assert "join it with the code" in said.advice


def test_a_team_cut_off_while_it_was_made_is_taken_up_again(
    desk: Desk, team_url: str, keyring: MemoryKeyring
) -> None:
    team.create_team(desk, team_url)
    with desk.write() as tx:
        tx.delete(tx.get_one(Setting, "team"))
    assert team.create_team(desk, team_url).role == "admin"
    assert team.sync(desk).pending == 0


def test_joining_makes_the_desk_the_users(two: Two) -> None:
    with two.ada.read() as session:
        rhea = session.scalars(select(User).where(User.email == "rhea@maple.example")).one()
    assert two.rhea.me == rhea.id
    with two.rhea.read() as session:
        assert get_setting(session, "me") == str(rhea.id)
        assert session.get(User, rhea.id).role == "rep"
    assert team_status(two.rhea).state.role == "rep"
    assert team_status(two.rhea).connected


def _joins(desk: Desk, url: str, code: str, who: str = "Max") -> Callable[[], object]:
    return lambda: team.join_team(desk, url, who=who, code=code)


def test_a_code_works_once(two: Two, desk: Desk, tmp_path: Path, clock: StillClock) -> None:
    code = team.add_member(two.ada, "Max", "bdr").code
    with desk_at(tmp_path / "third", clock) as third:
        _joins(third, two.url, code.lower())()
    assert "password" in refused(desk, _joins(desk, two.url, code)).title


def test_a_code_works_once_where_the_server_asks_for_no_password(
    two: Two, desk: Desk, server: Server, tmp_path: Path, clock: StillClock
) -> None:
    """The team's own table remembers, too."""
    added = team.add_member(two.ada, "Max", "bdr")
    with psycopg.connect(two.url) as connection:
        connection.execute("UPDATE bdr_desk.member SET code_digest = NULL WHERE login = %s", (added.login,))
    assert "used already" in refused(desk, _joins(desk, two.url, added.code)).title


@pytest.mark.parametrize("code", ["", "ABCD", "22222222-2222-2222-2222-2222", "x" * 500])
def test_a_wrong_code(two: Two, desk: Desk, code: str) -> None:
    refused(desk, _joins(desk, two.url, code))


@pytest.mark.parametrize("who", ["max", "Max", "the login", "the key"])
def test_a_code_is_for_the_one_it_was_given_to(two: Two, desk: Desk, who: str) -> None:
    added = team.add_member(two.ada, "Max", "bdr")
    assert "somebody else" in refused(desk, _joins(desk, two.url, added.code, who="Ada Bell")).title
    said = {"the login": added.login, "the key": str(added.user)}.get(who, who)
    assert team.join_team(desk, two.url, who=said, code=added.code).user == added.user


def test_without_a_keyring_the_code_stays_good(two: Two, desk: Desk, keyring: MemoryKeyring) -> None:
    code = team.add_member(two.ada, "Max", "bdr").code
    keyring_library.set_keyring(NoKeyring())
    refused(desk, _joins(desk, two.url, code), KeyringProblem)
    keyring_library.set_keyring(keyring)
    _joins(desk, two.url, code)()
    assert team.sync(desk).pending == 0


def test_a_lost_password(two: Two, keyring: MemoryKeyring) -> None:
    keyring.kept.clear()
    said = refused(two.rhea, lambda: team.sync(two.rhea))
    assert "admin" in said.advice


def test_a_refused_password(two: Two, keyring: MemoryKeyring) -> None:
    hand_over(two.rhea, rep=two.rhea.me)
    for account in keyring.kept:
        keyring.kept[account] = "wrong"
    assert "refuses the password" in refused(two.rhea, lambda: team.sync(two.rhea)).title
    status = team_status(two.rhea)
    assert not status.connected
    assert status.says.startswith(f"Signed out, {status.state.pending} waiting. ")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://ann:s3cret@127.0.0.1:1/team", "cannot be reached"),
        ("postgresql://ann:s3cret@/team?host=/nowhere", "cannot be reached"),
        ("postgresql://ann:s3cret@127.0.0.1:1,127.0.0.1:2/team", "cannot be reached"),
        ("nonsense", "not a PostgreSQL URL"),
    ],
)
def test_a_server_that_is_not_there(desk: Desk, keyring: MemoryKeyring, url: str, says: str) -> None:
    said = refused(desk, lambda: team.create_team(desk, url))
    assert says in said.title
    assert "s3cret" not in str(said)


def test_a_database_that_is_not_there(desk: Desk, server: Server, keyring: MemoryKeyring) -> None:
    assert (
        "There is no database “nothing”"
        in refused(desk, lambda: team.create_team(desk, server.url("nothing"))).title
    )


def test_a_database_without_a_team(two: Two, desk: Desk, server: Server) -> None:
    code = team.add_member(two.ada, "Max", "bdr").code
    assert "no team" in refused(desk, _joins(desk, server.url(), code)).title


def test_a_login_without_the_rights(
    desk: Desk, server: Server, team_url: str, keyring: MemoryKeyring
) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS plain")
        connection.execute("CREATE ROLE plain LOGIN PASSWORD 's3cret'")
    said = refused(desk, lambda: team.create_team(desk, team_url.replace("postgres@", "plain:s3cret@")))
    assert "CREATEROLE" in said.advice
    assert keyring.kept == {}
    with psycopg.connect(team_url) as connection:
        assert connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'bdr_desk'").fetchone() is None


def test_a_team_of_a_newer_program(two: Two) -> None:
    with psycopg.connect(two.url) as connection:
        connection.execute("UPDATE bdr_desk.team SET version = 99")
    assert "newer version (99)" in refused(two.rhea, lambda: team.sync(two.rhea)).title


def test_a_desk_that_is_in_no_team(desk: Desk, keyring: MemoryKeyring) -> None:
    assert "not in a team" in refused(desk, lambda: team.sync(desk)).title
    status = team_status(desk)
    assert (status.connected, status.state.joined, status.state.role) == (False, False, None)


def test_only_admins_add_people(two: Two) -> None:
    team.sync(two.rhea)
    before = kept(two.rhea)[1]
    with pytest.raises(TeamProblem, match="Only an admin"):
        team.add_member(two.rhea, "Max", "admin")
    assert kept(two.rhea)[1] == before


def test_an_admin_who_joined_adds_people_too(two: Two, tmp_path: Path, clock: StillClock) -> None:
    code = team.add_member(two.ada, "Max", "admin").code
    with desk_at(tmp_path / "max", clock) as max_desk, desk_at(tmp_path / "eve", clock) as eve:
        _joins(max_desk, two.url, code)()
        _joins(eve, two.url, team.add_member(max_desk, "Eve", "lead").code, who="Eve")()
        assert team_status(eve).state.role == "lead"


def test_a_person_known_already_keeps_their_row(two: Two) -> None:
    again = team.add_member(two.ada, "RHEA@maple.example", "rep")
    assert again.user == two.rhea.me
    with psycopg.connect(two.url) as connection:
        logins = connection.execute("SELECT count(*) FROM bdr_desk.member WHERE user_id = %s", (again.user,))
        assert logins.fetchone() == (2,)


def test_a_name_that_several_have(two: Two) -> None:
    with two.ada.write() as tx:
        for email in ("kim@one.example", "kim@two.example"):
            tx.add(User(name="Kim", email=email, role="rep", time_zone="UTC"))
    with pytest.raises(BadInput, match="Several"):
        team.add_member(two.ada, "kim", "rep")
    assert team.add_member(two.ada, "kim@two.example", "rep").name == "Kim"


def test_a_project_that_is_not_there(two: Two) -> None:
    team.sync(two.ada)
    before = kept(two.ada)[1]
    with pytest.raises(NotFound):
        team.add_member(two.ada, "Max", "bdr", project="Nothing")
    assert kept(two.ada)[1] == before
    with psycopg.connect(two.url) as connection:
        assert connection.execute("SELECT count(*) FROM bdr_desk.member").fetchone() == (2,)


def test_a_member_of_one_project(two: Two) -> None:
    hand_over(two.ada, rep=two.rhea.me)
    team.add_member(two.ada, "Max", "bdr", project="Northwind")
    with two.ada.read() as session:
        project = session.scalars(select(Project)).one()
    with psycopg.connect(two.url) as connection:
        assert (project.id,) in connection.execute("SELECT project_id FROM bdr_desk.member").fetchall()


def test_members_can_neither_delete_nor_rewrite_history(two: Two, keyring: MemoryKeyring) -> None:
    login, password = _credentials(two, keyring)
    for statement in (
        "DELETE FROM bdr_desk.lead", "UPDATE bdr_desk.handoff_event SET text = ''", "UPDATE bdr_desk.member SET role = 'admin'",
        "SELECT code_digest FROM bdr_desk.member", "DROP TABLE bdr_desk.call",
    ):  # fmt: skip
        with psycopg.connect(two.url, user=login, password=password) as connection:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
            connection.rollback()


def test_members_of_one_team_see_nothing_of_another(
    two: Two, server: Server, keyring: MemoryKeyring, desk: Desk
) -> None:
    login, password = _credentials(two, keyring)
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS other_team")
        connection.execute("CREATE DATABASE other_team")
    team.create_team(desk, server.url("other_team"))
    with psycopg.connect(server.url("other_team"), user=login, password=password) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute('SELECT * FROM bdr_desk."user"')
        connection.rollback()


def _credentials(two: Two, keyring: MemoryKeyring) -> tuple[str, str]:
    (((_, account), password),) = keyring.kept.items()
    return account.partition("@")[0], password


def test_the_chip(two: Two) -> None:
    team.sync(two.ada)
    assert chip(team_state(two.ada)) == "Shared, up to date"
    name_me(two.ada, "Ada B.")
    name_me(two.ada, "Ada Bell")
    assert chip(team_state(two.ada)) == "1 waiting"
    with stopped(two.url), pytest.raises(TeamProblem):
        team.sync(two.ada)
    assert chip(team_state(two.ada)) == "Offline since 10:00, 1 waiting"
    two.clock.forward(days=1)
    assert chip(team_state(two.ada)) == "Offline since 6 Apr, 1 waiting"
    team.sync(two.ada)
    assert chip(team_state(two.ada)) == "Shared, up to date"


def test_what_went_wrong_is_the_same_everywhere_and_is_written_when_it_changes(two: Two) -> None:
    told: list[Changes] = []
    with stopped(two.url):
        for _ in range(2):
            with pytest.raises(TeamProblem):
                team.sync(two.ada)
            two.ada.store.on_changes(told.append)
            two.clock.forward(minutes=1)
        assert told == []
        trouble = team_state(two.ada).trouble
        assert trouble and (trouble.kind, trouble.since) == ("offline", TUESDAY)
        assert trouble_says(team_state(two.ada)) in (says := team_status(two.ada).says)
        assert says.startswith("Offline since 10:00, ")
        check = next(check for check in checks(two.ada) if check.check == "team")
        assert not check.ok and says in check.says
    assert team_status(two.ada).connected
    team.sync(two.ada)
    assert team_state(two.ada).trouble is None
    check = next(check for check in checks(two.ada) if check.check == "team")
    assert "Shared, up to date. This machine's clock is" in check.says  # that of the tests
    assert check.says.endswith("On this machine.")


def test_a_login_that_is_no_longer_taken_and_a_newer_database(two: Two, keyring: MemoryKeyring) -> None:
    (account,) = keyring.kept
    password, keyring.kept[account] = keyring.kept[account], "wrong"
    with pytest.raises(SignedOut):
        team.sync(two.rhea)
    assert chip(team_state(two.rhea)).startswith("Signed out")
    keyring.kept[account] = password
    with psycopg.connect(two.url) as connection:
        connection.execute("UPDATE bdr_desk.team SET version = 99")
    with pytest.raises(Outdated):
        team.sync(two.rhea)
    assert chip(team_state(two.rhea)) == "Update BDR Desk"
    assert "newer version (99)" in team_status(two.rhea).says


def test_what_waits_for_long_and_a_wrong_clock_are_named(two: Two) -> None:
    team.sync(two.ada)  # the clock of the tests is years ahead
    name_me(two.ada, "Ada B.")
    two.clock.forward(hours=2)
    check = next(check for check in checks(two.ada) if check.check == "team")
    assert not check.ok and "What waits: 1 change since 10:00." in check.says
    assert "ahead of the team's" in check.says


def test_what_was_made_before_joining_keeps_its_author(tmp_path: Path, clock: StillClock, two: Two) -> None:
    code = team.add_member(two.ada, "Max", "bdr").code
    with desk_at(tmp_path / "max", clock) as max_desk:
        before: UUID = max_desk.me
        hand_over(max_desk, rep=before, shared=False)
        _joins(max_desk, two.url, code)()
        assert max_desk.me != before
        with max_desk.read() as session:
            assert session.scalars(select(Project.made_by)).one() == before
