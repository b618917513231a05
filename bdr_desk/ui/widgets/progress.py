"""How far long work has come: a bar, the count, and how fast it goes."""

from PySide6.QtWidgets import QProgressBar, QWidget

from bdr_desk.ui.theme import figures
from bdr_desk.ui.widgets.parts import column, label


class ProgressLine(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress")
        self.says = label("", "small")
        self.says.setFont(figures(self.says.font()))
        self.setLayout(column(self.says, self.bar, gap=6))

    def begin(self) -> None:
        self.bar.setRange(0, 1)
        self.bar.setValue(0)
        self.says.setText("Reading…")

    def show_rows(self, done: int, about: int, seconds: float) -> None:
        """`about` is an estimate of all rows: the bar waits near its end when there turn out to be more."""
        self.bar.setRange(0, max(about, done + done // 20))
        self.bar.setValue(done)
        speed = f", {done / seconds:,.0f} a second" if seconds > 0.2 else ""
        self.says.setText(f"{done:,} of about {max(about, done):,} rows{speed}")
