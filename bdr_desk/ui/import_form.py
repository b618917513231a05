"""What an import has to be told beside the file: the list's name, its project, where it came from, whose numbers these are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from string import ascii_uppercase

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLayout, QLineEdit, QWidget

from bdr_desk.domain.list_region import Suggestion
from bdr_desk.domain.phone import is_region
from bdr_desk.domain.regions import DEFAULT_REGION
from bdr_desk.domain.sources import KINDS, SourceName
from bdr_desk.domain.staging import ListPlace
from bdr_desk.queries.encodings import encodings
from bdr_desk.queries.list_reading import Preview
from bdr_desk.queries.projects import ProjectView
from bdr_desk.ui.widgets.choice_box import ChoiceBox
from bdr_desk.ui.widgets.parts import button, caption, column, dress, label, row, rule

WIDTH = 304  # px
LOCAL = "Numbers without a country code are read as dialled there."
BY = {
    "country": "{hits:,} of {told:,} rows name {country} as their country.",
    "number": "{hits:,} of {told:,} numbers with a country code are of {country}.",
    "address": "{hits:,} of {told:,} mail and web addresses end as those of {country} do.",
}
FIRST_PROJECT = "First project"
PASTED = "pasted "  # see `actions.imports.keep_pasted`
UNSURE = "other"  # the kind of source before one is chosen
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True)
class Wanted:
    """What was asked for; `source` is KIND[:DETAIL]."""

    project: str
    list_name: str
    source: str
    region: str


class ImportForm(QWidget):
    """`changed` on every correction, `terms_changed` when the file is to be read under other terms (country, project,
    source), `place_changed` for another sheet or encoding, `other_file` when another file is wanted."""

    changed = Signal()
    terms_changed = Signal()
    place_changed = Signal(object)  # ListPlace
    other_file = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self._region_is_open = True
        self._region_by = "nobody"  # who said the country: nobody, project, list, user
        self._suggested: Suggestion | None = None
        self.list_name, self.detail = QLineEdit(), QLineEdit()
        self.project, self.kind, self.countries = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.sheets, self.encodings = ChoiceBox(), ChoiceBox()
        self._place: ListPlace | None = None
        self._file, self._about = label("", "strong", wrap=True), label("", "small", wrap=True)
        self._fill()
        self.setLayout(self._laid_out())
        self._connect()

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """In the order they are read."""
        places = (part for part in (self.sheets, self.encodings) if not part.isHidden())
        taking = () if self.take_region.isHidden() else (self.take_region,)
        return (*places, self.list_name, self.project, self.kind, self.detail, self.countries, *taking)

    @property
    def region(self) -> str:
        return str(self.countries.currentData() or DEFAULT_REGION)

    def wanted(self) -> Wanted:
        detail = " ".join(self.detail.text().split())
        source = str(SourceName(str(self.kind.currentData()), detail))
        return Wanted(self.project.currentText().strip(), self.list_name.text().strip(), source, self.region)

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
            self._region_by = "project" if current else "nobody"
            self._show_region(current.region if current else DEFAULT_REGION)

    def forget_region(self) -> None:
        """The next file's numbers are the project's country's again, whatever the last file's were."""
        self._region_is_open = True

    def show_suggestion(self, found: Suggestion | None) -> bool:
        """What the list itself says its country is. Only where nobody said one it is taken, and True.

        Who chose another, or has a project of another, is told, and takes it with one key.
        """
        self._suggested = found
        take = found is not None and found.region != self.region and self._region_by == "nobody"
        if found and take:
            self._show_region(found.region)
            self._region_by = "list"
        self._explain_region()
        return take

    def _explain_region(self) -> None:
        found = self._suggested
        other = found is not None and found.region != self.region
        why = region_says(found) if found and (other or self._region_by == "list") else ""
        self._region_why.setText(f"{why} {LOCAL}" if why and not other else why or LOCAL)
        dress(self._region_why, tone="warn" if other else "")
        if found and other:
            self.take_region.set_text(f"Take {_country(found.region)}")
        self.take_region.setVisible(other)

    def _take_region(self) -> None:
        if self._suggested:
            self.countries.setFocus(Qt.FocusReason.OtherFocusReason)  # the key goes
            self.countries.setCurrentIndex(self.countries.findData(self._suggested.region))

    def _region_ruled(self) -> None:
        self._region_by = "user"
        self._explain_region()
        self.terms_changed.emit()

    def show_file(self, place: ListPlace, seen: Preview, rows: str) -> None:
        """How a file is read. `rows` is how many, in words. A new file's name becomes the list's."""
        new = self._place is None or self._place.path != place.path
        self._place = place
        self._file.setText(place.path.name)
        self._about.setText(_about(seen, rows))
        self._offer(
            self.sheets, [(sheet, sheet) for sheet in seen.sheets] if len(seen.sheets) > 1 else [], seen.sheet
        )
        guessed = bool(seen.delimiter) and (not seen.encoding_sure or place.encoding is not None)
        self._offer(self.encodings, _encodings(seen.encoding) if guessed else [], seen.encoding)
        self._guessed.setVisible(guessed)
        if new:
            self.list_name.setText(pretty(place.path.stem))
            self.detail.clear()

    @staticmethod
    def _offer(box: ChoiceBox, items: Sequence[tuple[str, str]], current: str) -> None:
        """Without telling; nothing to choose from is not shown."""
        box.blockSignals(True)
        box.clear()
        for data, text in items:
            box.addItem(text, data)
        box.setCurrentIndex(box.findData(current))
        box.blockSignals(False)
        box.setVisible(bool(items))

    def _elsewhere(self) -> None:
        if self._place is None:
            return
        sheet = None if self.sheets.isHidden() else self.sheets.currentData()
        encoding = None if self.encodings.isHidden() else self.encodings.currentData()
        place = ListPlace(self._place.path, sheet, encoding)
        if place != self._place:
            self.place_changed.emit(place)

    def forget_file(self) -> None:
        """The next file is a new one, even when it is the same again."""
        self._place = None

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
        self._guessed = label(
            "The encoding is a guess: choose another when letters look wrong.", "small", wrap=True
        )
        self._region_why = label(LOCAL, "small", wrap=True)
        self.take_region = button("", self._take_region, look="link")
        self.take_region.hide()
        self.sheets.setAccessibleName("Sheet of the file")
        self.encodings.setAccessibleName("Encoding of the file")
        return column(
            row(caption("File"), 0, other), self._file, self._about, self.sheets, self.encodings, self._guessed, rule(),
            _named("List", "Name of the list", self.list_name),
            _named("Project", "Project the leads are worked in", self.project),
            _named("Source", "Kind of source", self.kind),
            self.detail,
            label("Leads keep their source for life.", "small", wrap=True),
            _named("Country of the numbers", "Country of the numbers", self.countries),
            self._region_why, self.take_region,
            0, margins=(16, 12, 16, 12), gap=8,
        )  # fmt: skip

    def _connect(self) -> None:
        self.detail.setAccessibleName("Which source")
        for edit in (self.list_name, self.detail, self.project.lineEdit()):
            if edit is not None:
                edit.textEdited.connect(lambda _: self.changed.emit())
        self.countries.currentIndexChanged.connect(lambda _: self._region_ruled())
        self.kind.currentIndexChanged.connect(lambda _: self.terms_changed.emit())
        self.detail.editingFinished.connect(self.terms_changed)
        self.project.taken.connect(self.terms_changed)
        for box in (self.sheets, self.encodings):
            box.currentIndexChanged.connect(lambda _: self._elsewhere())


def region_says(found: Suggestion) -> str:
    """Why a list is thought to be of a country."""
    return BY[found.by].format(hits=found.hits, told=found.told, country=_country(found.region))


def _about(seen: Preview, rows: str) -> str:
    header = "with a header" if seen.header else "without a header"
    if seen.sheets:
        return f"{seen.kind}, {rows} {header}" + (
            f", of the sheet “{seen.sheet}”." if len(seen.sheets) > 1 else "."
        )
    separator = SEPARATORS.get(seen.delimiter, f"“{seen.delimiter}”")
    parted = f" {header}, parted by {separator}" if seen.delimiter else f", {seen.kind}"
    return (
        f"{rows[:1].upper()}{rows[1:]}{parted}, in {encodings().get(seen.encoding, seen.encoding.upper())}."
    )


def _encodings(current: str) -> list[tuple[str, str]]:
    """What may be chosen, with the one it is read in."""
    known = dict(encodings())
    return [*({} if current in known else {current: current.upper()}).items(), *known.items()]


def pretty(stem: str) -> str:
    """A file's name as a list's: "dock_expo-2027" is "dock expo 2027". What was pasted goes by its day."""
    if stem.startswith(PASTED):
        return " ".join(stem.split()[:2])
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
