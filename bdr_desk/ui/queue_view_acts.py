"""Which part of the queue the call desk looks at: narrowed, picked from the saved views, saved."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from bdr_desk.actions.saved_views import delete_view, look_at, rename_view, save_view
from bdr_desk.domain.queue_filter import EVERYBODY, QueueFilter, in_words
from bdr_desk.errors import DeskError
from bdr_desk.queries.saved_views import ViewOfQueue, Views
from bdr_desk.ui.commands import State
from bdr_desk.ui.queue_on_desk import QueueOnDesk
from bdr_desk.ui.queue_view_panel import QueueViewPanel

if TYPE_CHECKING:
    from bdr_desk.ui.call_desk_page import CallDeskPage


class QueueViewActs(QObject):
    """`filter` is what holds now; `view` the saved view it was taken from. The desk opens with the view it was left with."""

    def __init__(self, page: "CallDeskPage") -> None:
        super().__init__(page)
        self._page = page
        self.filter: QueueFilter = EVERYBODY
        self._picked: UUID | None = None
        self._settled = False  # until it was read or chosen, what the desk was left with
        self._views = Views((), (), "US")
        self.panel = QueueViewPanel()
        page.acts.add_sheet(self.panel)
        page.queue.view.opened.connect(self.open)
        self.panel.wanted.connect(self._narrow)
        self.panel.picked.connect(self._pick)
        self.panel.save.connect(self._save)
        self.panel.rename.connect(self._rename)
        self.panel.delete.connect(self._delete)

    @property
    def view(self) -> ViewOfQueue | None:
        return next((view for view in self._views.views if view.key == self._picked), None)

    @property
    def wanted(self) -> QueueFilter | None:
        """What is to be read; None for the view this desk was left with."""
        return self.filter if self._settled else None

    @property
    def changed(self) -> bool:
        """The view is not looked at as it was saved."""
        return self.view is not None and self.view.filter != self.filter

    @property
    def name(self) -> str:
        """Short: of the view, else the filter in words."""
        if self.view:
            return f"{self.view.name}, changed" if self.changed else self.view.name
        return in_words(self.filter, dict(self._views.lists))

    def open(self) -> None:
        """The same key puts it away."""
        if self._page.acts.shows(self.panel):
            self._page.acts.leave()
            return
        self._show_panel()
        self._page.acts.show_sheet(self.panel)
        self.panel.focus()

    def next_view(self) -> None:
        """Through the saved views, and back to all leads."""
        keys = [None, *(view.key for view in self._views.views)]
        at = keys.index(self._picked) if self._picked in keys else 0
        if len(keys) > 1:
            self._pick(keys[(at + 1) % len(keys)])

    def show(self, read: QueueOnDesk) -> None:
        """As it was read."""
        views, queue = read.views, read.found.queue
        self._views = views
        if not self._settled:
            self._settled, self.filter = True, read.filter
            self._picked = views.last.key if views.last else None
        self.panel.show_count(queue.callable_now, queue.later)
        self._page.keys.allow("next_view", bool(views.views))
        if self._picked is not None and self.view is None:  # deleted
            self._picked = None
        self._show_all()

    def leave(self) -> bool:
        """Out of a view with nobody in it; who was brought to the desk meanwhile stays. Whether there was one."""
        page = self._page
        if not self.filter or page.queue.first or page.session.state != State.QUEUE or page.keys.typing:
            return False
        lead = page.lead.view.lead if page.lead else None
        self._pick(None)
        page.choose(lead)
        return True

    def _narrow(self, wanted: QueueFilter) -> None:
        self._settled, self.filter = True, wanted
        self._page.begin_again()
        self._show_all()

    def _pick(self, key: UUID | None) -> None:
        self._look_at(key)
        view = self.view
        self._narrow(view.filter if view else EVERYBODY)
        if view and not view.filter:
            self._page.notice.emit(view.says, "warn")

    def _show_all(self) -> None:
        says = in_words(self.filter, dict(self._views.lists))
        self._page.queue.view.show_view(
            self.name, says, narrowed=bool(self.filter), several=bool(self._views.views)
        )
        self._show_panel()

    def _show_panel(self) -> None:
        self.panel.show_views(self._views, self.view, self.filter)

    def _look_at(self, key: UUID | None) -> None:
        desk, self._picked = self._page.desk, key
        self._act(lambda: look_at(desk, key), lambda _: None)

    # Saved

    def _save(self, name: str) -> None:
        desk, wanted = self._page.desk, self.filter
        self._act(lambda: save_view(desk, name, wanted), self._saved)

    def _saved(self, key: object) -> None:
        assert isinstance(key, UUID)
        self._look_at(key)
        self.panel.form.done()

    def _rename(self, name: str) -> None:
        desk, key = self._page.desk, self._picked
        if key is not None:
            self._act(lambda: rename_view(desk, key, name), lambda _: self.panel.form.done())

    def _delete(self) -> None:
        """The filter stays as it is: nobody loses what they look at."""
        desk, view = self._page.desk, self.view
        if view is not None:
            says = f"“{view.name}” is deleted."
            self._act(lambda: delete_view(desk, view.key), lambda _: self._page.notice.emit(says, ""))

    def _act(self, do: Callable[[], object], then: Callable[[object], object]) -> None:
        self._page.tasks.act(self, do, then, self._refused)

    def _refused(self, error: DeskError) -> None:
        self._page.notice.emit(str(error), "danger")
