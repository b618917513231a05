"""Who may what, tried from outside: each line of a table is run as raw SQL under the login of each kind of member.

A "no" is PostgreSQL's: it refuses the statement (SQLSTATE 42501), or the row is not there for that login.
"""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import errors

from bdr_desk.team import members, shape
from bdr_desk.team.address import read_url
from bdr_desk.team.connection import opened
from tests.team.postgres import Server

# Two projects; in each a lead that was called, has a fact and was handed over. `other` is the one that is not the members'.
OURS, OTHER = "ours", "other"
KINDS = ("bdr", "colleague", "lead", "rep", "other_rep", "marketer", "admin", "left", "stranger")
ALL = frozenset(KINDS) - {"left", "stranger"}
SEES = ALL - {"other_rep"}  # what was handed to `rep`
CALLS = SEES - {"marketer"}
PLANS = frozenset({"lead", "marketer", "admin", "bdr"})  # the bdr made the project
NOBODY: frozenset[str] = frozenset()
ADMIN, LEADERS = frozenset({"admin"}), frozenset({"lead", "admin"})


def keys(name: str) -> dict[str, str]:
    """The keys of one project's rows, by table."""
    tables = (
        "project",
        "account",
        "contact",
        "phone",
        "lead",
        "call",
        "fact",
        "handoff",
        "event",
        "meeting",
        "definition",
    )
    return {f"{table}_{name}": str(UUID(int=hash_of(table + name))) for table in tables}


def hash_of(text: str) -> int:
    return int.from_bytes(text.encode()[-15:], "big")


KEYS = {**keys(OURS), **keys(OTHER), "suppression": str(UUID(int=7))}
NEW = "gen_random_uuid()"
_CALL = """INSERT INTO bdr_desk.call (id, made_at, made_by, lead_id, started_at, seconds, outcome, note, phone, line,
    no_fact_reason)"""
_FACT = "INSERT INTO bdr_desk.fact (id, made_at, made_by, lead_id, contact_id, criterion, value, confirms)"
_STAMPS = "made_at, made_by, changed_at, changed_by"
_BAR = f"INSERT INTO bdr_desk.suppression (id, {_STAMPS}, kind, value, reason, lifted_reason, medium)"
_LEAD = f"""INSERT INTO bdr_desk.lead (id, {_STAMPS}, project_id, contact_id, account_id, stage, stage_reason, attempts,
    next_kind, next_why, zones, place)"""
