"""The sample project's file: who is who and what was said before, beside the list of people it belongs to."""

import tomllib
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class SampleCall:
    """`days_ago` counts working days back from today, `at` is the caller's wall clock; `back_at` a promise for today."""

    days_ago: int
    at: time
    outcome: str
    note: str
    seconds: int
    facts: dict[str, str]
    no_fact_reason: str
    back_at: time | None


@dataclass(frozen=True)
class SampleMeeting:
    """`days_ahead` counts working days, `at` is the rep's wall clock."""

    days_ahead: int
    at: time
    accepted: bool


@dataclass(frozen=True)
class SamplePerson:
    name: str
    role: str | None
    reports_to: str | None
    calls: tuple[SampleCall, ...]
    meeting: SampleMeeting | None


@dataclass(frozen=True)
class Sample:
    project: dict[str, str]
    rep: dict[str, str]
    source: dict[str, str]
    bought: dict[str, str]
    list_file: Path
    bought_file: Path
    people: tuple[SamplePerson, ...]


def read_sample(folder: Path) -> Sample:
    """The sample in `folder`, which ships with the program."""
    data = tomllib.loads((folder / "sample.toml").read_text("utf-8"))
    people = tuple(_person(row) for row in data["person"])
    return Sample(
        data["project"],
        data["rep"],
        data["source"],
        data["bought"],
        folder / "people.csv",
        folder / "bought.csv",
        people,
    )


def _person(row: dict[str, Any]) -> SamplePerson:
    calls = tuple(_call(call) for call in row.get("call", ()))
    meeting = _meeting(row["meeting"]) if "meeting" in row else None
    return SamplePerson(row["name"], row.get("role"), row.get("reports_to"), calls, meeting)


def _call(row: dict[str, Any]) -> SampleCall:
    return SampleCall(
        days_ago=row["days_ago"],
        at=time.fromisoformat(row["at"]),
        outcome=row["outcome"],
        note=row.get("note", ""),
        seconds=row.get("seconds", 0),
        facts=row.get("facts", {}),
        no_fact_reason=row.get("no_fact_reason", ""),
        back_at=time.fromisoformat(row["back_at"]) if "back_at" in row else None,
    )


def _meeting(row: dict[str, Any]) -> SampleMeeting:
    return SampleMeeting(row["days_ahead"], time.fromisoformat(row["at"]), row.get("accepted", False))
