"""`call undo`: the last outcome, or a named call's, taken back by command."""

from pathlib import Path

import pytest

from tests.cli.desk_command import Command

LIST = "Company,Name,Work Phone\nHarbor Freightways LLC,Ada Okafor,(617) 555-0142\nCalder Mills,Marcus Feld,404-555-0117\n"


@pytest.fixture
def listed(tmp_path: Path) -> Command:
    run = Command(tmp_path / "data")
    file = tmp_path / "list.csv"
    file.write_text(LIST, "utf-8")
    run.json("import", file, "--project", "P", "--list", "Expo", "--source", "trade_show:Expo", "--sample")
    return run


def test_the_last_outcome_and_a_named_one(listed: Command) -> None:
    ada, marcus = (row["lead"] for row in listed.json("queue"))
    first = listed.json("call", ada, "--outcome", "busy")
    second = listed.json("call", marcus, "--outcome", "do_not_call", "--note", "wrong key")
    fresh = {"what": "fresh", "at": None, "why": ""}
    assert listed.json("call", "undo", "--reason", "wrong key") == {
        "call": second["call"], "lead": marcus, "stage": "new", "next": fresh,
    }  # fmt: skip
    assert [row["lead"] for row in listed.json("queue")] == [marcus]
    again = listed("call", "undo", first["call"])
    assert (
        again.out
        == f"Undone: Busy. Next: fresh (nothing due).\nLog it again with: call {ada} --outcome ...\n"
    )
    assert listed.json("call", ada, "--outcome", "no_answer")["stage"] == "working"
    refused = listed("call", "undo", first["call"])
    assert refused.status == 1 and "undone already" in refused.err


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["call", "undo"], 1, "There is no outcome to undo."),
        (["call", "undo", "abc"], 1, "is not a key"),
        (["call", "undo", "--outcome", "busy"], 1, "takes no outcome"),
        (["call", "undo", "one", "two"], 2, "call undo CALL"),
        (["call", "one", "two", "--outcome", "busy"], 2, "call undo CALL"),
        (["call", "01a20011-3420-70d2-bac4-ccf675d55e37"], 2, "--outcome"),
        (["call"], 2, "required"),
    ],
)
def test_what_cannot_be_undone_or_read(listed: Command, words: list[str], status: int, says: str) -> None:
    ran = listed(*words)
    assert ran.status == status and says in ran.err and "Traceback" not in ran.err


def test_help_names_both(listed: Command) -> None:
    assert "undo CALL" in listed("call", "--help").out
