"""Lists nobody here wrote: every row of each is accounted for, and becomes of it what the golden file says."""

import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bdr_desk.desk import Desk
from bdr_desk.errors import FileProblem
from bdr_desk.store.tables import (
    Account,
    CallList,
    Contact,
    ContactEmail,
    ContactPhone,
    Lead,
    ListRow,
    Project,
    Row,
)
from tests.actions.golden_lists import SHARED, empty_desk, golden, names, summary, take_in

KEPT: tuple[type[Row], ...] = (Project, CallList, ListRow, Account, Contact, ContactPhone, ContactEmail, Lead)
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared lists are not here")


def kept(desk: Desk) -> list[int]:
    with desk.read() as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in KEPT]


def test_the_golden_file_is_of_these_lists() -> None:
    """To renew it: python -m tests.actions.golden_lists --renew."""
    assert sorted(golden()) == names()


@pytest.mark.parametrize("name", names())
def test_a_list_nobody_here_wrote(name: str, tmp_path: Path) -> None:
    with empty_desk(tmp_path) as desk:
        found = summary(desk, name)
        assert found == golden()[name]
        if "refused" in found:
            assert not any(kept(desk))
            with pytest.raises(FileProblem):
                take_in(desk, name)
            return
        counts, there = found["counts"], kept(desk)
        assert counts["rows"] == sum(counts.values()) - counts["rows"] > 0
        assert (there[KEPT.index(ListRow)], there[KEPT.index(Lead)]) == (counts["rows"], counts["added"])
        again = take_in(desk, name).counts
        assert (again.rows, again.added, kept(desk)) == (counts["rows"], 0, there)
        with desk.read() as session:
            numbers = session.scalars(select(ContactPhone.e164)).all()
        assert all(re.fullmatch(r"\+[1-9]\d{6,14}", number) for number in numbers)
