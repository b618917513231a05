"""The order in which Tab goes from field to field."""

from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget


def in_turn(*widgets: QWidget) -> None:
    """Tab goes through `widgets` in this order; they have to be in one window by then."""
    for one, next_one in pairwise(widgets):
        QWidget.setTabOrder(one, next_one)


def as_read(panel: QWidget) -> list[QWidget]:
    """What Tab reaches in `panel`, from the top and from the left, whenever it was put there."""
    found = [
        part for part in panel.findChildren(QWidget)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible() and not part.focusProxy()
    ]  # fmt: skip

    def place(part: QWidget) -> tuple[int, int]:
        at = part.mapTo(panel, QPoint(0, 0))
        return at.y(), at.x()

    return sorted(found, key=place)
