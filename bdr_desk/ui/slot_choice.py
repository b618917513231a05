"""Choosing another time in place: every slot that is free for both, by day."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from bdr_desk.queries.meetings import MeetingView, SlotView
from bdr_desk.ui.widgets.parts import button, column, dress, keycap, label, row
from bdr_desk.ui.widgets.row_list import RowItem, RowList, heading
from bdr_desk.ui.widgets.times import named_day

HEIGHT = 252  # px of the list


class SlotChoice(QFrame):
    """`chosen` (SlotView) on Enter, `closed` when it is left."""

    chosen = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        dress(self, look="card")
        self._asks = label("", "strong", wrap=True)
        self.list = RowList("Free times")
        self.list.setFixedHeight(HEIGHT)
        self.list.opened.connect(self.chosen)
        head = row(
            self._asks,
            label("takes it", "small"),
            keycap("Enter"),
            button("Leave it", self.closed.emit, key="Esc"),
        )
        head.setStretch(0, 1)
        self.setLayout(column(row(head, margins=(12, 10, 12, 4)), self.list, margins=(1, 1, 1, 8)))
        self.hide()

    def ask(self, view: MeetingView, slots: Sequence[SlotView], now: datetime) -> None:
        first = view.name.split()[0] if view.name else "them"
        self._asks.setText(f"Free for {view.rep_name} and {first}")
        self.list.show_items(list(_items(slots, now)))
        self.show()
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _items(slots: Sequence[SlotView], now: datetime) -> Iterator[RowItem]:
    """The day and the time on the prospect's clock: it is them who is asked."""

    def local(slot: SlotView) -> datetime:
        return slot.starts_at.astimezone(ZoneInfo(slot.lead_zone))

    for day, found in groupby(slots, key=lambda slot: local(slot).date()):
        yield heading(named_day(day, now.astimezone(ZoneInfo(slots[0].lead_zone)).date()))
        for slot in found:
            other = "" if slot.rep_zone == slot.lead_zone else f"{slot.rep_says} for the rep"
            yield RowItem(slot, f"{local(slot):%H:%M} their time", "", other)
