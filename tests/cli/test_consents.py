"""bdr-desk consent LEAD …"""

import json
from argparse import ArgumentParser

import pytest

from bdr_desk.cli.command import Answer
from bdr_desk.cli.consents import register
from bdr_desk.desk import Desk
from bdr_desk.errors import BadInput
from bdr_desk.store.tables import Project
from tests.people import add_lead


def run(desk: Desk, *words: str) -> Answer:
    parser = ArgumentParser()
    register(parser.add_subparsers(required=True))
    args = parser.parse_args(words)
    answer: Answer = args.handler(desk, args)
    json.dumps(answer.data)
    return answer


def test_noted_shown_and_taken_back(desk: Desk, project: Project) -> None:
    lead = str(add_lead(desk, project))
    assert run(desk, "consent", lead).text == "Nothing is noted."
    noted = run(desk, "consent", lead, "--by", "phone", "--said", "Send it")
    assert noted.data["given"] is True and noted.text == "Agreed to: e-mail."
    assert run(desk, "consent", lead, "--withdraw").data["given"] is False
    shown = run(desk, "consent", lead).data
    assert [(row["medium"], row["given"], row["stands"]) for row in shown] == [
        ("email", False, True), ("email", True, False),
    ]  # fmt: skip
    with pytest.raises(BadInput, match="their words"):
        run(desk, "consent", lead, "--by", "phone")
