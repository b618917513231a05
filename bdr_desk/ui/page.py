"""What a page of the main window is. Pages are registered in `main_window.PAGES`.

A page is a `Page` built with `(desk, tasks)`. The window calls `entered()` each time it is brought forward (give the
focus to where work starts) and `refresh(changes)` after any write, whoever made it. A page speaks to the window by its
signals: `notice` (text, tone: "", "good", "warn" or "danger") shows one quiet line, `offered` (text, tone,
`notice_strip.Offer`) one with a button on it, `open_lead` brings a lead to the desk, `open_page` goes to another page by
its id. It reads with `tasks.read`, writes with `tasks.act`, never blocks, and never opens a modal dialog in the calling flow.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from bdr_desk.ui.sync_watch import SyncWatch


class Page(QWidget):
    notice = Signal(str, str)
    offered = Signal(str, str, object)
    open_lead = Signal(object)  # UUID
    open_page = Signal(str)
    edge_changed = Signal()
    scheme_chosen = Signal(object)  # theme.Scheme, for the whole window

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self.desk = desk
        self.tasks = tasks
        self.zone: ZoneInfo | None = None  # the user's; None is this machine's

    def now(self) -> datetime:
        """In the user's zone: texts about a moment are written in the zone of the `now` they are given."""
        return self.desk.clock().astimezone(self.zone)

    @property
    def kept_clear(self) -> int:
        """How many px at the lower edge a notice must not cover; emit `edge_changed` when it changes."""
        return 0

    def entered(self) -> None:
        """Brought forward."""

    def begin(self) -> None:
        """Do what the start page promises for this page: on Lists, choose a file to import."""

    def open(self, lead: UUID) -> None:
        """Show this lead, where the page can."""

    def attend(self, sync: "SyncWatch") -> None:
        """Before it is first brought forward: what runs the window's rounds with the team."""

    def refresh(self, changes: Changes) -> None:
        """Something was written; `changes.touches(table, ...)` tells what."""

    def leaving(self) -> None:
        """The window is about to close: hand unsaved work to `tasks.act`."""
