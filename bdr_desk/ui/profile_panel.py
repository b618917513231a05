"""The ideal customer of the project, edited in place; saving measures every lead anew."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QLineEdit, QWidget

from bdr_desk.actions.profiles import set_profile
from bdr_desk.desk import Desk
from bdr_desk.domain.job_titles import DEPARTMENTS, SENIORITIES
from bdr_desk.domain.profile import Profile, as_json, from_json
from bdr_desk.errors import BadInput, DeskError
from bdr_desk.queries.profiles import ProfileView, profile_view
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.detail import Detail
from bdr_desk.ui.widgets.parts import Flow, KeyButton, button, column, dress, label, row
from bdr_desk.ui.widgets.row_table import EDGE_PAD
from bdr_desk.ui.widgets.setting_row import FieldRow, indented

TEXTS: Mapping[str, tuple[str, str]] = {
    "industries": ("Industries", "With commas between them. “Freight” finds “Freight & Logistics” too."),
    "titles": ("Words in the title", "Any one of them will do."),
    "countries": ("Countries", "Two letters or the name: US, DE, France."),
    "states": ("States", "Codes or names: MA, NY."),
}
SIZES = {
    "size_from": ("People, from", "How large the company should be at least."),
    "size_to": ("People, to", ""),
}
CHOICES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "seniorities": ("Level", SENIORITIES),
    "departments": ("Department", DEPARTMENTS),
}
INTRO = "What is known and fits moves a lead up from 50, what does not fit moves it down; what is not known moves nothing."


class ProfilePanel(QWidget):
    """`saved` once every lead was measured."""

    saved = Signal()

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._view: ProfileView | None = None
        self._written: dict[str, object] = {}  # what the form was filled with
        self.fields = {key: QLineEdit() for key in ("industries", *SIZES, "titles", "countries", "states")}
        self.marks = {
            key: {mark: _mark(says) for mark, says in known.items()} for key, (_, known) in CHOICES.items()
        }
        self.go = button("Save and measure every lead", self.save, look="primary")
        self.says = label("", "soft", wrap=True)
        form = QWidget()
        form.setLayout(self._form())
        body = Detail("Ideal customer", EDGE_PAD)
        body.show_parts(form)
        self.setLayout(column(body))

    def _form(self) -> QLayout:
        rows: list[QWidget] = []
        for key, field in self.fields.items():
            title, says = TEXTS[key] if key in TEXTS else SIZES[key]
            field.setAccessibleName(title)
            field.returnPressed.connect(self.save)
            rows.append(FieldRow(title, field, says))
        marks = [_chosen_of(CHOICES[key][0], made) for key, made in self.marks.items()]
        intro = label(INTRO, "soft", wrap=True)
        return column(intro, *rows[:3], *marks, *rows[3:], indented(self.says), indented(self.go, 0), gap=12)

    def ask(self) -> None:
        self._tasks.read(self, lambda: profile_view(self._desk), self._show, newest="profile", failed=lambda _: None)  # fmt: skip

    def _show(self, view: ProfileView) -> None:
        typed = self._view is not None and self._data() != self._written
        self._view = view
        self._tell(_says(view))
        if typed:
            return  # what is being typed stays
        data = _data_of(view.profile)
        for key, field in self.fields.items():
            found = data.get(key)
            field.setText(", ".join(found) if isinstance(found, list) else "" if found is None else str(found))  # fmt: skip
        for key, marks in self.marks.items():
            for mark, made in marks.items():
                made.setChecked(mark in getattr(view.profile, key))
        self._written = self._data()

    def _data(self) -> dict[str, object]:
        """What stands in the form, as `from_json` reads it."""
        texts = {key: _listed(self.fields[key].text()) for key in TEXTS}
        marks = {key: [mark for mark, made in each.items() if made.isChecked()] for key, each in self.marks.items()}  # fmt: skip
        sizes = {key: _number(self.fields[key].text()) for key in SIZES}
        found: dict[str, object] = {**texts, **marks, **sizes}
        return {key: value for key, value in found.items() if value not in ([], None)}

    def save(self) -> None:
        view = self._view
        if view is None:
            return
        try:
            profile = from_json(self._data() | _weights_of(view.profile))
        except BadInput as error:
            self._tell(str(error), "danger")
            return
        self.go.setEnabled(False)
        self._tell("Measuring every lead…")
        project = view.project
        self._tasks.act(
            self,
            lambda: set_profile(self._desk, project, profile),
            lambda _: self._saved(profile),
            self._refused,
        )

    def _saved(self, profile: Profile) -> None:
        self.go.setEnabled(True)
        if self._view is not None:
            self._view = replace(self._view, profile=profile)
        self._written = self._data()
        self.ask()
        self.saved.emit()

    def _refused(self, error: DeskError) -> None:
        self.go.setEnabled(True)
        self._tell(str(error), "danger")

    def _tell(self, text: str, tone: str = "") -> None:
        self.says.setText(text)
        dress(self.says, tone=tone)


def _mark(says: str) -> KeyButton:
    made = button(says, look="choice")
    made.setCheckable(True)
    return made


def _chosen_of(title: str, marks: Mapping[str, KeyButton]) -> QWidget:
    flow = Flow(gap=6)
    for made in marks.values():
        flow.addWidget(made)
    held, line = QWidget(), QWidget()
    held.setLayout(flow)
    name = label(title, "soft")
    name.setFixedWidth(136)
    box = row(name, held, gap=16)
    box.setStretch(1, 1)
    line.setLayout(box)
    line.setAccessibleName(title)
    return line


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _number(text: str) -> object:
    plain = text.strip().replace(",", "").replace(" ", "")
    return int(plain) if plain.isascii() and plain.isdecimal() else text.strip() or None


def _data_of(profile: Profile) -> dict[str, object]:
    return {key: value for key, value in as_json(profile).items() if key != "weights"}


def _weights_of(profile: Profile) -> dict[str, object]:
    return {"weights": dict(profile.weights)}


def _says(view: ProfileView) -> str:
    if not view.profile:
        return f"{view.name} has no ideal customer yet: fill in what matters, leave the rest empty."
    return f"{view.fitting:,} of {view.scored:,} leads of {view.name} fit better than the middle."
