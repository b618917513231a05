"""How soon a handoff passed on one desk stands on another's, both online: from the local commit of the booking to the rep's own
store, over a round of each; the rep's desk is woken by the team's database. Each desk is a process of its own.

Beside it, handoff by handoff in the same run, what nobody can be quicker than: psycopg's INSERT, NOTIFY and commit, and a
listener that selects the row it was told of.

    python -m tests.bench.handoffs [--handoffs 300] [--pause 0.03] [--durable]
"""

import argparse
import json
import select as sockets
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import keyring
import psycopg
from sqlalchemy import select

from bdr_desk.actions.meetings import book
from bdr_desk.actions.syncing import Syncing
from bdr_desk.desk import Desk
from bdr_desk.store.projects import add_project
from bdr_desk.store.tables import Handoff
from tests.bench.seats import Helper, cuts, days_from, instructed, office_hours, say, seated, woken
from tests.conftest import SHORT_DEFINITION, TUESDAY, StillClock
from tests.people import add_lead
from tests.team.desks import name_me, two_desks
from tests.team.postgres import MemoryKeyring, running_server

REP = "rhea@maple.example"
WARM_UP = 10


# The rep's desk


def hear(folder: Path, url: str) -> None:
    """Tells of each handoff, and of each bare row, when it stands here (`time.monotonic`, one clock for all processes)."""
    with seated(folder, office_hours()) as desk, psycopg.connect(url, autocommit=True) as bare:
        rounds = Syncing(desk)
        rounds.round()
        bare.execute("LISTEN bare")
        known: set[UUID] = set()
        say("ready")
        while sys.stdin not in (readable := _readable(rounds, bare)):
            if rounds.socket in readable and woken(rounds):
                for key in _handoffs(desk) - known:
                    say({"key": str(key), "at": time.monotonic()})
                    known.add(key)
            if bare in readable:
                for told in list(bare.notifies(timeout=0)):
                    bare.execute("SELECT * FROM bare WHERE id = %s", (told.payload,)).fetchone()
                    say({"key": told.payload, "at": time.monotonic()})
        rounds.close()


def _readable(*waited: Any) -> list[Any]:
    of = [one.socket if isinstance(one, Syncing) else one for one in waited]
    return sockets.select([sys.stdin, *of], [], [])[0]


def _handoffs(desk: Desk) -> set[UUID]:
    with desk.read() as session:
        return set(session.scalars(select(Handoff.id)))


# The BDR's desk


def pass_on(desk: Desk, leads: list[UUID], url: str, rep: Helper, pause: float) -> dict[str, list[float]]:
    """Seconds of each handoff, of the round that sent it, and of each bare row."""
    rounds, took = Syncing(desk), dict[str, list[float]](handoff=[], sending=[], bare=[])
    with psycopg.connect(url) as bare:
        rounds.round()
        for number, lead in enumerate(leads):
            booked = book(desk, lead, REP, days_from(desk.clock, number), waive="They asked for it")
            passed = time.monotonic()
            rounds.round()
            sent = time.monotonic()
            took["handoff"].append(_seen(rep, booked.handoff) - passed)
            took["sending"].append(sent - passed)
            time.sleep(pause)  # both are at rest again
            took["bare"].append(-_insert(bare, key := uuid4()) + _seen(rep, key))
            time.sleep(pause)
    rounds.close()
    return {what: seconds[WARM_UP:] for what, seconds in took.items()}


def _seen(rep: Helper, key: UUID | None) -> float:
    heard = rep.heard()
    assert heard["key"] == str(key), "one at a time"
    return float(heard["at"])


def _insert(bare: Any, key: UUID) -> float:
    started = time.monotonic()
    bare.execute("INSERT INTO bare VALUES (%s, %s)", (key, "Late loads; the COO decides."))
    bare.execute(f"NOTIFY bare, '{key}'")
    bare.commit()
    return started


# The office


def prepared(folder: Path, url: str, count: int) -> list[UUID]:
    """Ada's desk with so many leads, and Rhea's, the rep's, in one team."""
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE bare (id uuid PRIMARY KEY, said text)")
    with two_desks(folder, StillClock(TUESDAY), url) as two:
        name_me(two.ada, "Ada Bell", "ada@maple.example")
        with two.ada.write() as tx:
            project = add_project(tx, "Northwind", region="US", definition=SHORT_DEFINITION)
        return [
            add_lead(two.ada, project, f"Nina Ortiz {n}", f"Harbor {n} Freight", emails=(f"nina@h{n}.example",))
            for n in range(count)
        ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--handoffs", type=int, default=300)
    parser.add_argument("--pause", type=float, default=0.03, help="seconds of rest before each")
    parser.add_argument("--durable", action="store_true", help="the server waits for the disk at each commit")
    parser.add_argument("--as-helper", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.as_helper:
        config = instructed()
        hear(Path(config["folder"]), config["url"])
        return
    keyring.set_keyring(MemoryKeyring())
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(running_server(durable=args.durable)).url()
        leads = prepared(folder, url, args.handoffs + WARM_UP)
        rep = Helper("tests.bench.handoffs", folder=str(folder / "rhea"), url=url)
        stack.callback(rep.end)
        ada = stack.enter_context(seated(folder / "ada", office_hours()))
        assert rep.heard() == "ready"
        took = pass_on(ada, leads, url, rep, args.pause)
    for what, seconds in took.items():
        print(json.dumps({"what": what, **cuts(seconds)}))


if __name__ == "__main__":
    main()
