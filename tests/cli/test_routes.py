"""`route` and `referral`: the ways in and who named whom, by the command line."""

from pathlib import Path

import pytest

from tests.cli.desk_command import Command

ROWS = "Company,Name,Title,Phone\nAlder Freight,Jane Park,Ops Manager,617-555-0142\nAlder Freight,Sam Roe,CFO,617-555-0143\n"


@pytest.fixture
def command(tmp_path: Path) -> Command:
    made = Command(tmp_path / "data")
    file = tmp_path / "list.csv"
    file.write_text(ROWS)
    made.json("import", file, "--project", "P", "--list", "L", "--source", "referral", "--sample")
    made("release", "L")
    return made


def key_of(command: Command, name: str) -> str:
    return command.json("search", name)[0]["lead"]


def test_ways_in_are_listed_added_changed_and_taken_off(command: Command) -> None:
    way = ("--number", "617 555 0199", "--keys", "2, then 4", "--by-name", "--gatekeeper", "Rosa")
    route = command.json("route", "add", "alder freight", *way)["route"]
    command.json("route", "change", route, "--keys", "3", "--no-by-name")
    (known,) = command.json("route", "list", key_of(command, "Jane"))
    assert (known["number"], known["keys"], known["gatekeeper"]) == ("+16175550199", "3", "Rosa")
    assert not known["by_name"] and not known["dead"] and known["route"] == route
    assert "press 3 · gatekeeper Rosa" in command("route", "list", "Alder").out
    command.json("route", "remove", route)
    assert command.json("route", "list", "Alder") == []


def test_what_cannot_be_a_way_in_changes_nothing(command: Command) -> None:
    assert command("route", "add", "Alder", "--keys", "ask Rosa").status == 1
    assert command("route", "list", "Nobody").status == 1
    assert command("route").status == 2
    assert command.json("route", "list", "Alder") == []


def test_who_named_whom_is_told_and_a_reason_in_the_queue(command: Command) -> None:
    jane, sam = key_of(command, "Jane"), key_of(command, "Sam")
    done = command.json("referral", "add", jane, "--name", "sam roe", "--said", "ask Sam, he pays")
    assert done["known"] and done["lead"] == sam
    told = command.json("referral", "list", sam)
    assert told["says"] == "Jane Park, Ops Manager, said on Tue 6 Apr: “ask Sam, he pays”."
    assert told["opening"] == "Jane Park suggested I call you."
    assert [step["contact"] for step in told["named_by"]] == ["Jane Park"]
    command.json("suppress", "617 555 0142", "--reason", "asked")  # nobody there comes before Sam
    why = command.json("queue", "why", sam)
    assert why["dialable"]
    assert [reason["says"] for reason in why["reasons"] if reason["rule"] == "referral"] == [
        told["says"].rstrip(".")
    ]
    assert command("referral", "add", jane, "--to", jane).status == 1


def test_who_comes_next_at_the_account_is_told_where_somebody_is_out_of_reach(command: Command) -> None:
    jane, sam = key_of(command, "Jane"), key_of(command, "Sam")
    logged = command.json("call", jane, "--outcome", "do_not_call")
    assert logged["next_contact"]["lead"] == sam
    assert "Next at Alder Freight: Sam Roe, CFO" in command("call", jane, "--outcome", "bad_number").out
    assert command.json("call", sam, "--outcome", "wrong_number")["next_contact"] is None
    assert "next_contact" not in command.json("call", sam, "--outcome", "no_answer")
