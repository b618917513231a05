"""Texts that stand for a column in every row: "country: United States". Those there are, and a line to add one."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from bdr_desk.domain.column_names import FIELDS, PHONE_FIELDS
from bdr_desk.ui.widgets.choice_box import ChoiceBox
from bdr_desk.ui.widgets.parts import button, clear, label, row

UNWANTED = frozenset(
    (*PHONE_FIELDS, "email", "name", "given_name", "middle_name", "family_name", "extension")
)  # one for each
COUNTRY = "country"


class ConstantsLine(QWidget):
    """`ruled` (field, text) when a text is to fill a field in every row, "" when it is not any more."""

    ruled = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.field = ChoiceBox()
        self.field.setAccessibleName("Field to fill in every row")
        for field, says in FIELDS.items():
            if field not in UNWANTED:
                self.field.addItem(says, field)
        self.field.setCurrentIndex(self.field.findData(COUNTRY))
        self.field.setFixedWidth(150)
        self.text = QLineEdit()
        self.text.setAccessibleName("Text for every row")
        self.text.setPlaceholderText("what it says in every row, and Enter")
        self.text.setMaximumWidth(260)
        self.text.returnPressed.connect(self._add)
        self._held: QHBoxLayout = row(gap=4)
        self.setLayout(
            row(label("In every row", "soft"), self._held, self.field, self.text, 0, margins=(16, 8, 16, 8))
        )

    def show_constants(self, texts: Mapping[str, str]) -> None:
        clear(self._held)
        for field, text in texts.items():
            says = f"{FIELDS[field]}: {text}  ✕"
            held = button(
                says,
                partial(self.ruled.emit, field, ""),
                look="choice",
                name=f"Not {FIELDS[field]} {text} any more",
            )
            held.setToolTip("It fills the rows whose own cell is empty. Press to take it away.")
            self._held.addWidget(held)

    def _add(self) -> None:
        if text := " ".join(self.text.text().split()):
            self.text.clear()
            self.ruled.emit(str(self.field.currentData()), text)
