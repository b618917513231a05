"""bdr-desk import and lists: arguments, answers, exit status."""

from argparse import ArgumentParser
from pathlib import Path

import pytest

from bdr_desk.cli.command import Answer
from bdr_desk.cli.lists import register
from bdr_desk.desk import Desk
from bdr_desk.errors import BadInput, FileProblem, NotFound
from tests.cli.desk_command import Command
from tests.files.sheets import xlsx

EXPO = Path(__file__).parents[1] / "data" / "lists" / "expo.csv"
ORDER = (
    "--project",
    "Northwind",
    "--list",
    "Expo",
    "--source",
    "trade-show:Expo",
    "--region",
    "GB",
    "--sample",
)


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
    assert "Expo (Northwind, trade_show:Expo, grade F)" in run(desk, "lists").text


def test_a_wrong_country_is_suspected(desk: Desk) -> None:
    answer = run(desk, "import", EXPO, "--project", "P", "--list", "L", "--source", "other", "--dry-run")
    assert "--region" in answer.text
    assert "nothing was kept" in answer.text
    assert run(desk, "lists").data == []


def test_a_dry_run_says_which_country_the_list_is_of(desk: Desk, tmp_path: Path) -> None:
    german = tmp_path / "german.csv"
    german.write_text("Firma;Telefon;Land\n" + "Nordhafen;040 42800;Deutschland\n" * 4, "utf-8")
    order = ("import", german, "--project", "P", "--list", "L", "--source", "other")
    assert "4 of 4 rows name DE as their country: --region DE" in run(desk, *order, "--dry-run").text
    assert "rows name" not in run(desk, *order, "--dry-run", "--region", "DE").text


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
    command = Command(tmp_path / "data", apart=True)
    assert command.json("import", EXPO, *ORDER)["added"] == 5
    assert command.json("import", EXPO, *ORDER)["added"] == 0
    failed = command("import", tmp_path / "none.csv", *ORDER, "--json")
    assert (failed.status, failed.out) == (1, "")
    assert len(failed.err.strip().splitlines()) == 2
    assert [entry["rows"] for entry in command.json("lists")] == [10]


# Taken back, held, settled

MESSY = """Company,Name,Phone,Email
Harbour Mills,Ann Lee,617-253-1101,
Harbour Mills,Mickey Mouse,617-253-1102,
Ash GmbH,Di Ash,12,
"""
INTO = ("--project", "Northwind", "--list", "Fair", "--source", "purchase")


@pytest.fixture
def messy(desk: Desk, tmp_path: Path) -> Desk:
    (tmp_path / "messy.csv").write_text(MESSY, "utf-8")
    run(desk, "import", tmp_path / "messy.csv", *INTO)
    return desk


def test_import_undo(messy: Desk) -> None:
    answer = run(messy, "import", "undo", "Fair")
    assert answer.data == {"list": "Fair", "removed": 1, "kept": 0}
    assert answer.text == "Fair: 1 lead removed."
    assert run(messy, "lists").data == []
    with pytest.raises(NotFound, match="There is no list “Fair”"):
        run(messy, "import", "undo", "Fair")


def test_a_list_is_held_back_and_released(desk: Desk) -> None:
    assert run(desk, "import", EXPO, *ORDER, "--hold").data["held"] is True
    (held,) = run(desk, "lists").data
    assert held["released"] is None and "held back" in run(desk, "lists").text
    assert run(desk, "release", "Expo").data == {"list": "Expo", "released": True}
    assert run(desk, "lists").data[0]["released"]
    assert run(desk, "release", "Expo", "--hold").data["released"] is False


def test_an_import_says_where_its_leads_are(desk: Desk) -> None:
    assert "queue" not in run(desk, "import", EXPO, *ORDER).text
    again = run(desk, "import", EXPO, *ORDER, "--hold")
    assert again.data["held"] is False and "so what was added is in the queue" in again.text
    run(desk, "release", "Expo", "--hold")
    again = run(desk, "import", EXPO, *ORDER)
    assert again.data["held"] is True and "Expo is held back until it is released" in again.text


def test_the_quarantine_is_listed(messy: Desk) -> None:
    data = run(messy, "quarantine", "list", "Fair").data
    assert {(rule["rule"], rule["rows"], rule["waivable"]) for rule in data["rules"]} >= {
        ("fictional_name", 1, True), ("no_way_to_reach", 1, False),
    }  # fmt: skip
    assert [(row["row"], row["person"], row["can_release"]) for row in data["rows"]] == [
        (3, "Mickey Mouse", True), (4, "Di Ash", False),
    ]  # fmt: skip
    assert [problem["rule"] for problem in data["rows"][0]["problems"]] == ["fictional_name"]
    assert [
        row["row"]
        for row in run(messy, "quarantine", "list", "Fair", "--rule", "fictional_name").data["rows"]
    ] == [3]
    assert "row 3: Mickey Mouse" in run(messy, "quarantine", "list", "Fair").text


