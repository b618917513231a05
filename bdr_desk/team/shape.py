"""The shape of the team's database: one table per shared kind of row, who belongs, and the version of it all.

Two numbers: `team.version` is the oldest version of a desk that may work here (every desk ever made reads it and refuses a
greater one than its own), `team.shape` how far `UPGRADES` have brought the database. Upgrades only add, so a desk works on
an older database, which lacks something, and on a newer one, which has more.

Every row carries `tx`, the transaction that wrote it last. PostgreSQL commits in another order than it numbers, so whoever
remembers only "the highest number seen" misses rows; `tx` and the snapshot's horizon do not (see `team.pull`).
There are no foreign keys: rows arrive parents first, but a child that comes early must not block another desk's outbox;
the desk that reads checks parents. Members are logins in a role of their kind, all of which are in one group per database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Column, MetaData, Table

from bdr_desk.errors import Outdated, TeamProblem
from bdr_desk.store.tables import (
    TEAM_TABLES,
    CallUndo,
    Consent,
    Edited,
    Row,
    Script,
    ScriptVersion,
    Suppression,
)
from bdr_desk.store.travelling import columns, local_table
from bdr_desk.team.upgrades import UPGRADES

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team

SCHEMA = "bdr_desk"
VERSION = 1 + len(UPGRADES)  # of this desk, and the shape it brings a database to
OLDEST_DESK = 1  # that may work on a database of this shape
CLAIMS_SHAPE = 2  # the first that has claims
SYNC_SHAPE = 3  # the first that numbers parcels, keeps history and wakes desks
ACCESS_SHAPE = 4  # the first that has a role for each kind of member, and row-level security
OLDEST_SERVER = 130000  # xid8 and pg_current_xact_id came with PostgreSQL 13


_SINCE: Mapping[type[Row], int] = dict.fromkeys(
    (Suppression, Script, ScriptVersion, Consent, CallUndo), ACCESS_SHAPE
)


def tables_at(shape: int) -> tuple[type[Row], ...]:
    """What a database of that shape has tables for, parents first; the rest waits until it is upgraded."""
    return tuple(table for table in TEAM_TABLES if _SINCE.get(table, 1) <= shape)


def make(connection: Team, team: UUID, made_by: UUID, login: str) -> None:
    """Make schema, tables, group role and grants, with `made_by` (logging in as `login`) as the first admin.

    Nothing is kept until the caller commits. Raises TeamProblem when the server is too old.
    """
    if connection.info.server_version < OLDEST_SERVER:
        raise TeamProblem("That server is older than PostgreSQL 13.", "Use PostgreSQL 13 or newer.")
    group = _make_group(connection)
    for statement in [f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}", *_OWN_TABLES, *_row_tables(), *_grants(group)]:
        connection.execute(statement)
    connection.execute(
        f"INSERT INTO {SCHEMA}.team (id, version, group_role, made_by) VALUES (%s, %s, %s, %s)",
        (team, OLDEST_DESK, group, made_by),
    )
    connection.execute(
        f"INSERT INTO {SCHEMA}.member (login, user_id, role, joined_at) VALUES (%s, %s, 'admin', now())",
        (login, made_by),
    )
    _bring_up(connection, group)


def check(connection: Team, place: str) -> tuple[UUID, str]:
    """The team's key and its group role. Raises TeamProblem: no team here, or one of a newer program."""
    from psycopg import errors

    try:
        found = connection.execute(f"SELECT version, id, group_role FROM {SCHEMA}.team").fetchone()
    except (errors.UndefinedTable, errors.InvalidSchemaName):
        raise TeamProblem(
            f"There is no team in the database at {place}.",
            "Make one: page Set-up, or bdr-desk team create URL.",
        ) from None
    assert found is not None
    if found[0] > VERSION:
        raise Outdated(
            f"The team's database is of a newer version ({found[0]}) than this program knows ({VERSION}).",
            "Update BDR Desk. Nothing was changed.",
        )
    return found[1], found[2]


def shape_of(connection: Team) -> int:
    """How far the database has come: 1 is the first, which had no such number yet."""
    return shape_and_time(connection)[0]


def shape_and_time(connection: Team) -> tuple[int, datetime]:
    """The shape, and the server's clock."""
    asked = f"SELECT to_jsonb(team) ->> 'shape', clock_timestamp() FROM {SCHEMA}.team"
    shape, now = connection.execute(asked).fetchone() or (None, None)
    assert now is not None
    return int(shape or 1), now


@dataclass(frozen=True)
class Upgraded:
    """The shape before and after; the same when there was nothing to do."""

    before: int
    after: int


def upgrade(connection: Team, place: str) -> Upgraded:
    """Bring an older database to this program's shape; of several desks one does it, the others find it done. A database that was
    restored on another server is numbered anew.

    Nothing is kept until the caller commits. Raises TeamProblem when somebody logs in who does not own the schema: PostgreSQL
    lets nobody else change it.
    """
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_UPGRADE_LOCK,))
    _, group = check(connection, place)
    before = shape_of(connection)
    if before < VERSION:
        _need_owner(connection)
        _bring_up(connection, group)
    if _numbered_elsewhere(connection):
        _need_owner(connection)
        _number_anew(connection)
    return Upgraded(before, max(before, VERSION))


_UPGRADE_LOCK = 0x6264725F6465736B  # "bdr_desk": one number per database


