"""The mark beside a long form follows the user, and nothing else."""

import pytest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from bdr_desk.ui.widgets.sections import Sections

THREE = [
    ("list", "The list", "What comes in."),
    ("team", "The team", "Who shares."),
    ("end", "The end", "Last."),
]


def _tall(height: int) -> QWidget:
    made = QWidget()
    made.setFixedHeight(height)
    return made


@pytest.fixture
def parts() -> dict[str, QWidget]:
    return {"list": _tall(900), "team": _tall(500), "end": _tall(100)}


@pytest.fixture
def sections(qtbot: QtBot, parts: dict[str, QWidget]) -> Sections:
    made = Sections("Sections", THREE)
    qtbot.addWidget(made)
    for section, part in parts.items():
        made.fill(section, part)
    made.resize(900, 400)
    made.show()
    qtbot.waitExposed(made)
    made.go_to("team")
    return made


def test_the_mark_stays_when_what_stands_above_becomes_shorter(
    sections: Sections, parts: dict[str, QWidget], qtbot: QtBot
) -> None:
    bar = sections.findChild(QScrollArea).verticalScrollBar()  # type: ignore[union-attr]
    marked: list[int] = []
    sections.names.currentRowChanged.connect(marked.append)
    before = bar.maximum()
    parts["list"].setFixedHeight(60)
    qtbot.waitUntil(lambda: bar.maximum() < before)
    assert sections.current == "team" and marked == []


def test_the_mark_goes_where_the_user_scrolls(sections: Sections) -> None:
    bar = sections.findChild(QScrollArea).verticalScrollBar()  # type: ignore[union-attr]
    bar.setValue(0)
    assert sections.current == "list"
    bar.setValue(bar.maximum())
    assert sections.current == "end"
