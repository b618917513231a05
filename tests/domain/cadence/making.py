"""Strategies: any cadence that is allowed, any calling hours, any run of calls."""

from hypothesis import strategies as st

from bdr_desk.domain.cadence.plan import (
    AT_ONCE,
    LONGEST,
    MEDIA,
    AllDone,
    Another,
    Cadence,
    Caps,
    Ends,
    Retries,
    Retry,
    Touch,
    Unit,
    Wait,
)
from bdr_desk.domain.words import Medium
from tests.domain.cadence.hours import Open

texts = st.text(min_size=1, max_size=30).filter(lambda text: bool(text.strip())).map(str.strip)


def waits(*units: Unit, most: int = 40) -> st.SearchStrategy[Wait]:
    """Waits in `units`, at least one of them long."""
    of = st.sampled_from(units or tuple(Unit))
    return of.flatmap(lambda unit: st.integers(1, min(most, LONGEST[unit])).map(lambda n: Wait(n, unit)))


any_wait = st.just(AT_ONCE) | waits()
anothers = st.sampled_from(Another)
retry = st.builds(Retry, any_wait, anothers)
plain = st.builds(Retry, any_wait)
long = waits(Unit.DAYS, Unit.MONTHS)
touches = st.builds(Touch, st.sampled_from(MEDIA), any_wait, texts, st.booleans(), st.booleans())
retries = st.builds(
    Retries, busy=plain, busy_times=st.integers(0, 4), no_answer=retry, voicemail_left=retry, gatekeeper=retry,
    bad_number=plain, dead_days=st.integers(2, 4), hold=long, conversation=plain,
    not_interested=st.integers(6, 12).map(lambda months: Retry(Wait(months, Unit.MONTHS))),
)  # fmt: skip
ends = st.builds(Ends, st.integers(2, 8), st.sampled_from(AllDone), long, long)


@st.composite
def cadences(draw: st.DrawFn) -> Cadence:
    """Voicemails after the first with a new reason, caps that leave room for the plan and for the least calls."""
    plan: list[Touch] = []
    for touch in draw(st.lists(touches, min_size=1, max_size=12)):
        again = touch.medium is Medium.VOICEMAIL and any(t.medium is Medium.VOICEMAIL for t in plan)
        plan.append(Touch(touch.medium, touch.wait, touch.do, touch.new_reason or again, touch.consent))
    attempts, most = draw(st.integers(1, 8)), draw(st.integers(20, 30))
    caps = Caps(
        attempts, draw(st.integers(attempts, 20)), draw(st.integers(1, 60)), most, draw(st.integers(most, 60))
    )
    return Cadence(draw(texts), tuple(plan), draw(retries), caps, draw(ends), draw(st.just("") | texts))


open_hours = st.builds(
    Open, st.sampled_from(("America/New_York", "Europe/Berlin", "Australia/Sydney", "Asia/Kolkata")),
    start=st.integers(0, 14).map(lambda hour: hour * 60), end=st.integers(15 * 60, 24 * 60),
    days=st.sampled_from(("01234", "0123456", "024", "3")),
)  # fmt: skip
