"""The filter of the queue and its saved views, on the call desk."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from bdr_desk.actions.saved_views import delete_view, save_view
from bdr_desk.desk import Desk
from bdr_desk.domain.queue_filter import EVERYBODY, Kind, QueueFilter
from bdr_desk.queries.saved_views import saved_views
from bdr_desk.store.tables import Contact, Lead, Project
from bdr_desk.ui.commands import State
from tests.people import BERLIN, add_lead
from tests.ui.conftest import Driver

Key = Qt.Key


@pytest.fixture
def filtered(project: Project, open_desk: Callable[..., Driver], desk: Desk) -> Driver:
    """Four people: one in Berlin, one who fits, one who is mine, and one with another title."""
    add_lead(desk, project, "Ada Okafor", "A", place=1, fit=80)
    add_lead(desk, project, "Bea Berlin", "B", phones=(BERLIN,), emails=(), place=2)
    add_lead(desk, project, "Mia Mine", "C", emails=(), place=3, owner_id=desk.me)
    buyer = add_lead(desk, project, "Bo Buyer", "D", emails=(), place=4)
    with desk.write() as tx:
        tx.get_one(Contact, tx.get_one(Lead, buyer).contact_id).title = "Chief Buyer"
    return open_desk()


def shown(driver: Driver) -> list[str]:
    return [item.title for item in driver.page.queue.list.rows.items]


def panel(driver: Driver):  # type: ignore[no-untyped-def]
    return driver.page.views.panel


def test_the_filter_opens_by_its_key_and_narrows_the_queue(filtered: Driver) -> None:
    filtered.press(Key.Key_Slash)
    assert panel(filtered).isVisible() and QApplication.focusWidget() is panel(filtered).title
    filtered.write("buyer")
    filtered.press(Key.Key_Return)
    assert shown(filtered) == ["Bo Buyer"] and filtered.page.lead.view.name == "Bo Buyer"
    assert filtered.page.queue.view.says.text() == "Title buyer"
    assert panel(filtered).count.text() == "1 can be called now."
    filtered.press(Key.Key_Escape)
    assert not panel(filtered).isVisible() and shown(filtered) == ["Bo Buyer"]
    filtered.press(Key.Key_Return)
    assert filtered.page.session.state == State.RINGING


@pytest.mark.parametrize(
    ("place", "fit", "left"),
    [("Germany", "", ["Bea Berlin"]), ("Massachusetts", "60", ["Ada Okafor"]), ("", "0", ["Ada Okafor"])],
)
def test_places_and_fit(filtered: Driver, place: str, fit: str, left: list[str]) -> None:
    filtered.press(Key.Key_Slash)
    panel(filtered).place.setText(place)
    panel(filtered).fit.setText(fit)
    panel(filtered).fit.editingFinished.emit()
    filtered.settle()
    assert shown(filtered) == left


def test_what_cannot_be_read_is_said_and_changes_nothing(filtered: Driver) -> None:
    filtered.press(Key.Key_Slash)
    for field, text, says in (
        (panel(filtered).place, "Atlantis", "Atlantis"),
        (panel(filtered).fit, "lots", "lots"),
    ):
        field.setText(text)
        field.editingFinished.emit()
        filtered.settle()
        assert says in panel(filtered).problem.text() and len(shown(filtered)) == 4
        field.clear()


def test_keys_of_the_desk_rest_while_the_filter_is_typed(filtered: Driver) -> None:
    filtered.press(Key.Key_Slash)
    filtered.write("x/mv")
    assert panel(filtered).title.text() == "x/mv" and not filtered.page.acts.skip.isVisible()


def test_a_view_is_saved_picked_renamed_and_deleted(filtered: Driver, desk: Desk) -> None:
    filtered.press(Key.Key_Slash)
    panel(filtered).mine.click()
    filtered.settle()
    assert shown(filtered) == ["Mia Mine"]
    panel(filtered).save_button.click()
    filtered.write("My own")
    filtered.press(Key.Key_Return)
    (view,) = saved_views(desk).views
    assert (view.name, view.filter) == ("My own", QueueFilter(mine=True))
    assert filtered.page.queue.view.says.text() == "My own" and not panel(filtered).form.isVisible()
    panel(filtered).rename_button.click()
    filtered.write("Mine")
    filtered.press(Key.Key_Return)
    assert filtered.page.queue.view.says.text() == "Mine"
    panel(filtered).all_button.click()
    filtered.settle()
    assert len(shown(filtered)) == 4 and filtered.page.queue.view.says.text() == "All leads"
    panel(filtered).view.show_value(str(view.key))
    panel(filtered).view.box.taken.emit()
    filtered.settle()
    assert shown(filtered) == ["Mia Mine"] and panel(filtered).mine.isChecked()
    panel(filtered).delete_button.click()
    filtered.settle()
    assert saved_views(desk).views == () and shown(filtered) == ["Mia Mine"]
    assert filtered.page.queue.view.says.text() == "Mine"  # the filter in words
    assert panel(filtered).save_button.isVisible() and not panel(filtered).delete_button.isVisible()


def test_a_view_that_was_changed_says_so(filtered: Driver, desk: Desk) -> None:
    save_view(desk, "Fits", QueueFilter(fit=50))
    filtered.settle()
    filtered.press(Key.Key_V, Key.Key_Slash)
    panel(filtered).kinds[Kind.FRESH].click()
    filtered.settle()
    assert filtered.page.queue.view.says.text() == "Fits, changed"
    assert "Fits" in panel(filtered).save_button.text_shown()


def test_a_key_goes_through_the_views(filtered: Driver, desk: Desk) -> None:
    filtered.press(Key.Key_V)
    assert filtered.page.views.filter == EVERYBODY  # there is none yet
    save_view(desk, "Fits", QueueFilter(fit=50))
    mine = save_view(desk, "Mine", QueueFilter(mine=True))
    filtered.settle()
    seen = []
    for _ in range(3):
        filtered.press(Key.Key_V)
        seen.append((filtered.page.queue.view.says.text(), len(shown(filtered))))
    assert seen == [("Fits", 1), ("Mine", 1), ("All leads", 4)]
    filtered.press(Key.Key_V, Key.Key_V)
    delete_view(desk, mine)
    filtered.settle()
    assert shown(filtered) == ["Mia Mine"]  # what is looked at stays


def test_a_promise_that_is_due_is_never_out_of_sight(filtered: Driver, desk: Desk, project: Project) -> None:
    filtered.press(Key.Key_Slash)
    panel(filtered).mine.click()
    filtered.settle()
    due = desk.clock() - timedelta(minutes=1)
    lead = add_lead(desk, project, "Pia Promised", "Zed", emails=(), next_kind="callback", next_at=due)
    filtered.settle()
    assert shown(filtered) == ["Pia Promised", "Mia Mine"]
    assert filtered.page.queue._more.text() == "That is the whole view."
    assert ("Outside this view", "warn") in filtered.page.queue.list.rows.items[0].chips
    filtered.page.next_lead()
    filtered.settle()
    assert filtered.page.lead.view.lead == lead


def test_nobody_in_the_view(filtered: Driver) -> None:
    filtered.press(Key.Key_Slash)
    filtered.write("astronaut")
    filtered.press(Key.Key_Return)
    says = "Nobody in this view now. 4 outside it can be called. Press / to change it, Esc for all leads."
    assert filtered.page.queue._empty.text() == says
    assert filtered.page.session.lead is None
    filtered.press(Key.Key_Escape)  # out of the filter
    assert filtered.page.queue._empty.text() == says and not panel(filtered).isVisible()
    filtered.press(Key.Key_Escape)
    assert len(shown(filtered)) == 4 and filtered.page.lead.view.name == "Ada Okafor"
    filtered.press(Key.Key_Escape)
    assert len(shown(filtered)) == 4


def test_who_was_found_stays_on_the_desk_when_an_empty_view_is_left(filtered: Driver) -> None:
    found = filtered.page.queue._items[3].lead
    filtered.page.views._narrow(QueueFilter(title="astronaut"))
    filtered.settle()
    filtered.page.open(found)
    filtered.settle()
    filtered.press(Key.Key_F4)
    assert filtered.page.notes.edit.hasFocus()
    filtered.press(Key.Key_Escape)
    assert filtered.page.queue.hasFocus()  # the list is not there
    filtered.press(Key.Key_Escape)
    assert filtered.page.queue.list.hasFocus()
    assert len(shown(filtered)) == 4 and filtered.page.session.lead == found


def test_the_desk_opens_with_the_view_it_was_left_with(
    filtered: Driver, desk: Desk, open_desk: Callable[..., Driver]
) -> None:
    key = save_view(desk, "Mine", QueueFilter(mine=True))
    filtered.settle()
    filtered.press(Key.Key_V)
    filtered.frame.close()
    again = open_desk()
    assert shown(again) == ["Mia Mine"] and again.page.lead.view.name == "Mia Mine"
    assert again.page.queue.view.says.text() == "Mine"
    again.frame.close()
    delete_view(desk, key)
    last = open_desk()
    assert len(shown(last)) == 4 and last.page.queue.view.says.text() == "All leads"


def test_all_leads_are_remembered_as_well(
    filtered: Driver, desk: Desk, open_desk: Callable[..., Driver]
) -> None:
    save_view(desk, "Mine", QueueFilter(mine=True))
    filtered.settle()
    filtered.press(Key.Key_V, Key.Key_V)
    filtered.frame.close()
    assert len(shown(open_desk())) == 4


def test_a_call_in_hand_stays_when_the_view_changes(filtered: Driver, desk: Desk) -> None:
    save_view(desk, "Mine", QueueFilter(mine=True))
    filtered.settle()
    filtered.press(Key.Key_Return)
    lead: UUID = filtered.page.session.lead
    filtered.page.views.next_view()
    filtered.settle()
    assert filtered.page.session.lead == lead and filtered.page.session.state == State.RINGING