def _bring_up(connection: Team, group: str) -> None:
    for statements in UPGRADES[shape_of(connection) - 1 :]:
        for statement in statements:
            connection.execute(statement.format(schema=SCHEMA, group=group))
    if UPGRADES:
        connection.execute(f"UPDATE {SCHEMA}.team SET shape = %s", (1 + len(UPGRADES),))


_AHEAD = "tx > pg_current_xact_id()"


def _numbered_elsewhere(connection: Team) -> bool:
    """Whether rows came from a server that had numbered more transactions: every desk would read them again and again."""
    asked = " OR ".join(f"EXISTS (SELECT FROM {table} WHERE {_AHEAD})" for table in _numbered(connection))
    found = connection.execute(f"SELECT {asked}").fetchone()
    return bool(found and found[0])


def _number_anew(connection: Team) -> None:
    """As if written now, and changed in nothing else. Desks read everything once more."""
    for table in _numbered(connection):
        connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        connection.execute(f"UPDATE {table} SET tx = pg_current_xact_id() WHERE {_AHEAD}")
        connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _numbered(connection: Team) -> list[str]:
    others = ("part", "lost_value") if shape_of(connection) >= ACCESS_SHAPE else ()
    names = (*(table.__tablename__ for table in tables_at(shape_of(connection))), *others)
    return [f'{SCHEMA}."{name}"' for name in names]


def _need_owner(connection: Team) -> None:
    found = connection.execute(
        "SELECT pg_get_userbyid(nspowner), pg_has_role(session_user, nspowner, 'USAGE') FROM pg_namespace WHERE nspname = %s",
        (SCHEMA,),
    ).fetchone()
    assert found is not None
    if not found[1]:
        raise TeamProblem(
            f"Only {found[0]}, who made the team's database, may change its shape.",
            "Run bdr-desk team upgrade on that desk. Nothing was changed; until then everybody goes on as before.",
        )


def is_there(connection: Team) -> bool:
    found = connection.execute(
        "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = %s AND tablename = 'team'", (SCHEMA,)
    )
    return found.fetchone() is not None


def _make_group(connection: Team) -> str:
    """Roles belong to the whole server: the database's number keeps the groups of two teams apart."""
    found = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    assert found is not None
    group = f"bdr_desk_{found[0]}"
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (group,)).fetchone() is None:
        connection.execute(f"CREATE ROLE {group} NOLOGIN")
    return group


# `code_digest` is SHA-256 of the one-time code, and goes when the code is used. One person may have several logins.
_OWN_TABLES = (
    f"""CREATE TABLE {SCHEMA}.team (
        id uuid PRIMARY KEY, version integer NOT NULL, group_role text NOT NULL,
        made_at timestamptz NOT NULL DEFAULT now(), made_by uuid NOT NULL)""",
    f"""CREATE TABLE {SCHEMA}.member (
        login text PRIMARY KEY, user_id uuid NOT NULL, role text NOT NULL, project_id uuid,
        added_at timestamptz NOT NULL DEFAULT now(), added_by uuid, joined_at timestamptz, code_digest text)""",
    f"""CREATE FUNCTION {SCHEMA}.stamp_tx() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS
        'BEGIN NEW.tx := pg_current_xact_id(); RETURN NEW; END'""",
    # Runs with the rights of the schema's owner: a member may use up their own code, and change nothing else here.
    f"""CREATE FUNCTION {SCHEMA}.use_code(digest text) RETURNS uuid LANGUAGE sql SECURITY DEFINER
        SET search_path = pg_catalog AS
        $$ UPDATE {SCHEMA}.member SET code_digest = NULL, joined_at = now()
           WHERE login = session_user AND code_digest = digest RETURNING user_id $$""",
    f"REVOKE ALL ON FUNCTION {SCHEMA}.use_code(text) FROM PUBLIC",
)


def _row_tables() -> Iterator[str]:
    from sqlalchemy.dialects.postgresql import dialect
    from sqlalchemy.schema import CreateTable

    metadata = MetaData(schema=SCHEMA)
    for table in tables_at(1):
        kept = [local_table(table).columns[name] for name in columns(table)]
        shape = Table(
            table.__tablename__, metadata,
            *(Column(c.name, c.type, primary_key=c.primary_key, nullable=c.nullable) for c in kept),
        )  # fmt: skip
        quoted = f'{SCHEMA}."{table.__tablename__}"'
        yield str(CreateTable(shape).compile(dialect=dialect()))  # type: ignore[no-untyped-call]
        yield f"ALTER TABLE {quoted} ADD COLUMN tx xid8 NOT NULL DEFAULT pg_current_xact_id()"
        yield f"CREATE INDEX ON {quoted} (tx)"
        yield f"CREATE TRIGGER stamp_tx BEFORE INSERT OR UPDATE ON {quoted} FOR EACH ROW EXECUTE FUNCTION {SCHEMA}.stamp_tx()"


def _grants(group: str) -> Iterator[str]:
    """Logged rows may be added, never changed; nothing may be deleted."""
    yield f"GRANT USAGE ON SCHEMA {SCHEMA} TO {group}"
    yield f"GRANT SELECT ON {SCHEMA}.team TO {group}"
    yield f"GRANT SELECT (login, user_id, role, project_id, added_at, joined_at) ON {SCHEMA}.member TO {group}"
    yield f"GRANT EXECUTE ON FUNCTION {SCHEMA}.use_code(text) TO {group}"
    for table in tables_at(1):
        rights = "SELECT, INSERT, UPDATE" if issubclass(table, Edited) else "SELECT, INSERT"
        yield f'GRANT {rights} ON {SCHEMA}."{table.__tablename__}" TO {group}'
