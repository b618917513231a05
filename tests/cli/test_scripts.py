"""bdr-desk script … and definition …: arguments, answers, errors."""

import json
from argparse import ArgumentParser
from pathlib import Path

import pytest

from bdr_desk.cli.command import Answer
from bdr_desk.cli.scripts import register
from bdr_desk.desk import Desk
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.store.tables import Project


def run(desk: Desk, *words: str) -> Answer:
    parser = ArgumentParser()
    register(parser.add_subparsers(required=True))
    args = parser.parse_args(words)
    answer: Answer = args.handler(desk, args)
    json.dumps(answer.data)
    return answer


def test_definition_use_and_show(desk: Desk, project: Project) -> None:
    used = run(desk, "definition", "use", "champ", "--signed-by", "Ines Duarte", "--signed-on", "2027-03-31")
    assert used.data["foreign"] == []
    shown = run(desk, "definition", "show").data
    assert (shown["name"], shown["version"], shown["signed_on"]) == ("CHAMP", 2, "2027-03-31")
    assert shown["criteria"][0]["key"] == "challenges"


def test_a_script_for_another_definition_is_pointed_out(desk: Desk, project: Project) -> None:
    run(desk, "definition", "use", "bant")
    assert run(desk, "script", "use", "discovery").data["never_asked"] == []
    used = run(desk, "definition", "use", "champ")
    assert used.data["foreign"] == ["budget", "need", "sites", "timing"]
    assert "script list" in used.text
    assert run(desk, "script", "use", "inbound").data["script"] == "Warm inbound"


def test_script_list_and_check(desk: Desk, tmp_path: Path) -> None:
    listed = {row["name"]: row for row in run(desk, "script", "list").data}
    assert {"discovery", "inbound"} <= set(listed)
    checked = run(desk, "script", "check", listed["discovery"]["file"])
    assert checked.data["steps"] > 10
    broken = tmp_path / "broken.md"
    broken.write_text("---\nname: S\nstart: a\n---\n# Talk\n## A\n- ok → b\n", encoding="utf-8")
    with pytest.raises(BadInput, match="line 7: there is no step “b”"):
        run(desk, "script", "check", str(broken))


def test_without_a_project(desk: Desk) -> None:
    for words in (("script", "use", "discovery"), ("definition", "use", "bant"), ("definition", "show")):
        with pytest.raises(NotFound):
            run(desk, *words)


def test_a_day_that_is_none_is_wrong_usage(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(desk, "definition", "use", "bant", "--signed-on", "soon")
    assert ended.value.code == 2
    assert "2027-03-31" in capsys.readouterr().err
