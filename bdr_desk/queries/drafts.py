"""Unfinished calls, as they were saved while being typed."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bdr_desk.desk import Desk
from bdr_desk.store.tables import Draft


@dataclass(frozen=True)
class CallDraft:
    """A call not yet logged. `answers` and `answered_at` (second of the call) go by criterion; `started_at` UTC.

    `undone` is the title of an outcome that was taken back, `no_fact_reason` what was said for it then.
    """

    lead: UUID
    started_at: datetime
    note: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    answered_at: dict[str, int] = field(default_factory=dict)
    step: str = ""
    phone: str = ""
    state: str = ""
    seconds: int = 0
    undone: str = ""
    no_fact_reason: str = ""

    def __repr__(self) -> str:  # notes stay out of logs
        return f"CallDraft({self.lead})"


def body_of(draft: CallDraft) -> dict[str, Any]:
    """What is kept of a draft beside its lead and its times."""
    kept = asdict(draft)
    del kept["lead"], kept["started_at"]
    return kept


def unfinished(desk: Desk) -> tuple[CallDraft, ...]:
    """This user's calls that were never logged, the latest first: after a crash they are offered again."""
    query = select(Draft).where(Draft.saved_by == desk.me).order_by(Draft.saved_at.desc())
    with desk.read() as session:
        return tuple(
            CallDraft(lead=row.lead_id, started_at=row.started_at, **row.body)
            for row in session.scalars(query)
        )
