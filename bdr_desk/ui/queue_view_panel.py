"""At the right of the call desk: what the queue is narrowed to, and the views that were saved."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from bdr_desk.domain.queue_filter import EVERYBODY, KIND_SAYS, Kind, QueueFilter, place_in_words, read_places
from bdr_desk.errors import BadInput
from bdr_desk.queries.saved_views import ViewOfQueue, Views
from bdr_desk.ui.script_panel import scrolled
from bdr_desk.ui.widgets.editors import ChoiceEditor
from bdr_desk.ui.widgets.inline_form import InlineForm
from bdr_desk.ui.widgets.parts import Part, button, caption, column, dress, label, row, rule

_NOT_SAVED, _ANY_LIST, _SEVERAL = "", "", "several"
_RULES = "It only narrows. A promise that is due comes first all the same, marked “Outside this view”."


class QueueViewPanel(QWidget):
    """`wanted` (QueueFilter) with every change; `picked` a saved view (its key, None for all leads)."""

    closed = Signal()
    wanted = Signal(object)
    picked = Signal(object)
    save = Signal(str)
    rename = Signal(str)
    delete = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Filter and views of the queue")
        self._views = Views((), (), "US")
        self._view: ViewOfQueue | None = None
        self._shown = EVERYBODY
        self._filling = False
        self.view = ChoiceEditor()
        self.list = ChoiceEditor()
        self.title, self.place, self.fit = QLineEdit(), QLineEdit(), QLineEdit()
        self.kinds = {kind: button(KIND_SAYS[kind], self._changed, look="choice") for kind in Kind}
        self.mine = button("Only leads that are mine", self._changed, look="choice")
        self.problem, self.count = label("", "small", wrap=True), label("", "soft", wrap=True)
        self.form = InlineForm(stacked=True)
        self._make_fields()
        self._make_buttons()
        self._lay_out()

    def _make_fields(self) -> None:
        for made in (*self.kinds.values(), self.mine):
            made.setCheckable(True)
        self.view.name("Saved view")
        self.list.name("List")
        hints = (
            (self.title, "Words of the title", "director, vp sales"),
            (self.place, "Where they are", "Texas, Germany, Berlin"),
            (self.fit, "Fit at least, of 100", "60"),
        )
        for edit, name, hint in hints:
            edit.setAccessibleName(name)
            edit.setPlaceholderText(hint)
            edit.editingFinished.connect(self._changed)
        self.fit.setFixedWidth(72)
        dress(self.problem, tone="danger")
        self.problem.hide()
        self.view.left.connect(self._view_picked)
        self.list.left.connect(self._changed)

    def _make_buttons(self) -> None:
        self.close_button = button("Close", self.closed.emit, look="link", key="Esc")
        self.save_button = button("Save as…", self._ask_save, look="primary")
        self.rename_button = button("Rename…", self._ask_rename)
        self.delete_button = button("Delete", self.delete.emit)
        self.all_button = button("Show all leads", partial(self.picked.emit, None), look="link")

    def _lay_out(self) -> None:
        promised, tried, fresh, touches = self.kinds.values()
        kinds = column(row(promised, tried, 0, gap=4), row(fresh, touches, 0, gap=4), gap=4)
        self._acts = QWidget()
        self._acts.setLayout(row(self.save_button, self.rename_button, self.delete_button, 0))
        self.form.closed.connect(self._acts.show)
        self._rules = label(_RULES, "small", wrap=True)
        fields = QWidget()
        fields.setLayout(column(
            *_field("Saved view", self.view), *_field("What is due", kinds), *_field("Title has", self.title),
            *_field("Where they are", self.place), *_field("From the list", self.list),
            *_field("Fit at least", row(self.fit, label("of 100", "soft"), 0)), row(self.mine, 0), self.problem,
            self.count, self._acts, self.form, row(self.all_button, 0), 1, self._rules, margins=(16, 10, 16, 12), gap=4,
        ))  # fmt: skip
        head = row(caption("Filter the queue"), 0, self.close_button, margins=(16, 10, 16, 6))
        self.setLayout(column(head, rule(), scrolled(fields), gap=0))

    # What is shown

    def show_views(self, views: Views, view: ViewOfQueue | None, wanted: QueueFilter) -> None:
        self._filling, self._views, self._view = True, views, view
        own = [] if view or not wanted else [("unsaved", "Not saved")]
        self.view.offer([(_NOT_SAVED, "All leads"), *own, *((str(one.key), one.name) for one in views.views)])
        self.view.show_value(str(view.key) if view else "unsaved" if wanted else _NOT_SAVED)
        several = [(_SEVERAL, f"{len(wanted.lists)} lists")] if len(wanted.lists) > 1 else []
        self.list.offer([(_ANY_LIST, "Any list"), *several, *((str(key), name) for key, name in views.lists)])
        if wanted != self._shown or not self.isVisible():
            self._show_filter(wanted)
        self._show_buttons(wanted)
        self._filling = False

    def _show_filter(self, wanted: QueueFilter) -> None:
        self._shown = wanted
        self.list.show_value(_SEVERAL if len(wanted.lists) > 1 else str(next(iter(wanted.lists), _ANY_LIST)))
        for kind, made in self.kinds.items():
            made.setChecked(kind in wanted.kinds)
        self.title.setText(wanted.title)
        self.place.setText(", ".join(_typed(code, self._views.region) for code in wanted.places))
        self.fit.setText("" if wanted.fit is None else str(wanted.fit))
        self.mine.setChecked(wanted.mine)
        self._say("")

    def _show_buttons(self, wanted: QueueFilter) -> None:
        changed = self._view is not None and self._view.filter != wanted
        self.save_button.set_text(f"Save “{self._view.name}”…" if changed and self._view else "Save as…")
        self.save_button.setVisible(bool(wanted) and (self._view is None or changed))
        self.rename_button.setVisible(self._view is not None)
        self.delete_button.setVisible(self._view is not None)
        self.all_button.setVisible(bool(wanted))

    def show_count(self, callable_now: int, later: int) -> None:
        late = f", {later:,} more out of hours" if later else ""
        self.count.setText(f"{callable_now:,} can be called now{late}.")

    def focus(self) -> None:
        """To what is asked for most."""
        first = self.view.box if self._views.views else self.title
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What is done

    def _view_picked(self) -> None:
        chosen = self.view.state()
        before = str(self._view.key) if self._view else "unsaved" if self._shown else _NOT_SAVED
        if not self._filling and chosen not in (before, "unsaved"):
            self.picked.emit(UUID(chosen) if chosen else None)

    def _changed(self) -> None:
        if self._filling:
            return
        try:
            wanted = self._read()
        except BadInput as problem:
            self._say(str(problem))
            return
        self._say("")
        if wanted != self._shown:
            self._shown = wanted
            self.wanted.emit(wanted)

    def _read(self) -> QueueFilter:
        chosen = self.list.state()
        lists = self._shown.lists if chosen == _SEVERAL else (UUID(chosen),) if chosen else ()
        fit = self.fit.text().strip()
        return QueueFilter.from_json({
            "lists": [str(key) for key in lists], "kinds": [kind for kind, made in self.kinds.items() if made.isChecked()],
            "title": self.title.text(), "places": read_places(self.place.text(), self._views.region),
            "fit": (int(fit) if fit.isdecimal() else fit) if fit else None, "mine": self.mine.isChecked(),
        })  # fmt: skip

    def _ask_save(self) -> None:
        self._ask("Save this view as", self._view.name if self._view else "", "Save", self.save.emit)

    def _ask_rename(self) -> None:
        if self._view:
            self._ask(f"Call “{self._view.name}”", self._view.name, "Rename", self.rename.emit)

    def _ask(self, question: str, name: str, go: str, then: Callable[[str], object]) -> None:
        self.form.ask(question, "A short name", go, then)
        self._acts.hide()
        self.form.field.setText(name)
        self.form.field.selectAll()

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))


def _field(title: str, field: Part) -> tuple[Part, Part]:
    return label(title, "small"), field


def _typed(code: str, region: str) -> str:
    """As it is read again: "Texas"; a state of another country by its code."""
    country, dash, _state = code.partition("-")
    if "/" in code or (dash and country != region):
        return code
    return place_in_words(code).removeprefix("the ")
