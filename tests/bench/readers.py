"""How fast lists are read, each kind beside its bare library in the same run, and the memory it takes.

python -m tests.bench.readers [ROWS]
"""

import csv
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import python_calamine

from bdr_desk.files import sheet_cells
from bdr_desk.files.list_file import open_list
from tests.bench.watch import arguments, best_in_turns, rates, seconds_of
from tests.files.sheets import ods, ods_text, xlsx

HEADER = [
    "Company", "First Name", "Last Name", "Job Title", "Work Phone", "Mobile Phone", "E-mail Address", "Street", "City",
    "State", "Postal Code", "Updated",
]  # fmt: skip


def person(n: int) -> list[str]:
    phones = (f"(617) 555-01{n % 100:02}", f"+1 212 555 01{n % 100:02}")
    company = n // 3
    return [
        f"Company {company}, LLC", f"Given{n}", f"Family{n}", "Manager", phones[n % 2], phones[1 - n % 2],
        f"p{n}@c{company}.example", f"{n % 999} Main Street", "Town", "MA", f"{n % 100_000:05}", "2026-03-14",
    ]  # fmt: skip


def main() -> None:
    rows = int(arguments()[0]) if arguments() else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cells = [HEADER, *map(person, range(rows))]
        with (folder / "list.csv").open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows(cells)
        xlsx(folder / "list.xlsx", {"People": cells})
        ods(folder / "list.ods", {"People": [ods_text(*row) for row in cells]})
        write_cards(folder / "list.vcf", cells[1:])
        del cells
        (folder / "pipe.csv").write_bytes((folder / "list.csv").read_bytes().replace(b"Town", b"Z\xfcrich"))
        compare("CSV, UTF-8", rows, folder / "list.csv", {"csv.reader": bare_csv("utf-8")})
        compare("CSV, cp1252", rows, folder / "pipe.csv", {"csv.reader": bare_csv("cp1252")})
        compare("XLSX", rows, folder / "list.xlsx", {"calamine": bare_sheet})
        compare("ODS", rows, folder / "list.ods", {"calamine": bare_sheet})
        old = Path(__file__).parents[1] / "data" / "lists" / "visitors.xls"
        compare("XLS (a process and 3 rows)", 3, old, {"calamine": bare_sheet})
        compare("vCard", rows, folder / "list.vcf", {"lines of text": bare_lines})


def compare(title: str, rows: int, path: Path, bare: dict[str, Callable[[Path], object]]) -> None:
    works = {name: lambda work=work: work(path) for name, work in bare.items()}
    file = open_list(path)
    opening = seconds_of(lambda: open_list(path))
    works["rows()"] = lambda: sum(1 for _ in file.rows())
    rates(f"{title}: {path.stat().st_size / 1e6:,.1f} MB", rows, best_in_turns(works, 3), next(iter(bare)))
    memory = f"peak memory here {peak_of('list', path)}, in the reading process {peak_of('cells', path)}"
    print(f"  open_list {opening * 1000:,.0f} ms; {memory}")


def bare_csv(encoding: str) -> Callable[[Path], object]:
    def read(path: Path) -> int:
        with path.open(newline="", encoding=encoding) as stream:
            return sum(1 for _ in csv.reader(stream))

    return read


def bare_sheet(path: Path) -> int:
    with python_calamine.load_workbook(path) as book:
        sheets = [book.get_sheet_by_index(place) for place in range(len(book.sheet_names))]
        return sum(1 for sheet in sheets for _ in sheet.iter_rows())


def bare_lines(path: Path) -> int:
    with path.open(encoding="utf-8") as stream:
        return sum(1 for line in stream if line.startswith("BEGIN:"))


def write_cards(path: Path, rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="\r\n") as stream:
        for row in rows:
            of = dict(zip(HEADER, row, strict=True))
            stream.write(
                f"BEGIN:VCARD\nVERSION:3.0\nFN:{of['First Name']} {of['Last Name']}\nN:{of['Last Name']};{of['First Name']};;;\n"
                f"ORG:{of['Company']}\nTITLE:{of['Job Title']}\nTEL;TYPE=WORK,VOICE:{of['Work Phone']}\n"
                f"EMAIL;TYPE=INTERNET:{of['E-mail Address']}\nADR;TYPE=WORK:;;;{of['City']};{of['State']};;\nEND:VCARD\n"
            )


_PEAK = {
    "list": "from pathlib import Path; from bdr_desk.files.list_file import open_list; "
    "sum(1 for _ in open_list(Path(sys.argv[1])).rows())",
    "cells": f"import runpy; sys.argv = [{sheet_cells.__file__!r}, 'all', sys.argv[1]]; sys.stdout = open(os.devnull, 'w'); "
    "runpy.run_path(sys.argv[0], run_name='__main__')",
}
# Not ru_maxrss, which a process has from the one that started it.
_TELL = "print(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0], file=sys.stderr)"


def peak_of(what: str, path: Path) -> str:
    """Most memory a process of its own held while it read `path`, where the system says."""
    if not Path("/proc/self/status").exists() or (what == "cells" and path.suffix in (".csv", ".vcf")):
        return "-"
    code = f"import os, sys; {_PEAK[what]}; {_TELL}"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return f"{int(done.stderr) / 1024:,.0f} MB"


if __name__ == "__main__":
    main()
