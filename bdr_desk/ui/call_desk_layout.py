"""What stands where on the call desk: queue, person, script and notes, what is known; across the foot the outcomes."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bdr_desk.ui.widgets.parts import column, rule

if TYPE_CHECKING:
    from bdr_desk.ui.call_desk_page import CallDeskPage

ROOMY = 800  # px of height from which consequences and facts may take two lines
WIDE = 1400  # px


def lay_out(page: "CallDeskPage") -> None:
    across = QHBoxLayout()
    across.setSpacing(0)
    for part in (page.queue, rule(upright=True), _centre(page), rule(upright=True), page.acts.right):
        if isinstance(part, QWidget):
            across.addWidget(part)
        else:
            across.addLayout(part, 1)
    whole = column(across, page.bar, gap=0)
    whole.setStretch(0, 1)
    page.setLayout(whole)
    fit(page)


def _centre(page: "CallDeskPage") -> QVBoxLayout:
    talk = _beside(column(page.script, gap=0), page.objections)
    centre = column(page.unfinished, page.person, page.acts.forms, rule(), gap=0)
    centre.addLayout(talk, 2)
    centre.addWidget(rule())
    centre.addLayout(_beside(column(page.notes, gap=0), page.history), 1)
    return centre


def _beside(main: QVBoxLayout, margin: QWidget) -> QHBoxLayout:
    both = QHBoxLayout()
    both.setSpacing(0)
    both.addLayout(main, 1)
    both.addWidget(rule(upright=True))
    both.addWidget(margin)
    return both


def fit(page: "CallDeskPage") -> None:
    """The columns at the sides take what a smaller window can spare."""
    wide = page.width() >= WIDE
    page.queue.setFixedWidth(296 if wide else 256)
    page.acts.right.setFixedWidth(336 if wide else 300)
    for margin in (page.objections, page.history):
        margin.setFixedWidth(248 if wide else 216)
    for part in (page.bar, page.side.facts):
        part.set_roomy(page.height() >= ROOMY)
