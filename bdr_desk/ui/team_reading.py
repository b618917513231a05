"""What a page reads of the team's database, for who watches the whole team: one question at a time, the last answer stays."""

from collections.abc import Callable
from typing import Generic, TypeVar

from bdr_desk.errors import DeskError
from bdr_desk.ui.page import Page

T = TypeVar("T")


class TeamReading(Generic[T]):
    """`wanted` once it is known that whoever sits here watches. `read` waits for the network, `show` gets what it found; `what`
    they are called when the network is gone."""

    def __init__(self, page: Page, read: Callable[[], T], show: Callable[[T], object], what: str) -> None:
        self._page, self._read, self._show, self._what = page, read, show, what
        self.wanted = False
        self.known = False  # something was read
        self._asking = self._once_more = False

    def ask(self) -> None:
        """In a busy team there is news all the while: while one question is open, one more waits."""
        self._once_more = self._asking
        if not self._asking:
            self._asking = True
            self._page.tasks.network(self._page, self._read, self._found, self._out_of_reach)

    def _found(self, found: T) -> None:
        self.known = True
        self._show(found)
        self._answered()

    def _out_of_reach(self, error: DeskError) -> None:
        since = "as they were read last" if self.known else "as far as they are on this desk"
        self._page.notice.emit(f"{error.title} The team's {self._what} are shown {since}.", "warn")
        self._once_more = False
        self._answered()

    def _answered(self) -> None:
        self._asking = False
        if self._once_more:
            self.ask()
