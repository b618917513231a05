"""Made-up lists of any length; and how fast the queue of one is answered, against one row read.

python -m tests.bench.lists [ROWS]
"""

import csv
import tempfile
from pathlib import Path

from bdr_desk.actions.imports import Order, import_list
from bdr_desk.app import open_desk
from bdr_desk.desk import Desk
from bdr_desk.domain.staging import ListPlace
from bdr_desk.queries.queue import call_queue
from tests.bench.watch import arguments, best_in_turns, show

HEADER = ["Company", "First Name", "Last Name", "Job Title", "Work Phone", "E-mail Address", "City", "State"]
AREAS = ("617", "212", "312", "404", "303", "206", "415", "214", "713", "602")
STATES = ("MA", "NY", "IL", "GA", "CO", "WA", "CA", "TX", "TX", "AZ")


def write_list(file: Path, rows: int) -> None:
    """Three people a company, numbers valid for their area."""
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for n in range(rows):
            area = n % len(AREAS)
            number = f"({AREAS[area]}) {300 + n // 10_000 % 600}-{n % 10_000:04}"
            company = f"Company {n // 3} LLC"
            writer.writerow(
                [
                    company,
                    f"Given{n}",
                    f"Family{n}",
                    "Manager",
                    number,
                    f"p{n}@c{n // 3}.example",
                    "Town",
                    STATES[area],
                ]
            )


def main() -> None:
    rows = int(arguments()[0]) if arguments() else 50_000
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.csv"
        write_list(file, rows)
        desk = open_desk(Path(folder) / "data")
        import_list(desk, Order(ListPlace(file), "Bench", "Made up", "purchase"))
        floor = "SELECT one row"
        show(
            f"Queue of {rows:,} leads",
            best_in_turns({floor: lambda: _one(desk), "first 50 of the queue": lambda: call_queue(desk, 50)}),
            floor,
        )
        desk.store.close()


def _one(desk: Desk) -> None:
    with desk.read() as session:
        session.connection().exec_driver_sql("SELECT * FROM lead LIMIT 1").fetchone()


if __name__ == "__main__":
    main()
