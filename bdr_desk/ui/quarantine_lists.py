"""The two lists of the quarantine: the rules with how many rows wait under each, and the rows."""

from collections.abc import Sequence

from bdr_desk.domain.hygiene import RULES, Severity
from bdr_desk.queries.quarantine import QuarantinedRow, RuleCount
from bdr_desk.ui.preview_table import NAME_FIELDS, mark_of
from bdr_desk.ui.widgets.row_list import RowItem, heading
from bdr_desk.ui.widgets.row_table import Column, RowTable

EVERY = "every rule"  # key of the first rule
UNREACHED = "no_way_to_reach"  # the one that a correction settles


def rows_table() -> RowTable[QuarantinedRow]:
    return RowTable("Rows in quarantine", [
        Column("Row", lambda each: f"{each.row:,}", 64, number=True),
        Column("Person", lambda each: each.person, 136, mark=lambda each: _mark(each, NAME_FIELDS)),
        Column("Company", lambda each: each.company, 150, mark=lambda each: _mark(each, {"company"})),
        Column("What is wrong", lambda each: each.says),
    ])  # fmt: skip


def _mark(each: QuarantinedRow, fields: frozenset[str] | set[str]) -> str:
    return next((mark_of(flaw.rule) for flaw in each.flaws if flaw.field in fields), "")


def rule_items(found: Sequence[RuleCount], every: int) -> list[RowItem]:
    """The rules that keep rows here first, then those that are only noted on them."""
    keep = [each for each in found if each.severity != Severity.WARN]
    noted = [each for each in found if each.severity == Severity.WARN]
    items = [RowItem(EVERY, "Every row", "", f"{every:,}")]
    items += [heading("Why they wait"), *map(_rule_item, keep)] if keep else []
    return items + ([heading("Also noted on them"), *map(_rule_item, noted)] if noted else [])


def _rule_item(each: RuleCount) -> RowItem:
    says = "to be corrected" if each.rule == UNREACHED else "nobody may waive it"
    barred = () if each.waivable else ((says, "danger"),)
    return RowItem(each.rule, each.title, RULES[each.rule].says, f"{each.rows:,}", barred)
