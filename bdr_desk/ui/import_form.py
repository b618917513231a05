"""What an import has to be told beside the file: the list's name, its project, where it came from, whose numbers these are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import ascii_uppercase

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLayout, QLineEdit, QWidget

from bdr_desk.actions.imports import DEFAULT_REGION
from bdr_desk.domain.phone import is_region
from bdr_desk.domain.sources import KINDS, SourceName
from bdr_desk.queries.lists import Preview
from bdr_desk.queries.projects import ProjectView
from bdr_desk.ui.widgets.choice_box import ChoiceBox
from bdr_desk.ui.widgets.parts import button, caption, column, label, row, rule

WIDTH = 304  # px
FIRST_PROJECT = "First project"
UNSURE = "other"  # the kind of source before one is chosen
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True)
class Order:
    """What was asked for; `source` is KIND[:DETAIL]."""

    project: str
    list_name: str
    source: str
    region: str


class ImportForm(QWidget):
    """`changed` on every correction, `region_chosen` (ISO 3166 alpha-2), `other_file` when another file is wanted."""

    changed = Signal()
    region_chosen = Signal(str)
    other_file = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self._region_is_open = True
        self.list_name, self.detail = QLineEdit(), QLineEdit()
        self.project, self.kind, self.countries = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self._file, self._about = label("", "strong", wrap=True), label("", "small", wrap=True)
        self._fill()
        self.setLayout(self._laid_out())
        self._connect()

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """In the order they are read."""
        return (self.list_name, self.project, self.kind, self.detail, self.countries)

    @property
    def region(self) -> str:
        return str(self.countries.currentData() or DEFAULT_REGION)

    def order(self) -> Order:
        detail = " ".join(self.detail.text().split())
        source = str(SourceName(str(self.kind.currentData()), detail))
        return Order(self.project.currentText().strip(), self.list_name.text().strip(), source, self.region)

    def show_projects(self, known: Sequence[ProjectView], current: ProjectView | None) -> None:
        """Offers the projects there are; keeps one that was typed."""
        typed = self.project.currentText()
        before = {self.project.itemText(place) for place in range(self.project.count())}
        self.project.clear()
        self.project.addItems([project.name for project in known] or [FIRST_PROJECT])
        keep = typed and typed not in before
        self.project.setCurrentText(typed if keep else current.name if current else self.project.itemText(0))
        if self._region_is_open:
            self._region_is_open = False
            self._show_region(current.region if current else DEFAULT_REGION)

    def forget_region(self) -> None:
        """The next file's numbers are the project's country's again, whatever the last file's were."""
        self._region_is_open = True

    def show_file(self, path: Path, seen: Preview, rows: str) -> None:
        """A new file: its name becomes the list's. `rows` is how many, in words."""
        self._file.setText(path.name)
        separator = SEPARATORS.get(seen.delimiter, f"“{seen.delimiter}”")
        header = "with a header" if seen.header else "without a header"
        self._about.setText(
            f"{rows[:1].upper()}{rows[1:]} {header}, parted by {separator}, in {seen.encoding.upper()}."
        )
        self.list_name.setText(pretty(path.stem))
        self.detail.clear()

    def focus_first(self) -> None:
        self.list_name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list_name.selectAll()

    def _fill(self) -> None:
        for kind, says in KINDS.items():
            self.kind.addItem(says, kind)
        self.kind.setCurrentIndex(self.kind.findData(UNSURE))
        for name, code in countries():
            self.countries.addItem(f"{name} ({code})", code)
        self._show_region(DEFAULT_REGION)
        self.project.setEditable(True)
        self.project.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.detail.setPlaceholderText("which one, for example Dock Expo 2027")

    def _show_region(self, region: str) -> None:
        self.countries.blockSignals(True)
        self.countries.setCurrentIndex(self.countries.findData(region))
        self.countries.blockSignals(False)

    def _laid_out(self) -> QLayout:
        other = button("Another file", self.other_file.emit, look="link")
        return column(
            caption("File"), self._file, self._about, row(other, 0), rule(),
            _named("List", "Name of the list", self.list_name),
            _named("Project", "Project the leads are worked in", self.project),
            _named("Source", "Kind of source", self.kind),
            self.detail,
            label("Leads keep their source for life.", "small", wrap=True),
            _named("Country of the numbers", "Country of the numbers", self.countries),
            label("Numbers without a country code are read as dialled there.", "small", wrap=True),
            0, margins=(16, 12, 16, 12), gap=8,
        )  # fmt: skip

    def _connect(self) -> None:
        self.detail.setAccessibleName("Which source")
        for edit in (self.list_name, self.detail, self.project.lineEdit()):
            if edit is not None:
                edit.textEdited.connect(lambda _: self.changed.emit())
        self.countries.currentIndexChanged.connect(lambda _: self.region_chosen.emit(self.region))


def pretty(stem: str) -> str:
    """A file's name as a list's: "dock_expo-2027" is "dock expo 2027"."""
    return " ".join(stem.replace("_", " ").replace("-", " ").split())


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """(name, ISO 3166 alpha-2) of every country whose numbers can be read, by name."""
    codes = (one + two for one in ascii_uppercase for two in ascii_uppercase)
    return tuple(sorted((_country(code), code) for code in codes if is_region(code)))


def _country(code: str) -> str:
    return QLocale.territoryToString(QLocale.codeToTerritory(code)) or code


def _named(text: str, spoken: str, part: QWidget) -> QLayout:
    part.setAccessibleName(spoken)
    said = label(text, "small")
    said.setBuddy(part)
    return column(said, part, gap=4)
