"""The first start: nothing is here yet, and two keys change that."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QWidget

from bdr_desk.desk import Desk
from bdr_desk.ui.commands import Keys, key_text
from bdr_desk.ui.page import Page
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.parts import button, column, dress, label, row, rule

OWN_LIST = (
    "A spreadsheet, a CSV file or address cards, as they were exported. Nothing is lost: every row gets a verdict "
    "before it reaches the queue."
)
SAMPLE = (
    "Made-up companies on a simulated line, with people who answer. Nothing leaves this machine, and a meeting is "
    "booked in two minutes."
)


class StartPage(Page):
    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        import_list: Callable[[], object],
        open_sample: Callable[[], None] | None,
    ) -> None:
        super().__init__(desk, tasks)
        keys = Keys(self)
        keys.on("import_list", import_list)
        self._import = button("Import a list", import_list, look="primary", key=key_text("import_list"))
        parts = [_choice("Your own list", OWN_LIST, self._import)]
        if open_sample is not None:
            keys.on("open_sample", open_sample)
            sample = button("Open the sample", open_sample, key=key_text("open_sample"))
            parts.append(_choice("A sample project", SAMPLE, sample))
        cards = row(0, *parts, 0, gap=16)
        self.setLayout(
            column(
                1,
                row(0, label("Who shall we call first?", "name"), 0),
                cards,
                2,
                margins=(24, 24, 24, 24),
                gap=24,
            )
        )

    def entered(self) -> None:
        self._import.setFocus()


def _choice(title: str, says: str, press: QWidget) -> QFrame:
    card = QFrame()
    dress(card, look="card")
    card.setFixedWidth(360)
    card.setLayout(column(label(title, "heading"), label(says, "soft", wrap=True), rule(), row(press, 0),
                          margins=(20, 20, 20, 20), gap=12))  # fmt: skip
    return card
