"""Export from wherever something is shown: one key, what it takes along, and where its dialog stays away."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from bdr_desk.actions.imports import Order, import_list
from bdr_desk.actions.saved_views import save_view
from bdr_desk.actions.suppressions import suppress
from bdr_desk.desk import Desk
from bdr_desk.domain.queue_filter import QueueFilter
from bdr_desk.domain.staging import ListPlace
from bdr_desk.files.list_file import open_list
from bdr_desk.store.tables import ChangeLog, Lead
from bdr_desk.ui.export_button import ExportButton
from tests.ui.conftest import Driver

FAIR = "Name,Company,Phone,Booth\nAda Okafor,Harbor,617-253-1000,A1\n"


@pytest.fixture
def shown(ready: Driver, desk: Desk, tmp_path: Path) -> Driver:
    """A list beside the three people, and somebody who may not be called."""
    file = tmp_path / "fair.csv"
    file.write_text(FAIR, "utf-8")
    import_list(desk, Order(ListPlace(file), "Northwind", "Fair", "trade_show:Boston", "US"))
    suppress(desk, "firm.example", "their lawyer wrote")
    return ready


def exported(driver: Driver, button: ExportButton, path: Path) -> list[list[str]]:
    """Ctrl+E, and a file chosen in the dialog it opens."""
    driver.frame.activateWindow()
    driver.qtbot.waitUntil(driver.frame.isActiveWindow)
    driver.press(Qt.Key.Key_E, ctrl=True)
    (dialog,) = button.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    driver.settle()
    assert f"written to {path.name}" in driver.window.notices.text()
    return [list(cells) for _, cells in open_list(path).rows()]


@pytest.mark.parametrize(
    ("page", "holds"),
    [("desk", "Ada Okafor"), ("lists", "A1"), ("sources", "Boston"), ("setup", "firm.example")],
)
def test_one_key_exports_what_is_shown(shown: Driver, page: str, holds: str, tmp_path: Path) -> None:
    shown.window.show_page(page)
    shown.settle()
    at = shown.window.page(page)
    if page == "setup":
        at = at.suppressed  # type: ignore[attr-defined]
    rows = exported(shown, at.export, tmp_path / "out.csv")  # type: ignore[attr-defined]
    assert any(holds in cells for cells in rows)


def test_the_view_that_is_looked_at_is_exported_under_its_name(
    ready: Driver, desk: Desk, tmp_path: Path
) -> None:
    with desk.write() as tx:
        tx.query(Lead).filter_by(id=ready.page.queue.first).one().owner_id = desk.me
    ready.page.views._narrow(QueueFilter(mine=True))
    ready.settle()
    assert ready.page.export._name() == "Call queue - Mine"
    ((name, *_),) = exported(ready, ready.page.export, tmp_path / "mine.csv")
    assert name == "Ada Okafor"
    save_view(desk, "Boston", QueueFilter(places=("US-MA",)))
    ready.settle()
    ready.page.views.next_view()  # the focus is where the dialog was
    ready.settle()
    assert ready.page.export._name() == "Call queue - Boston"
    assert len(exported(ready, ready.page.export, tmp_path / "boston.csv")) == 3
    with desk.read() as session:
        noted = [row.what for row in session.query(ChangeLog) if row.what.startswith("exported")]
    assert noted == ["exported 1 rows of queue, filtered as csv", "exported 3 rows of queue, Boston as csv"]


def test_no_dialog_lies_over_a_call(ready: Driver) -> None:
    ready.press(Qt.Key.Key_Return)
    ready.press(Qt.Key.Key_E, ctrl=True)
    button = ready.page.export
    assert not button.button.isEnabled() and not button.findChildren(QFileDialog)
    ready.answered()
    ready.press(Qt.Key.Key_F8)
    ready.press(Qt.Key.Key_3)
    ready.settle()
