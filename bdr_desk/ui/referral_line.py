"""Who named the person on the desk and in which words, and the line one may open with."""

from PySide6.QtWidgets import QWidget

from bdr_desk.queries.referrals import Suggested
from bdr_desk.ui.widgets.parts import column, label


class ReferralLine(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._said = label("", "soft", wrap=True, select=True)
        self._open = label("", "small", wrap=True, select=True)
        self.setLayout(column(self._said, self._open, gap=0))
        self.hide()

    def show_suggested(self, named: Suggested) -> None:
        """Nothing is shown of somebody whom nobody named."""
        self.setVisible(bool(named.says))
        self._said.setText(named.says)
        self._open.setText(f"Open with: “{named.opening}”")

    @property
    def text(self) -> str:
        return f"{self._said.text()}\n{self._open.text()}" if not self.isHidden() else ""
