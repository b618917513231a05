"""What became of a list or a source, in counts: the sample behind every share is kept beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bdr_desk.domain.intervals import Mean, Share


@dataclass(frozen=True)
class Score:
    """Counts of one list or source.

    Rows are the file's; all from `leads` on are people. A lead is counted once however often it was called, for calls to
    one person are no independent trials. `reached` spoke with us or named a time; `booked`, `held` and `accepted` are
    leads with such a meeting or handoff. `facts` are new facts on `conversations`, `facts_squared` the sum of their
    squares by conversation. `cost_cents` is None where nobody said what it cost.
    """

    row_count: int = 0
    added: int = 0
    merged: int = 0
    quarantined: int = 0
    refused: int = 0
    by_rule: Mapping[str, int] = field(default_factory=dict)
    leads: int = 0
    dialable: int = 0
    calls: int = 0
    dialled: int = 0
    reached: int = 0
    conversations: int = 0
    facts: int = 0
    facts_squared: int = 0
    booked: int = 0
    held: int = 0
    accepted: int = 0
    cost_cents: int | None = None
    currency: str | None = None

    @property
    def dialable_share(self) -> Share:
        return Share(min(self.dialable, self.row_count), self.row_count)

    @property
    def junk_share(self) -> Share:
        """Rows that nobody can be called for."""
        return Share(min(self.quarantined + self.refused, self.row_count), self.row_count)

    @property
    def reached_share(self) -> Share:
        return Share(self.reached, self.dialled)

    @property
    def facts_mean(self) -> Mean:
        return Mean(self.conversations, self.facts, self.facts_squared)

    @property
    def dialled_cost(self) -> float | None:
        """Cents spent on the leads dialled so far: a list half worked has not cost its meetings the whole price."""
        if self.cost_cents is None or not self.leads:
            return None
        return self.cost_cents * min(1.0, self.dialled / self.leads)

    def of_dialled(self, count: int) -> Share:
        """Of the leads dialled; a meeting that came without a call has no part in it."""
        return Share(min(count, self.dialled), self.dialled)

    def cost_per(self, count: int) -> int | None:
        """Cents of the whole price for each of `count`; None where either is not known or nothing."""
        return round(self.cost_cents / count) if self.cost_cents is not None and count else None
