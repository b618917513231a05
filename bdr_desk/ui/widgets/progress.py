"""How far long work has come: a bar, what it is doing, the count, how fast it goes and how long it will take."""

from PySide6.QtWidgets import QProgressBar, QWidget

from bdr_desk.ui.theme import figures
from bdr_desk.ui.widgets.parts import column, label

STEPS = 1000  # of the bar
SOON = 0.2  # s; before that no speed is worth telling


class ProgressLine(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress")
        self.says = label("", "small")
        self.says.setFont(figures(self.says.font()))
        self.setLayout(column(self.says, self.bar, gap=6))

    def begin(self, says: str = "Reading…") -> None:
        self.bar.setRange(0, STEPS)
        self.bar.setValue(0)
        self.says.setText(says)

    def show_rows(self, doing: str, done: int, about: int, seconds: float) -> None:
        """`about` is an estimate of all rows: the bar waits near its end when there turn out to be more."""
        about = max(about, done)
        self.bar.setValue(STEPS * done // max(1, about, done + done // 20))
        self.says.setText(f"{doing}: {done:,} of about {about:,} rows{_pace(done, about, seconds)}")

    def show_share(self, doing: str, share: float) -> None:
        """`share` of it done, 0 to 1."""
        self.bar.setValue(round(STEPS * share))
        self.says.setText(f"{doing}: {share:.0%}")


def _pace(done: int, about: int, seconds: float) -> str:
    if seconds < SOON or not done:
        return ""
    left = (about - done) * seconds / done
    return f", {done / seconds:,.0f} a second, {time_left(left)} left"


def time_left(seconds: float) -> str:
    """ "about 40 seconds", "about 3 minutes": as much as an estimate can say."""
    if seconds < 1.5:
        return "a second"
    if seconds < 90:
        return f"about {seconds:.0f} seconds"
    return f"about {seconds / 60:.0f} minutes" if seconds < 5400 else f"about {seconds / 3600:.0f} hours"
