"""The small parts every page is built of: labels, rules, keycaps, buttons with their key, chips, boxes."""

from collections.abc import Callable, Sequence
from html import escape
from typing import TypeVar

from PySide6.QtCore import QEvent, QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

STEP = 4  # px

B = TypeVar("B", bound=QBoxLayout)
Part = QWidget | QLayout | int
Margins = tuple[int, int, int, int]  # left, top, right, bottom, px
NO_MARGINS = (0, 0, 0, 0)


def dress(widget: QWidget, **properties: str) -> None:
    """Set `look`, `tone` and other properties the style sheet knows, and restyle when one changed."""
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed:
        for part in (widget, *_written_on(widget)):
            part.style().unpolish(part)
            part.style().polish(part)


def _written_on(widget: QWidget) -> list[QLabel]:
    """The labels on a button, which are coloured by its look."""
    return widget.findChildren(QLabel) if isinstance(widget, QPushButton) else []


def label(text: str = "", look: str = "", *, wrap: bool = False, select: bool = False) -> QLabel:
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)  # names and notes are never markup
    made.setWordWrap(wrap)
    if select:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    dress(made, look=look)
    return made


def tip(text: str) -> str:
    """`text` for a tooltip: long lines are broken, and what comes from a list is never markup."""
    return f"<p style='white-space: pre-wrap'>{escape(text)}</p>" if text else ""


def caption(text: str) -> QLabel:
    """The heading of a section, in small spaced capitals."""
    made = label(text.upper(), "caption")
    font = QFont(made.font())
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.6)
    made.setFont(font)
    made.setAccessibleName(text)
    return made


def set_caption(made: QLabel, text: str) -> None:
    made.setText(text.upper())
    made.setAccessibleName(text)


def rule(upright: bool = False) -> QFrame:
    """A hairline."""
    line = QFrame()
    dress(line, look="rule")
    (line.setFixedWidth if upright else line.setFixedHeight)(1)
    return line


def keycap(text: str) -> QLabel:
    cap = label(text, "keycap")
    cap.setIndent(0)
    cap.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return cap


def chip(text: str, tone: str = "") -> QLabel:
    made = label(text, "chip")
    made.setIndent(0)
    dress(made, tone=tone)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def button(
    text: str, do: Callable[[], object] | None = None, *, look: str = "", key: str = "", name: str = ""
) -> "KeyButton":
    """`key` is shown on it; the key itself is bound in `commands.py`. `name` is read out instead of the text."""
    made = KeyButton(text, key)
    dress(made, look=look)
    if look == "link" and (inside := made.layout()):  # its text stands in line with what is above and below
        inside.setContentsMargins(1, 2, 0, 2)
    made.setAccessibleName(name or text)
    if do:
        made.clicked.connect(lambda _checked: do())
    return made


class KeyButton(QPushButton):
    """A button that can show the key that presses it: the text is then a label, so that the keycap stands beside it."""

    def __init__(self, text: str, key: str = "") -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the mouse leaves the focus where work goes on
        self.setAutoDefault(True)  # Enter presses it when it has the focus
        self.cap = passive(keycap(key))
        self._label = passive(label(text)) if key else None
        if self._label is None:
            self.setText(text.replace("&", "&&"))
        else:
            self.setLayout(row(self._label, self.cap, margins=(11, 6, 9, 6)))

    def set_text(self, text: str) -> None:
        if self._label is None:
            self.setText(text.replace("&", "&&"))
        else:
            self._label.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """A style sheet does not hear whether the button is disabled that a keycap stands on."""
        if event.type() == QEvent.Type.EnabledChange:
            dress(self.cap, dead="" if self.isEnabled() else "true")
        super().changeEvent(event)

    def text_shown(self) -> str:
        return self._label.text() if self._label else self.text().replace("&&", "&")

    def sizeHint(self) -> QSize:
        inside = self.layout()
        return inside.sizeHint() if inside else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class ContentButton(QPushButton):
    """A button that is a small layout of labels: an outcome card, a row that can be taken."""

    def __init__(self, look: str) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(True)
        dress(self, look=look)

        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def hasHeightForWidth(self) -> bool:
        inside = self.layout()
        return bool(inside and inside.hasHeightForWidth())

    def heightForWidth(self, width: int) -> int:
        inside = self.layout()
        return inside.totalHeightForWidth(width) if inside else super().heightForWidth(width)

    def sizeHint(self) -> QSize:
        inside = self.layout()
        return inside.sizeHint() if inside else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        inside = self.layout()
        return QSize(
            40, 24 if inside is None or inside.hasHeightForWidth() else inside.minimumSize().height()
        )


