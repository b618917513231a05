"""Rows judged here and beside: the same rows; errors travel; either process may go away."""

import multiprocessing
from datetime import date
from pathlib import Path

import pytest

from bdr_desk.domain.columns import match_columns
from bdr_desk.domain.hygiene import Terms
from bdr_desk.domain.staging import Asked, Findings, ListPlace, Packed, Reading
from bdr_desk.errors import FileProblem
from bdr_desk.files import judged_rows
from bdr_desk.files.list_file import open_list

HEADER = "Company,Name,Phone,Email"
ROWS = (
    "Harbour Mills,Ann Lee,617-253-1101,ann@mills.example",
    ",,,",
    "Élan,Zoë Okafor,(617) 253-1102 x5,",
    "Ash GmbH,Mickey Mouse,617-253-1103,",
    "Oak,Bob,12,",
    "a,b,c,d,e",
)


@pytest.fixture
def place(tmp_path: Path) -> ListPlace:
    path = tmp_path / "list.csv"
    path.write_text("\n".join((HEADER, *ROWS * 500)), "utf-8")
    return ListPlace(path)


def asked(place: ListPlace) -> Asked:
    file = open_list(place.path)
    columns = match_columns(file.header, [cells for _, cells in file.sample], "US")
    return Asked(Reading(columns, "US", file.header, file.width), Terms("US", date(2027, 4, 6)))


def drawn(place: ListPlace, terms: Asked) -> tuple[list[list[Packed]], Findings]:
    with judged_rows.judged_rows(place, terms) as rows:
        return list(rows.batches), rows.findings


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judged_rows, "WORTH_A_PROCESS", 1)


def test_here_and_beside_are_the_same(place: ListPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    terms = asked(place)
    here, found_here = drawn(place, terms)
    monkeypatch.setattr(judged_rows, "WORTH_A_PROCESS", 1)
    beside, found_beside = drawn(place, terms)
    assert (beside, vars(found_beside)) == (here, vars(found_here))
    assert [len(batch) for batch in here] == [2000, 1000]
    assert [row[0] for batch in here for row in batch] == list(range(2, 3002))
    assert (found_here.by_rule["blank"], found_here.by_rule["columns"], found_here.having["phone"]) == (
        500,
        500,
        1500,
    )
    assert not multiprocessing.active_children()


@pytest.mark.usefixtures("beside")
def test_an_error_travels(place: ListPlace) -> None:
    terms = asked(place)
    with place.path.open("a", encoding="utf-8") as file:
        file.write('\n"Elm,1,2,3\nOak,1,2,3')  # a quotation mark that is never closed
    with pytest.raises(FileProblem, match="quotation mark") as problem:
        drawn(place, terms)
    assert problem.value.advice
    assert not multiprocessing.active_children()


@pytest.mark.usefixtures("beside")
def test_a_file_that_went_away_beside(place: ListPlace) -> None:
    terms = asked(place)
    with judged_rows.judged_rows(place, terms) as rows:
        place.path.unlink()
        with pytest.raises(FileProblem, match="There is no file"):
            list(rows.batches)


@pytest.mark.parametrize("worth", [1, 1 << 40])
def test_a_file_that_is_gone(place: ListPlace, monkeypatch: pytest.MonkeyPatch, worth: int) -> None:
    terms = asked(place)
    place.path.unlink()
    monkeypatch.setattr(judged_rows, "WORTH_A_PROCESS", worth)
    with pytest.raises(FileProblem, match="There is no file"):
        drawn(place, terms)


@pytest.mark.usefixtures("beside")
def test_the_second_process_is_killed(place: ListPlace) -> None:
    """It has more to say than a pipe holds: it is killed between two messages, or within one."""
    place.path.write_text("\n".join((HEADER, *ROWS * 10_000)), "utf-8")
    with judged_rows.judged_rows(place, asked(place)) as rows:
        next(rows.batches)
        (child,) = multiprocessing.active_children()
        child.kill()
        child.join()
        with pytest.raises(FileProblem, match="broke off"):
            list(rows.batches)


@pytest.mark.usefixtures("beside")
def test_who_stops_listening_leaves_no_process(place: ListPlace, capfd: pytest.CaptureFixture[str]) -> None:
    place.path.write_text("\n".join((HEADER, *ROWS * 10_000)), "utf-8")
    with judged_rows.judged_rows(place, asked(place)) as rows:
        next(rows.batches)
        assert len(multiprocessing.active_children()) == 1
    assert not multiprocessing.active_children()
    assert capfd.readouterr().err == ""
