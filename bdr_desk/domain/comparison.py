"""Two lists or sources side by side: what differs, how surely, and what may be said of it in words.

"Better" is said only when all three hold: the interval of the difference excludes none, both samples are large enough,
and the claim stands among all the measures that are compared at once (Holm). Else it says how much more is needed.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bdr_desk.domain import intervals
from bdr_desk.domain.intervals import LEVEL, Interval, Mean, Rate, Share
from bdr_desk.domain.money import amount
from bdr_desk.domain.scorecard import Score

SMALLEST_SAMPLE = 30  # of each: below it one odd lead moves a share by more than three points
SMALLEST_COUNT = 5  # meetings of each: below it a price per meeting is one meeting's luck
MOST_NEEDED = 100_000  # a difference that takes more to show is none to act on


@dataclass(frozen=True)
class Estimate:
    """One side's figure with its interval. `sample` is how many it rests on; `figure` None where there is none yet."""

    figure: float | None
    low: float
    high: float
    sample: int
    says: str  # as it is shown: "34 %", "1.8", "EUR 240"
    short_of: str = ""  # what is missing before this side can be judged, in words


@dataclass(frozen=True)
class Finding:
    """One measure. `difference` is a - b (a / b for prices); `level` its chance after Holm; `better` is "a", "b" or "".

    `needed` is about how many more `unit` each side lacks before a difference of this size would show; None where that is
    not known or not to be had.
    """

    key: str
    title: str
    unit: str
    kind: str  # share, mean, price
    a: Estimate
    b: Estimate
    difference: Interval | None
    chance: float | None = None
    level: float | None = None
    better: str = ""
    needed: int | None = None
    says: str = ""


@dataclass(frozen=True)
class Measure:
    """`more_is_better` of what is counted; a price is better when it is low."""

    key: str
    title: str
    unit: str
    kind: str
    more_is_better: bool = True
    share: Callable[[Score], Share] | None = None
    count: Callable[[Score], int] | None = None


MEASURES: tuple[Measure, ...] = (
    Measure("dialable", "Can be called", "rows", "share", share=lambda s: s.dialable_share),
    Measure("junk", "Junk rows", "rows", "share", more_is_better=False, share=lambda s: s.junk_share),
    Measure("reached", "Reached", "leads dialled", "share", share=lambda s: s.reached_share),
    Measure("facts", "Facts per conversation", "conversations", "mean"),
    Measure("booked", "Meeting booked", "leads dialled", "share", share=lambda s: s.of_dialled(s.booked)),
    Measure("held", "Meeting held", "leads dialled", "share", share=lambda s: s.of_dialled(s.held)),
    Measure("accepted", "Accepted by the rep", "leads dialled", "share", share=lambda s: s.of_dialled(s.accepted)),
    Measure("cost_held", "Cost per held meeting", "leads dialled", "price", count=lambda s: s.held),
    Measure("cost_accepted", "Cost per accepted lead", "leads dialled", "price", count=lambda s: s.accepted),
)  # fmt: skip


def compare(a: Score, b: Score, names: tuple[str, str] = ("A", "B")) -> tuple[Finding, ...]:
    """Every measure of `MEASURES`, in that order, judged together."""
    measured = [(measure, _measured(measure, a, b)) for measure in MEASURES]
    asked = [found.chance for _, found in measured if found.chance is not None]
    adjusted = iter(intervals.holm(asked))
    strict = LEVEL / max(
        1, len(asked)
    )  # Holm's first and hardest step: what the sample sizes are reckoned with
    return tuple(
        _judged(measure, found, next(adjusted), _needed(measure, a, b, strict), names, len(asked))
        if found.chance is not None
        else replace(found, says=_silence(found, names))
        for measure, found in measured
    )


def _measured(measure: Measure, a: Score, b: Score) -> Finding:
    if measure.kind == "share":
        return _measured_share(measure, a, b)
    return _measured_mean(measure, a, b) if measure.kind == "mean" else _measured_price(measure, a, b)


