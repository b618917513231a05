"""`sources`, `autopsy`, `profile` as they are typed."""

import json
from argparse import ArgumentParser
from pathlib import Path
from uuid import UUID

import pytest

from bdr_desk.cli.command import Answer
from bdr_desk.cli.sources import register
from bdr_desk.desk import Desk
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.store.tables import Project
from tests.people import add_lead
from tests.queries.test_scorecards import a_list


def run(desk: Desk, *arguments: object) -> Answer:
    parser = ArgumentParser()
    register(parser.add_subparsers())
    args = parser.parse_args([str(each) for each in arguments])
    answer = args.handler(desk, args)
    assert isinstance(answer, Answer)
    return answer


@pytest.fixture
def expo(desk: Desk, project: Project) -> tuple[UUID, UUID]:
    a_list(desk, project, "Bought", rows=400)
    return a_list(desk, project, "Expo", rows=100)


def test_scorecards(desk: Desk, expo: object) -> None:
    cards = run(desk, "sources").data
    assert [(card["kind"], card["name"]) for card in cards] == [
        ("source", "trade_show:Expo"), ("list", "Expo"), ("source", "trade_show:Bought"), ("list", "Bought"),
    ]  # fmt: skip
    assert cards[1]["junk_by_rule"] == {"fictional_name": {"rows": 2, "share": 0.02}}
    assert cards[1]["cost_cents"] is None and cards[1]["reached_share"] is None
    json.dumps(cards)
    assert "cost not known" in run(desk, "sources", "--project", "Northwind").text
    with pytest.raises(NotFound):
        run(desk, "sources", "--project", "Southwind")


def test_no_lists_yet(desk: Desk) -> None:
    answer = run(desk, "sources")
    assert answer.data == [] and "bdr-desk import" in answer.text


def test_what_a_source_cost(desk: Desk, expo: object) -> None:
    card = run(
        desk, "sources", "set", "Expo", "--cost", "1,200.50", "--currency", "eur", "--date", "2027-03-01"
    ).data
    assert (card["kind"], card["cost_cents"], card["currency"], card["date"]) == (
        "source",
        120050,
        "EUR",
        "2027-03-01",
    )
    assert run(desk, "sources", "set", "trade_show:Expo", "--cost", "7").data["cost_cents"] == 700
    for wrong in (["--cost", "much", "--currency", "EUR"], ["--cost", "5", "--currency", "Mark"], []):
        with pytest.raises(BadInput):
            run(desk, "sources", "set", "Expo", *wrong)
    with pytest.raises(SystemExit) as left:
        run(desk, "sources", "set", "Expo", "--date", "soon")
    assert left.value.code == 2


def test_two_side_by_side(desk: Desk, expo: object) -> None:
    answer = run(desk, "sources", "compare", "Expo", "Bought")
    json.dumps(answer.data, allow_nan=False)
    junk = next(each for each in answer.data["measures"] if each["measure"] == "junk")
    assert (junk["a"]["n"], junk["b"]["n"], junk["a"]["value"], junk["better"]) == (100, 400, 0.02, None)
    assert junk["difference"]["low"] < junk["difference"]["value"] < junk["difference"]["high"]
    assert "Junk rows: 2 % (n 100) | 0.5 % (n 400)." in answer.text
    with pytest.raises(NotFound):
        run(desk, "sources", "compare", "Expo", "Fair")


def test_an_autopsy(desk: Desk, expo: object) -> None:
    answer = run(desk, "autopsy", "Expo")
    assert (answer.data["grade"], answer.data["points"]) == ("A", 97.5)
    assert [(each["rule"], each["rows"]) for each in answer.data["reasons"]] == [
        ("fictional_name", 2),
        ("merged", 1),
    ]
    assert answer.text.startswith("Expo: A, 98 of 100 points.\n  2 % are made-up people. (-2.0) 2 of 100.")
    with pytest.raises(NotFound):
        run(desk, "autopsy", "trade_show:Fair")


def test_an_ideal_profile(desk: Desk, project: Project, tmp_path: Path) -> None:
    add_lead(desk, project)
    assert "no ideal profile yet" in run(desk, "profile", "show").text
    path = tmp_path / "ideal.toml"
    path.write_text('seniorities = ["vp"]\nsize_from = 50\nweights = { size = 4 }\n', "utf-8")
    answer = run(desk, "profile", "set", path)
    assert (answer.data["leads"], answer.data["scored"], answer.data["fitting"]) == (1, 1, 1)
    path.write_text(json.dumps(answer.data["profile"]), "utf-8")
    assert run(desk, "profile", "set", path, "--project", "Northwind").data == answer.data
    assert "seniorities: vp" in run(desk, "profile", "show").text
