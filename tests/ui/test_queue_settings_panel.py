"""The queue's section of the set-up page: kept in the project, ranked anew, and never beyond the law."""

from collections.abc import Callable
from typing import Any

import pytest

from bdr_desk.desk import Desk
from bdr_desk.domain.queue_settings import Mode, QueueSettings
from bdr_desk.domain.rank import Weights
from bdr_desk.queries.queue import call_queue
from bdr_desk.queries.queue_settings import queue_terms
from bdr_desk.store.tables import Project
from bdr_desk.ui.queue_settings_panel import QueueSettingsPanel
from tests.conftest import StillClock
from tests.people import add_lead
from tests.ui.conftest import Driver


@pytest.fixture
def panel(
    project: Project, open_desk: Callable[..., Driver], desk: Desk, clock: StillClock
) -> tuple[Driver, QueueSettingsPanel]:
    add_lead(desk, project, "Fits", "A", place=2, fit=90)
    clock.forward(days=70)
    add_lead(desk, project, "New", "B", place=1, fit=10)
    driver = open_desk()
    driver.window.show_page("setup")
    driver.settle()
    page: Any = driver.window.page("setup")
    return driver, page.queue


Panel = tuple[Driver, QueueSettingsPanel]


def typed(panel: Panel, name: str, text: str) -> None:
    panel[1].rows[name].editor.edit.setText(text)  # type: ignore[attr-defined]
    panel[1].rows[name].editor.left.emit()
    panel[0].settle()


def test_each_field_is_kept(panel: Panel, desk: Desk) -> None:
    for name, text in (("countdown", "8"), ("gap_minutes", "45"), ("lunch", "12:30-13:30"), ("early", "0")):
        typed(panel, name, text)
    for name, choice in (("mode", 2), ("holidays", 1)):
        panel[1].rows[name].editor.choices[choice].click()  # type: ignore[attr-defined]
        panel[0].settle()
    terms = queue_terms(desk)
    assert (terms.queue.countdown, terms.queue.gap_minutes, terms.queue.mode) == (8, 45, Mode.POWER)
    assert (terms.calling.lunch, terms.calling.early, terms.calling.holidays) == ((750, 810), 0, True)
    typed(panel, "lunch", "")
    assert queue_terms(desk).calling.lunch is None and panel[1].rows["lunch"].says_saved
    assert panel[0].page.modes.goes_on.countdown == 8


@pytest.mark.parametrize(
    ("name", "text"), [("countdown", "1"), ("gap_minutes", "soon"), ("lunch", "noon"), ("early", "-1")]
)
def test_what_cannot_be_taken_stays_with_the_reason(panel: Panel, desk: Desk, name: str, text: str) -> None:
    typed(panel, name, text)
    assert panel[1].rows[name].problem and queue_terms(desk).queue == QueueSettings()


def test_weights_are_ranked_by_together(panel: Panel, desk: Desk) -> None:
    driver, settings = panel
    assert [item.name for item in call_queue(desk).items] == ["Fits", "New"]
    assert not settings.rank.isEnabled() and not settings.reset.isVisible()
    for name, text in (("fit", "0"), ("arrival", "5")):
        settings.weights[name].show_value(text)
        settings.weights[name].left.emit()
    driver.settle()
    assert queue_terms(desk).queue.weights == Weights()  # not yet
    settings.rank.click()
    driver.settle()
    assert [item.name for item in call_queue(desk).items] == ["New", "Fits"]
    assert (
        queue_terms(desk).queue.weights == Weights(fit=0, arrival=5)
        and settings.says.text() == "Ranked anew."
    )
    settings.reset.click()
    driver.settle()
    assert queue_terms(desk).queue.weights == Weights() and settings.weights["arrival"].state() == "1"
    assert not settings.reset.isVisible()


def test_a_weight_that_cannot_be_is_said(panel: Panel, desk: Desk) -> None:
    driver, settings = panel
    for wrong in ("lots", "5000"):
        settings.weights["heat"].show_value(wrong)
        settings.weights["heat"].left.emit()
        settings.rank.click()
        driver.settle()
        assert settings.says.property("tone") == "danger" and wrong in settings.says.text()
    assert queue_terms(desk).queue.weights == Weights()


def test_a_place_gets_hours_of_its_own_beside_its_law(panel: Panel, desk: Desk) -> None:
    driver, settings = panel
    places = settings.places
    places.place.setText("Texas")
    assert "Law in Texas: Mon-Sat 09:00-21:00" in places.law.text()
    places.hours.setText("8:00-18:00")
    places.add.click()
    driver.settle()
    assert "law in Texas" in places.new.problem and queue_terms(desk).calling.places == ()
    places.hours.setText("10:00-18:00")
    places.add.click()
    driver.settle()
    assert list(places.edits) == ["US-TX"] and not places.place.text() and not places.new.problem
    places.edits["US-TX"].setText("10:00-19:00 Mon-Sat")
    places.edits["US-TX"].editingFinished.emit()
    driver.settle()
    ((code, window),) = queue_terms(desk).calling.places
    assert (code, window.end, window.days) == ("US-TX", 1140, "012345")
    places.edits["US-TX"].setText("7:00-19:00")
    places.edits["US-TX"].editingFinished.emit()
    driver.settle()
    assert "law" in places.lines["US-TX"].problem
    places.edits["US-TX"].setText("")
    places.edits["US-TX"].editingFinished.emit()
    driver.settle()
    assert queue_terms(desk).calling.places == () and not places.edits
    places.place.setText("Atlantis")
    places.add.click()
    assert "Atlantis" in places.new.problem
