"""Readers of lists under a fuzzer that follows coverage (atheris, libFuzzer): any error but a known one ends it, and is shown.

python -m tests.bench.fuzz_readers [SECONDS for each reader] [READER ...]

Needs `pip install atheris` (CPython 3.11 to 3.13, not Windows); the product and its tests do without.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bdr_desk.errors import DeskError
from tests.bench.watch import arguments

READERS = ("csv", "vcard", "pasted", "sheet")
AT = datetime(2026, 3, 14, tzinfo=UTC)


def main() -> int:
    seconds = int(arguments()[0]) if arguments() else 60
    failed = 0
    for reader in arguments()[1:] or READERS:
        with tempfile.TemporaryDirectory() as folder:
            asked = [sys.executable, "-m", "tests.bench.fuzz_readers", "run", reader, folder, str(seconds)]
            done = subprocess.run(asked, capture_output=True, text=True, errors="replace", check=False)
        lines = done.stderr.splitlines()
        print(f"{reader}: {next((line for line in lines if line.startswith('Done')), 'stopped')}")
        if done.returncode:
            failed += 1
            print(done.stdout[-3000:], "\n".join(lines[-60:]))
    return failed


def run(reader: str, folder: Path, seconds: int) -> None:
    import atheris

    with atheris.instrument_imports(include=["bdr_desk"]):
        from bdr_desk.files import csv_file, pasted, sheet_file, vcard_file  # noqa: F401
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, data in _seeds(reader).items():
        (corpus / name).write_bytes(data)
    work = _work(reader, folder)

    def one(data: bytes) -> None:
        try:
            work(data)
        except DeskError as error:
            assert error.title and error.advice

    limits = ["-timeout=20", "-rss_limit_mb=3000", "-max_len=4000", f"-artifact_prefix={folder}/"]
    atheris.Setup([reader, f"-max_total_time={seconds}", *limits, str(corpus)], one)
    atheris.Fuzz()


def _seeds(reader: str) -> dict[str, bytes]:
    from tests.files.mutations import csv_bytes, seeds

    wanted = {
        "csv": ("csv", "tsv", "old csv"), "vcard": ("vcf", "wide vcf"), "sheet": ("xlsx", "ods", "xls"), "pasted": (),
    }[reader]  # fmt: skip
    found = {name: data for name, data in seeds().items() if name in wanted}
    return found or {"tsv": csv_bytes("\t")}


def _work(reader: str, folder: Path) -> Callable[[bytes], object]:
    from bdr_desk.files.list_file import open_list
    from bdr_desk.files.pasted import keep_pasted

    def file(data: bytes) -> None:
        path = folder / "list"
        path.write_bytes(data)
        listed = open_list(path)
        rows = list(listed.rows())
        assert list(listed.sample) == rows[: len(listed.sample)]
        assert all(isinstance(cell, str) for _, cells in rows for cell in cells)

    def paste(data: bytes) -> None:
        kept = keep_pasted(folder, data.decode("utf-8", "surrogateescape"), AT)
        try:
            open_list(kept)
        finally:
            kept.unlink()

    return paste if reader == "pasted" else file


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        run(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    else:
        sys.exit(main())
