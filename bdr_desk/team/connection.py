"""A connection to the team's database, and what PostgreSQL says turned into one sentence and an advice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from bdr_desk.errors import DeskError, Offline, SignedOut, TeamProblem
from bdr_desk.team.address import Address, is_local, libpq_params

if TYPE_CHECKING:
    import psycopg

    Team = psycopg.Connection[tuple[Any, ...]]

CONNECT_SECONDS = 5  # for each host named
STATEMENT_SECONDS = 60
# A dead network is noticed within half a minute, not when the kernel gives up (seconds, counts, milliseconds).
_IMPATIENT = {
    "keepalives": 1, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 25_000,
}  # fmt: skip
_ALWAYS = {
    "connect_timeout": CONNECT_SECONDS, "application_name": "bdr-desk", "client_encoding": "utf8",
    "prepare_threshold": None,
}  # fmt: skip


@contextmanager
def connected(address: Address, password: str | None) -> Iterator[Team]:
    """One connection; what was done through it is kept when the block ends well. Raises TeamProblem."""
    with told(address), opened(address, password) as connection, _breaking(connection):
        yield connection


@contextmanager
def _breaking(connection: Team) -> Iterator[None]:
    """Whatever psycopg says of a connection that breaks as one kind of error: within a COPY it is a ValueError (psycopg 3.3)."""
    import psycopg

    try:
        yield
    except (DeskError, psycopg.OperationalError):
        raise
    except Exception as error:
        if not connection.broken:
            raise
        raise psycopg.OperationalError(f"the connection broke ({type(error).__name__})") from error


def opened(address: Address, password: str | None, **more: Any) -> Team:
    """An open connection, which the caller closes; `more` goes to libpq, before what the URL says. Raises TeamProblem.

    Times are UTC. Nothing is prepared on the server, so that a pooler may stand between. Encrypted, unless it stays on this
    machine (`address`).
    """
    import psycopg

    params: dict[str, Any] = {**_IMPATIENT, **more, **libpq_params(address), "password": password, **_ALWAYS}
    with told(address):
        connection = psycopg.connect(**params)
        try:
            connection.execute(f"SET statement_timeout = '{STATEMENT_SECONDS}s'")
            connection.execute("SET timezone = 'UTC'")
            connection.commit()
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def told(address: Address) -> Iterator[None]:
    """What the server refuses, and what breaks on the way, as TeamProblem."""
    import psycopg
    from psycopg import errors

    try:
        yield
    except (psycopg.OperationalError, errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction) as error:
        raise problem(error, address) from error


def line(connection: Team, address: Address) -> str:
    """What the words go over, as people read it."""
    if is_local(address.params):
        return "On this machine."
    # Without TLS `libpq_params` leaves only Kerberos, which encrypts by itself.
    by = "TLS, the server's certificate was checked" if connection.pgconn.ssl_in_use else "Kerberos"
    return f"Encrypted by {by}."


class _Saying(NamedTuple):
    """How an error is known, by SQLSTATE (PostgreSQL manual, appendix A) or by words of it, and what is said of it."""

    codes: tuple[str, ...]
    words: tuple[str, ...]
    title: str
    advice: str
    kind: type[TeamProblem] = TeamProblem


_CA = "?sslmode=verify-full&sslrootcert=/path/to/ca.crt"

# Failed logins carry no SQLSTATE on the client.
_SAYS = (
    _Saying(
        ("28P01",),
        ("password authentication failed", "no password supplied", "authentication failed"),
        "The team's database at {place} refuses the password of {user}.",
        "Check the name and the password, or ask the team's admin for a new code.",
        SignedOut,
    ),
    _Saying(
        (),
        ('role "{user}" does not exist',),
        "The team's database at {place} does not know the login {user}.",
        "Check the URL, or ask the team's admin for a new code.",
        SignedOut,
    ),
    _Saying(
        (),
        ('role "{user}" is not permitted to log in',),
        "The team's database at {place} no longer lets {user} in.",
        "Ask the team's admin for a new code.",
        SignedOut,
    ),
    _Saying(
        (),
        ("certificate verify failed",),
        "The certificate of the server at {place} was not signed by anybody this machine trusts.",
        f"Ask for the certificate of whoever signed it, and name its file in the URL: {_CA}.",
    ),
    _Saying(
        (),
        ("does not match host name", "server certificate for"),
        "The server that answers for {place} has a certificate for another name.",
        "Write the host as its certificate names it, or have one made for this name.",
    ),
    _Saying(
        (),
        ("root certificate file",),
        "The file with the certificate that the server at {place} is checked by cannot be read.",
        f"Check sslrootcert in the URL: {_CA}.",
    ),
    _Saying(
        (),
        ("server does not support SSL",),
        "The server at {place} does not encrypt what is sent.",
        "Ask its administrator to turn on TLS (ssl = on in postgresql.conf). Unencrypted is only what stays on this machine.",
    ),
    _Saying(
        ("28000",),
        ("no pg_hba.conf entry",),
        "The team's database at {place} does not let {user} in from this machine.",
        "Ask the database's administrator to allow this connection in pg_hba.conf.",
    ),
    _Saying(
        (),
        ("not a member of the team",),
        "{user} is not in the team at {place} any more.",
        "Ask the team's admin for a new code. What is here stays here.",
        SignedOut,
    ),
    _Saying(
        ("3D000",),
        ('database "{dbname}" does not exist',),
        "There is no database “{dbname}” on that server.",
        "Check the URL, or have the database made first (createdb {dbname}).",
    ),
    _Saying(
        ("42501",),
        ("permission denied",),
        "{user} may not do this in the team's database at {place}.",
        "It takes the rights to make a schema and roles (CREATE on the database, CREATEROLE).",
    ),
    _Saying(
        (),
        ("session is read-only",),
        "No server of the team's database at {place} takes changes now.",
        "One is taking over, or they all stand by: rounds go on by themselves as soon as one does.",
    ),
    _Saying(
        ("25006",),
        (),
        "The team's database at {place} can only be read: it is a standby.",
        "Name every host of it in the URL, with ?target_session_attrs=read-write.",
    ),
)


def problem(error: psycopg.Error, address: Address) -> TeamProblem:
    """The error in a sentence. What is not known is quoted."""
    names = {**address.params, "place": address.place}
    said = str(error)
    by_words = (s for s in _SAYS if any(words.format(**names) in said for words in s.words))
    by_code = (s for s in _SAYS if error.sqlstate in s.codes)
    if known := next(chain(by_words, by_code), None):
        return known.kind(known.title.format(**names), f"{known.advice.format(**names)} Nothing was changed.")
    line = next((line.strip() for line in said.splitlines() if line.strip()), type(error).__name__)
    return Offline(
        f"The team's database at {address.place} cannot be reached.",
        f"Check the network and that the server is running; what is new waits here and goes out later. It said: {line}",
    )
