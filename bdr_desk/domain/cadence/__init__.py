"""Cadences: the plan of touches of a lead as data, and the pure step function that follows it.

`next_step` says what an outcome causes, `after_touch` what comes after a touch that was no call, `play` shows a lead through
the days, `as_json` and `from_json` keep a plan.
"""

from bdr_desk.domain.cadence.case import Circumstances, Due, End, Others, Step
from bdr_desk.domain.cadence.history import Attempt, Done, History, attempt, dead_today
from bdr_desk.domain.cadence.plan import Cadence, default_cadence
from bdr_desk.domain.cadence.play import Played, play
from bdr_desk.domain.cadence.step import after_touch, history_after, next_step, step_for
from bdr_desk.domain.cadence.times import Hours
from bdr_desk.domain.cadence.written import as_json, from_json

__all__ = [
    "Attempt", "Cadence", "Circumstances", "Done", "Due", "End", "History", "Hours", "Others", "Played",
    "Step", "after_touch", "as_json", "attempt", "dead_today", "default_cadence", "from_json", "history_after",
    "next_step", "play", "step_for",
]  # fmt: skip
