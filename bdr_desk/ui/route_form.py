"""A way through a phone tree, typed in one line while it is talked through: Enter keeps it, Esc leaves."""

from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit

from bdr_desk.domain.phone_route import RouteText
from bdr_desk.queries.routes import RouteView
from bdr_desk.ui.widgets.parts import Part, button, column, dress, label, row
from bdr_desk.ui.widgets.passing_form import PassingForm

HEIGHT = 28  # px
HINT = "A comma is a pause: 2,,4"


class RouteForm(PassingForm):
    """Hidden until `ask`. `sent` has what was typed and the key of the way it changes, or None; `done` closes it."""

    sent = Signal(object, object)  # RouteText, UUID or None

    def __init__(self, *, stacked: bool = False) -> None:
        """`stacked` where it is narrow: two lines of fields."""
        super().__init__()
        self._route: UUID | None = None
        self._asks = label("", "strong")
        self._says = label(HINT, "small", wrap=True)
        self.number = self._field("Number", 150)
        self.keys = self._field("Press", 92)
        self.extension = self._field("Ext.", 60)
        self.by_name = QCheckBox("By name")
        self.by_name.setToolTip("The tree asks for letters of their name")
        self.by_name.setAccessibleName("Dial by name")
        self.gatekeeper = self._field("Gatekeeper", 104)
        self.note = self._field("Note", 0)
        self._go = button("Keep", self._send, look="primary", key="Enter")
        self._close = button("Leave it", self.close_form, key="Esc")
        self._lay_out(stacked=stacked)
        self.by_name.installEventFilter(self)

    def _lay_out(self, *, stacked: bool) -> None:
        says = row(self._says, self._go, self._close)
        says.setStretch(0, 1)
        ways = (self.number, self.keys, self.extension, self.by_name)
        if stacked:
            lines: tuple[Part, ...] = (
                self._asks,
                row(*ways, 0, gap=6),
                row(self.gatekeeper, self.note, gap=6),
                says,
            )
        else:
            says.insertWidget(0, self._asks)
            lines = (says, row(*ways, self.gatekeeper, self.note, gap=6))
        for made in (*ways, self.gatekeeper, self.note, self._go, self._close):
            made.setFixedHeight(HEIGHT)  # also where the window is low
        self.setLayout(column(*lines, margins=(12, 8, 12, 10), gap=8))

    def _field(self, name: str, width: int) -> QLineEdit:
        made = QLineEdit()
        made.setPlaceholderText(name)
        made.setAccessibleName(name)
        if width:
            made.setFixedWidth(width)
        made.returnPressed.connect(self._send)
        made.installEventFilter(self)
        return made

    def ask(self, asks: str, number: str = "", route: RouteView | None = None) -> None:
        """For `route`, which is changed; or for a new way by `number`. What was typed for the same one before stays."""
        key = route.route if route else None
        if self._asks.text() != asks or self._route != key:
            self._fill(number, route)
        self._route = key
        self._asks.setText(asks)
        self.say("")
        self.open_at(self.keys)

    def _fill(self, number: str, route: RouteView | None) -> None:
        self.number.setText(route.number if route else number)
        self.keys.setText(route.way.keys if route else "")
        self.extension.setText(route.way.extension if route else "")
        self.by_name.setChecked(bool(route and route.way.dial_by_name))
        self.gatekeeper.setText(route.gatekeeper if route else "")
        self.note.setText(route.note if route else "")
        self.number.setCursorPosition(0)

    def say(self, problem: str) -> None:
        self._says.setText(problem or HINT)
        dress(self._says, tone="danger" if problem else "")

    @property
    def said(self) -> str:
        return self._says.text()

    def done(self) -> None:
        """What was typed is kept."""
        self._fill("", None)
        self._asks.clear()
        self.close_form()

    def _send(self) -> None:
        self.sent.emit(
            RouteText(
                self.number.text(), self.keys.text(), self.extension.text(), self.by_name.isChecked(),
                self.gatekeeper.text(), self.note.text(),
            ),
            self._route,
        )  # fmt: skip

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        enter = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if watched is self.by_name and enter and event.type() == QEvent.Type.KeyPress:
            self._send()
            return True
        return super().eventFilter(watched, event)
