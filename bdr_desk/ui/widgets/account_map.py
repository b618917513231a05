"""The account map: people as boxes, lines to whom they report. Each box is a button, so that keys and screen readers reach it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from bdr_desk.domain.words import DecisionRole
from bdr_desk.queries.account_map import MapPerson
from bdr_desk.ui.theme import Palette, tokens

BOX = QSize(144, 50)
GAP_X, GAP_Y = 12, 12
NARROWEST = 92
MARK = 10  # px


class PersonBox(QAbstractButton):
    def __init__(self, person: MapPerson, parent: QWidget) -> None:
        super().__init__(parent)
        self.person = person
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        named = f"named by {person.named_by}" if person.named_by else ""
        says = ", ".join(part for part in (person.name, *_lines(person), named) if part)
        self.setAccessibleName(says)
        self.setToolTip(says)

    def sizeHint(self) -> QSize:
        return BOX

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = tokens(self)
        ground, edge, dashed = _state_colours(self.person.state, colours)
        pen = QPen(QColor(colours.accent if self.hasFocus() else edge), 2 if self.hasFocus() else 1)
        if dashed and not self.hasFocus():
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 7, 7)
        self._write(painter, colours)
        if self.person.named_by:
            self._mark(painter, colours)

    def _mark(self, painter: QPainter, colours: Palette) -> None:
        """An arrow back at whoever named them; who it was is told when asked."""
        painter.setPen(QPen(QColor(colours.accent), 1.5))
        right, y = self.width() - 8, 12
        painter.drawLine(right - MARK, y, right, y)
        painter.drawPolyline(
            [QPoint(right - MARK + 4, y - 3), QPoint(right - MARK, y), QPoint(right - MARK + 4, y + 3)]
        )

    def _write(self, painter: QPainter, colours: Palette) -> None:
        lines = [self.person.name, *_lines(self.person)]
        height = 14
        top = (self.height() - height * len(lines)) // 2
        for place, text in enumerate(lines):
            font = QFont(self.font())
            font.setPixelSize(font.pixelSize() - (1 if place == 0 else 2))
            font.setWeight(QFont.Weight.Medium if place == 0 else QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(QColor(colours.text if place == 0 else colours.text_soft))
            room = self.width() - 13 - (MARK + 4 if place == 0 and self.person.named_by else 0)
            where = QRect(8, top + place * height, room, height)
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, where.width())
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _lines(person: MapPerson) -> list[str]:
    says = "" if person.state == "current" else person.says  # its colour says it is on the desk
    part = ", ".join(text for text in (person.decision_role or "", says) if text)
    return [line for line in (person.title, part) if line]


def _state_colours(state: str, c: Palette) -> tuple[str, str, bool]:
    """Ground, edge, and whether the edge is dashed."""
    if state == "current":
        return c.accent_soft, c.accent, False
    if state == "reached":
        return c.good_soft, c.good, False
    return c.ground, c.edge, state == "never"


class AccountMap(QWidget):
    """`opened` brings a person's lead to the desk; `role_given` and `boss_given` are what the box's menu was told."""

    opened = Signal(object)
    role_given = Signal(object, object)  # contact, role or None
    boss_given = Signal(object, object)  # contact, boss or None

    def __init__(self) -> None:
        super().__init__()
        self._boxes: dict[UUID, PersonBox] = {}
        self.setAccessibleName("Account map")

    def show_people(self, people: Sequence[MapPerson]) -> None:
        if [box.person for box in self._boxes.values()] == list(people):
            return  # nobody loses the box they are at
        for box in self._boxes.values():
            box.hide()
            box.deleteLater()
        self._boxes = {person.contact: self._box(person) for person in people}
        self._lay_out()
        self.updateGeometry()
        self.update()

    def _box(self, person: MapPerson) -> PersonBox:
        box = PersonBox(person, self)
        box.clicked.connect(lambda _checked: self._menu(box).popup(box.mapToGlobal(QPoint(0, box.height()))))
        box.show()
        return box

    # The tree

    def _children(self, boss: UUID | None) -> list[PersonBox]:
        return [box for box in self._boxes.values() if self._boss_of(box) == boss]

    def _boss_of(self, box: PersonBox) -> UUID | None:
        boss = box.person.reports_to
        return boss if boss in self._boxes and boss != box.person.contact else None

    def _lay_out(self) -> None:
        """Those with someone above or under them as a tree, the others below it, side by side."""
        roots = [box for box in self._children(None) if self._children(box.person.contact)]
        loose = [box for box in self._children(None) if box not in roots]
        leaves = sum(self._leaves(root) for root in roots)
        step = min(BOX.width() + GAP_X, (self.width() + GAP_X) // max(1, leaves))
        if step < NARROWEST + GAP_X:  # too broad for the panel: everybody side by side, the lines still tell
            roots, loose = [], list(self._boxes.values())
        x, bottom = max(0, self.width() + GAP_X - step * leaves) // 2, 0
        for root in roots:
            bottom = max(bottom, self._place(root, x, 1, step))
            x += step * self._leaves(root)
        for line in self._in_width(loose):
            bottom = self._place_row(line, bottom + GAP_Y if bottom else 1)
        self.setFixedHeight(max(24, bottom + 2))

    def _leaves(self, box: PersonBox, depth: int = 0) -> int:
        """How many boxes wide the tree under `box` is; `depth` ends a circle in what we were told."""
        children = self._children(box.person.contact) if depth < len(self._boxes) else []
        return max(1, sum(self._leaves(child, depth + 1) for child in children))

    def _place(self, box: PersonBox, x: int, y: int, step: int) -> int:
        """`box` over the middle of those under it; returns the bottom of the tree."""
        span, width = step * self._leaves(box), step - GAP_X
        box.setGeometry(x + (span - GAP_X - width) // 2, y, width, BOX.height())
        bottom = y + BOX.height()
        for child in self._children(box.person.contact):
            bottom = max(bottom, self._place(child, x, y + BOX.height() + GAP_Y, step))
            x += step * self._leaves(child)
        return bottom

    def _in_width(self, boxes: list[PersonBox]) -> Iterator[list[PersonBox]]:
        fit = max(1, (self.width() + GAP_X) // (NARROWEST + GAP_X))
        for start in range(0, len(boxes), fit):
            yield boxes[start : start + fit]

    def _place_row(self, line: list[PersonBox], y: int) -> int:
        width = min(BOX.width(), (self.width() - GAP_X * (len(line) - 1)) // len(line))
        x = max(0, self.width() - (width + GAP_X) * len(line) + GAP_X) // 2
        for box in line:
            box.setGeometry(x, y, width, BOX.height())
            x += width + GAP_X
        return y + BOX.height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(tokens(self).edge), 1.5))
        for box in self._boxes.values():
            boss = self._boxes.get(box.person.reports_to) if box.person.reports_to else None
            if boss is not None and boss is not box and boss.y() < box.y():
                self._line(painter, boss.geometry(), box.geometry())

    @staticmethod
    def _line(painter: QPainter, above: QRect, below: QRect) -> None:
        middle = below.top() - GAP_Y // 2
        down, up = above.center().x(), below.center().x()
        painter.drawLine(down, above.bottom(), down, middle)
        painter.drawLine(down, middle, up, middle)
        painter.drawLine(up, middle, up, below.top())

    # What can be told about a person

    def _menu(self, box: PersonBox) -> QMenu:
        menu = QMenu(box)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        person = box.person
        if person.lead is not None and person.state != "current":
            menu.addAction("Bring to the desk", lambda: self.opened.emit(person.lead))
            menu.addSeparator()
        for role in DecisionRole:
            self._choice(
                menu, str(role), person.decision_role == role, partial(self._give_role, person, role)
            )
        bosses = menu.addMenu("Reports to")
        for other in self._boxes.values():
            if other is not box:
                self._choice(bosses, other.person.name, person.reports_to == other.person.contact,
                             partial(self._give_boss, person, other.person.contact))  # fmt: skip
        self._choice(
            bosses,
            "nobody we know",
            person.reports_to is None,
            lambda: self.boss_given.emit(person.contact, None),
        )
        return menu

    def _give_role(self, person: MapPerson, role: DecisionRole) -> None:
        """Chosen again, a part is taken back."""
        self.role_given.emit(person.contact, None if person.decision_role == role else role.value)

    def _give_boss(self, person: MapPerson, boss: UUID) -> None:
        self.boss_given.emit(person.contact, boss)

    @staticmethod
    def _choice(menu: QMenu, text: str, checked: bool, do: Callable[[], object]) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(checked)
        action.triggered.connect(lambda _checked: do())
        return action
