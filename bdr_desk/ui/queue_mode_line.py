"""In the queue panel: how the desk goes on after a call, to be seen and changed; and over the dial key, the countdown."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from bdr_desk.domain.queue_settings import Mode
from bdr_desk.queries.queue_settings import GoesOn
from bdr_desk.ui.commands import key_text
from bdr_desk.ui.widgets.editors import FewEditor
from bdr_desk.ui.widgets.parts import dress, keycap, label, row

TITLES = {Mode.MANUAL: "Manual", Mode.PREVIEW: "Preview", Mode.POWER: "Power"}


def says_of(mode: Mode, countdown: int) -> str:
    """What happens after a call."""
    if mode == Mode.MANUAL:
        return "After a call, you pick the next one."
    if mode == Mode.PREVIEW:
        return f"After a call, the next one is shown. {key_text('dial')} dials."
    return f"After a call, the next one is dialled in {countdown} s. Any key stops it."


class QueueModeLine(QWidget):
    chosen = Signal(object)  # Mode

    def __init__(self) -> None:
        super().__init__()
        self.choice = FewEditor([(mode, TITLES[mode]) for mode in Mode])
        self.choice.name("After a call")
        self.choice.left.connect(lambda: self.chosen.emit(Mode(self.choice.state())))
        self.cap = keycap(key_text("mode"))
        line = row(self.choice, self.cap, margins=(16, 6, 16, 6), gap=4)
        line.setStretch(0, 1)
        self.setLayout(line)

    def show_mode(self, goes_on: GoesOn) -> None:
        self.choice.show_value(goes_on.mode)
        for mode, made in zip(Mode, self.choice.choices, strict=True):
            made.setToolTip(says_of(mode, goes_on.countdown))


class Countdown(QFrame):
    """Lies over `beneath`, at its right end, while it counts; nothing on the page moves for it."""

    def __init__(self, over: QWidget, beneath: QWidget) -> None:
        """`beneath` stands in `over`, which it is drawn on."""
        super().__init__(over)
        self._over, self._beneath = over, beneath
        dress(self, look="countdown")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._says, self._stops = label("", "strong"), label("· any key stops")
        self.setLayout(row(self._says, self._stops, margins=(12, 5, 12, 5), gap=8))
        over.installEventFilter(self)
        beneath.installEventFilter(self)
        self.hide()

    def text(self) -> str:
        return f"{self._says.text()} {self._stops.text()}" if self.isVisible() else ""

    def show_left(self, name: str, seconds: int) -> None:
        """0 takes it away."""
        self.setVisible(seconds > 0)
        if seconds > 0:
            self._says.setText(f"Dialling {name} in {seconds} s")
            self.setAccessibleName(f"Dialling {name} in {seconds} seconds, any key stops it")
            self._place()
            self.raise_()

    def _place(self) -> None:
        self.adjustSize()
        corner = self._beneath.mapTo(self._over, self._beneath.rect().topRight())
        tall = max(self.height(), self._beneath.height())
        self.setGeometry(
            max(0, corner.x() + 1 - self.width()),
            corner.y() - (tall - self._beneath.height()) // 2,
            self.width(),
            tall,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
