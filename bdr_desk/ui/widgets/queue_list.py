"""The queue as a list: each lead on three lines, with the reason it stands there."""

from bdr_desk.queries.queue import QueueItem
from bdr_desk.ui.widgets.row_list import RowItem

SOON_MINUTES = 45
_OUTSIDE = "Outside this view"


def queue_row(item: QueueItem, *, outside: bool = False) -> RowItem:
    """`outside`: a promise that is due, though the view leaves it out."""
    who = ", ".join(part for part in (item.title, item.account_name) if part)
    says = f"{item.name}, {who}. {item.local_time} there. {'; '.join(item.why)}"
    chips = ((_OUTSIDE, "warn"), *_chips(item)) if outside else _chips(item)
    said = f"{_OUTSIDE}: {says}" if outside else says
    return RowItem(item.lead, item.name, who, item.local_time, chips, "there", said)


def _chips(item: QueueItem) -> tuple[tuple[str, str], ...]:
    """What is said under a lead: that the day there ends soon, that they should perhaps not be called, and the reason."""
    soon = 0 <= minutes_left(item.local_time, item.closes_at) <= SOON_MINUTES
    closes = [(f"Closes {item.closes_at}", "warn")] if soon else []
    tone = "accent" if item.kind == "callback" else ""
    warned = [(item.warning, "warn")] if item.warning else []
    why = [why for why in item.why if why != item.warning][:1]
    return (*closes, *warned, *((text[:1].upper() + text[1:], tone) for text in why))


def minutes_left(now: str, closes: str) -> int:
    """Between two HH:MM of one day; -1 when there is no closing time."""
    if ":" not in now or ":" not in closes:
        return -1
    start, end = (int(t[:2]) * 60 + int(t[3:5]) for t in (now, closes))
    return end - start
