"""Draws the pictures of the README: a morning on the sample project, worked by keyboard in the real window, offscreen.

`python3 packaging/run.py screens` writes the pictures README shows into resources/screens. With a folder named, every state
goes there in both schemes and both sizes, to be looked at.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

# The same pictures on every machine: set before Qt and the zones are read.
os.environ |= {"TZ": "America/New_York", "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "1"}
if hasattr(time, "tzset"):
    time.tzset()

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QImage, QImageWriter, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bdr_desk.app import open_demo, open_desk
from bdr_desk.desk import Desk
from bdr_desk.telephony.simulated import SimulatedLine
from bdr_desk.ui.opening import DeskWindow
from bdr_desk.ui.theme import Scheme, Theme

SCREENS = Path(__file__).resolve().parent.parent / "resources" / "screens"
NOW = datetime(2027, 4, 6, 14, 30, tzinfo=UTC)  # a Tuesday, 10:30 in New York
WIDE, SMALL = QSize(1440, 900), QSize(1280, 720)
SAVED_MS = (
    600  # until what was typed is saved, a list that is filtered has followed, and the call's clock was drawn
)
LOOKS = {
    "": (Scheme.LIGHT, WIDE), "-dark": (Scheme.DARK, WIDE),
    "-small": (Scheme.LIGHT, SMALL), "-dark-small": (Scheme.DARK, SMALL),
}  # fmt: skip
SHOWN = {  # by README
    "call-desk": {"", "-dark"},
    "wrap-up": {""},
    "import": {""},
    "autopsy": {""},
    "quarantine": {""},
    "duplicates": {""},
    "sources": {"", "-dark"},
    "handoffs": {"", "-dark"},
    "plan": {""},
    "cadence-editor": {"", "-dark"},
}

FAIR_LIST = """Firma;Ansprechpartner;Funktion;Tel. direkt;Mail;Ort;Bemerkung
Nordhafen Spedition;Jana Petersen;Leiterin Logistik;+4915228817386;jana.petersen@nordhafen.example;Bremen;Stand B4, will Zahlen
Alsterkühl GmbH;Timo Brand;Geschäftsführer;040 1;t.brand@alsterkuehl.example;Hamburg;
Weserpapier AG;Lea Sommer;Einkauf;;sommer@weserpapier.example;Bremen;ruft selbst an
Thornbury Wharf Limited;Pete Lyle;Finance Director;+442079460175;pete.lyle@thornburywharf.example;London;
Thornbury Wharf Ltd;Isla Greene;Yard Planner;+442079460173;isla.greene@thornburywharf.example;London;
"""


class Rehearsal:
    """The clock stands, and the line waits, until they are told to go on."""

    def __init__(self) -> None:
        self.now = NOW
        self.waiting: list[Callable[[], None]] = []

    def sample(self, folder: Path) -> Desk:
        line = SimulatedLine(lambda _seconds, what: self.waiting.append(what))
        return replace(open_demo(folder, NOW), clock=lambda: self.now, line=line)

    def answer(self) -> None:
        waiting, self.waiting = self.waiting, []
        for what in waiting:
            what()


class Hands:
    """Presses keys in the window, and takes its picture."""

    def __init__(self, window: DeskWindow, into: Path, everything: bool) -> None:
        self.window, self.into, self.everything = window, into, everything
        self.settle()

    def settle(self, ms: int = 0) -> None:
        QTest.qWait(ms)
        for _ in range(4):
            while self.window.main is None or not self.window.main.tasks.idle:
                QTest.qWait(5)
            QApplication.processEvents()

    def press(self, *keys: str) -> None:
        """Keys in Qt's portable text."""
        for key in keys:
            QTest.keySequence(QApplication.focusWidget() or self.window, QKeySequence(key))
            self.settle()

    def write(self, text: str, *then: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)
        self.settle(SAVED_MS)
        self.press(*then)

    def picture(self, name: str) -> None:
        for suffix, look in LOOKS.items():
            if self.everything or suffix in SHOWN.get(name, ()):
                self._dress(*look)
                save(self.window.grab().toImage(), self.into / f"{name}{suffix}.png")
        self._dress(Scheme.LIGHT, WIDE)

    def _dress(self, scheme: Scheme, size: QSize) -> None:
        self.window.theme.choose(scheme)
        self.window.resize(size)
        self.settle()


def save(picture: QImage, path: Path) -> None:
    """In 256 colours: a third of the size, and nobody sees it."""
    picture = picture.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(picture.constBits()).cast("I"))
    shades: dict[int, int] = {}  # the most frequent colour of each
    for colour, _ in counted.most_common():
        shades.setdefault(colour & 0xF0F0F0, colour)
    table = list(dict.fromkeys((*(colour for colour, _ in counted.most_common(64)), *shades.values())))[:256]
    flat = Qt.ImageConversionFlag.AvoidDither | Qt.ImageConversionFlag.ThresholdDither
    writer = QImageWriter(str(path))
    writer.setCompression(100)
    if not writer.write(picture.convertToFormat(QImage.Format.Format_Indexed8, table, flat)):
        raise OSError(f"{path}: {writer.errorString()}")


