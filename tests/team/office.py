"""A team's database with any number of callers, each under a login of their own."""

from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg

from bdr_desk.team import claims, members, shape
from bdr_desk.team.address import read_url
from bdr_desk.team.claims import Run
from bdr_desk.team.connection import opened
from bdr_desk.team.holding import Claims
from bdr_desk.team.membership import Membership

NORTH, SOUTH = uuid4(), uuid4()  # two projects
LEASE = 180.0
KEYS = ("harbor freight lines", "dockline", "maple")


@dataclass
class Caller:
    """A desk of one member: a connection under the member's own login, and the run it is in."""

    team: Any
    run: Run
    login: str
    code: str

    def take(self, *keys: str, count: int = 1, project: UUID = NORTH) -> list[str]:
        return [claim.key for claim in claims.claim_any(self.team, self.run, project, keys, count)]

    def beat(self, *keys: str) -> set[str]:
        return {claim.key for claim in claims.beat(self.team, self.run, NORTH, keys)}

    def release(self, *keys: str) -> set[str]:
        return set(claims.release(self.team, self.run, NORTH, keys))


class Office:
    """A team's database with any number of callers."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        self.url, self._stack = url, stack
        self.boss: Any = stack.enter_context(psycopg.connect(url))
        shape.make(self.boss, uuid4(), uuid4(), "postgres")
        self.boss.commit()

    def caller(self) -> Caller:
        login, code = self.admit()
        return self.seated(login, code, Run(uuid4(), uuid4()))

    def admit(self) -> tuple[str, str]:
        _, group = shape.check(self.boss, "here")
        ticket = members.new_ticket()
        members.admit(self.boss, group, ticket, user=uuid4(), role="bdr", project=None, by=uuid4())
        self.boss.commit()
        return ticket.login, ticket.code

    def seated(self, login: str, code: str, run: Run) -> Caller:
        team = opened(read_url(self.url)[0].as_user(login), code)
        team.autocommit = True
        self._stack.callback(team.close)
        return Caller(team, run, login, code)

    def lapse(self, *keys: str) -> None:
        """As if these leases had run out."""
        self.boss.execute(
            "UPDATE bdr_desk.claim SET until = clock_timestamp() WHERE account_key = ANY(%s)", (list(keys),)
        )
        self.boss.commit()

    def desk_of(self, caller: Caller) -> Claims:
        address = read_url(self.url)[0].as_user(caller.login)
        member = Membership(uuid4(), address, "bdr", keyring=False)
        desk = Claims(lambda: opened(address, caller.code), member, caller.run)
        self._stack.callback(desk.close)
        return desk
