"""How each list and source has done, two of them side by side, what a list is worth, and whom the project looks for."""

from datetime import date
from functools import partial
from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QSplitter, QStackedWidget, QWidget

from bdr_desk.actions.sources import set_up_source
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.domain.comparison import percent
from bdr_desk.domain.intervals import Share
from bdr_desk.domain.money import amount, plain_amount, read_cents
from bdr_desk.errors import BadInput, DeskError
from bdr_desk.queries.exports import Wanted
from bdr_desk.queries.scorecards import LIST, Card, scorecards
from bdr_desk.ui.autopsy_panel import AutopsyPanel
from bdr_desk.ui.commands import Keys, key_text
from bdr_desk.ui.comparison_panel import ComparisonPanel, source_says
from bdr_desk.ui.export_button import ExportButton
from bdr_desk.ui.page import Page
from bdr_desk.ui.profile_panel import ProfilePanel
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.parts import button, column, dress, label, row, rule
from bdr_desk.ui.widgets.row_table import Column, RowTable

TOUCHING = (
    "source",
    "call_list",
    "list_import",
    "lead",
    "call",
    "fact",
    "meeting",
    "handoff",
    "suppression",
    "project",
)
MOST_CARDS = 8  # shown before they scroll
COMPARE, AUTOPSY, PROFILE = "source_compare", "source_autopsy", "source_profile"


class SourcesPage(Page):
    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__(desk, tasks)
        self._stale = True
        self._split_by_user = False
        self.table = _table()
        self.table.setMinimumHeight(100)
        self.comparison = ComparisonPanel()
        self.autopsy = AutopsyPanel(desk, tasks)
        self.profile = ProfilePanel(desk, tasks)
        self.form = CostForm()
        self._views = QStackedWidget()
        for view in (self.comparison, self.autopsy, self.profile):
            self._views.addWidget(view)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._choices = {
            name: button(says, partial(self.show_view, name), look="choice", key=key_text(name))
            for name, says in ((COMPARE, "Compare"), (AUTOPSY, "Autopsy"), (PROFILE, "Ideal customer"))
        }
        group = QButtonGroup(self)
        for made in self._choices.values():
            made.setCheckable(True)
            group.addButton(made)
        self._choices[COMPARE].setChecked(True)
        self._cost = button("Cost and date", self.ask_cost, key=key_text("source_cost"))
        self.export = ExportButton(self.desk, self.tasks, _all_sources, lambda: "Sources")
        head = row(label("Sources", "heading"), 0, self.export, self._cost, margins=(16, 12, 16, 12))
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        lower = QWidget()
        choices = row(*self._choices.values(), 0, margins=(16, 8, 16, 8), gap=4)
        lower.setLayout(column(choices, rule(), self._views, gap=0))
        upper = QWidget()
        upper.setLayout(column(self.table, gap=0))
        self._split.addWidget(upper)
        self._split.addWidget(lower)
        self._split.setStretchFactor(1, 1)
        self._split.splitterMoved.connect(self._keep_split)
        self._empty = _nothing_yet()
        self.setLayout(column(head, self.form, rule(), self._split, self._empty, gap=0))

    def _connect(self) -> None:
        self.table.chosen.connect(self._look_at)
        self.table.opened.connect(self.comparison.take)
        self.form.saved.connect(self._keep_cost)
        self.autopsy.review.connect(lambda _: self.open_page.emit("lists"))
        self.autopsy.duplicates.connect(lambda: self.open_page.emit("lists"))
        self.autopsy.release.connect(lambda _: self.open_page.emit("lists"))
        keys = Keys(self)
        for name in self._choices:
            keys.on(name, partial(self.show_view, name))
        keys.on("source_cost", self.ask_cost)
        keys.on("export", self.export.ask)
        self.export.notice.connect(self.notice)
        keys.on("leave_field", self._leave)

    # The page

    def entered(self) -> None:
        if self._stale:
            self._ask()
        self.table.setFocus()

    def refresh(self, changes: Changes) -> None:
        if changes.touches(*TOUCHING):
            self._stale = True
            if self.isVisible():
                self._ask()

    def show_view(self, name: str) -> None:
        """One of the three below the table."""
        self._choices[name].setChecked(True)
        self._views.setCurrentIndex(list(self._choices).index(name))
        self._look_at(self.table.row)
        if name == PROFILE:
            self.profile.ask()

    def _leave(self) -> None:
        self.form.hide()
        self.table.setFocus()

    def _ask(self) -> None:
        self._stale = False
        self.tasks.read(self, lambda: scorecards(self.desk), self._show, newest="cards")

    def _show(self, cards: tuple[Card, ...]) -> None:
        before = self.table.row.key if self.table.row else None
        self.table.show_rows(cards, current=lambda card: card.key == before)
        self._split.setVisible(bool(cards))
        self._empty.setVisible(not cards)
        self._cost.setEnabled(bool(cards))
        self.export.setEnabled(bool(cards))
        if not self._split_by_user:
            top = self.table.height_for(MOST_CARDS)
            self._split.setSizes([top, max(top, self._split.height() - top)])
        self.comparison.show_cards(cards)
        if self._views.currentWidget() is self.profile:
            self.profile.ask()
        self._look_at(self.table.row)

    def _keep_split(self, *_where: int) -> None:
        self._split_by_user = True

    def _look_at(self, card: Card | None) -> None:
        if self._views.currentWidget() is self.autopsy:
            if card is not None and (key := self._list_of(card)):
                self.autopsy.show_list(key)
            else:
                self.autopsy.show_nothing()

    def _list_of(self, card: Card) -> UUID | None:
        """The list itself, or the newest of the source."""
        if card.kind == LIST:
            return card.key
        lists = (each for each in self.table.rows.items if each.kind == LIST and each.source == card.source)
        return next((each.key for each in lists), None)

    # What it cost

    def ask_cost(self) -> None:
        if (card := self.table.row) is not None:
            source = next(each for each in self.table.rows.items if each.key == card.source)
            self.form.ask(source)

    def _keep_cost(self, source: UUID, said: "CostSaid") -> None:
        def do() -> None:
            set_up_source(
                self.desk, source, cost_cents=said.cents, currency=said.currency, happened_on=said.day,
                forget_cost=said.cents is None,
            )  # fmt: skip

        self.tasks.act(self, do, lambda _: self._cost_kept(), self.form.refused)

    def _cost_kept(self) -> None:
        self.form.hide()
        self.table.setFocus()
        self.notice.emit("Kept.", "good")


