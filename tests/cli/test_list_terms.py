"""`rules` and `companies` as a user types them."""

from pathlib import Path

import pytest

from tests.cli.desk_command import Command

LIST = "Name,Company,Phone\nMickey Mouse,Calder Mills,+442079460123\nAda Okafor,Cobalt Dental,617-555-0142\n"


@pytest.fixture
def desk(tmp_path: Path) -> Command:
    command = Command(tmp_path / "desk")
    (tmp_path / "list.csv").write_text(LIST, "utf-8")
    command.json(
        "import", tmp_path / "list.csv", "--project", "Freight", "--list", "L", "--source", "purchase"
    )
    return command


def test_rules_are_shown_and_switched(desk: Command) -> None:
    found = {rule["rule"]: rule for rule in desk.json("rules")["rules"]}
    assert found["fictional_name"]["hits"] == 1 and found["fictional_name"]["here"] == "quarantine"
    assert found["suppressed"]["fixed"] and found["free_mail"]["fixed"] is None
    changed = desk.json("rules", "set", "fictional_name", "off", "--project", "Freight")
    assert (changed["here"], changed["own"]) == ("off", "quarantine")
    assert "its own: quarantine" in desk("rules").out
    assert desk.json("rules", "set", "fictional_name", "default")["here"] == "quarantine"
    refused = desk("rules", "set", "do_not_call", "off")
    assert refused.status == 1 and "same in every project" in refused.err
    assert desk.json("rules", "stale", "90", "365") == {"stale_after_days": 90, "very_stale_after_days": 365}
    assert desk.json("rules")["stale_after_days"] == 90


def test_companies_come_and_go(desk: Command, tmp_path: Path) -> None:
    desk.json("rules", "set", "fictional_number", "warn")
    (tmp_path / "more.csv").write_text("Name,Company,Phone\nBo Li,Cobalt Dental,617-555-0143\n", "utf-8")
    desk.json("import", tmp_path / "more.csv", "--project", "Freight", "--list", "M", "--source", "purchase")
    added = desk.json("companies", "customer", "add", "Cobalt Dental", "--site", "cobalt.example")
    assert (added["taken"], added["domain"], added["leads"]) == ("added", "cobalt.example", 1)
    assert desk.json("companies", "customer", "leads")["leads"][0]["contact"] == "Bo Li"
    clash = desk("companies", "competitor", "add", "cobalt.example")
    assert clash.status == 1 and "customer" in clash.err and "--both" in clash.err
    (tmp_path / "rivals.txt").write_text("Rival Works\nCobalt Dental\nRival Works Ltd\n", "utf-8")
    done = desk.json("companies", "competitor", "import", tmp_path / "rivals.txt")
    assert (done["rows"], done["added"], done["known"], done["other"]) == (3, 1, 1, 1)
    assert [row["name"] for row in desk.json("companies", "competitor", "list")] == ["Rival Works"]
    assert desk.json("companies", "competitor", "remove", "rival works")["removed"]
    assert desk("companies", "competitor", "remove", "rival works").status == 1
    assert "No competitors are named yet." in desk("companies", "competitor", "list").out


@pytest.mark.parametrize(
    "words",
    [
        ("rules", "set", "free_mail", "louder"),
        ("rules", "stale", "x", "9"),
        ("companies", "friend", "list"),
        ("companies", "customer"),
    ],
)
def test_wrong_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    ran = Command(tmp_path / "desk")(*words)
    assert ran.status == 2 and "usage: bdr-desk" in ran.err
