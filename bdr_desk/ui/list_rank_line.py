"""Below what can be done with a list: when its leads get their turn in the queue."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from bdr_desk.actions.list_rank import rank_list
from bdr_desk.desk import Desk
from bdr_desk.domain.rank import LIST_TIERS, MOST_PRIORITY
from bdr_desk.queries.lists import ListView
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.editors import FewEditor
from bdr_desk.ui.widgets.parts import Elided, label, row

TITLES = {"inbound": "Inbound", "normal": "Normal", "filler": "Filler"}
_PRIORITIES = [
    (str(step), f"{step:+d}" if step else "0") for step in range(-MOST_PRIORITY, MOST_PRIORITY + 1)
]
_PRIORITY_SAYS = (
    "Higher comes sooner among the lists of one turn. What a step weighs stands in Set-up, The queue."
)


class ListRankLine(QWidget):
    """`done` (text, tone) when something was changed."""

    done = Signal(str, str)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self.view: ListView | None = None
        self.tier, self.priority = FewEditor(list(TITLES.items())), FewEditor(_PRIORITIES)
        self.tier.name("Turn in the queue")
        self.priority.name("Priority")
        for tier, made in zip(TITLES, self.tier.choices, strict=True):
            made.setToolTip(LIST_TIERS[tier])
        for made in self.priority.choices:
            made.setToolTip(_PRIORITY_SAYS)
        self.tier.left.connect(self._keep)
        self.priority.left.connect(self._keep)
        self.says = Elided("", "small")
        line = row(
            label("In the queue", "soft"),
            self.tier,
            label("Priority", "soft"),
            self.priority,
            self.says,
            gap=12,
        )
        line.setStretch(4, 1)
        self.setLayout(line)

    def show_list(self, view: ListView) -> None:
        self.view = view
        self.tier.show_value(view.tier)
        self.priority.show_value(str(view.priority))
        self.says.setText(LIST_TIERS.get(view.tier, ""))
        self.says.setToolTip(self.says.text())

    def _keep(self) -> None:
        view, tier, priority = self.view, self.tier.state(), int(self.priority.state())
        if view is None or (tier, priority) == (view.tier, view.priority):
            return
        says = f"“{view.name}”: {TITLES[tier].lower()}, priority {dict(_PRIORITIES)[str(priority)]}. {LIST_TIERS[tier]}"
        self._tasks.act_long(
            self, lambda: rank_list(self._desk, view.key, tier, priority), lambda _: self.done.emit(says, "good"),
            lambda error: self._refused(str(error), view),
        )  # fmt: skip

    def _refused(self, says: str, view: ListView) -> None:
        self.show_list(view)
        self.done.emit(says, "danger")