class CostSaid(NamedTuple):
    """None where the field was left empty."""

    cents: int | None
    currency: str | None
    day: date | None


class CostForm(QWidget):
    """What a source cost and when it was. `saved` (source, CostSaid) once they can be read."""

    saved = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        card = QFrame()
        dress(card, look="card")
        self._source: UUID | None = None
        self._asks = label("", "strong")
        self.cost, self.currency, self.day = (_line(*each) for each in (
            ("Cost", "1200.50", 120), ("Currency", "EUR", 72), ("Date", "2027-03-31", 120)))  # fmt: skip
        self._problem = label("", "small", wrap=True)
        dress(self._problem, tone="danger")
        fields = row(self._asks, self.cost, self.currency, label("on", "soft"), self.day,
                     button("Save", self.save, look="primary"), button("Leave it", self.hide), 0)  # fmt: skip
        card.setLayout(column(fields, self._problem, margins=(12, 10, 12, 10), gap=4))
        self.setLayout(row(card, margins=(16, 0, 16, 12)))
        for field in (self.cost, self.currency, self.day):
            field.returnPressed.connect(self.save)
        self.hide()

    def ask(self, card: Card) -> None:
        self._source = card.key
        score = card.score
        self._asks.setText(f"{source_says(card.of)} cost")
        self.cost.setText("" if score.cost_cents is None else plain_amount(score.cost_cents))
        self.currency.setText(score.currency or "")
        self.day.setText(card.happened_on.isoformat() if card.happened_on else "")
        self._problem.hide()
        self.show()
        self.cost.setFocus()
        self.cost.selectAll()

    def save(self) -> None:
        try:
            cents = read_cents(self.cost.text()) if self.cost.text().strip() else None
            said = CostSaid(cents, self.currency.text().strip() or None, _day(self.day.text()))
        except BadInput as error:
            self.refused(error)
            return
        self.saved.emit(self._source, said)

    def refused(self, error: DeskError) -> None:
        self._problem.setText(str(error))
        self._problem.show()


def _line(name: str, hint: str, width: int) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    made.setFixedWidth(width)
    return made


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise BadInput(f"“{text}” is not a day.", "Write it like 2027-03-31.") from error


def _all_sources() -> Wanted:
    return Wanted("sources")


def _table() -> RowTable[Card]:
    return RowTable("Sources and lists", [
        Column("Source, and its lists", _name),
        Column("Rows", lambda card: f"{card.score.row_count:,}", 76, number=True),
        Column("Callable", lambda card: _share(card.score.dialable_share), 76, number=True),
        Column("Junk", lambda card: _share(card.score.junk_share), 64, number=True,
               tone=lambda card: "warn" if _over(card.score.junk_share, 0.1) else ""),
        Column("Dialled", lambda card: f"{card.score.dialled:,}", 72, number=True),
        Column("Reached", lambda card: _share(card.score.reached_share), 76, number=True),
        Column("Facts each", _facts, 84, number=True),
        Column("Booked", lambda card: f"{card.score.booked:,}", 72, number=True),
        Column("Held", lambda card: f"{card.score.held:,}", 56, number=True),
        Column("Accepted", lambda card: f"{card.score.accepted:,}", 80, number=True),
        Column("Cost", lambda card: _money(card, card.score.cost_cents), 100, number=True),
        Column("Per lead", lambda card: _money(card, card.score.cost_per(card.score.leads)), 88, number=True),
        Column("Per held", lambda card: _money(card, card.score.cost_per(card.score.held)), 88, number=True),
        Column("Per accepted", lambda card: _money(card, card.score.cost_per(card.score.accepted)), 112, number=True),
    ], closed=True)  # fmt: skip


def _name(card: Card) -> str:
    """A list stands under its source, indented by spaces that are not trimmed."""
    return f"\u2003{card.name}" if card.kind == LIST else source_says(card.of)


def _share(share: Share) -> str:
    return percent(share.hits / share.of) if share.of else "–"


def _over(share: Share, limit: float) -> bool:
    return bool(share.of) and share.hits / share.of > limit


def _facts(card: Card) -> str:
    return f"{card.score.facts_mean.value:.1f}" if card.score.conversations else "–"


def _money(card: Card, cents: int | None) -> str:
    return "–" if cents is None else amount(cents, card.score.currency or "")


def _nothing_yet() -> QWidget:
    says = label(
        "Each list you import names where it came from; here you see which of them is worth its price.",
        "soft",
    )
    made = QWidget()
    made.setLayout(column(1, row(0, column(label("No source yet", "heading"), says, gap=8), 0), 2))
    return made
