"""The line that says how far long work is."""

import io

import pytest

from bdr_desk.cli.progress import import_told, rows_told, says
from bdr_desk.domain.import_report import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_the_rows_in_one_line_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    with rows_told() as told:
        assert told is not None and told(1) and told(5_000)
    assert screen.getvalue() == "\r1 row\x1b[K\r5,000 rows\x1b[K\r\x1b[K"


def test_nobody_is_told_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", io.StringIO())
    with rows_told() as rows, import_told() as told:
        assert rows is None and told is None


def test_an_import_says_how_fast_it_is_and_how_long_it_takes() -> None:
    assert says(Progress(120_000, 1_000_000), 5) == (
        "120,000 of about 1,000,000 rows, 24,000 a second, 37 s left"
    )
    assert says(Progress(7, 7, "sorting", 0.25), 5) == "7 rows read; sorting: 25%"
