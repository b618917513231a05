"""The commands about the queue, as a script sees them."""

from pathlib import Path

import pytest

from bdr_desk.files.list_file import open_list
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


def test_a_view_narrows_the_queue_and_a_promise_stays(listed: Command) -> None:
    ada, marcus = listed.json("queue")
    assert listed.json("queue", "view", "list") == []
    made = listed.json("queue", "view", "save", "Texas", "--place", "Texas", "--kind", "fresh", "--list", "L")
    assert made["says"] == "Fresh, L, in Texas" and made["filter"]["places"] == ["US-TX"]
    assert listed.json("queue", "--view", "texas") == []
    assert listed("queue", "--view", "texas").out == (
        "Nobody in this view can be called now. 2 outside it can.\n"
    )
    listed.json("queue", "view", "save", "New England", "--place", "US-MA")
    found = listed.json("queue", "--view", "New England")
    assert [(row["contact"], row["outside_view"]) for row in found] == [
        (ada["contact"], False), (marcus["contact"], False),
    ]  # fmt: skip
    listed.json("call", ada["lead"], "--outcome", "callback", "--callback", "2027-04-06T10:30")
    later = ("--now", "2027-04-06T14:31:00+00:00")
    (kept,) = listed.json("queue", "--view", "Texas", *later)
    assert (kept["lead"], kept["outside_view"]) == (ada["lead"], True)
    assert listed("queue", "--view", "Texas", *later).out.startswith("outside this view")


def test_a_view_is_exported(listed: Command, tmp_path: Path) -> None:
    ada, marcus = listed.json("queue")
    listed.json("queue", "view", "save", "Callbacks", "--kind", "callbacks")
    listed.json("queue", "view", "save", "Fresh", "--kind", "fresh")
    listed.json("call", ada["lead"], "--outcome", "callback", "--callback", "2027-04-06T10:30")
    now = ("--now", "2027-04-06T14:31:00+00:00")
    for view, names in (("callbacks", [ada["contact"]]), ("Fresh", [marcus["contact"]])):
        file = tmp_path / f"{view}.csv"
        assert listed.json("export", "queue", "--view", view, "--out", file, *now)["rows"] == 1
        assert [cells[0] for _, cells in open_list(file).rows()] == names
    assert listed("export", "queue", "--view", "None", "--out", tmp_path / "n.csv").status == 1
    assert listed("export", "leads", "--view", "Fresh", "--out", tmp_path / "l.csv").status == 1
    assert not (tmp_path / "n.csv").exists() and not (tmp_path / "l.csv").exists()


def test_views_are_renamed_and_deleted(listed: Command) -> None:
    listed.json("queue", "view", "save", "One", "--mine")
    listed.json("queue", "view", "rename", "one", "Two")
    assert [view["name"] for view in listed.json("queue", "view", "list")] == ["Two"]
    listed.json("queue", "view", "delete", "two")
    assert listed("queue", "--view", "two").status == 1
    assert listed("queue", "view", "save", "Everybody").status == 1
    assert listed("queue", "view", "save", "X", "--fit", "101").status == 1


def test_the_queue_is_settled(listed: Command) -> None:
    assert listed.json("queue", "settings")["gap"] == 30
    done = listed.json(
        "queue", "settings", "--set", "gap=45", "--set", "weights.fit=2", "--set", "place.Texas=9:00-18:00 Mon-Sat",
        "--set", "lunch=none", "--set", "holidays=yes", "--set", "hours=8:30-17:00", "--set", "mode=power",
        "--set", "countdown=8",
    )  # fmt: skip
    assert (done["gap"], done["weights"]["fit"], done["lunch"], done["holidays"]) == (45, 2, None, True)
    assert done["places"] == {"US-TX": "09:00-18:00 Mon-Sat"} and done["hours"] == "08:30-17:00 Mon-Fri"
    assert (done["mode"], done["mode_here"], done["countdown"]) == ("power", "power", 8)
    back = listed.json(
        "queue", "settings", "--set", "gap=default", "--set", "place.US-TX=", "--set", "lunch=default", "--set", "here=manual",
    )  # fmt: skip
    assert (back["gap"], back["places"], back["lunch"], back["mode_here"]) == (
        30,
        {},
        "12:00-13:00",
        "manual",
    )
    assert back["weights"]["fit"] == 2
    assert "45 min" not in listed("queue", "settings").out


def test_nothing_of_it_holds_when_a_part_is_refused(listed: Command) -> None:
    refused = listed("queue", "settings", "--set", "gap=45", "--set", "place.US-TX=8:00-18:00")
    assert refused.status == 1 and "law in Texas" in refused.err
    assert listed.json("queue", "settings")["gap"] == 30
    for wrong in ("gap=soon", "holidays=maybe", "moon=1", "lunch=5", "hours=x", "here=fast"):
        assert listed("queue", "settings", "--set", wrong).status == 1
    assert listed("queue", "settings", "--set", "gap").status == 2