def passive(made: QLabel) -> QLabel:
    """A label on a button: the mouse goes through it."""
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made


def shadow(of: QWidget) -> QGraphicsDropShadowEffect:
    """For what lies over the page."""
    made = QGraphicsDropShadowEffect(of)
    made.setBlurRadius(40)
    made.setOffset(0, 8)
    made.setColor(QColor(0, 0, 0, 90))
    return made


class Elided(QLabel):
    """A line or two that give way: what does not fit ends in an ellipsis, or `by_clause`, before the comma that fits last.

    `snug` takes no more lines than the text needs.
    """

    def __init__(
        self, text: str = "", look: str = "", lines: int = 1, *, snug: bool = False, by_clause: bool = False
    ) -> None:
        super().__init__(text)
        self._lines, self._snug, self._by_clause = lines, snug, by_clause
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        dress(self, look=look)

    def set_lines(self, lines: int) -> None:
        self._lines = lines
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(40, self._height(1 if self._snug else self._lines))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return self._snug

    def heightForWidth(self, width: int) -> int:
        return self._height(len(self._broken(self.text(), width)))

    def _height(self, lines: int) -> int:
        return self.fontMetrics().lineSpacing() * lines + 1

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        height = self.fontMetrics().lineSpacing()
        for place, line in enumerate(self._shown()):
            where = QRect(0, place * height, self.width(), height + 1)
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)

    def _shown(self) -> list[str]:
        """The lines drawn."""
        text = self.text()
        lines = self._broken(text, self.width())
        while (
            self._by_clause
            and lines[-1].endswith("…")
            and (cut := max(text.rfind(", "), text.rfind("; "))) > 0
        ):
            text = text[:cut]
            lines = self._broken(text, self.width())
        return lines

    def _broken(self, text: str, width: int) -> list[str]:
        """`text` in lines; words are kept whole where they can be."""
        lines, words = [""], text.split()
        for place, word in enumerate(words):
            longer = f"{lines[-1]} {word}".strip()
            if (
                lines[-1]
                and self.fontMetrics().horizontalAdvance(longer) > width
                and len(lines) < self._lines
            ):
                lines.append(word)
            elif len(lines) == self._lines:
                lines[-1] = " ".join((lines[-1], *words[place:])).strip()
                break
            else:
                lines[-1] = longer
        lines[-1] = self.fontMetrics().elidedText(lines[-1], Qt.TextElideMode.ElideRight, width)
        return lines


def column(*parts: Part, margins: Margins = NO_MARGINS, gap: int = STEP) -> QVBoxLayout:
    """Top to bottom. A number is a stretch."""
    return _fill(QVBoxLayout(), parts, margins, gap)


def row(*parts: Part, margins: Margins = NO_MARGINS, gap: int = 2 * STEP) -> QHBoxLayout:
    """Left to right. A number is a stretch."""
    return _fill(QHBoxLayout(), parts, margins, gap)


def _fill(box: B, parts: Sequence[Part], margins: Margins, gap: int) -> B:
    box.setContentsMargins(*margins)
    box.setSpacing(gap)
    for part in parts:
        if isinstance(part, QWidget):
            box.addWidget(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addStretch(part)
    return box


def clear(layout: QLayout) -> None:
    """Take every widget out of a layout and let it go. There are no layouts in it: see `refill`."""
    while item := layout.takeAt(0):
        assert item.layout() is None
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()


def refill(box: QBoxLayout, *parts: Part) -> None:
    """Put `parts` in the place of what is in `box`.

    A layout is held by a widget and goes with it: taken out by itself, PySide lets go of it before the widgets in it
    are gone, and the program dies of them.
    """
    clear(box)
    for part in parts:
        if isinstance(part, QLayout):
            held = QWidget()
            held.setLayout(part)
            box.addWidget(held)
        elif isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addStretch(part)


class Flow(QLayout):
    """Left to right, and on to the next line when the width is used up."""

    def __init__(self, gap: int = STEP) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():  # hidden
                continue
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), QSize(min(hint.width(), rect.width()), hint.height())))
            x += hint.width() + self._gap
            line = max(line, hint.height())
        return y + line - rect.y()
