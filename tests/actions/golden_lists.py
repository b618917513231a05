"""What becomes of each of the shared lists, in a golden file: counts, rules, how the columns were read. No cell of theirs.

python -m tests.actions.golden_lists --renew    writes tests/data/golden/lists.json anew; look at the difference before keeping it
python -m tests.actions.golden_lists            says which differ
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bdr_desk.actions.imports import Imported, Order, import_list
from bdr_desk.desk import Desk
from bdr_desk.domain.staging import ListPlace
from bdr_desk.errors import DeskError
from bdr_desk.store.identity import this_user
from bdr_desk.store.tables import CallList
from bdr_desk.telephony.tel_link import TelLink
from tests.conftest import TUESDAY
from tests.stores import new_store

SHARED = Path(__file__).parents[3] / "shared" / "data" / "lists"
GOLDEN = Path(__file__).parents[1] / "data" / "golden" / "lists.json"
REGIONS = {"uk-gp-practices_epraccur.csv": "GB", "fr-museums_semicolon.csv": "FR"}  # else US

Summary = dict[str, Any]


def names() -> list[str]:
    """The files the manifest names, none where the lists are not here."""
    manifest = SHARED / "MANIFEST.tsv"
    if not manifest.is_file():
        return []
    lines = manifest.read_text("utf-8").splitlines()[1:]
    return sorted(line.split("\t")[0] for line in lines if line.strip())


def golden() -> dict[str, Summary]:
    found: dict[str, Summary] = json.loads(GOLDEN.read_text("utf-8")) if GOLDEN.is_file() else {}
    return found


@contextmanager
def empty_desk(folder: Path) -> Iterator[Desk]:
    """A desk that knows nobody."""
    store = new_store(folder / "desk.sqlite3")
    try:
        yield Desk(
            store, TelLink(), lambda: TUESDAY, folder, this_user(store, TUESDAY, lambda: "America/New_York")
        )
    finally:
        store.close()


def take_in(desk: Desk, name: str) -> Imported:
    region = REGIONS.get(name, "US")
    return import_list(desk, Order(ListPlace(SHARED / name), "Northwind", "List", "other", region))


def summary(desk: Desk, name: str) -> Summary:
    """Of a file that is refused, the sentence that says why."""
    try:
        done = take_in(desk, name)
    except DeskError as problem:
        return {"refused": problem.title}
    with desk.read() as session:
        mapping = session.get_one(CallList, done.key).mapping
    columns = ", ".join(f"{column[2]} -> {column[0]} ({column[3]})" for column in mapping["columns"])
    return {
        "counts": dict(vars(done.counts)),
        "by_rule": dict(sorted(done.by_rule.items())),
        "columns": columns,
    }


def summaries() -> Iterator[tuple[str, Summary]]:
    with tempfile.TemporaryDirectory() as folder:
        for number, name in enumerate(names()):
            (own := Path(folder) / str(number)).mkdir()
            with empty_desk(own) as desk:
                yield name, summary(desk, name)
            shutil.rmtree(own)


def main(renew: bool) -> int:
    found, kept = dict(summaries()), golden()
    differ = sorted(name for name in found.keys() | kept.keys() if found.get(name) != kept.get(name))
    for name in differ:
        print(name, json.dumps(found.get(name), ensure_ascii=False), sep="\n    ")
    if renew:
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
    print(f"{len(found)} lists, {len(differ)} differ{' and were renewed' if renew and differ else ''}")
    return 0 if renew else bool(differ)


if __name__ == "__main__":
    sys.exit(main("--renew" in sys.argv[1:]))
