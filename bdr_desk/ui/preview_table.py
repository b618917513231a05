"""The first rows of a file as an import would read them, each with its verdict."""

from collections.abc import Sequence

from bdr_desk.domain.list_rows import Tally, Verdict
from bdr_desk.domain.staging import Staged
from bdr_desk.queries.list_rows import in_words, reach_of
from bdr_desk.ui.widgets.row_table import Column, RowTable

TONES = {
    Verdict.ADDED: "good",
    Verdict.MERGED: "text_soft",
    Verdict.QUARANTINED: "warn",
    Verdict.REFUSED: "danger",
}

PERSON, TITLE = 2, 3  # columns of the preview


def verdict_tone(verdict: str) -> str:
    """The theme's colour of a verdict."""
    return TONES[Verdict(verdict)]


def counted(counts: Tally, plan: str = "would be") -> str:
    """ "47 would be added, 2 quarantined": what there is none of is left out."""
    found = [f"{getattr(counts, verdict):,} {verdict}" for verdict in Verdict if getattr(counts, verdict)]
    if not found:
        return "there are none"
    first, _, rest = found[0].partition(" ")
    return ", ".join([f"{first} {plan} {rest}" if plan else found[0], *found[1:]])


class PreviewTable(RowTable[Staged]):
    def __init__(self) -> None:
        super().__init__("First rows of the file", [
            Column("Row", lambda staged: str(staged.number), 52, number=True),
            Column("Verdict", lambda staged: staged.verdict, 92, tone=lambda staged: verdict_tone(staged.verdict)),
            Column("Person", lambda staged: staged.row.name if staged.row else "", 130),
            Column("Title", lambda staged: staged.row.texts["title"] if staged.row else "", 120),
            Column("Company", lambda staged: staged.row.account_name if staged.row else "", 156),
            Column("Reached by", lambda staged: reach_of(staged.row) if staged.row else "", 208),
            Column("What is wrong", lambda staged: in_words(staged.flaws)),
        ])  # fmt: skip

    def show_preview(self, rows: Sequence[Staged]) -> None:
        """Columns no row fills give their room to the others."""
        self.show_rows(rows)
        for place in (PERSON, TITLE):
            text = self.rows.columns[place].text
            self.setColumnHidden(place, not any(map(text, rows)))
