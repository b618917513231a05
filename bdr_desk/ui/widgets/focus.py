"""The order in which Tab goes from field to field."""

from itertools import pairwise

from PySide6.QtWidgets import QWidget


def in_turn(*widgets: QWidget) -> None:
    """Tab goes through `widgets` in this order; they have to be in one window by then."""
    for one, next_one in pairwise(widgets):
        QWidget.setTabOrder(one, next_one)