# What, SQL, and who may. `{me}` is the login's own user, `{someone}` another.
TABLE: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("reads a lead of the project", "SELECT FROM bdr_desk.lead WHERE id = '{lead_ours}'", SEES),
    ("reads its person", "SELECT FROM bdr_desk.contact WHERE id = '{contact_ours}'", SEES),
    ("reads their number", "SELECT FROM bdr_desk.contact_phone WHERE contact_id = '{contact_ours}'", SEES),
    ("reads the call and what was said",
     "SELECT FROM bdr_desk.call JOIN bdr_desk.fact USING (lead_id) WHERE lead_id = '{lead_ours}'", SEES),
    ("reads the trail", "SELECT FROM bdr_desk.handoff_event WHERE handoff_id = '{handoff_ours}'", SEES),
    ("reads the definition", "SELECT FROM bdr_desk.lead_definition WHERE id = '{definition_ours}'", SEES),
    *((f"reads {table} of another project", f"SELECT FROM bdr_desk.{table} WHERE {where}", ADMIN)
      for table, where in (
          ("project", "id = '{project_other}'"), ("lead", "id = '{lead_other}'"), ("contact", "id = '{contact_other}'"),
          ("account", "id = '{account_other}'"), ("contact_phone", "contact_id = '{contact_other}'"),
          ("call", "lead_id = '{lead_other}'"), ("fact", "lead_id = '{lead_other}'"), ("handoff", "id = '{handoff_other}'"),
          ("handoff_event", "handoff_id = '{handoff_other}'"), ("meeting", "lead_id = '{lead_other}'"),
          ("lead_definition", "id = '{definition_other}'"), ("part", "row_id = '{lead_other}'"),
      )),
    ("logs a call", f"{_CALL} VALUES ({NEW}, now(), '{{me}}', '{{lead_ours}}', now(), 1, 'busy', '', '', '', '')", CALLS),
    ("notes a fact", f"{_FACT} VALUES ({NEW}, now(), '{{me}}', '{{lead_ours}}', '{{contact_ours}}', 'need', 'x', false)", CALLS),
    ("notes a fact in another project",
     f"{_FACT} VALUES ({NEW}, now(), '{{me}}', '{{lead_other}}', '{{contact_other}}', 'need', 'x', false)", ADMIN),
    ("notes a fact in a colleague's name",
     f"{_FACT} VALUES ({NEW}, now(), '{{someone}}', '{{lead_ours}}', '{{contact_ours}}', 'need', 'x', false)", NOBODY),
    ("says a row was sent by another", f"INSERT INTO bdr_desk.account (id, {_STAMPS}, name, name_key, note, sent_by)"
     f" VALUES ({NEW}, now(), '{{me}}', now(), '{{me}}', 'x', 'x', '', 'somebody')", NOBODY),
    ("changes a fact", "UPDATE bdr_desk.fact SET value = 'nonsense' WHERE id = '{fact_ours}'", NOBODY),
    ("changes a call", "UPDATE bdr_desk.call SET note = 'nonsense' WHERE id = '{call_ours}'", NOBODY),
    ("deletes a fact", "DELETE FROM bdr_desk.fact WHERE id = '{fact_ours}'", NOBODY),
    ("rewrites a trail", "UPDATE bdr_desk.handoff_event SET text = 'nonsense' WHERE id = '{event_ours}'", NOBODY),
    ("deletes a step of a trail", "DELETE FROM bdr_desk.handoff_event WHERE id = '{event_ours}'", NOBODY),
    ("adds a step to a trail", f"INSERT INTO bdr_desk.handoff_event (id, made_at, made_by, handoff_id, kind, text, author_name)"
     f" VALUES ({NEW}, now(), '{{me}}', '{{handoff_ours}}', 'asked', '', '')", CALLS),
    ("corrects a person", "UPDATE bdr_desk.contact SET title = title || '.' WHERE id = '{contact_ours}'", CALLS),
    ("corrects somebody of another project", "UPDATE bdr_desk.contact SET title = '' WHERE id = '{contact_other}'", ADMIN),
    ("says who made a row", "UPDATE bdr_desk.contact SET made_by = '{me}' WHERE id = '{contact_ours}'", NOBODY),
    ("moves a lead into another project",
     "UPDATE bdr_desk.lead SET project_id = '{project_other}' WHERE id = '{lead_ours}'", NOBODY),
    ("takes a person of another project by pointing at them",
     f"{_LEAD} VALUES ({NEW}, now(), '{{me}}', now(), '{{me}}', '{{project_ours}}',"
     f" '{{contact_other}}', '{{account_other}}', 'new', '', 0, 'fresh', '', 'UTC', 0)", ADMIN),
    ("changes the project's rules", "UPDATE bdr_desk.project SET offer = offer || '.' WHERE id = '{project_ours}'", PLANS),
    ("signs a new definition",
     f"INSERT INTO bdr_desk.lead_definition (id, made_at, made_by, project_id, name, version, signed_by)"
     f" VALUES ({NEW}, now(), '{{me}}', '{{project_ours}}', 'x', 2, '')", PLANS),
    ("asks not to contact somebody",
     f"{_BAR} VALUES ({NEW}, now(), '{{me}}', now(), '{{me}}', 'phone', '+16175550142', 'asked', '', 'any')", ALL),
    ("reads who may not be contacted", "SELECT FROM bdr_desk.suppression", ALL),
    ("lifts a suppression", "UPDATE bdr_desk.suppression SET lifted_at = now() WHERE id = '{suppression}'", LEADERS),
    ("takes a suppression away", "DELETE FROM bdr_desk.suppression", NOBODY),
    ("makes themselves admin", "UPDATE bdr_desk.member SET role = 'admin' WHERE user_id = '{me}'", NOBODY),
    ("lets themselves into another project", "UPDATE bdr_desk.member SET project_id = NULL WHERE user_id = '{me}'", NOBODY),
    ("corrects a rep", "UPDATE bdr_desk.\"user\" SET name = name || '.' WHERE id = '{rep}'", ALL),
    ("renames a colleague", "UPDATE bdr_desk.\"user\" SET name = 'x' WHERE id = '{someone}'", LEADERS),
    ("makes a colleague a rep", "UPDATE bdr_desk.\"user\" SET role = 'rep', name = 'x' WHERE id = '{someone}'", LEADERS),
    ("says what they are called", "UPDATE bdr_desk.\"user\" SET name = 'x' WHERE id = '{me}'", ALL),
    ("says they are a team lead", "UPDATE bdr_desk.\"user\" SET role = 'lead' WHERE id = '{me}'", LEADERS),
    ("adds a member", f"INSERT INTO bdr_desk.member (login, user_id, role) VALUES ('x', {NEW}, 'bdr')", ADMIN),
    ("reads the codes", "SELECT code_digest FROM bdr_desk.member", ADMIN),
    ("writes history", f"INSERT INTO bdr_desk.row_history (table_name, row_id, field) VALUES ('fact', {NEW}, 'x')", NOBODY),
    ("clears history", "DELETE FROM bdr_desk.row_history", NOBODY),
    ("reads what was overwritten", "SELECT FROM bdr_desk.row_history WHERE row_id = '{contact_ours}'", LEADERS | {"bdr"}),
    ("gives itself a part", "INSERT INTO bdr_desk.part (row_id, scope) VALUES ('{lead_other}', '{me}')", NOBODY),
    ("spreads a part", "SELECT bdr_desk.spread(ARRAY['{lead_other}'::uuid], NULL, ARRAY['{me}'::uuid])", NOBODY),
    ("claims an account", f"SELECT FROM bdr_desk.claim_any('{{project_ours}}', 'maple', 1, {NEW}, {NEW})", SEES),
    ("claims in another project", f"SELECT FROM bdr_desk.claim_any('{{project_other}}', 'maple', 1, {NEW}, {NEW})", ADMIN),
    ("turns row-level security off", "ALTER TABLE bdr_desk.lead DISABLE ROW LEVEL SECURITY", NOBODY),
    ("drops a trigger", "DROP TRIGGER keep_history ON bdr_desk.contact", NOBODY),
    ("drops the table", "DROP TABLE bdr_desk.fact", NOBODY),
)  # fmt: skip


