"""The way in by the number that is dialled: quiet before, plain to see while it rings and is talked."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from bdr_desk.queries.routes import RouteView, in_words, way_for
from bdr_desk.ui.widgets.parts import column, dress, label, tip


class RouteLine(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._way = label("", "small", wrap=True, select=True)
        self._more = label("", "small", wrap=True)
        self.setLayout(column(self._way, self._more, gap=0))
        self.hide()

    def show_routes(self, routes: Sequence[RouteView], number: str, name: str) -> None:
        """Of the ways into the account, that by `number` (E.164), else the best one; `name` is whom one asks for."""
        route = way_for(routes, number)
        self.setVisible(route is not None)
        if route is None:
            return
        dead = ", found dead" if route.dead else ""
        self._way.setText(in_words(route, name) + dead)
        others = [in_words(other, name) for other in routes if other is not route]
        more = f"{len(others)} other {'way' if len(others) == 1 else 'ways'} in" if others else ""
        self._more.setText(more)
        self._more.setToolTip(tip("\n".join(others)))
        self._more.setVisible(bool(others))

    def set_calling(self, calling: bool) -> None:
        """While it rings or is talked, it is what one looks for."""
        dress(self._way, look="" if calling else "small", tone="accent" if calling else "")

    @property
    def text(self) -> str:
        return self._way.text() if not self.isHidden() else ""
