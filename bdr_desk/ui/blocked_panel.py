"""Why the others cannot be called now, at the right of the call desk: how many by each rule, and what can be done about it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from bdr_desk.queries.why_not import Blocked, BlockedRow
from bdr_desk.ui.script_panel import scrolled
from bdr_desk.ui.theme import figures
from bdr_desk.ui.widgets.parts import Part, button, caption, column, label, refill, row, rule

NUMBER = 28  # px of a small count; larger ones push their text on
# What can be done about a rule, as a click says it.
DEEDS = {
    "unknown_zone": "Say where the first one is", "no_number": "Add a number for the first one", "held": "To the lists",
    "skipped": "Look at the first one", "calling_hours": "Calling hours",
}  # fmt: skip
_GROUPS = (
    (
        "It ends by itself",
        (
            "waits",
            "calling_hours",
            "account_gap",
            "account_cap",
            "account_busy",
            "claimed",
            "claim",
            "skipped",
        ),
    ),
    ("Somebody can help", ("unknown_zone", "no_number", "held")),
    ("Not to be called", ("suppressed", "stage")),
)


class BlockedPanel(QWidget):
    closed = Signal()
    deed = Signal(str, object)  # a rule of `DEEDS`, a lead it keeps

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Why not now")
        self.close_button = button("Close", self.closed.emit, look="link", key="Esc")
        self.total = label("", wrap=True)
        self._box = column(gap=2, margins=(16, 4, 12, 12))
        inside = QWidget()
        inside.setLayout(self._box)
        head = column(
            row(caption("Why not now"), 0, self.close_button), self.total, margins=(16, 12, 16, 10), gap=6
        )
        self.setLayout(column(head, rule(), scrolled(inside), gap=0))

    def show_blocked(self, found: Blocked) -> None:
        others = found.total - found.callable_now
        self.total.setText(
            f"{found.callable_now:,} of {found.total:,} leads can be called now, {others:,} cannot."
        )
        parts: list[Part] = []
        for title, rules in _GROUPS:
            rows = [one for one in found.rows if one.rule in rules]
            if rows:
                parts.append(row(caption(title), 0, margins=(0, 12, 0, 4)))
                firsts = {one.rule: one for one in reversed(rows)}
                parts += [_line(one, self.deed.emit if firsts[one.rule] is one else None) for one in rows]
        refill(self._box, *parts, 1)


def _line(one: BlockedRow, do: Callable[[str, object], None] | None) -> Part:
    """With what can be done, where there is anything; rows of one rule say it once."""
    count = label(f"{one.count:,}", "strong")
    count.setFont(figures(count.font()))
    count.setMinimumWidth(NUMBER)
    count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    says = column(label(one.says, wrap=True), gap=0)
    if do and one.rule in DEEDS:
        says.addLayout(row(button(DEEDS[one.rule], partial(do, one.rule, one.lead), look="link"), 0))
    line = row(count, says, margins=(0, 3, 0, 3), gap=12)
    line.setStretch(1, 1)
    return line
