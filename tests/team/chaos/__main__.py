"""python -m tests.team.chaos [--desks 6] [--seconds 300] [--deeds 0] [--seed 1] [--durable]"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.team.chaos import __doc__ as about
from tests.team.chaos.judge import Start, judge, say
from tests.team.chaos.office import DATABASE, make_team
from tests.team.chaos.proxy import Proxy
from tests.team.chaos.run import Chaos, Plan, told
from tests.team.chaos.server import chaos_server


def main() -> int:
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--desks", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=0.0)
    parser.add_argument("--deeds", type=int, default=300, help="of each desk, at least")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--durable", action="store_true", help="the server waits for the disk at each commit")
    parser.add_argument("--keep", type=Path, help="a new folder to keep the stores and journals in")
    args = parser.parse_args()
    print(f"seed {args.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="bdr-chaos-") as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        with chaos_server(durable=args.durable) as server, Proxy(server.port, args.seed) as proxy:
            url = f"postgresql://postgres@127.0.0.1:{proxy.port}/{DATABASE}"
            seats = make_team(folder, args.desks, direct=server.url(), url=url)
            start = Start.of(server.url(DATABASE))
            figures = Chaos(Plan(args.deeds, args.seconds, args.seed), seats, server, proxy).run()
            verdict = judge(server.url(DATABASE), seats, start)
    told(figures, print)
    cuts = ", ".join(f"{many:,} {what}" for what, many in proxy.counts.most_common())
    print(f"the network       {cuts}")
    return say(verdict, figures.restless)


if __name__ == "__main__":
    sys.exit(main())
