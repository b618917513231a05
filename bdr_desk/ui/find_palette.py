"""Find anything: one field over the window, with the leads and pages that begin with what is typed."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from bdr_desk.desk import Desk
from bdr_desk.domain.matching import fold
from bdr_desk.domain.words import STAGE_SAYS
from bdr_desk.queries.search import Found, search
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.parts import column, dress, keycap, label, row, rule, shadow
from bdr_desk.ui.widgets.row_list import RowItem, RowList, heading

if TYPE_CHECKING:
    from bdr_desk.ui.main_window import MainWindow

WIDTH, TOP, MOST_HEIGHT = 620, 72, 460  # px
TYPING_MS = 120  # a pause in typing: then the store is asked
MOST = 30
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}


class FindPalette(QFrame):
    """Made open. It closes on Escape, on Enter, and when the focus goes elsewhere."""

    def __init__(
        self, desk: Desk, tasks: Tasks, window: "MainWindow", pages: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(window)
        self.setObjectName("find_palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("Find anything")
        dress(self, look="card")
        self._desk, self._tasks, self._window, self._pages = desk, tasks, window, pages
        self.setGraphicsEffect(shadow(self))
        self._before = window.focusWidget()
        self._leads: tuple[Found, ...] = ()
        self._open_when_found = False
        self.field = QLineEdit()
        self.field.setPlaceholderText("A name, a company, an e-mail address, a number, a page")
        self.field.setAccessibleName("Find anything")
        self.list = RowList("Found", framed=True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field keeps it
        self._says = label("", "small")
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._build()
        self._show_found()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build(self) -> None:
        foot = row(
            self._says,
            0,
            keycap("Enter"),
            label("opens", "small"),
            keycap("Esc"),
            label("closes", "small"),
            margins=(16, 6, 12, 8),
        )
        self.setLayout(
            column(
                column(self.field, margins=(12, 12, 12, 12)),
                rule(),
                self.list,
                rule(),
                foot,
                margins=(1, 1, 1, 1),
                gap=0,
            )
        )
        self.field.installEventFilter(self)
        self._window.installEventFilter(self)
        self.field.textEdited.connect(self._typed)
        self._pause.timeout.connect(self._search)
        self.list.clicked.connect(lambda _: self._open())

    # Finding

    def _typed(self) -> None:
        self._open_when_found = False
        self._pause.start()
        self._show_found()

    def _search(self) -> None:
        text = self.field.text()
        self._tasks.read(self, lambda: search(self._desk, text, MOST), self._found, newest="find")

    def _found(self, leads: tuple[Found, ...]) -> None:
        self._leads = leads
        self._show_found()
        if self._open_when_found:
            self._open()

    def _show_found(self) -> None:
        text = self.field.text().strip()
        leads = [_lead(found) for found in self._leads] if text else []
        pages = list(self._page_rows(text))
        items = [
            *([heading("Leads"), *leads] if leads else []),
            *([heading("Pages"), *pages] if pages else []),
        ]
        self.list.select(None)
        self.list.show_items(items)
        self._says.setText(_counted(len(leads), text, waiting=self._pause.isActive()))
        self._place()

    def _page_rows(self, text: str) -> Iterator[RowItem]:
        for name, title in self._pages:
            if fold(title).startswith(fold(text)):
                yield RowItem(name, title)

    # Opening

    def _open(self) -> None:
        key = self.list.key
        self.close()
        if isinstance(key, UUID):
            self._window.open_lead(key)
        elif isinstance(key, str):
            self._window.show_page(key)

    def _enter(self) -> None:
        """What was typed last counts: when its answer is not in yet, it is waited for."""
        if self._pause.isActive():
            self._pause.stop()
            self._open_when_found = True
            self._search()
        elif self.list.key is not None:
            self._open()

    def dismiss(self) -> None:
        self.close()
        if self._before is not None:
            self._before.setFocus()

    # Keys and place

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        elif watched is self.field and isinstance(event, QKeyEvent):
            return self._key(event)
        elif watched is self.field and event.type() == QEvent.Type.FocusOut and self._window.isActiveWindow():
            self.close()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        ours = key in STEPS or key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not ours:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:  # before any meaning the page gives it
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            if key in STEPS:
                self.list.step(STEPS[key])
            else:
                (self.dismiss if key == Qt.Key.Key_Escape else self._enter)()
        return True

    def _place(self) -> None:
        room = self._window.rect()
        rows = sum(item.height for item in self.list.rows.items)
        self.list.setFixedHeight(min(rows, MOST_HEIGHT, max(80, room.height() - TOP - 160)))
        width = min(WIDTH, room.width() - 32)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((room.width() - width) // 2, TOP)


def open_palette(
    desk: Desk, tasks: Tasks, window: "MainWindow", pages: Sequence[tuple[str, str]]
) -> FindPalette:
    """The palette over `window`; the one that is open when there is one. `pages` are (id, title) pairs."""
    opened = window.findChild(FindPalette)
    if opened is not None and opened.isVisible():
        opened.field.setFocus()
        opened.field.selectAll()
        return opened
    return FindPalette(desk, tasks, window, pages)


def _lead(found: Found) -> RowItem:
    second = ", ".join(part for part in (found.title, found.account_name, found.phone) if part)
    return RowItem(found.lead, found.name, second, STAGE_SAYS.get(found.stage, found.stage))


def _counted(leads: int, text: str, *, waiting: bool) -> str:
    if not text:
        return "Type the beginning of a name, or some digits of a number."
    if waiting:
        return "Looking…"
    if not leads:
        return "No lead begins so."
    return f"The first {leads}." if leads == MOST else f"{leads} {'lead' if leads == 1 else 'leads'}."
