"""The rep's next good times. One key marks the next; the marked one is booked with the outcome “Meeting”."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bdr_desk.queries.meetings import MeetingView, SlotView
from bdr_desk.ui.commands import key_text
from bdr_desk.ui.lead_on_desk import LeadOnDesk
from bdr_desk.ui.widgets.parts import (
    ContentButton,
    Elided,
    caption,
    clear,
    column,
    keycap,
    label,
    passive,
    set_caption,
)

DAY_WIDTH = 80


class SlotsPanel(QWidget):
    marked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.slots: Sequence[SlotView] = ()
        self.slot: SlotView | None = None
        self._caption = caption("Next free")
        self._says = label("", "small", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        head = column(self._caption, self._says, margins=(8, 0, 8, 0), gap=6)
        self.setLayout(column(head, self._rows, margins=(8, 12, 8, 8), gap=6))

    def show_lead(self, lead: LeadOnDesk | None, same: bool) -> None:
        """With `same`, the marked slot stays marked while it is still free."""
        before, self.slots = self.slots, lead.slots if lead else ()
        starts = self.slot.starts_at if same and self.slot else None
        self.slot = next((slot for slot in self.slots if slot.starts_at == starts), None)
        rep = lead.view.rep_name if lead else ""
        set_caption(self._caption, f"Next free with {rep}, their time" if rep else "Next free")
        self._says.setText(_says(lead))
        self._says.setVisible(bool(self._says.text()))
        if not (same and before == self.slots and self._booked == (lead.meeting if lead else None)):
            self._draw(lead)
        self._booked = lead.meeting if lead else None
        self._check()

    _booked: MeetingView | None = None

    def mark_next(self) -> None:
        """The first slot, or the one after the marked."""
        if self.slots:
            place = self.slots.index(self.slot) + 1 if self.slot in self.slots else 0
            self._mark(self.slots[place % len(self.slots)])

    def clear_mark(self) -> None:
        self.slot = None
        self._check()

    def _mark(self, slot: SlotView) -> None:
        self.slot = slot
        self._check()
        self.marked.emit()

    def _check(self) -> None:
        for place, slot in enumerate(self.slots):
            item = self._rows.itemAt(place)
            made = item.widget() if item else None
            if isinstance(made, ContentButton):
                made.setChecked(slot == self.slot)

    def _draw(self, lead: LeadOnDesk | None) -> None:
        clear(self._rows)
        booked = lead is not None and lead.meeting is not None
        for place, slot in enumerate(() if booked else self.slots):
            self._rows.addWidget(self._row(slot, first=place == 0))
        self._check()

    def _row(self, slot: SlotView, first: bool) -> ContentButton:
        made = ContentButton("row")
        made.setCheckable(True)
        line = QHBoxLayout(made)
        line.setContentsMargins(8, 3, 8, 3)
        line.setSpacing(8)
        theirs, reps = (slot.starts_at.astimezone(ZoneInfo(zone)) for zone in (slot.lead_zone, slot.rep_zone))
        day = passive(label(f"{theirs:%a} {theirs.day} {theirs:%b}", "soft"))
        day.setFixedWidth(DAY_WIDTH)
        line.addWidget(day)
        line.addWidget(passive(Elided(f"{theirs:%H:%M}")), 1)
        line.addWidget(
            passive(label(f"{reps:%H:%M} rep" if theirs.utcoffset() != reps.utcoffset() else "", "small"))
        )
        if first:
            line.addWidget(passive(keycap(key_text("meeting"))))
        made.setAccessibleName(f"Meeting at {slot.lead_says}, {slot.rep_says} for the rep")
        made.clicked.connect(lambda _checked: self._mark(slot))
        return made


def _says(lead: LeadOnDesk | None) -> str:
    if lead is None:
        return ""
    if lead.meeting is not None:
        return f"Meeting booked: {lead.meeting.lead_says}, with {lead.meeting.rep_name}."
    if lead.view.rep is None:
        return "This project has no rep yet. Add one on the Meetings page."
    return "" if lead.slots else "They share no free time in the next two weeks."
