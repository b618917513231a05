"""Do not contact in the real window: found, added, from a file, lifted by a lead; exports and erasures beside it."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from bdr_desk.actions.suppressions import suppress
from bdr_desk.actions.users import take_role
from bdr_desk.desk import Desk
from bdr_desk.queries.exports import Wanted
from bdr_desk.queries.suppressions import suppressions
from bdr_desk.store.tables import Contact, Lead, Project
from bdr_desk.ui.accounts_page import AccountsPage
from bdr_desk.ui.erasure_form import ErasureForm
from bdr_desk.ui.export_button import ExportButton
from bdr_desk.ui.settings_page import SettingsPage
from bdr_desk.ui.suppressions_panel import SuppressionsPanel
from tests.people import add_lead
from tests.ui.conftest import Driver


@pytest.fixture
def panel(ready: Driver) -> SuppressionsPanel:
    ready.window.show_page("setup")
    ready.settle()
    page = ready.window.page("setup")
    assert isinstance(page, SettingsPage)
    return page.suppressed


def shown(panel: SuppressionsPanel) -> list[str]:
    return [view.what for view in panel.table.rows.items]


def test_somebody_is_added_and_found(ready: Driver, panel: SuppressionsPanel, desk: Desk) -> None:
    assert "Nobody" in panel.says.text()
    suppress(desk, "firm.example", "their lawyer wrote")
    panel.ask_add()
    panel.form.fields["what"].setText("617 555 0142")
    panel.form.fields["reason"].setText("asked on a call")
    panel.medium.show_value("call")
    panel.form.send()
    ready.settle()
    assert shown(panel) == ["+1 617-555-0142", "firm.example"] and panel.form.isHidden()
    panel.search.setText("lawyer")
    ready.settle()
    assert shown(panel) == ["firm.example"]
    panel.search.setText("zzz")
    ready.settle()
    assert "fits" in panel.says.text()


def test_what_cannot_be_read_is_said_beside_it(ready: Driver, panel: SuppressionsPanel) -> None:
    panel.ask_add()
    panel.form.fields["what"].setText("12")
    panel.form.fields["reason"].setText("asked")
    panel.form.send()
    ready.settle()
    assert "not a number" in panel.form.problem and panel.form.fields["what"].text() == "12"


def test_a_file_of_them(ready: Driver, panel: SuppressionsPanel, tmp_path: Path) -> None:
    path = tmp_path / "stop.csv"
    path.write_text("Phone\n617-555-0142\n617-555-0143\n12\n", "utf-8")
    panel.ask_reason(path)
    panel._file_reason.field.setText("national list")
    panel._file_reason._take()
    ready.settle()
    assert len(shown(panel)) == 2 and panel.says.text().endswith("Look at row 4.")


def test_only_a_lead_lifts(ready: Driver, panel: SuppressionsPanel, desk: Desk) -> None:
    suppress(desk, "firm.example", "their lawyer wrote")
    panel.reload()
    ready.settle()
    panel.ask_lift()
    panel.lift.field.setText("they wrote again")
    panel.lift._take()
    ready.settle()
    assert "team lead" in panel.says.text() and panel.lift.field.text() == "they wrote again"
    take_role(desk, "lead")
    panel.lift._take()
    ready.settle()
    assert suppressions(desk).total == 0 and panel.lift.isHidden()


def test_an_export_says_what_it_wrote(ready: Driver, desk: Desk, project: Project, tmp_path: Path) -> None:
    add_lead(desk, project)
    button = ExportButton(desk, ready.window.tasks, lambda: Wanted("leads"), lambda: "Fair: 2027/04")
    said: list[tuple[str, str]] = []
    button.notice.connect(lambda *what: said.append(what))
    button.export(Wanted("leads"), tmp_path / "leads.csv")
    ready.settle()
    button.export(Wanted("leads"), tmp_path / "missing" / "leads.csv")
    ready.settle()
    assert [tone for _, tone in said] == ["good", "danger"] and "rows written to leads.csv" in said[0][0]
    assert (tmp_path / "leads.csv").exists() and button.button.isEnabled()


def test_erasing_shows_what_goes_and_then_the_proof(
    ready: Driver, desk: Desk, project: Project, no_keyring: None
) -> None:
    lead = add_lead(desk, project, "Zoe Marsh", "Pier Nine", ("+16175550177",), ("zoe@pier.example",))
    with desk.read() as session:
        contact = session.get_one(Lead, lead).contact_id
    form = ErasureForm(desk, ready.window.tasks)
    form.ask(contact, "Zoe Marsh")
    ready.settle()
    assert "numbers 1" in form.says.text() and "Zoe Marsh" in form.form._asks.text()
    form.form.field.setText("letter")
    form.form._take()
    ready.settle()
    assert form.says.text().startswith("Erased")
    form.copy.click()
    assert json.loads(QApplication.clipboard().text())["hashes_kept"] == 3
    with desk.read() as session:
        assert session.get_one(Contact, contact).name == ""


def test_erasing_begins_on_the_accounts_page(ready: Driver, desk: Desk) -> None:
    ready.window.show_page("accounts")
    ready.settle()
    page = ready.window.page("accounts")
    assert isinstance(page, AccountsPage)
    assert page.erase.text_shown() == f"Erase {page.people.rows.items[0].title}…"
    page.ask_erase()
    ready.settle()
    assert page.erasing.isVisible() and "What goes" in page.erasing.says.text()
