"""Who stands here twice: the pairs and why, both side by side, what merging them would do; and the merges done.

A step within a page: `begin` shows it afresh, `closed` is emitted when the user leaves it. Keys live while it is shown.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from bdr_desk.actions.merges import Merged, Undone, merge_contacts, not_the_same, undo_merge
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.queries.merges import (
    MergePreview,
    MergeView,
    PairList,
    PairView,
    merge_preview,
    merges_done,
    possible_duplicates,
)
from bdr_desk.ui.commands import Keys, key_text
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.comparison import comparison
from bdr_desk.ui.widgets.detail import Detail, entry, head, quiet, section
from bdr_desk.ui.widgets.parts import Flow, KeyButton, Part, button, column, label, refill, row, rule
from bdr_desk.ui.widgets.row_list import RowItem, RowList, heading
from bdr_desk.ui.widgets.times import day

LEFT = 400  # px
TOUCHING = ("contact", "contact_phone", "contact_email", "contact_merge", "lead")


class DuplicatesPanel(QWidget):
    closed = Signal()
    notice = Signal(str, str)  # text, tone

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self.desk, self.tasks = desk, tasks
        self.zone: ZoneInfo | None = None  # the user's; None is this machine's
        self._found: dict[object, PairView | MergeView] = {}
        self._preview: MergePreview | None = None
        self._taken: frozenset[str] = frozenset()
        self._swapped = False
        self._says = label("", "soft")
        self._back = button("Back to the lists", self.closed.emit, key=key_text("leave_field"))
        self.list = RowList("Pairs that may be one person")
        self.list.setFixedWidth(LEFT)
        self.detail = Detail("The two side by side")
        self._head = column()
        self._buttons = self._make_buttons()
        body = row(self.list, rule(upright=True), self._right(), gap=0)
        body.setStretch(2, 1)
        top = row(
            label("Who stands here twice", "heading"), self._says, 0, self._back, margins=(16, 12, 16, 12)
        )
        self.setLayout(column(top, rule(), body, gap=0))
        self._connect()

    def _make_buttons(self) -> dict[str, KeyButton]:
        acts = {
            "merge_pair": ("Merge the two", self.merge, "primary"),
            "two_people": ("They are two people", self.keep_apart, ""),
            "swap_pair": ("Keep the other one’s values", self.swap, ""),
            "undo_merge": ("Undo the merge", self.undo, ""),
        }
        return {
            name: button(text, do, look=look, key=key_text(name)) for name, (text, do, look) in acts.items()
        }

    def _right(self) -> QWidget:
        keys = Flow(gap=8)
        for made in self._buttons.values():
            keys.addWidget(made)
        self._top = QWidget()
        self._top.setLayout(column(self._head, keys, margins=(24, 20, 24, 4), gap=12))
        right = QWidget()
        box = column(self._top, self.detail, gap=0)
        box.setStretch(1, 1)
        right.setLayout(box)
        return right

    def _connect(self) -> None:
        self.list.chosen.connect(lambda _: self._choose())
        self.keys = Keys(self)
        for name, made in self._buttons.items():
            self.keys.on(name, made.click)
        self.keys.on("leave_field", self.closed.emit)

    # What there is

    def begin(self) -> None:
        """Look for pairs afresh."""
        self._says.setText("Looking …")
        self.list.setFocus()
        self._ask()

    def refresh(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(*TOUCHING):
            self._ask()

    def _ask(self) -> None:
        self.tasks.read(
            self, lambda: (possible_duplicates(self.desk), merges_done(self.desk)),
            lambda found: self._show(*found), newest="pairs",
        )  # fmt: skip

    def _show(self, pairs: PairList, done: tuple[MergeView, ...]) -> None:
        self._found = {(pair.one, pair.other): pair for pair in pairs.rows} | {
            view.merge: view for view in done
        }
        self._says.setText(_count(pairs))
        self.list.show_items(list(self._items(pairs.rows, done)))
        self._choose()

    def _items(self, pairs: tuple[PairView, ...], done: tuple[MergeView, ...]) -> Iterator[RowItem]:
        for certain, title in ((True, "Certainly one person"), (False, "Likely")):
            some = [pair for pair in pairs if pair.certain is certain]
            yield from [heading(title)] if some else []
            yield from map(_pair_item, some)
        yield from [heading("Merged")] if done else []
        for view in done:
            below = f"{view.account_name}, merged with {view.other_name or 'somebody without a name'}"
            yield RowItem(view.merge, view.name, below, day(view.at, self._now()))

    def _now(self) -> datetime:
        return self.desk.clock().astimezone(self.zone)

    # One pair

    @property
    def current(self) -> PairView | MergeView | None:
        return self._found.get(self.list.key)

    def _choose(self) -> None:
        self._taken, self._swapped = frozenset(), False
        self._look()

    def _look(self) -> None:
        chosen = self.current
        self._top.setVisible(chosen is not None)
        self._allow(pair=isinstance(chosen, PairView), done=isinstance(chosen, MergeView))
        if isinstance(chosen, PairView):
            one, other = self._both(chosen)
            taken = self._taken
            self.tasks.read(
                self, lambda: merge_preview(self.desk, one, other, taken), self._show_preview, newest="preview",
                failed=lambda problem: self.notice.emit(str(problem), "warn"),
            )  # fmt: skip
        elif isinstance(chosen, MergeView):
            self._show_done(chosen)
        else:
            self.detail.show_parts(*_nothing())

    def _both(self, pair: PairView) -> tuple[UUID, UUID]:
        return (pair.other, pair.one) if self._swapped else (pair.one, pair.other)

    def _allow(self, *, pair: bool, done: bool) -> None:
        for name, made in self._buttons.items():
            wanted = done if name == "undo_merge" else pair
            made.setVisible(wanted)
            self.keys.allow(name, wanted)

    def _show_preview(self, preview: MergePreview) -> None:
        if not isinstance(self.current, PairView) or {preview.kept, preview.other} != {
            *self._both(self.current)
        }:
            return
        self._preview = preview
        company = next(field.values[0] for field in preview.fields if field.title == "Company")
        chips = [(why, "good" if preview.certain else "warn") for why in preview.because]
        refill(self._head, head(" and ".join(preview.names), company, *chips))
        can = not preview.refused
        self._buttons["merge_pair"].setEnabled(can)
        self.keys.allow("merge_pair", can)
        happens: list[Part] = [quiet(says) for says in preview.steps] or [quiet("No lead changes.")]
        if preview.refused:
            happens = [quiet(preview.refused)]
        kept = quiet("Every value, number, call and source of both is kept, and merging can be undone.")
        self.detail.show_parts(
            comparison(preview.fields, self._taken, self._take), section("What happens", *happens, kept)
        )

    def _show_done(self, view: MergeView) -> None:
        refill(self._head, head(view.name, view.account_name, *((why, "") for why in view.because)))
        when = day(view.at, self._now())
        says = f"{view.other_name or 'Somebody without a name'} was merged into this contact"
        self.detail.show_parts(
            entry(when, says, f"by {view.who}" if view.who else ""),
            quiet("Undoing puts both back as they were; what people worked on since stays."),
        )

    # What can be done

    def _take(self, key: str) -> None:
        self._taken ^= {key}
        self._look()

    def swap(self) -> None:
        """The other's values stay instead."""
        if isinstance(self.current, PairView):
            self._swapped, self._taken = not self._swapped, frozenset()
            self._look()

    def merge(self) -> None:
        pair = self.current
        if isinstance(pair, PairView) and self._preview and not self._preview.refused:
            (one, other), taken = self._both(pair), self._taken
            self.tasks.act(self, lambda: merge_contacts(self.desk, one, other, take=taken), self._merged)

    def _merged(self, done: Merged) -> None:
        self.notice.emit(" ".join(("Merged.", *done.did)), "good")

    def keep_apart(self) -> None:
        pair = self.current
        if isinstance(pair, PairView):
            self.tasks.act(
                self, lambda: not_the_same(self.desk, pair.one, pair.other),
                lambda _: self.notice.emit("They stay two people, and are not asked about again.", "good"),
            )  # fmt: skip

    def undo(self) -> None:
        view = self.current
        if isinstance(view, MergeView):
            self.tasks.act(self, lambda: undo_merge(self.desk, view.merge), self._undone)

    def _undone(self, done: Undone) -> None:
        self.notice.emit(" ".join(("The merge was undone.", *done.stays)), "warn" if done.stays else "good")


def _pair_item(pair: PairView) -> RowItem:
    names = f"{pair.name or 'No name'} · {pair.other_name or 'No name'}"
    marks = tuple((why, "good" if pair.certain else "warn") for why in pair.because)
    return RowItem((pair.one, pair.other), names, pair.account_name, chips=marks)


def _count(pairs: PairList) -> str:
    if not pairs.total:
        return "Nobody, as far as the desk can tell."
    some = f" The surest {len(pairs.rows):,} are shown." if pairs.total > len(pairs.rows) else ""
    return f"{pairs.total:,} {'pair' if pairs.total == 1 else 'pairs'} to decide on.{some}"


def _nothing() -> tuple[Part, ...]:
    return (
        label("Nothing to decide", "heading"),
        quiet("When two contacts share a number, an address, or a name in one company, they are shown here side by side."),
    )  # fmt: skip