class Members:
    """A team's database with two projects, and somebody of each kind."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        self._address = read_url(url)[0]
        self._boss: Any = stack.enter_context(closing(psycopg.connect(url, autocommit=True)))
        shape.make(self._boss, uuid4(), uuid4(), "postgres")
        _, self._group = shape.check(self._boss, "here")
        self._stack = stack
        self.users = {kind: uuid4() for kind in (*KINDS, "outsider")}
        self._open: dict[str, Any] = {}
        ours = UUID(KEYS["project_ours"])
        for kind, key in self.users.items():
            role = {"rep": "rep", "other_rep": "rep"}.get(kind, "bdr")
            self._boss.execute(_USER, {"id": key, "name": kind, "role": role})
        # Before there are members: nobody but they may send rows of their making.
        self._fill(OURS, "bdr", "rep")
        self._fill(OTHER, "outsider", "outsider")
        self._boss.execute(_SUPPRESSION, {"id": KEYS["suppression"], "me": self.users["bdr"]})
        for kind in KINDS:
            role = {"colleague": "bdr", "other_rep": "rep", "left": "bdr", "stranger": "rep"}.get(kind, kind)
            self._open[kind] = self._admit(kind, role, None if role in ("admin", "rep") else ours)
        self._boss.execute(
            "UPDATE bdr_desk.project SET sent_by = (SELECT login FROM bdr_desk.member WHERE user_id = %s) WHERE id = %s",
            (self.users["bdr"], ours),
        )
        self.run("bdr", "UPDATE bdr_desk.contact SET title = 'COO' WHERE id = '{contact_ours}'")
        self._open["bdr"].commit()
        # Noted only: the worst case, in which the server's own door could not be closed.
        self._boss.execute(
            "UPDATE bdr_desk.member SET left_at = now() WHERE user_id = %s", (self.users["left"],)
        )

    def _admit(self, kind: str, role: str, project: UUID | None) -> Any:
        if kind == "stranger":  # somebody who may log in on the server, and is no member
            self._boss.execute("DROP ROLE IF EXISTS stranger")
            self._boss.execute("CREATE ROLE stranger LOGIN PASSWORD 'strange'")
            return self._stack.enter_context(closing(opened(self._address.as_user("stranger"), "strange")))
        ticket = members.new_ticket()
        members.admit(
            self._boss, self._group, ticket, user=self.users[kind], role=role, project=project, by=uuid4()
        )
        login = opened(self._address.as_user(ticket.login), ticket.code)
        return self._stack.enter_context(closing(login))

    def _fill(self, name: str, bdr: str, rep: str) -> None:
        values = {key.removesuffix(f"_{name}"): value for key, value in KEYS.items()}
        values |= {"me": str(self.users[bdr]), "rep": str(self.users[rep])}
        for statement in _ROWS:
            self._boss.execute(statement, values)

    def run(self, kind: str, query: str) -> int:
        """How many rows a statement found or changed."""
        someone = self.users["colleague" if kind == "bdr" else "bdr"]
        return int(
            self._open[kind]
            .execute(query.format(**KEYS, me=self.users[kind], someone=someone, rep=self.users["rep"]))
            .rowcount
        )

    def may(self, kind: str, query: str) -> bool:
        """Whether it works; nothing of it stays."""
        try:
            return self.run(kind, query) > 0
        except errors.InsufficientPrivilege:
            return False
        finally:
            if not self._open[kind].closed:
                self._open[kind].rollback()


_NOW = "now(), %(me)s, now(), %(me)s"
_SUPPRESSION = f"""INSERT INTO bdr_desk.suppression (id, {_STAMPS}, kind, value, reason, lifted_reason, medium)
    VALUES (%(id)s, {_NOW}, 'phone', '+16175550143', 'asked', '', 'any')"""
_USER = f"""INSERT INTO bdr_desk."user" (id, {_STAMPS}, name, role, time_zone, work_from, work_until, work_days,
    buffer_minutes, meeting_place) VALUES (%(id)s, now(), %(id)s, now(), %(id)s, %(name)s, %(role)s, 'UTC', 0, 1, '0', 0, '')"""
_ROWS = (
    f"INSERT INTO bdr_desk.project (id, {_STAMPS}, name, sample, region, call_from, call_until, call_days, caller_company, offer)"
    f" VALUES (%(project)s, {_NOW}, 'x', false, 'US', 0, 1, '0', '', '')",
    "INSERT INTO bdr_desk.lead_definition (id, made_at, made_by, project_id, name, version, signed_by)"
    " VALUES (%(definition)s, now(), %(me)s, %(project)s, 'x', 1, '')",
    f"INSERT INTO bdr_desk.account (id, {_STAMPS}, name, name_key, note) VALUES (%(account)s, {_NOW}, 'x', 'x', '')",
    f"INSERT INTO bdr_desk.contact (id, {_STAMPS}, account_id, given_name, family_name, name, name_key, title, zones,"
    f" zones_because) VALUES (%(contact)s, {_NOW}, %(account)s, '', '', 'x', 'x', '', 'UTC', '')",
    f"INSERT INTO bdr_desk.contact_phone (id, {_STAMPS}, contact_id, e164, extension, kind, as_typed, place)"
    f" VALUES (%(phone)s, {_NOW}, %(contact)s, '+16175550142', '', 'work', '', 0)",
    f"{_LEAD} VALUES (%(lead)s, {_NOW}, %(project)s, %(contact)s, %(account)s, 'new', '', 0, 'fresh', '', 'UTC', 0)",
    f"{_CALL} VALUES (%(call)s, now(), %(me)s, %(lead)s, now(), 1, 'busy', '', '', '', '')",
    f"{_FACT} VALUES (%(fact)s, now(), %(me)s, %(lead)s, %(contact)s, 'need', 'late loads', false)",
    f"INSERT INTO bdr_desk.meeting (id, {_STAMPS}, lead_id, rep_id, uid, sequence, status, starts_at, minutes, subject, place,"
    f" agenda, rep_zone, lead_zone, answer) VALUES (%(meeting)s, {_NOW}, %(lead)s, %(rep)s, 'uid', 0, 'booked', now(), 30,"
    f" '', '', '', 'UTC', 'UTC', '')",
    f"INSERT INTO bdr_desk.handoff (id, {_STAMPS}, lead_id, meeting_id, rep_id, status, waived_reason, summary)"
    f" VALUES (%(handoff)s, {_NOW}, %(lead)s, %(meeting)s, %(rep)s, 'passed', '', '')",
    "INSERT INTO bdr_desk.handoff_event (id, made_at, made_by, handoff_id, kind, text, author_name)"
    " VALUES (%(event)s, now(), %(me)s, %(handoff)s, 'passed', '', '')",
)


@pytest.fixture(scope="module")
def team(server: Server) -> Iterator[Members]:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE who_may")
    with ExitStack() as stack:
        yield Members(server.url("who_may"), stack)


@pytest.mark.parametrize(("what", "query", "who"), TABLE, ids=[line[0] for line in TABLE])
def test_who_may(team: Members, what: str, query: str, who: frozenset[str]) -> None:
    assert {kind for kind in KINDS if team.may(kind, query)} == who, what
