"""An import cancelled and killed at random moments leaves the store as it was, or as it was to be: see `import_killed`."""

import random
import sys
from pathlib import Path

import pytest

from tests.journeys.import_killed import Setting, runs


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and process groups")
def test_a_stopped_import_leaves_nothing_half_done(tmp_path: Path) -> None:
    """Few rows, by the way of very many; the full size is run by hand."""
    ended = list(runs(Setting(tmp_path, many=1_000), 6_000, 3, 3, random.Random(1)))
    assert [one.problems for one in ended] == [[]] * 6
    assert {one.how for one in ended} == {"cancelled", "interrupted", "killed", "killed alone"}
    assert any(one.as_before for one in ended)
