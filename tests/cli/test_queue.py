"""The commands about the queue, as a script sees them."""

from pathlib import Path

import pytest

from tests.cli.desk_command import Command


@pytest.fixture
def listed(tmp_path: Path) -> Command:
    """Two people in New York, at 10:00 there."""
    rows = (
        "name,company,phone\n"
        "Ada Okafor,Harbor Freightways,617-555-0142\n"
        "Marcus Feld,Tallgrass Components,617-555-0143\n"
    )
    file = tmp_path / "list.csv"
    file.write_text(rows, encoding="utf-8")
    command = Command(tmp_path / "data")
    command.json("import", file, "--project", "P", "--list", "L", "--source", "referral", "--sample")
    return command


def who(command: Command) -> list[str]:
    return [row["contact"] for row in command.json("queue")]


def test_a_lead_is_passed_over_and_says_until_when(listed: Command) -> None:
    first = listed.json("queue")[0]
    done = listed.json("queue", "skip", first["lead"], "--reason", "needs a colleague")
    assert (done["until"], done["left"]) == ("2027-04-06T18:00:00+00:00", 1)
    assert len(who(listed)) == 1 and first["contact"] not in who(listed)
    refused = listed("queue", "skip", first["lead"], "--reason", "again")
    assert refused.status == 1 and "passed over already" in refused.err


def test_a_zone_said_by_hand_counts(listed: Command) -> None:
    first = listed.json("queue")[0]
    said = listed.json("queue", "zone", first["lead"], "los angeles")
    assert said["zone"] == "America/Los_Angeles"
    assert first["contact"] not in who(listed)  # it is 7:00 there


def test_the_breakdown_of_a_list_adds_up(listed: Command) -> None:
    first = listed.json("queue")[0]
    listed.json("queue", "skip", first["lead"], "--reason", "needs a colleague")
    found = listed.json("queue", "blocked", "--list", "L")
    assert (found["total"], found["callable_now"]) == (2, 1)
    assert [(row["rule"], row["count"], row["lead"]) for row in found["rows"]] == [
        ("skipped", 1, first["lead"])
    ]
    assert listed("queue", "blocked", "--list", "Nothing").status == 1


def test_the_day_is_planned(listed: Command) -> None:
    first = listed.json("queue")[0]
    listed.json("call", first["lead"], "--outcome", "callback", "--callback", "2027-04-06T14:00")
    plan = listed.json("queue", "plan")
    assert [(one["lead"], one["local_time"], one["overdue"]) for one in plan["promised"]] == [
        (first["lead"], "14:00", False)
    ]
    assert (plan["fresh_left"], plan["callable"]) == (1, 2)
    assert (plan["hours"][-1]["promised"], plan["hours"][-1]["retries"]) == (1, 0)
    said = listed("queue", "plan")
    assert "(14:00 there)" in said.out and "2 leads can be called" in said.out
