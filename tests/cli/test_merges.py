"""bdr-desk merge: list, merge, undo, apart."""

from argparse import ArgumentParser
from uuid import UUID

import pytest

from bdr_desk.cli.command import Answer
from bdr_desk.cli.merges import register
from bdr_desk.desk import Desk
from bdr_desk.errors import BadInput
from bdr_desk.store.tables import Project
from tests.people import add_lead


def run(desk: Desk, *words: str) -> Answer:
    parser = ArgumentParser()
    register(parser.add_subparsers(required=True))
    args = parser.parse_args(["merge", *words])
    answer: Answer = args.handler(desk, args)
    return answer


@pytest.fixture
def pair(desk: Desk, project: Project) -> tuple[UUID, UUID]:
    robert = add_lead(desk, project, "Robert Hale", "Calder Mills", emails=("rh@calder.example",))
    bob = add_lead(
        desk, project, "Bob Hale", "Calder Mills", phones=("+16175550185",), emails=("rh@calder.example",)
    )
    return robert, bob


def test_there_and_back(desk: Desk, pair: tuple[UUID, UUID]) -> None:
    listed = run(desk, "list", "--project", "Northwind")
    (found,) = listed.data["pairs"]
    assert found["certain"] and found["because"] == ["same address", "Bob is short for Robert"]
    assert "certainly one person (same address, Bob is short for Robert)" in listed.text
    tried = run(desk, found["a"], found["b"], "--dry-run")
    assert tried.data["merge"] is None
    assert tried.data["fields"]["Name"]["stays"] == "Robert Hale"
    assert "Name: Robert Hale | Bob Hale -> Robert Hale" in tried.text
    done = run(desk, found["a"], found["b"], "--take", "name")
    assert done.data["did"] == ["Of two leads in Northwind one is closed: same person as Bob Hale."]
    after = run(desk, "list").data
    assert (after["total"], [row["merge"] for row in after["merges"]]) == (0, [done.data["merge"]])
    undone = run(desk, "undo", done.data["merge"])
    assert (undone.data["restored"], undone.data["stays"]) == (found["b"], [])


def test_two_people(desk: Desk, pair: tuple[UUID, UUID]) -> None:
    (found,) = run(desk, "list").data["pairs"]
    run(desk, "apart", found["b"], found["a"])
    assert run(desk, "list").data["pairs"] == []
    assert run(desk, "list").text.startswith("Nobody stands here twice")


@pytest.mark.parametrize(
    "words", [["undo"], ["list", "x"], ["x"], ["x", "y", "z"], ["x", "y", "--take", "shoes"]]
)
def test_wrong_usage(desk: Desk, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(desk, *words)
    assert stopped.value.code == 2


def test_a_key_that_is_none(desk: Desk) -> None:
    with pytest.raises(BadInput):
        run(desk, "ada", "bob")
