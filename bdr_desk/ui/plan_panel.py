"""The plan for today, at the right of the call desk: promises, what is due by the hour, and how long the leads last."""

from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bdr_desk.queries.day_plan import DayPlan, HourDue, Inbound, Promise
from bdr_desk.ui.theme import figures, tokens
from bdr_desk.ui.widgets.parts import button, caption, chip, column, label, row, rule
from bdr_desk.ui.widgets.row_list import RowItem, RowList, heading

BARS, SCALE = 44, 16  # px
WIDEST_BAR = 22  # px


class PlanPanel(QWidget):
    opened = Signal(object)  # a lead
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Plan for today")
        self.list = RowList("Promises and inbound leads of today")
        self.list.opened.connect(self.opened)
        self.list.installEventFilter(self)
        self._counts = {name: label("0", "count") for name in ("promised", "next tries", "fresh")}
        for count in self._counts.values():
            count.setFont(figures(count.font()))
        self.hours = HourBars()
        self._hours_title = QWidget()
        self._hours_title.setLayout(
            row(caption("Due by the hour"), 0, chip("promised", "accent"), chip("next tries"), gap=4)
        )
        self._empty = label("Nothing was promised for today.", "soft", wrap=True)
        self._empty.setContentsMargins(16, 12, 16, 12)
        self.lasts = label("", "soft", wrap=True)
        close = button("Close", self.closed.emit, look="link", key="Esc")
        numbers = row(
            *(column(count, label(name, "small"), gap=0) for name, count in self._counts.items()), 0, gap=20
        )
        head = column(row(caption("Plan for today"), 0, close), numbers, self._hours_title, self.hours,
                      margins=(16, 12, 16, 10), gap=8)  # fmt: skip
        foot = column(self.lasts, margins=(16, 8, 16, 10))
        self.setLayout(column(head, rule(), self._empty, self.list, rule(), foot, gap=0))
        self.layout().setStretch(3, 1)  # type: ignore[union-attr]

    def show_plan(self, plan: DayPlan, now: datetime) -> None:
        """`now` is in the user's zone."""
        shown = (len(plan.promised), plan.retries_due + plan.retries_later, plan.fresh_left)
        for count, number in zip(self._counts.values(), shown, strict=True):
            count.setText(f"{number:,}")
        self.hours.show_hours(plan.hours)
        for part in (self.hours, self._hours_title):
            part.setVisible(bool(plan.hours))
        items = _items(plan, now)
        self.list.show_items(items)
        self.list.setVisible(bool(items))
        self._empty.setVisible(not items)
        self.lasts.setText(_lasts(plan))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter opens the lead, J and K go through the list, before they mean anything else."""
        if isinstance(event, QKeyEvent) and event.key() in _OURS:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in _STEPS:
                self.list.step(_STEPS[Qt.Key(event.key())])
                return True
        return super().eventFilter(watched, event)


_STEPS = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
_OURS = frozenset((*_STEPS, Qt.Key.Key_Return, Qt.Key.Key_Enter))


def _items(plan: DayPlan, now: datetime) -> list[RowItem]:
    overdue = [_promise(one, now) for one in plan.promised if one.overdue]
    later = [_promise(one, now) for one in plan.promised if not one.overdue]
    inbound = [_inbound(one, now) for one in plan.inbound]
    parts = (("Promised, overdue", overdue), ("Promised today", later), ("They asked to be called", inbound))
    return [item for title, rows in parts if rows for item in (heading(title), *rows)]


def _promise(one: Promise, now: datetime) -> RowItem:
    mine = one.at.astimezone(now.tzinfo)
    marks = [(_late(mine, now), "danger")] if one.overdue else []
    marks += (
        [] if one.in_hours else [("outside their hours" if not one.overdue else "closed there now", "warn")]
    )
    there = f"{one.account_name}, {one.local} there"
    return RowItem(one.lead, one.name, there, f"{mine:%H:%M}", tuple(marks))


def _inbound(one: Inbound, now: datetime) -> RowItem:
    mine = one.due.astimezone(now.tzinfo)
    mark = (_late(mine, now), "danger") if one.overdue else (f"call by {mine:%H:%M}", "accent")
    return RowItem(one.lead, one.name, one.account_name, f"{mine:%H:%M}", (mark,))


def _late(due: datetime, now: datetime) -> str:
    minutes = int((now - due).total_seconds() // 60)
    if minutes < 1:
        return "due now"
    if minutes < 120:
        return f"{minutes} min late"
    return f"{minutes // 60} h late" if minutes < 48 * 60 else f"{minutes // 1440} days late"


def _lasts(plan: DayPlan) -> str:
    if plan.days_left is None or plan.per_day is None:
        return (
            f"{plan.callable_leads:,} leads can be called; how long they last shows after a day of dialling."
        )
    days = f"{plan.days_left:.1f}" if plan.days_left < 10 else f"{plan.days_left:,.0f}"
    pace = "one dial" if round(plan.per_day) <= 1 else f"{plan.per_day:.0f} dials"
    return f"{plan.callable_leads:,} leads can be called: {days} days at your {pace} a day."


class HourBars(QWidget):
    """A bar for each hour to come: promises below, next tries above them."""

    def __init__(self) -> None:
        super().__init__()
        self._hours: tuple[HourDue, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_hours(self, hours: tuple[HourDue, ...]) -> None:
        self._hours = hours
        said = [f"{one.hour} o'clock: {one.promised} promised, {one.retries} next tries" for one in hours]
        self.setAccessibleName("Due by the hour. " + "; ".join(said))
        self.setToolTip("\n".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, BARS + SCALE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._hours:
            return
        painter, colours = QPainter(self), tokens(self)
        step = self.width() / max(len(self._hours), 8)
        wide = min(WIDEST_BAR, int(step) - 4)
        most = max(1, *(one.promised + one.retries for one in self._hours))
        font = QFont(figures(self.font()))
        font.setPixelSize(11)
        painter.setFont(font)
        for place, one in enumerate(self._hours):
            x, y = int(place * step), BARS
            for number, colour in ((one.promised, colours.accent), (one.retries, colours.edge)):
                tall = round(number / most * (BARS - 4)) if number else 0
                tall = max(tall, 3) if number else 0
                painter.fillRect(x, y - tall, wide, tall, QColor(colour))
                y -= tall
            painter.fillRect(x, BARS, wide, 1, QColor(colours.line))
            painter.setPen(QColor(colours.text_soft))
            painter.drawText(QRect(x, BARS + 2, wide, SCALE - 2), Qt.AlignmentFlag.AlignCenter, str(one.hour))
