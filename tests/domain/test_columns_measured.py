"""How well columns are told over made-up lists of many origins and languages (tests/data/mapping/lists.txt)."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bdr_desk.domain.column_names import FIELDS
from bdr_desk.domain.columns import match_columns

LISTS = Path(__file__).parents[1] / "data" / "mapping" / "lists.txt"
NONE = "-"


class Sample(NamedTuple):
    name: str
    region: str
    header: list[str] | None
    means: list[str]
    rows: list[list[str]]


def samples() -> Iterator[Sample]:
    for block in LISTS.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, header, means, *rows = (line for line in block.splitlines() if line)
        name, _, region = title.rpartition(", ")
        cells = [row.split("|") for row in rows]
        yield Sample(
            name, region, None if header == "(none)" else header.split("|"), means[1:].split("|"), cells
        )


SAMPLES = tuple(samples())


def told(sample: Sample, *, contents: bool = True) -> Iterator[tuple[str, str, str]]:
    """Of each column: its name, what it means, what it was taken for."""
    columns = match_columns(sample.header, sample.rows if contents else [], sample.region)
    taken = {column.index: column.field for column in columns.columns}
    for index, means in enumerate(sample.means):
        yield (sample.header or sample.rows[0])[index], means, taken.get(index, NONE)


def verdict(means: str, taken: str) -> str:
    if means == taken:
        return "rightly"
    return "left out" if taken == NONE else "wrongly"


def shares(counts: Counter[str]) -> dict[str, float]:
    return {key: round(counts[key] / counts.total(), 4) for key in ("rightly", "wrongly", "left out")}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_the_lists_are_well_formed(sample: Sample) -> None:
    assert set(sample.means) <= {*FIELDS, NONE}
    assert not sample.header or len(sample.header) == len(sample.means)
    assert sample.rows
    assert all(len(row) <= len(sample.means) for row in sample.rows)


def test_columns_are_told_by_header_and_contents() -> None:
    assert len(SAMPLES) >= 60
    every = [(sample.name, *column) for sample in SAMPLES for column in told(sample)]
    counts = Counter(verdict(means, taken) for *_, means, taken in every)
    said = "\n".join(
        f"{name}: {column} is {means}, not {taken}" for name, column, means, taken in every if means != taken
    )
    print(f"\n{len(SAMPLES)} lists, {counts.total()} columns: {shares(counts)}\n{said}")
    assert shares(counts)["rightly"] >= 0.95
    assert shares(counts)["wrongly"] <= 0.01


def test_headers_alone_tell_most() -> None:
    """Before any row is read, or in columns that are empty."""
    headed = [sample for sample in SAMPLES if sample.header]
    counts = Counter(verdict(*column[1:]) for sample in headed for column in told(sample, contents=False))
    print(f"\n{len(headed)} lists, {counts.total()} columns: {shares(counts)}")
    assert shares(counts)["rightly"] >= 0.95
