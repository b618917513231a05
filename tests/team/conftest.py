"""Fixtures of the team's tests alone."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.team.office import Office


@pytest.fixture
def office(team_url: str) -> Iterator[Office]:
    with ExitStack() as stack:
        yield Office(team_url, stack)
