"""bdr-desk cadence …: arguments, answers, errors."""

import json
from argparse import ArgumentParser
from pathlib import Path

import pytest

from bdr_desk.cli.cadences import register
from bdr_desk.cli.command import Answer
from bdr_desk.desk import Desk
from bdr_desk.errors import BadInput, FileProblem, NotFound
from bdr_desk.store.tables import Project
from tests.people import add_lead


def run(desk: Desk, *words: str) -> Answer:
    parser = ArgumentParser()
    register(parser.add_subparsers(required=True))
    args = parser.parse_args(words)
    answer: Answer = args.handler(desk, args)
    json.dumps(answer.data)
    return answer


def test_cadence_set_and_show(desk: Desk, project: Project) -> None:
    assert "Calls only, as it was shipped" in run(desk, "cadence", "show").text
    used = run(desk, "cadence", "set", "outbound")
    assert (used.data["name"], used.data["version"], len(used.data["touches"])) == (
        "Standard outbound",
        1,
        12,
    )
    assert "Standard outbound, version 1." in run(desk, "cadence", "show").text


def test_cadence_play(desk: Desk, project: Project) -> None:
    words = ("--answers", "no_answer, busy", "--start", "2027-04-06T10:00", "--zone", "London")
    played = run(desk, "cadence", "play", "outbound", *words)
    calls = [row["outcome"] for row in played.data if row["outcome"]]
    assert calls[:2] == ["no_answer", "busy"]
    assert played.data[0]["at"] == "2027-04-06T10:00:00+01:00"
    assert played.text.splitlines()[0].startswith("day   1  Tue  6 Apr 10:00  Call")
    assert run(desk, "cadence", "show").data["version"] == 0


def test_cadence_save(desk: Desk, project: Project, tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    run(desk, "cadence", "save", str(file), "inbound")
    file.write_text(file.read_text(encoding="utf-8").replace("busy = {", "busy={"), encoding="utf-8")
    assert run(desk, "cadence", "set", str(file)).data == run(desk, "cadence", "set", "inbound").data
    with pytest.raises(FileProblem, match="is there already"):
        run(desk, "cadence", "save", str(file))


def test_wrong_words(desk: Desk, project: Project) -> None:
    with pytest.raises(BadInput, match="is not an outcome"):
        run(desk, "cadence", "play", "--answers", "perhaps")
    with pytest.raises(NotFound, match="no cadence “weekly”"):
        run(desk, "cadence", "set", "weekly")


def test_touch(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    noted = run(desk, "touch", str(lead), "--medium", "letter", "--note", "Their new site")
    assert (noted.data["medium"], noted.data["next_medium"], noted.data["stage"]) == (
        "letter",
        "call",
        "working",
    )
    assert noted.text.startswith("Noted. ")
    with pytest.raises(BadInput):
        run(desk, "touch", str(lead), "--medium", "call")


def test_a_reply_is_noted_by_name(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    noted = run(desk, "touch", "reply", "Ada Okafor", "--note", "Call me")
    assert (noted.data["lead"], noted.data["medium"], noted.data["next_medium"]) == (
        str(lead),
        "reply",
        "call",
    )
    assert run(desk, "touch", "reply", str(lead)).data["lead"] == str(lead)
    add_lead(desk, project, "Ada Okafor", "Other Inc", emails=())
    for wrong in (("reply", "Ada"), ("reply",), (str(lead), "Ada"), (str(lead),)):
        with pytest.raises(BadInput):
            run(desk, "touch", *wrong)
    with pytest.raises(NotFound):
        run(desk, "touch", "reply", "Nobody Here")
