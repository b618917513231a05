"""Two of a kind side by side: what each has, what differs, and what stays when they become one."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from bdr_desk.queries.merges import FieldView
from bdr_desk.ui.widgets.parts import button, caption, column, label

WORD = 132  # px of the left column


def comparison(fields: Iterable[FieldView], taken: frozenset[str], take: Callable[[str], None]) -> QWidget:
    """A line for each of `fields`. `taken` are the keys whose second value was chosen; `take` is told when one is turned."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(12)
    grid.setColumnMinimumWidth(0, WORD)
    for place, title in enumerate(("One", "The other", "After merging"), start=1):
        grid.addWidget(caption(title), 0, place)
        grid.setColumnStretch(place, 1)
    for line, field in enumerate(filter(_says_something, fields), start=1):
        _line(grid, line, field, taken, take)
    made = QWidget()
    made.setLayout(grid)
    return made


def _says_something(field: FieldView) -> bool:
    return any((*field.values, field.stays))


def _line(
    grid: QGridLayout, line: int, field: FieldView, taken: frozenset[str], take: Callable[[str], None]
) -> None:
    top = Qt.AlignmentFlag.AlignTop
    grid.addWidget(label(field.title, "soft"), line, 0, top)
    mine, theirs = (_value(text, "strong" if field.differs else "soft") for text in field.values)
    grid.addWidget(mine, line, 1, top)
    grid.addWidget(theirs, line, 2, top)
    stays = _value(field.stays)
    if field.key and all(field.values) and field.differs:
        says = "Keep the first" if field.key in taken else "Take the other"
        turn = button(says, lambda: take(field.key), look="link", name=f"{says}: {field.title}")
        grid.addLayout(column(stays, turn, gap=0), line, 3, top)
    else:
        grid.addWidget(stays, line, 3, top)


def _value(text: str, look: str = "") -> QLabel:
    return label(text or "–", look if text else "soft", wrap=True, select=True)
