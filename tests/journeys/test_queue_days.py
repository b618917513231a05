"""A few simulated days at the queue, over the nights in which the clocks change; `queue_days` does it for months."""

from datetime import date
from pathlib import Path

import pytest

from tests.journeys.queue_days import work

# The week in which the United States change their clocks, and that of Europe, with Good Friday and Easter Monday.
WEEKS = (date(2027, 3, 11), date(2027, 3, 25))


@pytest.mark.parametrize("start", WEEKS)
def test_no_rule_is_broken_in_the_days_around_a_change_of_clocks(tmp_path: Path, start: date) -> None:
    ledger = work(tmp_path, bdrs=2, days=5, leads=60, seed=7, start=start)
    assert ledger.wrong == []
    assert ledger.counts["dials"] > 20
    assert ledger.counts["promises kept"]
