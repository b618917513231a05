"""Backups in the real window: the day's one made beside the work, one asked for, a broken one named, the command copied."""

import pytest
from PySide6.QtWidgets import QApplication

from bdr_desk.desk import Desk
from bdr_desk.domain.backup_rule import Kind
from bdr_desk.store.backup_files import backups_of
from bdr_desk.ui.backups_panel import BackupsPanel
from bdr_desk.ui.settings_page import SettingsPage
from tests.ui.conftest import Driver


@pytest.fixture
def panel(ready: Driver) -> BackupsPanel:
    ready.window.show_page("setup")
    ready.settle()
    page = ready.window.page("setup")
    assert isinstance(page, SettingsPage)
    return page.backups


def test_one_asked_for_is_shown_with_its_command(ready: Driver, panel: BackupsPanel, desk: Desk) -> None:
    assert "No backup yet" in panel.says.text() and not panel.table.isVisible()
    panel.make.click()
    assert not panel.make.isEnabled() and panel.says.text() == "Making a backup…"
    ready.settle()
    assert panel.make.isEnabled() and panel.says.text().startswith("Made and checked: ")
    (one,) = panel.table.rows.items
    assert one.good and one.kind == Kind.ASKED
    panel.copy.click()
    assert (
        QApplication.clipboard().text() == f"bdr-desk --data-dir {desk.data_dir} backup restore {one.title}"
    )
    panel.check.click()
    ready.settle()
    assert panel.says.text() == "It can be restored."


def test_a_broken_one_is_named(ready: Driver, panel: BackupsPanel, desk: Desk) -> None:
    panel.make_one()
    ready.settle()
    with backups_of(desk.store.file)[0].file.open("ab") as out:
        out.write(b"x")
    panel.check_all()
    ready.settle()
    assert (
        "is broken: Its bytes are not those" in panel.says.text() and panel.says.property("tone") == "danger"
    )
    assert panel._checked(panel.table.rows.items[0]) == "broken"


def test_the_day_s_is_made_beside_the_work(ready: Driver, desk: Desk) -> None:
    watch = ready.window.backup_watch
    watch.look()
    assert not ready.window.tasks.in_long  # what is written meanwhile waits for nothing
    watch.look()
    ready.settle()
    watch.look()
    ready.settle()
    assert [(one.kind, one.good) for one in backups_of(desk.store.file)] == [(Kind.DAILY, True)]


def test_what_goes_wrong_is_said_once(ready: Driver, desk: Desk) -> None:
    (desk.data_dir / "backups").write_text("in the way")

    def said() -> bool:
        ready.window.backup_watch.look()  # nothing is begun while something is being read
        ready.settle()
        return "no place for a backup" in ready.window.notices.text()

    ready.qtbot.waitUntil(said)
    ready.window.notices.hide()
    ready.window.backup_watch.look()
    ready.settle()
    assert not ready.window.notices.isVisible()
