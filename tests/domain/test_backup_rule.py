"""Which backups are kept: played through by the day."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.backup_rule import Copy, Kind, due, gone_by, name_of, read_name, removable

MONDAY = date(2027, 4, 5)


def copy(day: date, kind: Kind = Kind.DAILY, good: bool = True, hour: int = 9) -> Copy:
    return Copy(datetime(day.year, day.month, day.day, hour, tzinfo=UTC), day, kind, good)


def played(days: int, used: set[int] | None = None) -> list[Copy]:
    """A desk opened on each day (or those `used`), which makes its backup and removes what may go."""
    kept: list[Copy] = []
    for number in range(days):
        if used is None or number in used:
            today = MONDAY + timedelta(days=number)
            kept.append(copy(today))
            gone = removable(kept, today)
            kept = [one for one in kept if one not in gone]
    return kept


def test_seven_days_and_four_weeks() -> None:
    kept = played(100)  # the last day is a Tuesday
    today = MONDAY + timedelta(days=99)
    ages = sorted((today - one.day).days for one in kept)
    assert ages == [
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        9,
        16,
        23,
    ]  # the Sundays of the last four weeks: the newest is two days old
    assert [one.day.weekday() for one in kept if (today - one.day).days > 6] == [6, 6, 6]


@given(st.sets(st.integers(0, 120), min_size=1))
def test_a_desk_used_now_and_then(used: set[int]) -> None:
    kept = played(121, used)
    assert kept[-1].day == MONDAY + timedelta(days=max(used))
    today = kept[-1].day
    assert len(kept) <= 7 + 4
    assert all(gone_by(one.day) > today for one in kept)
    recent = {n for n in used if max(used) - n < 7}
    assert {(one.day - MONDAY).days for one in kept} >= recent
    weeks = {n // 7 for n in used if max(used) // 7 - n // 7 in (1, 2, 3, 4)}
    assert {(one.day - MONDAY).days // 7 for one in kept} >= weeks


@given(
    st.lists(
        st.builds(
            lambda age, kind, good, hour: copy(MONDAY - timedelta(days=age), kind, good, hour),
            st.integers(-3, 80), st.sampled_from(Kind), st.booleans(), st.integers(0, 23),
        ),
        max_size=30,
    )
)  # fmt: skip
def test_the_newest_good_one_and_what_others_put_there_stay(copies: list[Copy]) -> None:
    gone = removable(copies, MONDAY)
    backups = [one for one in copies if one.good and one.kind not in (Kind.ASIDE, Kind.OTHER)]
    if backups:
        stay = {id(one) for one in copies} - {id(one) for one in gone}
        newest = max(one.at for one in backups)
        assert any(id(one) in stay for one in backups if one.at == newest)
    assert not [one for one in gone if one.kind == Kind.OTHER]


def test_of_today_three_of_each_kind() -> None:
    copies = [copy(MONDAY, kind, hour=hour) for kind in (Kind.ASKED, Kind.UPGRADE) for hour in range(5)]
    assert sorted({(one.kind, one.at.hour) for one in removable(copies, MONDAY)}) == [
        (Kind.ASKED, 0), (Kind.ASKED, 1), (Kind.UPGRADE, 0), (Kind.UPGRADE, 1)
    ]  # fmt: skip


def test_what_is_broken_takes_nobody_s_place() -> None:
    good, broken = copy(MONDAY), copy(MONDAY, good=False, hour=12)
    assert removable([good, broken], MONDAY) == []
    assert (
        due([broken], MONDAY) and not due([good, broken], MONDAY) and due([good], MONDAY + timedelta(days=1))
    )
    assert removable([good, broken], MONDAY + timedelta(weeks=5)) == [broken]


def test_names() -> None:
    at = datetime(2027, 4, 6, 14, 0, 5, tzinfo=UTC)
    assert name_of(at, Kind.DAILY) == "desk-20270406-140005-daily.sqlite3"
    assert read_name(name_of(at, Kind.ASKED, 2)) == (at, Kind.ASKED)
    assert read_name("desk-0003-0001.sqlite3") == (None, Kind.UPGRADE)
    assert read_name("desk-0003-before the fair.sqlite3") == (None, Kind.OTHER)
    assert read_name("desk-20270231-140005-daily.sqlite3") == (None, Kind.OTHER)
