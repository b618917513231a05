"""The team and handoffs from the command line: two data folders, one PostgreSQL."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from bdr_desk.app import main, open_desk
from bdr_desk.desk import Desk
from bdr_desk.team.shape import VERSION
from tests.team.desks import hand_over
from tests.team.postgres import MemoryKeyring


@pytest.fixture
def bdr(tmp_path: Path, capsys: pytest.CaptureFixture[str], keyring: MemoryKeyring) -> Any:
    def run(who: str, *words: str, status: int = 0) -> Any:
        assert (
            main(["--data-dir", str(tmp_path / who), "--now", "2027-04-06T10:00-04:00", "--json", *words])
            == status
        )
        said = capsys.readouterr()
        return json.loads(said.out) if status == 0 else said.err

    return run


def _hand_over(folder: Path, rep: str) -> str:
    desk: Desk = open_desk(folder)
    try:
        return str(hand_over(desk, rep=UUID(rep)))
    finally:
        desk.store.close()


def test_from_create_to_accepted(bdr: Any, team_url: str, tmp_path: Path) -> None:
    assert bdr("ada", "team", "status")["joined"] is False
    assert bdr("ada", "team", "create", team_url)["role"] == "admin"
    added = bdr("ada", "team", "add", "rhea@maple.example", "--role", "rep")
    assert {"user", "role", "login", "code"} <= added.keys()
    key = _hand_over(tmp_path / "ada", added["key"])
    assert bdr("ada", "team", "status")["pending"] > 10
    assert bdr("ada", "sync").keys() == {"pushed", "pulled", "conflicts", "pending"}

    joined = bdr("rhea", "team", "join", team_url, "--as", "rhea@maple.example", "--code", added["code"])
    assert joined["role"] == "rep"
    assert bdr("rhea", "sync")["pulled"] > 10
    (row,) = bdr("rhea", "handoff", "list")
    assert (row["handoff"], row["status"], [event["kind"] for event in row["events"]]) == (
        key,
        "passed",
        ["passed"],
    )
    assert row["due_from"] == "rep"
    assert bdr("rhea", "handoff", "ask", key, "--text", "Who decides?")["due_from"] == "bdr"
    assert bdr("rhea", "handoff", "accept", key)["status"] == "accepted"
    assert "cannot be rejected" in bdr("rhea", "handoff", "reject", key, "--reason", "No", status=1)
    bdr("rhea", "handoff", "feedback", key, "--text", "Good")
    bdr("rhea", "sync")
    bdr("ada", "sync")
    shown = bdr("ada", "handoff", "show", key)
    assert [event["kind"] for event in shown["events"]] == ["passed", "asked", "accepted", "feedback"]
    assert shown["facts"][0] == {"criterion": "need", "required": True, "value": "Late loads"}
    status = bdr("rhea", "team", "status")
    assert (status["user"], status["role"], status["connected"], status["pending"]) == (
        "Rhea",
        "rep",
        True,
        0,
    )
    assert status["last_sync"].startswith("2027-04-06T14:00")


def test_claims_and_the_upgrade(bdr: Any, team_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as first_version:
        first_version.setattr("bdr_desk.team.shape.UPGRADES", ())
        bdr("ada", "team", "create", team_url)
    assert "Claims wait" in bdr("ada", "claims", status=1)
    assert bdr("ada", "team", "upgrade") == {"before": 1, "after": VERSION}
    assert bdr("ada", "team", "upgrade") == {"before": VERSION, "after": VERSION}
    assert bdr("ada", "claims") == []
    with psycopg.connect(team_url) as connection:
        connection.execute(
            "SELECT bdr_desk.claim_any(gen_random_uuid(), 'dockline', 1, gen_random_uuid(), gen_random_uuid())"
        )
    (held,) = bdr("ada", "claims")
    assert (held["account"], held["mine"], held["project"]) == ("dockline", True, None)
    assert held["since"] <= "2027-04-06T14:00:00+00:00" < held["until"] <= "2027-04-06T14:03:00+00:00"


def test_who_is_in_the_team_and_who_left(bdr: Any, team_url: str, tmp_path: Path) -> None:
    bdr("ada", "team", "create", team_url)
    added = {
        role: bdr("ada", "team", "add", f"{role}@maple.example", "--role", role) for role in ("rep", "lead")
    }
    bdr("lead", "team", "join", team_url, "--as", "lead@maple.example", "--code", added["lead"]["code"])
    key = _hand_over(tmp_path / "ada", added["rep"]["key"])
    bdr("ada", "sync")
    bdr("lead", "sync")
    assert bdr("lead", "handoff", "list") == []  # read where it is, not held
    assert [row["handoff"] for row in bdr("lead", "handoff", "list", "--team")] == [key]
    assert bdr("lead", "meeting", "list") == []
    assert [row["status"] for row in bdr("lead", "meeting", "list", "--team")] == ["booked"]
    members = {row["user"]: row for row in bdr("lead", "team", "members")}
    assert {name: row["joined"] is not None for name, row in members.items()} == {
        "Rep": False,
        "Lead": True,
    } | dict.fromkeys(members.keys() - {"Rep", "Lead"}, True)
    assert "Only an admin" in bdr("lead", "team", "remove", "rep@maple.example", status=1)
    assert bdr("ada", "team", "remove", "lead@maple.example")["open_logins"] == []
    assert "no longer lets" in bdr("lead", "sync", status=1)
    assert [row["user"] for row in bdr("ada", "team", "members") if row["left"]] == ["Lead"]


def test_refusals_are_one_sentence_and_what_to_do(bdr: Any, keyring: MemoryKeyring) -> None:
    assert "not in a team" in bdr("ada", "sync", status=1)
    assert "not a key" in bdr("ada", "handoff", "accept", "x", status=1)
    assert "cannot be reached" in bdr("ada", "team", "create", "postgresql://a@127.0.0.1:1/t", status=1)
