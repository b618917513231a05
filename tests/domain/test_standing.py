"""Standing: a lead is ready, waits for an instant, or is out until something changes."""

from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.call_queue import CALLABLE_STAGES
from bdr_desk.domain.standing import NEVER, Position, standing
from bdr_desk.domain.words import Stage

NOW = 1_000_000
moments = st.none() | st.integers(NOW - 50, NOW + 50)
positions = st.builds(
    Position, st.sampled_from(list(Stage)), st.sampled_from(["fresh", "retry", "callback", "none"]), moments, st.booleans(),
    st.booleans(), st.booleans(), st.sampled_from([0, None, NOW - 1, NOW, NOW + 7]), moments, moments,
)  # fmt: skip


@given(positions)
def test_ready_waiting_or_never_and_just_one_of_them(position: Position) -> None:
    at, ready = standing(position, NOW)
    assert (ready, at is not None) in {(True, False), (False, True), (False, False)}
    assert at is None or at > NOW


@given(positions)
def test_who_waits_is_ready_when_the_instant_has_come_and_not_before(position: Position) -> None:
    at, _ = standing(position, NOW)
    if at is not None:
        assert standing(position, at - 1) == (at, False)
        assert standing(position, at) == (None, True)


@given(positions)
def test_who_is_ready_stays_so(position: Position) -> None:
    if standing(position, NOW)[1]:
        assert standing(position, NOW + 1_000)[1]


@given(positions)
def test_never_without_a_number_a_place_a_next_touch_or_against_a_wish(position: Position) -> None:
    for without in (
        position._replace(has_number=False), position._replace(placed=False), position._replace(next_kind="none"),
        position._replace(barred_until=None), position._replace(stage=Stage.CLOSED),
        position._replace(next_kind="fresh", held=True),
    ):  # fmt: skip
        assert standing(without, NOW) == NEVER


@given(positions)
def test_a_promise_waits_for_its_time_and_for_wishes_alone(position: Position) -> None:
    promise = position._replace(next_kind="callback")
    freed = promise._replace(account_free_at=None, skipped_until=None, held=False)
    assert standing(promise, NOW) == standing(freed, NOW)


@given(st.sampled_from(CALLABLE_STAGES), moments, moments, moments)
def test_the_longest_wait_counts(stage: Stage, due: int | None, free: int | None, back: int | None) -> None:
    at, ready = standing(Position(stage, "retry", due, account_free_at=free, skipped_until=back), NOW)
    last = max(due or 0, free or 0, back or 0)
    assert (at, ready) == ((last, False) if last > NOW else (None, True))
