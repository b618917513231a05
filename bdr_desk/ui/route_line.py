"""The way in by the number that is dialled: quiet before, plain to see while it rings and is talked."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from bdr_desk.queries.routes import RouteView, in_words, way_for
from bdr_desk.ui.widgets.parts import column, dress, label, tip


class RouteLine(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._way = label("", "small", wrap=True, select=True)
        self._says = self._more = ""
        self._calling = False
        self.setLayout(column(self._way))
        self.hide()

    def show_routes(self, routes: Sequence[RouteView], number: str, name: str, *, own: bool) -> None:
        """Of the ways into the account, that by `number` (E.164), else the best one. `name` is whom one asks for; `own` where
        the number is theirs, and no switchboard's."""
        route = way_for(routes, number)
        self.setVisible(route is not None)
        if route is None:
            return
        others = [in_words(other, name) for other in routes if other is not route]
        self._more = f"{len(others)} other {'way' if len(others) == 1 else 'ways'} in" if others else ""
        says = in_words(route, name, with_number=not (own and route.e164 == number))
        self._says = f"{says} · found dead" if route.dead else says
        self._way.setToolTip(tip("\n".join(others)))
        self._write()

    def set_calling(self, calling: bool) -> None:
        """While it rings or is talked, it is what one looks for."""
        self._calling = calling
        self._write()
        dress(self._way, look="" if calling else "small", tone="accent" if calling else "")

    def _write(self) -> None:
        more = "" if self._calling else self._more
        self._way.setText(" · ".join(part for part in (self._says, more) if part))

    @property
    def text(self) -> str:
        return self._way.text() if not self.isHidden() else ""
