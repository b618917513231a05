"""Desks at work on two PostgreSQL servers with synchronous replication; the primary is killed under load, the standby takes over,
and the dead one comes back as its standby; again and again. The judge of the chaos compares what is left.

    python -m tests.team.failover [--desks 4] [--seconds 60] [--deeds 100] [--seed 1] [--durable]

Desks know both hosts by one URL that is never changed. What the shared database has acknowledged (a parcel was answered, so the
desk has forgotten it) must be on the server that was promoted; desks go on by themselves. Ends with 1 otherwise.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.team.chaos.judge import Start, judge, say
from tests.team.chaos.office import DATABASE, make_team
from tests.team.chaos.pair import running_pair
from tests.team.chaos.run import Chaos, Plan, told


class Direct:
    """No network between that could be ill."""

    def healthy(self, yes: bool) -> None: ...


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--desks", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--deeds", type=int, default=100, help="of each desk, at least")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--durable", action="store_true", help="the servers wait for the disk at each commit")
    args = parser.parse_args()
    print(f"seed {args.seed}", flush=True)
    plan = Plan(args.deeds, args.seconds, args.seed, server_killed=150, worker=0.0)
    with tempfile.TemporaryDirectory() as folder, running_pair(durable=args.durable) as pair:
        seats = make_team(Path(folder), args.desks, direct=pair.primary.url(), url=pair.url(DATABASE))
        start = Start.of(pair.primary.url(DATABASE))
        figures = Chaos(plan, seats, pair, Direct()).run()
        verdict = judge(pair.primary.url(DATABASE), seats, start)
    told(figures, print)
    print(f"promotions        {', '.join(f'{seconds:.1f} s' for seconds in pair.failovers)}")
    return say(verdict, figures.restless)


if __name__ == "__main__":
    sys.exit(main())
