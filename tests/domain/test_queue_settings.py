"""What a project asks of its queue, read and refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.queue_settings import MOST_GAP_MINUTES, Mode, QueueSettings, settings_from
from bdr_desk.domain.rank import Weights
from bdr_desk.errors import BadInput


@given(
    st.builds(
        QueueSettings, st.integers(0, MOST_GAP_MINUTES), st.sampled_from(Mode), st.integers(2, 60),
        st.builds(Weights, fit=st.integers(0, 1_000)),
    )
)  # fmt: skip
def test_settings_are_read_as_they_are_kept(settings: QueueSettings) -> None:
    assert settings_from(settings.as_json()) == settings


def test_what_is_left_out_is_the_default() -> None:
    assert settings_from({}) == QueueSettings()
    assert settings_from({"gap_minutes": 0}).gap_minutes == 0


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        ({"gap_minutes": -1}, "gap of -1"), ({"gap_minutes": MOST_GAP_MINUTES + 1}, "gap of 10081"),
        ({"gap_minutes": "30"}, "gap of 30"), ({"countdown": 1}, "countdown of 1"), ({"countdown": 61}, "countdown of 61"),
        ({"countdown": None}, "countdown of None"), ({"mode": "hasty"}, "hasty"), ({"weights": {"luck": 1}}, "luck"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be(kept: dict[str, object], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        settings_from(kept)
