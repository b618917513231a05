"""The command line as a contract: answers, exit status, where things are printed."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bdr_desk.cli import main as cli
from bdr_desk.cli.command import Answer
from bdr_desk.desk import Desk
from bdr_desk.queries.search import search
from bdr_desk.store.tables import Project
from tests.cli.desk_command import Command
from tests.people import add_lead

LIST = """Company,Name,Job Title,Work Phone,E-mail Address,State
Harbor Freightways LLC,Ada Okafor,VP Operations,(617) 555-0142,ada@harbor.example,MA
Harbor Freightways LLC,Ken Ito,CFO,(617) 555-0143,ken@harbor.example,MA
Calder Mills,Marcus Feld,IT Director,404-555-0117,m.feld@calder.example,GA
Ridgeline,Sam Ortega,Plant Manager,310 555 0136,,CA
"""


@pytest.fixture
def run(tmp_path: Path) -> Command:
    return Command(tmp_path / "data")


@pytest.fixture
def listed(run: Command, tmp_path: Path) -> Command:
    file = tmp_path / "list.csv"
    file.write_text(LIST, "utf-8")
    run.json(
        "import", file, "--project", "Northwind", "--list", "Expo", "--source", "trade_show:Expo", "--sample"
    )
    return run


def test_a_morning_by_command(listed: Command, tmp_path: Path) -> None:
    listed = replace(listed, apart=True)
    queue = listed.json("queue")
    assert [row["contact"] for row in queue] == [
        "Ada Okafor",
        "Marcus Feld",
    ]  # one per account; Los Angeles sleeps
    assert queue[0]["local_time"] == "10:00" and queue[0]["why"] == ["Fresh, from Expo"]
    ada, marcus = (row["lead"] for row in queue)

    logged = listed.json("call", marcus, "--outcome", "no_answer")
    assert logged["next"] == {"what": "retry", "at": "2027-04-07T18:00:00+00:00", "why": "try 2"}

    facts = ["need=late trucks", "authority=the CEO signs", "timing=before summer"]
    call = listed(
        "call",
        ada,
        "--outcome",
        "conversation",
        "--seconds",
        "300",
        *(w for f in facts for w in ("--fact", f)),
    )
    assert call.status == 0 and "follow up" in call.out

    out = tmp_path / "invite.ics"
    booked = listed.json("meeting", "book", ada, "--with", "rob@dockline.example", "--next", "--out", out)
    assert out.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n") and booked["sequence"] == 0
    moved = listed.json(
        "meeting", "move", booked["meeting"], "--at", "2027-04-09T15:00:00+00:00", "--out", out
    )
    assert (moved["uid"], moved["sequence"]) == (booked["uid"], 1)

    why = listed.json("queue", "why", ada)
    assert not why["dialable"] and why["reasons"][0]["rule"] == "stage"
    handoffs = listed.json("handoff", "list")
    assert [(h["handoff"], h["status"]) for h in handoffs] == [(booked["handoff"], "passed")]
    assert listed.json("handoff", "accept", booked["handoff"])["status"] == "accepted"


def test_search_finds_any_form_of_a_number(listed: Command) -> None:
    for text in ("okaf", "harbor freight", "ADA@harbor", "617 555 0142", "+1 (617) 555-0142", "5550142"):
        assert "Ada Okafor" in [row["contact"] for row in listed.json("search", text)], text
    assert listed.json("search", "nobody at all") == []


def test_suppressed_is_out_of_the_queue(listed: Command) -> None:
    listed.json("suppress", "harbor.example", "--reason", "asked by mail")
    assert [row["contact"] for row in listed.json("queue")] == ["Marcus Feld"]


def test_callback_is_on_their_clock(listed: Command) -> None:
    ada = listed.json("queue")[0]["lead"]
    logged = listed.json("call", ada, "--outcome", "callback", "--callback", "2027-04-07T11:30")
    assert logged["next"]["at"] == "2027-04-07T15:30:00+00:00"


def test_a_call_is_logged_under_the_script_in_use(listed: Command) -> None:
    ada = listed.json("queue")[0]["lead"]
    call = listed.json("call", ada, "--outcome", "conversation", "--fact", "need=late trucks")["call"]
    with sqlite3.connect(listed.folder / "desk.sqlite3") as kept:
        asked = "SELECT script_version_id FROM call UNION SELECT script_version_id FROM fact"
        said = kept.execute(asked).fetchall()
        assert said == kept.execute("SELECT id FROM script_version").fetchall() and call
    kept.close()


def test_text_answers_name_the_keys_that_commands_take(listed: Command) -> None:
    lead = listed("queue").out.splitlines()[0].split()[-1]
    booked = listed(
        "meeting", "book", lead, "--with", "rob@dockline.example", "--next", "--waive", "asked for it"
    )
    meeting = booked.out.splitlines()[0].split()[-1]
    assert listed("meeting", "cancel", meeting).status == 0


def test_global_options_before_or_after(listed: Command) -> None:
    assert listed("--json", "lists").data == listed("lists", "--json").data
    assert listed("queue").out.startswith("10:00  Ada Okafor")


@pytest.mark.parametrize("apart", [False, True])
def test_known_error_is_one_sentence_and_what_to_do(run: Command, apart: bool) -> None:
    ran = replace(run, apart=apart)("queue", "--json")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.splitlines()[0] == "There is no project yet."
    assert "bdr-desk demo" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ["nosuch"],
        ["call"],
        ["queue", "--limit", "many"],
        ["queue", "--limit", "-1"],
        ["queue", "--limit", "9" * 30],
        ["--unknown"],
    ],
)
def test_wrong_usage_is_2(run: Command, words: list[str]) -> None:
    assert run(*words).status == 2


def test_the_process_ends_with_that_status(run: Command) -> None:
    ran = replace(run, apart=True)("nosuch")
    assert (ran.status, ran.out) == (2, "") and "usage:" in ran.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["queue", "why", "abc"], "is not a key"),
        (["call", "01a20011-3420-70d2-bac4-ccf675d55e37", "--outcome", "busy"], "no such lead"),
        (["--now", "yesterday", "lists"], "is not a time"),
        (["suppress", "¿qué?", "--reason", "x"], "is not a number"),
        (["--now", "9999-12-31T23:00Z", "queue"], "out of reach"),
        (["suppress", "020 7946 0123", "--reason", "x", "--region", "GBR"], "not a country"),
        (["lists", "--project", "Southwind"], "no project"),
        (["import", "nowhere.csv", "--project", "P", "--list", "L", "--source", "purchase"], "nowhere.csv"),
    ],
)
def test_bad_input_is_1_and_says_why(listed: Command, words: list[str], says: str) -> None:
    ran = listed(*words)
    assert ran.status == 1 and says in ran.err and "Traceback" not in ran.err


def test_bug_is_70(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    args = cli.parser_for(["lists"]).parse_args(["lists"])

    def broken(_desk: Desk, _args: object) -> Answer:
        raise ZeroDivisionError

    args.handler = broken
    assert cli.run(args, lambda _dir, _now: desk) == cli.BUG
    assert "This is a bug" in capsys.readouterr().err


def test_interrupted_by_the_user(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    args = cli.parser_for(["lists"]).parse_args(["lists"])

    def interrupted(_desk: Desk, _args: object) -> Answer:
        raise KeyboardInterrupt

    args.handler = interrupted
    assert cli.run(args, lambda _dir, _now: desk) == cli.KNOWN_ERROR
    assert "Nothing was changed" in capsys.readouterr().err


def test_answers_go_to_stdout_alone(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    args = cli.parser_for(["lists", "--json"]).parse_args(["lists", "--json"])

    def chatty(_desk: Desk, _args: object) -> Answer:
        print("a library talks")
        return Answer({"é": 1}, "")

    args.handler = chatty
    cli.run(args, lambda _dir, _now: desk)
    assert json.loads(capsys.readouterr().out) == {"é": 1}


@pytest.mark.parametrize("text", ["a" * 60_000, "ab " * 3_000, "%", "_", "5" * 5_000, "@" * 200])
def test_anything_may_be_looked_for(desk: Desk, text: str) -> None:
    assert search(desk, text) == ()


def test_doctor_says_what_is_missing(run: Command) -> None:
    checks = {check["check"]: check for check in run.json("doctor")}
    assert checks["database"]["ok"] and not checks["project"]["ok"]
    assert "bdr-desk demo" in checks["project"]["says"]
    assert set(checks) == {
        "database",
        "backups",
        "search",
        "project",
        "user",
        "team",
        "line",
        "mail",
        "keyring",
        "audio",
    }


def test_doctor_mends_the_search(desk: Desk, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    add_lead(desk, project, "Ada Okafor")
    with desk.write() as tx:
        tx.connection().exec_driver_sql("UPDATE contact_search SET rowid = rowid + 1000")

    def looked_at(*words: str) -> tuple[bool, str]:
        cli.run(cli.parser_for(words).parse_args([*words, "--json"]), lambda _dir, _now: desk)
        checks = {check["check"]: check for check in json.loads(capsys.readouterr().out)}
        return checks["search"]["ok"], checks["search"]["says"]

    broken, advice = looked_at("doctor")
    assert not broken and "lacks 1 people and knows 1 who are gone" in advice and "doctor --mend" in advice
    assert looked_at("doctor", "--mend")[0] and search(desk, "okafor")


def test_doctor_without_a_keyring(run: Command) -> None:
    ran = run("doctor", "--json", env={"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"})
    keyring = next(check for check in ran.data if check["check"] == "keyring")
    assert not keyring["ok"] and "PYTHON_KEYRING_BACKEND" in keyring["says"]


def test_me_is_kept(run: Command) -> None:
    run.json("me", "--name", "Alex Moreau", "--email", "alex@dockline.example", "--time-zone", "Europe/Paris")
    me = run.json("me")
    assert (me["name"], me["email"], me["time_zone"]) == (
        "Alex Moreau",
        "alex@dockline.example",
        "Europe/Paris",
    )
    assert run("me", "--time-zone", "Mars/Olympus").status == 1
