"""bdr-desk import and lists: arguments, answers, exit status."""

from argparse import ArgumentParser
from pathlib import Path

import pytest

from bdr_desk.cli.command import Answer
from bdr_desk.cli.lists import register
from bdr_desk.desk import Desk
from bdr_desk.errors import BadInput, FileProblem
from tests.cli.desk_command import Command

EXPO = Path(__file__).parents[1] / "data" / "lists" / "expo.csv"
ORDER = ("--project", "Northwind", "--list", "Expo", "--source", "trade-show:Expo", "--region", "GB", "--sample")


def run(desk: Desk, *words: str | Path) -> Answer:
    parser = ArgumentParser()
    register(parser.add_subparsers(required=True))
    args = parser.parse_args([str(word) for word in words])
    answer: Answer = args.handler(desk, args)
    return answer


def test_import_answers_with_counts_and_problems(desk: Desk) -> None:
    answer = run(desk, "import", EXPO, *ORDER)
    counts = {"rows": 10, "added": 5, "merged": 1, "quarantined": 2, "refused": 2}
    assert answer.data | counts | {"list": "Expo", "project": "Northwind", "region": "GB"} == answer.data
    assert answer.data["problems"][0] == {
        "row": 4, "field": "", "value": "", "rule": "blank", "verdict": "refused", "severity": "refuse",
    }  # fmt: skip
    assert answer.text.splitlines()[0] == (
        "Expo (Northwind): 10 rows: 5 added, 1 merged, 2 quarantined, 2 refused."
    )
    assert "row 8: phone “020 79” is not a number that can exist (quarantined)" in answer.text


def test_lists_answers_with_each_list(desk: Desk) -> None:
    assert run(desk, "lists").data == []
    run(desk, "import", EXPO, *ORDER)
    (entry,) = run(desk, "lists").data
    expected = {
        "list": "Expo",
        "source": "trade_show:Expo",
        "rows": 10,
        "dialable": 5,
        "quarantined": 2,
        "grade": "F",
    }
    assert entry | expected == entry
    assert "Expo (Northwind, trade_show:Expo)" in run(desk, "lists").text


def test_a_wrong_country_is_suspected(desk: Desk) -> None:
    answer = run(desk, "import", EXPO, "--project", "P", "--list", "L", "--source", "other", "--dry-run")
    assert "--region" in answer.text
    assert "nothing was kept" in answer.text
    assert run(desk, "lists").data == []


def test_a_column_is_chosen(desk: Desk) -> None:
    answer = run(desk, "import", EXPO, *ORDER, "--map", "phone=Mobile", "--map", "mobile=4")
    assert answer.data["added"] == 5
    with pytest.raises(BadInput, match="Full Name"):
        run(desk, "import", EXPO, *ORDER, "--map", "phone=Fon")


@pytest.mark.parametrize("wrong", ["phone", "=Mobile", "phone="])
def test_a_choice_that_is_none_is_wrong_usage(
    desk: Desk, wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        run(desk, "import", EXPO, *ORDER, "--map", wrong)
    assert left.value.code == 2
    assert "FIELD=COLUMN" in capsys.readouterr().err


def test_what_is_no_list_is_a_known_error(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    with pytest.raises(FileProblem):
        run(desk, "import", tmp_path / "empty.csv", *ORDER)


def test_from_a_shell(tmp_path: Path) -> None:
    command = Command(tmp_path / "data")
    assert command.json("import", EXPO, *ORDER)["added"] == 5
    assert command.json("import", EXPO, *ORDER)["added"] == 0
    failed = command("import", tmp_path / "none.csv", *ORDER, "--json")
    assert (failed.status, failed.out) == (1, "")
    assert len(failed.err.strip().splitlines()) == 2
    assert [entry["rows"] for entry in command.json("lists")] == [10]