def _finding(measure: Measure, a: Estimate, b: Estimate) -> Finding:
    return Finding(measure.key, measure.title, measure.unit, measure.kind, a, b, None)


def _measured_share(measure: Measure, a: Score, b: Score) -> Finding:
    assert measure.share is not None
    one, other = measure.share(a), measure.share(b)
    found = _finding(measure, _share_estimate(measure, one), _share_estimate(measure, other))
    if not (one.of and other.of):
        return found
    difference = intervals.share_difference(one, other)
    return replace(found, difference=difference, chance=intervals.share_chance(one, other))


def _share_estimate(measure: Measure, share: Share) -> Estimate:
    if not share.of:
        return Estimate(None, 0, 1, 0, "–", f"no {measure.unit} yet")
    found = intervals.wilson(share)
    return Estimate(
        *found, share.of, percent(found.value), _short_of(share.of, SMALLEST_SAMPLE, measure.unit)
    )


def _measured_mean(measure: Measure, a: Score, b: Score) -> Finding:
    one, other = a.facts_mean, b.facts_mean
    found = _finding(measure, _mean_estimate(measure, one), _mean_estimate(measure, other))
    if min(one.n, other.n) < 2:
        return found
    difference = intervals.mean_difference(one, other)
    return replace(found, difference=difference, chance=intervals.mean_chance(one, other))


def _mean_estimate(measure: Measure, mean: Mean) -> Estimate:
    if mean.n < 2:
        figure = mean.value if mean.n else None
        return Estimate(
            figure, 0, figure or 0, mean.n, f"{figure:.1f}" if mean.n else "–", _few(mean.n, measure)
        )
    found = intervals.mean_interval(mean)
    short = _short_of(mean.n, SMALLEST_SAMPLE, measure.unit)
    return Estimate(found.value, max(0.0, found.low), found.high, mean.n, f"{found.value:.1f}", short)


def _few(n: int, measure: Measure) -> str:
    return _short_of(n, SMALLEST_SAMPLE, measure.unit) if n else f"no {measure.unit} yet"


def _measured_price(measure: Measure, a: Score, b: Score) -> Finding:
    found = _finding(measure, _price_estimate(measure, a), _price_estimate(measure, b))
    one, other = _rate(measure, a), _rate(measure, b)
    if a.currency != b.currency or one is None or other is None or not (one.hits and other.hits):
        return found
    ratio = intervals.rate_ratio(other, one)  # more for the money is a lower price
    return replace(found, difference=ratio, chance=intervals.rate_chance(one, other))


def _rate(measure: Measure, score: Score) -> Rate | None:
    assert measure.count is not None
    spent = score.dialled_cost
    return Rate(min(measure.count(score), score.dialled), spent) if spent else None


def _price_estimate(measure: Measure, score: Score) -> Estimate:
    rate = _rate(measure, score)
    if rate is None:
        why = "its cost is not known" if score.cost_cents is None else "none dialled yet"
        return Estimate(None, 0, math.inf, 0, "–", why)
    if not rate.hits:
        return Estimate(None, 0, math.inf, 0, "–", "none yet")
    _, fewest, most = intervals.count_interval(rate.hits)
    price = rate.per / rate.hits
    short = _short_of(rate.hits, SMALLEST_COUNT, "such leads")
    return Estimate(
        price, rate.per / most, rate.per / fewest, rate.hits, amount(price, score.currency or ""), short
    )


def _short_of(have: int, least: int, unit: str) -> str:
    return f"{have:,} of at least {least} {unit}" if have < least else ""


def _needed(measure: Measure, a: Score, b: Score, level: float) -> int | None:
    """About how many more of its unit each side needs; None when the two look the same or no more could be shown."""
    if measure.kind == "share":
        assert measure.share is not None
        one, other = measure.share(a), measure.share(b)
        size = intervals.share_size(one.hits / one.of, other.hits / other.of, level)
        return _more(size, min(one.of, other.of))
    if measure.kind == "mean":
        return _more(intervals.mean_size(a.facts_mean, b.facts_mean, level), min(a.conversations, b.conversations))  # fmt: skip
    one_rate, other_rate = _rate(measure, a), _rate(measure, b)
    assert one_rate is not None and other_rate is not None
    least = min(a.dialled, b.dialled)
    return _more(least * intervals.rate_growth(one_rate, other_rate, level), least)


