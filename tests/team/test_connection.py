"""What PostgreSQL says, in one sentence: told by its code or its words, never by digits that happen to stand there."""

import psycopg
import pytest
from psycopg import errors

from bdr_desk.team.address import read_url
from bdr_desk.team.connection import opened, problem

ADDRESS = read_url("postgresql://ann@db.example:28000/team")[0]


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (psycopg.OperationalError('connection to "db.example", port 28000 failed: Connection refused'), "cannot be reached"),
        (psycopg.OperationalError("server 42501 28P01 3D000 gone"), "cannot be reached"),
        (psycopg.OperationalError('FATAL: password authentication failed for user "ann"'), "refuses the password"),
        (psycopg.OperationalError('FATAL: no pg_hba.conf entry for host "192.0.2.1"'), "does not let ann in"),
        (psycopg.OperationalError('FATAL: role "ann" does not exist'), "does not know the login ann"),
        (psycopg.OperationalError('FATAL: database "team" does not exist'), "no database “team”"),
        (psycopg.OperationalError('server does not support SSL, but SSL was required'), "does not encrypt"),
        (psycopg.OperationalError('root certificate file "/x/root.crt" does not exist'), "cannot be read"),
        (psycopg.OperationalError('FATAL: role "ann" is not permitted to log in'), "no longer lets ann in"),
        (errors.InvalidPassword("x"), "refuses the password"),
        (errors.InvalidAuthorizationSpecification("x"), "does not let ann in"),
        (errors.InvalidCatalogName("x"), "no database “team”"),
        (errors.InsufficientPrivilege("x"), "may not do this"),
        (errors.ReadOnlySqlTransaction("x"), "standby"),
        (psycopg.OperationalError('"127.0.0.1", port 1 failed: session is read-only'), "takes changes now"),
        (psycopg.OperationalError(""), "cannot be reached"),
    ],
)  # fmt: skip
def test_errors_in_a_sentence(error: psycopg.Error, says: str) -> None:
    said = problem(error, ADDRESS)
    assert says in said.title and said.advice


def test_what_is_not_known_is_quoted_by_its_first_line() -> None:
    said = problem(
        psycopg.OperationalError("port 1 failed: Connection refused\n\tIs the server running?"), ADDRESS
    )
    assert said.advice.endswith("It said: port 1 failed: Connection refused")


def test_a_dead_network_is_noticed_in_time(team_url: str) -> None:
    """What the URL says of it stands."""
    for url, idle in ((team_url, "10"), (f"{team_url}&keepalives_idle=60", "60")):
        with opened(read_url(url)[0], None) as connection:
            said = connection.info.get_parameters()
        assert (said["keepalives_idle"], said["tcp_user_timeout"]) == (idle, "25000")
