"""`backup` on a real data folder: what it prints, for people and as JSON."""

from pathlib import Path

import pytest

from bdr_desk.app import main


def said(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, str, str]:
    status = main(["--data-dir", str(folder), "--now", "2027-04-06T14:00:00+00:00", *words])
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def test_from_none_to_one_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = said(capsys, tmp_path, "backup")
    assert status == 0 and out.startswith("No backup yet in")
    status, _, err = said(capsys, tmp_path, "backup", "make")
    assert status == 1 and "There is no desk.sqlite3" in err
    assert said(capsys, tmp_path, "lists")[0] == 0
    status, out, _ = said(capsys, tmp_path, "backup", "make")
    assert status == 0 and out.startswith("desk-20270406-140000-asked.sqlite3 is made and checked: ")
    assert "asked for          checked 6 Apr" in said(capsys, tmp_path, "backup", "list")[1]
    assert (
        said(capsys, tmp_path, "backup", "check")[1]
        == "ok  desk-20270406-140000-asked.sqlite3  can be restored\n"
    )
    status, out, _ = said(capsys, tmp_path, "backup", "restore", "desk-20270406-140000-asked")
    assert status == 0 and "is kept as desk-20270406-140000-aside.sqlite3" in out
    assert "put aside" in said(capsys, tmp_path, "backup", "list")[1]
    status, _, err = said(capsys, tmp_path, "backup", "restore", "another")
    assert status == 1 and "There is no backup “another”." in err and "backup list" in err
    assert said(capsys, tmp_path, "backup", "check", "another")[0] == 1