def _more(size: float, have: int) -> int | None:
    if size - have > MOST_NEEDED:
        return None
    return _rounded(max(SMALLEST_SAMPLE, size) - have)


def _rounded(more: float) -> int:
    """To two figures, upwards: nothing finer is meant by it."""
    if more <= 10:
        return max(0, math.ceil(more))
    step = int(10 ** (math.floor(math.log10(more)) - 1))
    return math.ceil(more / step) * step


def _judged(
    measure: Measure, found: Finding, level: float, needed: int | None, names: tuple[str, str], asked: int
) -> Finding:
    assert found.difference is not None
    none = 1.0 if found.kind == "price" else 0.0
    apart = found.difference.low > none or found.difference.high < none
    enough = not (found.a.short_of or found.b.short_of)
    a_is_more = found.difference.value > none
    a_is_better = a_is_more == (measure.more_is_better and measure.kind != "price")
    judged = replace(found, level=level, needed=needed)
    if apart and enough and level < LEVEL:
        better = "a" if a_is_better else "b"
        return replace(judged, better=better, needed=None, says=_better(judged, names[better == "b"]))
    return replace(judged, says=_undecided(judged, apart=apart, enough=enough, asked=asked, names=names))


def _better(found: Finding, name: str) -> str:
    assert found.difference is not None
    low, high = sorted((abs(found.difference.low), abs(found.difference.high)))
    if found.kind == "share":
        by = f"by {100 * low:.0f} to {100 * high:.0f} points"
    elif found.kind == "mean":
        by = f"by {low:.1f} to {high:.1f}"
    else:
        times = sorted((_times(found.difference.low), _times(found.difference.high)))
        by = f"{times[0]:.1f} to {times[1]:.1f} times as much for the money"
    return f"{name} is better, {by}."


def _times(ratio: float) -> float:
    return max(ratio, 1 / ratio) if ratio else math.inf


def _undecided(found: Finding, *, apart: bool, enough: bool, asked: int, names: tuple[str, str]) -> str:
    if not enough:
        return f"Too few to tell: {_short(found, names)}."
    start = f"A hint, no more: too weak among {asked} measures at once." if apart else "No difference shown."
    if found.needed is None:
        return f"{start} If there is one, it is too small to matter."
    more = f"about {found.needed:,} more {found.unit} on each side" if found.needed else "a few more"
    return f"{start} To show one of this size takes {more}."


def _short(found: Finding, names: tuple[str, str]) -> str:
    sides = zip(names, (found.a, found.b), strict=True)
    return "; ".join(f"{_before(name)}{side.short_of}" for name, side in sides if side.short_of)


def _before(name: str) -> str:
    """A mark of one character, which stands for the name, takes no colon."""
    return f"{name} " if len(name) == 1 else f"{name}: "


def _silence(found: Finding, names: tuple[str, str]) -> str:
    """Why nothing is compared."""
    if said := _short(found, names):
        return f"Not compared. {said}."
    return "Not compared: the costs are in two currencies."


def summary(findings: Sequence[Finding], names: tuple[str, str]) -> str:
    """The whole comparison in a sentence."""
    parts = [
        f"{name} is better by {', '.join(f'“{found.title}”' for found in findings if found.better == side)}"
        for side, name in zip("ab", names, strict=True)
        if any(found.better == side for found in findings)
    ]
    return "; ".join(parts) + "." if parts else "Nothing shows that one is better than the other yet."


def percent(share: float) -> str:
    """ "34 %", "0.4 %"; never 0 or 100 for what is not."""
    hundredths = 100 * share
    if 0 < hundredths < 1 or 99 < hundredths < 100:
        return "under 0.1 %" if hundredths < 0.1 else f"{min(hundredths, 99.9):.1f} %"
    return f"{hundredths:.0f} %"
