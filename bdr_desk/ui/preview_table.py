"""The first rows of a file as an import would read them: each with its verdict, the evidence marked, counted by rule."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from bdr_desk.domain.hygiene import RULES, Severity
from bdr_desk.domain.list_rows import Flaw, Tally, Verdict
from bdr_desk.domain.phone import shown
from bdr_desk.queries.list_reading import StagedRow
from bdr_desk.queries.list_rows import in_words, reach_of
from bdr_desk.ui.widgets.parts import Flow, KeyButton, button, clear
from bdr_desk.ui.widgets.row_table import Column, RowTable

TONES = {
    Verdict.ADDED: "good",
    Verdict.MERGED: "text_soft",
    Verdict.QUARANTINED: "warn",
    Verdict.REFUSED: "danger",
}
SEVERITY_TONES = {Severity.WARN: "", Severity.QUARANTINE: "warn", Severity.REFUSE: "danger"}

PERSON, TITLE = 2, 3  # columns of the preview
NAME_FIELDS = frozenset(("name", "given_name", "middle_name", "family_name"))
REACH_FIELDS = frozenset(("phone", "mobile", "home", "switchboard", "extension", "email"))
MOST_RULES = 9  # offered as filters, those with the most rows


def verdict_tone(verdict: str) -> str:
    """The theme's colour of a verdict."""
    return TONES[Verdict(verdict)]


def mark_of(rule: str) -> str:
    """The colour evidence of a rule is marked in."""
    return SEVERITY_TONES.get(RULES[rule].severity, "") or "warn" if rule in RULES else "warn"


def counted(counts: Tally, plan: str = "would be") -> str:
    """ "47 would be added, 2 quarantined": what there is none of is left out."""
    found = [f"{getattr(counts, verdict):,} {verdict}" for verdict in Verdict if getattr(counts, verdict)]
    if not found:
        return "there are none"
    first, _, rest = found[0].partition(" ")
    return ", ".join([f"{first} {plan} {rest}" if plan else found[0], *found[1:]])


def rules_counted(rows: Sequence[StagedRow]) -> list[tuple[str, int]]:
    """(rule, rows) over `rows`, the gravest first, of the same gravity the most rows first."""
    found = Counter(rule for row in rows for rule in {flaw.rule for flaw in row.flaws} if rule in RULES)
    order = list(Severity)
    return sorted(found.items(), key=lambda item: (-order.index(RULES[item[0]].severity), -item[1], item[0]))


class PreviewTable(RowTable[StagedRow]):
    def __init__(self) -> None:
        super().__init__("First rows of the file", [
            Column("Row", lambda staged: str(staged.number), 52, number=True),
            Column("Verdict", lambda staged: staged.verdict, 92, tone=lambda staged: verdict_tone(staged.verdict)),
            Column("Person", partial(_cell, _person, NAME_FIELDS), 136, mark=partial(_mark, NAME_FIELDS)),
            Column("Title", partial(_cell, _title, {"title"}), 126, mark=partial(_mark, {"title"})),
            Column("Company", partial(_cell, _company, {"company"}), 156, mark=partial(_mark, {"company"})),
            Column("Reached by", _reach, 216, mark=partial(_mark, REACH_FIELDS), whole=_all_ways),
            Column("What is wrong", lambda staged: in_words(staged.flaws), whole=_all_flaws),
        ])  # fmt: skip

    def show_preview(self, rows: Sequence[StagedRow]) -> None:
        """Columns no row fills give their room to the others."""
        self.show_rows(rows)
        for place in (PERSON, TITLE):
            text = self.rows.columns[place].text
            self.setColumnHidden(place, not any(map(text, rows)))


def _person(staged: StagedRow) -> str:
    return staged.row.name if staged.row else ""


def _title(staged: StagedRow) -> str:
    return staged.row.texts["title"] if staged.row else ""


def _company(staged: StagedRow) -> str:
    return staged.row.account_name if staged.row else ""


def _reach(staged: StagedRow) -> str:
    """What they are reached by, after a number or address that is in doubt and would not be seen otherwise."""
    reach, flaw = reach_of(staged.row) if staged.row else "", _evidence(REACH_FIELDS, staged)
    if flaw is None or _plain(flaw.value) in _plain(reach):
        return reach
    return ", ".join(part for part in (flaw.value, reach) if part)


def _all_ways(staged: StagedRow) -> str:
    """Every number and address, and what is in doubt, each on its line."""
    phones = (
        [shown(phone.number.e164, phone.number.extension) for phone in staged.row.phones]
        if staged.row
        else []
    )
    doubtful = [flaw.value for flaw in staged.flaws if flaw.field in REACH_FIELDS and flaw.value]
    return "\n".join(dict.fromkeys((*doubtful, *phones, *(staged.row.emails if staged.row else ()))))


def _all_flaws(staged: StagedRow) -> str:
    return "\n".join(in_words([flaw]) for flaw in staged.flaws)


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _evidence(fields: frozenset[str] | set[str], staged: StagedRow) -> Flaw | None:
    return next((flaw for flaw in staged.flaws if flaw.field in fields), None)


def _cell(
    read: Callable[[StagedRow], str], fields: frozenset[str] | set[str], staged: StagedRow
) -> str:  # fmt: skip
    """What was read; where nothing could be, what stands in the file."""
    flaw = _evidence(fields, staged)
    return read(staged) or (flaw.value if flaw else "")


def _mark(fields: frozenset[str] | set[str], staged: StagedRow) -> str:
    flaw = _evidence(fields, staged)
    return mark_of(flaw.rule) if flaw else ""


class RuleFilter(QWidget):
    """The rules that the rows break, with how many: one shows its rows, `chosen` (rule, "" for all)."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rule = ""
        self.buttons: dict[str, KeyButton] = {}
        self._group = QButtonGroup(self)
        self._flow = Flow(gap=4)
        self.setLayout(self._flow)
        self._shown: list[tuple[str, int]] = []

    def show_rows(self, rows: Sequence[StagedRow]) -> None:
        found = [("", len(rows)), *rules_counted(rows)[:MOST_RULES]]
        if self.rule not in dict(found):
            self.rule = ""
        if [rule for rule, _ in found] != [rule for rule, _ in self._shown]:
            self._build(found)
        for rule, count in found:
            self.buttons[rule].set_text(f"{RULES[rule].title if rule else 'All rows'} {count:,}")
        self.buttons[self.rule].setChecked(True)
        self._shown = found
        self._flow.invalidate()

    def of_rule(self, rows: Sequence[StagedRow]) -> list[StagedRow]:
        """Those that are shown."""
        return [row for row in rows if not self.rule or any(flaw.rule == self.rule for flaw in row.flaws)]

    def _build(self, found: Sequence[tuple[str, int]]) -> None:
        clear(self._flow)
        self.buttons = {}
        for rule, _ in found:
            made = self.buttons[rule] = button("", partial(self._choose, rule), look="choice")
            made.setCheckable(True)
            if rule:
                made.setToolTip(f"{RULES[rule].says}. {RULES[rule].source}")
            self._group.addButton(made)
            self._flow.addWidget(made)

    def _choose(self, rule: str) -> None:
        self.rule = rule
        self.chosen.emit(rule)
