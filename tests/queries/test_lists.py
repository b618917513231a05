"""How a file would be read, and the lists with their counts."""

from pathlib import Path

import pytest

from bdr_desk.actions.imports import Order, import_list
from bdr_desk.desk import Desk
from bdr_desk.domain.list_rows import Tally, Verdict
from bdr_desk.domain.staging import ListPlace
from bdr_desk.errors import BadInput, FileProblem, NotFound
from bdr_desk.queries.list_reading import Preview, preview
from bdr_desk.queries.lists import lists
from bdr_desk.store.tables import Project, Suppression
from tests.conftest import StillClock

EXPO = Path(__file__).parents[1] / "data" / "lists" / "expo.csv"


def seen_in(desk: Desk, path: Path, region: str, chosen: tuple[tuple[str, str], ...] = ()) -> Preview:
    return preview(desk, ListPlace(path), region, chosen, project="Northwind")


def test_a_preview_tells_how_the_file_would_be_read(desk: Desk, project: Project) -> None:
    seen = seen_in(desk, EXPO, "gb")
    assert (seen.encoding, seen.delimiter, seen.names) == ("utf-8", ";", seen.header)
    assert [(c.field, c.name) for c in seen.columns.columns][:4] == [
        ("company", "Company"),
        ("name", "Full Name"),
        ("title", "Job Title"),
        ("phone", "Telephone"),
    ]
    assert seen.counts == Tally(rows=10, added=5, merged=1, quarantined=2, refused=2)
    first = seen.rows[0]
    assert (first.number, first.verdict) == (2, Verdict.ADDED)
    assert first.row
    assert (first.row.account_name, first.row.phones[0].number.e164) == ("Harbour Mills Ltd", "+442079460101")


def test_a_preview_tells_about_how_many_rows_there_are(desk: Desk, tmp_path: Path) -> None:
    short = seen_in(desk, EXPO, "gb")
    assert (short.about_rows, short.whole) == (len(short.rows), True)
    path = tmp_path / "long.csv"
    path.write_text("Name,Phone\n" + "Ann Lee,020 7946 0198\n" * 5_000, "utf-8")
    long = seen_in(desk, path, "gb")
    assert not long.whole and long.about_rows == pytest.approx(5_000, rel=0.1)


def test_a_preview_follows_the_choices(desk: Desk, project: Project) -> None:
    seen = seen_in(desk, EXPO, "GB", (("ignore", "Telephone"), ("ignore", "Mobile"), ("ignore", "E-mail")))
    assert seen.counts == Tally(rows=10, quarantined=8, refused=2)
    assert not seen.columns.reaches
    with pytest.raises(BadInput, match="Full Name"):
        seen_in(desk, EXPO, "GB", (("phone", "Fon"),))


def test_a_preview_of_a_headerless_list_names_columns_by_number(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Harbour Mills,617-555-0142\nElm Clinic,617-555-0143\n", encoding="utf-8")
    seen = seen_in(desk, path, "US")
    assert (seen.header, seen.names) == (None, ("column 1", "column 2"))


def test_what_cannot_be_previewed(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(FileProblem):
        seen_in(desk, tmp_path / "none.csv", "US")
    with pytest.raises(BadInput):
        seen_in(desk, EXPO, "Atlantis")


def test_lists_with_their_counts(desk: Desk, clock: StillClock) -> None:
    order = {"project": "Northwind", "source": "trade_show:Expo", "region": "GB", "sample": True}
    import_list(desk, Order(ListPlace(EXPO), list_name="Expo", **order))
    with desk.write() as tx:
        tx.add(Suppression(kind="phone", value="+442079460104", reason="asked"))
    clock.forward(days=1)
    import_list(desk, Order(ListPlace(EXPO), list_name="Again", **order))
    newer, older = lists(desk)
    assert (older.name, older.source, older.project, older.file_name) == (
        "Expo",
        "trade_show:Expo",
        "Northwind",
        "expo.csv",
    )
    assert older.counts == Tally(rows=10, added=5, merged=1, quarantined=2, refused=2)
    assert older.dialable == 4  # five leads, one of them with nothing but a suppressed number
    assert (older.region, older.grade, older.released_at) == ("GB", "F", older.made_at)
    assert (newer.name, newer.counts.added, newer.dialable) == ("Again", 0, 0)
    with pytest.raises(NotFound, match="Southwind"):
        lists(desk, "Southwind")


def test_no_lists(desk: Desk) -> None:
    assert lists(desk) == ()