def the_call(hands: Hands, rehearsal: Rehearsal) -> None:
    hands.picture("queue")
    hands.press("Return")
    rehearsal.answer()
    hands.settle()
    rehearsal.now += timedelta(seconds=91)
    hands.press("Alt+1", "Alt+1", "F2")
    hands.write("we lose a carrier slot twice a week", "Return", "Alt+1", "F2")
    rehearsal.now += timedelta(seconds=22)
    hands.write("2", "Return", "F4")
    hands.write("Luis is for it; she wants numbers for two sites. New docks go to the board in March.", "Esc")
    rehearsal.now += timedelta(seconds=38)
    hands.press("Alt+1", "Alt+1", "F2")
    hands.write("board in March, before the summer peak", "Return", "Ctrl+F", "Tab", "Tab", "Tab", "Return")
    rehearsal.now += timedelta(seconds=16)
    hands.write("can be found")
    hands.picture("call-desk")
    hands.press("Ctrl+M", "F8")
    hands.picture("wrap-up")
    hands.press("Return")
    hands.write("The board meets on the 20th; Ada wants to be ready", "Return", "Esc")


def the_pages(hands: Hands, list_file: Path) -> None:
    hands.press("Ctrl+2")
    hands.picture("lists")
    hands.press("V")
    hands.picture("autopsy")
    hands.press("Q", "Down", "Down")
    hands.picture("quarantine")
    hands.press("Ctrl+6")
    hands.picture("sources")
    hands.press("Ctrl+2", "Esc", "Esc", "Esc", "I")
    hands.write(str(list_file), "Return")
    hands.press("Tab", "Tab")
    hands.write("trade", "Tab")
    hands.write("Nordlog 2027", "Tab")
    hands.write("Germany", "Tab")
    hands.picture("import")
    hands.press("Ctrl+I")
    hands.picture("imported")
    hands.press("Esc", "D")
    hands.picture("duplicates")
    hands.press("Esc", "Ctrl+3")
    hands.write("harbor")
    hands.picture("accounts")
    for page, *keys in (
        ("meetings", "Ctrl+4"), ("handoffs", "Ctrl+5", "Down"),
        ("profile", "Ctrl+6", "P"), ("set-up", "Ctrl+7", "Home"), ("queue-rules", *["Down"] * 4), ("cadence", "Down"),
        ("rules", "Down"), ("customers", "Down"), ("do-not-contact", "Down", "Down"), ("keys", "Ctrl+1", "F1"),
    ):  # fmt: skip
        hands.press(*keys)
        hands.picture(page)
    hands.press("Esc", "Ctrl+K")
    hands.write("har")
    hands.picture("find")
    hands.press("Esc")


def the_queue(hands: Hands) -> None:
    """Besides calling: the plan, a filter, why somebody is where they are, and the cadence."""
    for page, *keys in (
        ("plan", "P"), ("filter", "P", "/"), ("why", "Esc", "J", "J", "J", "J", "W"), ("skip", "X"),
        ("way-in", "Esc", "Ctrl+T"), ("consent", "Esc", "Ctrl+G"),
    ):  # fmt: skip
        hands.press(*keys)
        hands.picture(page)
    hands.press("Esc", "Ctrl+7", *["Down"] * 5, "Tab")
    hands.write("Standard", "Tab", "Space")
    hands.picture("cadence-editor")
    hands.press("Esc", "Ctrl+1", *["K"] * 4)


@contextmanager
def window_on(theme: Theme, folder: Path, open_it: Callable[[Path], Desk]) -> Iterator[DeskWindow]:
    window = DeskWindow(theme, folder, print)
    window.show()
    window.open(lambda: open_it(folder), lambda: open_demo(folder))
    window.activateWindow()
    yield window
    window.close()


def main(args: list[str]) -> int:
    into, everything = Path(args[0]) if args else SCREENS, bool(args)
    into.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme, rehearsal, font = Theme(app, Scheme.LIGHT), Rehearsal(), app.font()
    font.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)  # whatever screen shows them
    app.setFont(font)
    app.setCursorFlashTime(0)
    with TemporaryDirectory() as name:
        list_file = Path(name, "nordlog_messe_2027.csv")
        list_file.write_text(FAIR_LIST, encoding="utf-8")
        with window_on(theme, Path(name, "sample"), rehearsal.sample) as window:
            hands = Hands(window, into, everything)
            the_queue(hands)
            the_call(hands, rehearsal)
            the_pages(hands, list_file)
        with window_on(theme, Path(name, "empty"), lambda folder: open_desk(folder, NOW)) as window:
            Hands(window, into, everything).picture("start")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