def test_the_quarantine_is_settled(messy: Desk) -> None:
    done = run(messy, "quarantine", "release", "Fair", "3", "4", "--reason", "a real name")
    assert done.data | {"released": 1, "merged": 0} == done.data
    assert [row["row"] for row in done.data["still"]] == [4] and "row 4:" in done.text
    done = run(
        messy, "quarantine", "release", "Fair", "4", "--reason", "asked", "--set", "Phone=617-253-1104"
    )
    assert (done.data["released"], done.data["still"]) == (1, [])
    assert run(messy, "quarantine", "list", "Fair").data["rows"] == []
    assert "No row of Fair waits" in run(messy, "quarantine", "list", "Fair").text


def test_a_whole_rule_is_kept_out(messy: Desk) -> None:
    kept = run(messy, "quarantine", "keep", "Fair", "--rule", "fictional_name", "--reason", "a joke")
    assert kept.data == {"list": "Fair", "kept_out": 1}
    assert [row["row"] for row in run(messy, "quarantine", "list", "Fair").data["rows"]] == [4]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("release", "Fair", "--reason", "x"), "No row was named"),
        (("release", "Fair", "3"), "needs its reason"),
        (("release", "Fair", "2", "--reason", "x"), "Row 2 does not wait"),
        (("keep", "Fair", "99", "--reason", "x"), "Row 99 does not wait"),
        (("release", "Fair", "3", "--reason", "x", "--set", "Fax=1"), "no column “Fax”"),
    ],
)
def test_what_cannot_be_settled(messy: Desk, words: tuple[str, ...], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        run(messy, "quarantine", *words)


@pytest.mark.parametrize(
    "words",
    [
        ("import",),
        ("import", "undo"),
        ("import", "list.csv"),
        ("import", "list.csv", "more.csv", *INTO),
        ("import", "list.csv", "--project", "P", "--list", "L"),
        ("quarantine", "burn", "Fair"),
        ("quarantine", "release", "Fair", "three"),
        ("release",),
    ],
)
def test_wrong_usage(desk: Desk, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run(desk, *words)
    assert left.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_standard_input_and_a_sheet(tmp_path: Path) -> None:
    command = Command(tmp_path / "data")
    piped = command(
        "import", "-", *INTO, "--json", within=("sh", "-c", f'"$@" < "{_written(tmp_path, MESSY)}"', "sh")
    )
    assert piped.data | {"rows": 3, "added": 1, "list": "Fair"} == piped.data
    undone = command.json("import", "undo", "Fair")
    assert (undone["removed"], undone["kept"]) == (1, 0)
    empty = command("import", "-", *INTO)  # no standard input at all
    assert empty.status == 1 and "is empty" in empty.err


def _written(folder: Path, text: str) -> Path:
    (folder / "piped.csv").write_text(text, "utf-8")
    return folder / "piped.csv"


def test_a_sheet_is_named(desk: Desk, tmp_path: Path) -> None:
    people = [["Company", "Phone"], ["Harbour", "617-253-1101"]]
    path = xlsx(tmp_path / "book.xlsx", {"Notes": [["nothing"]], "People": people, "Empty": []})
    assert run(desk, "import", path, *INTO, "--sheet", "People").data["added"] == 1
    with pytest.raises(BadInput, match="Peple"):
        run(desk, "import", path, *INTO, "--sheet", "Peple")
    with pytest.raises(FileProblem, match="holds no rows"):
        run(desk, "import", path, *INTO, "--sheet", "Empty")


def test_a_list_gets_its_turn(tmp_path: Path) -> None:
    file = tmp_path / "l.csv"
    file.write_text("name,company,phone\nAda Okafor,Harbor,617-555-0142\n", encoding="utf-8")
    command = Command(tmp_path / "data")
    command.json("import", file, "--project", "P", "--list", "L", "--source", "referral", "--sample")
    done = command.json("lists", "set", "L", "--tier", "inbound", "--priority", "-1")
    assert done == {"list": "L", "tier": "inbound", "priority": -1}
    (row,) = command.json("lists")
    assert (row["tier"], row["priority"]) == ("inbound", -1)
    assert "inbound, priority -1" in command("lists").out
    assert command("lists", "set", "L").status == 1
    assert command("lists", "set", "L", "--priority", "3").status == 1
    assert command("lists", "set", "L", "--tier", "urgent").status == 2
