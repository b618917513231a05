"""Files of entries: the first one taken for a heading, rows beyond those that are told, stopping."""

from pathlib import Path

import pytest

from bdr_desk.errors import Cancelled
from bdr_desk.files import entry_file
from bdr_desk.files.entry_file import Problems, all_rows, go_on
from bdr_desk.files.list_file import open_list


def test_a_first_entry_taken_for_a_heading_is_a_row(tmp_path: Path) -> None:
    path = tmp_path / "domains.csv"
    path.write_text("Site,Note\nharbor.example,one\ncalder.example,two\n", "utf-8")
    file = open_list(path)
    assert [number for number, _ in all_rows(file, lambda _: False)] == [2, 3]
    assert [(number, cells[0]) for number, cells in all_rows(file, lambda _: True)][:2] == [
        (1, "Site"), (2, "harbor.example"),
    ]  # fmt: skip


def test_rows_beyond_the_first_ones_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry_file, "MOST_PROBLEMS", 2)
    problems = Problems()
    for number in range(1, 6):
        problems.add(number, "", "the row is blank")
    assert [problem.row for problem in problems.told] == [1, 2] and problems.left_out == 3


def test_whoever_listens_can_stop() -> None:
    go_on(None, 1)
    go_on(lambda _: True, 1)
    with pytest.raises(Cancelled, match="Nothing was changed"):
        go_on(lambda _: False, 1)
