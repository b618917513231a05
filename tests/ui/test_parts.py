"""The small parts: lines that give way, scroll bars that lie over the edge, the look of what stands on a button."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from bdr_desk.ui.theme import LIGHT, Theme
from bdr_desk.ui.widgets.floating_bar import FloatingBar
from bdr_desk.ui.widgets.parts import Elided, button, column, dress, label, refill, row

SAYS = "Tomorrow 14:00 there, not the same hour"


def shown(qtbot: QtBot, made: Elided, share: float) -> list[str]:
    """The lines drawn in a `share` of the width the whole text takes."""
    qtbot.addWidget(made)
    made.resize(round(made.fontMetrics().horizontalAdvance(SAYS) * share) + 1, 60)
    return made._shown()


@pytest.mark.parametrize(("share", "lines"), [(1, [SAYS]), (0.8, ["Tomorrow 14:00 there"]), (0.3, ["Tomo"])])
def test_a_clause_that_does_not_fit_is_left_out(qtbot: QtBot, share: float, lines: list[str]) -> None:
    found = shown(qtbot, Elided(SAYS, by_clause=True), share)
    assert len(found) == 1 and found[0].startswith(lines[0])
    assert found[0].endswith("…") is (share < 0.5)


def test_a_snug_line_takes_a_second_one_only_when_it_needs_it(qtbot: QtBot) -> None:
    made = Elided(SAYS, lines=2, snug=True)
    qtbot.addWidget(made)
    wide = made.fontMetrics().horizontalAdvance(SAYS) + 1
    assert made.heightForWidth(wide) < made.heightForWidth(wide * 2 // 3) == made.heightForWidth(wide // 4)


def test_a_floating_bar_takes_no_width_and_scrolls(qtbot: QtBot) -> None:
    area = QScrollArea()
    inside = QWidget()
    inside.setMinimumHeight(900)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    bar = FloatingBar(area)
    qtbot.addWidget(area)
    area.resize(300, 300)
    area.show()
    assert bar.isVisible() and inside.width() == area.viewport().width() == 300 - 2 * area.frameWidth()
    bar.setValue(bar.maximum())
    assert area.verticalScrollBar().value() == bar.maximum() == 900 - area.viewport().height()
    area.resize(300, 1000)
    assert not bar.isVisible()


def test_parts_are_replaced_again_and_again(qtbot: QtBot) -> None:
    shown = QWidget()
    box = column()
    shown.setLayout(box)
    qtbot.addWidget(shown)
    for turn in range(200):
        refill(box, column(row(label(f"{turn}")), label("below")), label("alone"), 1)
        qtbot.wait(1)  # what was there before goes now
    assert [part.text() for part in shown.findChildren(QLabel)] == ["199", "below", "alone"]


def test_what_stands_on_a_button_takes_its_look(qtbot: QtBot, theme: Theme) -> None:
    made = button("Book", key="Enter")
    qtbot.addWidget(made)
    made.show()
    dress(made, look="primary")
    text = next(part for part in made.findChildren(QLabel) if part.text() == "Book")
    assert text.palette().color(text.foregroundRole()).name() == LIGHT.on_accent
    assert made.focusPolicy() == Qt.FocusPolicy.TabFocus
