"""`queue settings`: how it goes on after a call, the gap, the rank's weights, and when people are called."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from typing import Any

from bdr_desk.actions.projects import set_up_project
from bdr_desk.actions.queue_settings import choose_mode, settle_queue
from bdr_desk.cli.command import Answer, Subcommands, add_command
from bdr_desk.desk import Desk
from bdr_desk.domain.place_hours import (
    law_in_words,
    place_in_words,
    read_place,
    read_span,
    read_window,
    window_in_words,
)
from bdr_desk.domain.queue_settings import WEIGHT_SAYS, read_mode
from bdr_desk.domain.settings import clock
from bdr_desk.errors import BadInput
from bdr_desk.queries.list_terms import project_called
from bdr_desk.queries.queue_settings import QueueTerms, mode_here, queue_terms

_NOTHING = ("", "default", "none")
_HELP = (
    "mode, countdown (seconds), gap (minutes), weights.NAME (points), hours (9:00-17:30 Mon-Fri), lunch (12:00-13:00 or none), "
    "early (minutes), holidays (yes or no), place.CODE (9:00-18:00 Mon-Fri; empty takes it away), here (this desk's own mode); "
    "“default” goes back. May be given several times; all hold, or none"
)


def register_settings(commands: "Subcommands[ArgumentParser]") -> None:
    made = add_command(
        commands, "settings", _settings, "what the project asks of its queue; --set changes it"
    )
    made.add_argument("--set", action="append", default=[], type=_change, metavar="NAME=VALUE", help=_HELP)
    made.add_argument("--project", metavar="P")


def _change(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise ArgumentTypeError(f"“{text}” is not NAME=VALUE")
    return name.strip(), value.strip()


def _settings(desk: Desk, args: Namespace) -> Answer:
    project = project_called(desk, args.project)
    terms = queue_terms(desk, project)
    wanted = dict(args.set)
    changes = dict(
        _read(name, value, terms) for name, value in wanted.items() if name not in ("hours", "here")
    )
    hours = read_window(wanted["hours"], terms.calling.window.days) if "hours" in wanted else None
    here = wanted.get("here", "")
    mode = None if here in _NOTHING else read_mode(here)
    if changes:
        settle_queue(desk, project, changes)
    if hours:
        set_up_project(desk, project, call_from=hours.start, call_until=hours.end, call_days=hours.days)
    if "here" in wanted:
        choose_mode(desk, mode)
    return _shown(desk, queue_terms(desk, project))


def _read(name: str, value: str, terms: QueueTerms) -> tuple[str, Any]:
    """A setting as the action takes it. Raises BadInput."""
    if name.startswith("place."):
        code = read_place(name.removeprefix("place."), terms.region)
        return f"places.{code}", value if value not in _NOTHING else None
    if name == "lunch":
        return name, None if value in ("", "none") else [12 * 60, 13 * 60] if value == "default" else list(
            read_span(value)
        )
    if value in _NOTHING:
        return _NAMES.get(name, name), None
    if name == "holidays":
        return name, _yes(value)
    return _NAMES.get(name, name), value if name == "mode" else _number(name, value)


_NAMES = {"gap": "gap_minutes"}


def _number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdecimal()):
        raise BadInput(f"“{value}” is no number for {name}.", "Give a whole number, or “default”.")
    return int(value)


def _yes(value: str) -> bool:
    if value.lower() not in ("yes", "no"):
        raise BadInput(f"“{value}” is neither yes nor no.", "Say whether to call on public holidays.")
    return value.lower() == "yes"


def _shown(desk: Desk, terms: QueueTerms) -> Answer:
    here = mode_here(desk).mode
    queue, calling = terms.queue, terms.calling
    data = {
        "project": terms.name, "mode": str(queue.mode), "mode_here": str(here), "countdown": queue.countdown,
        "gap": queue.gap_minutes, "weights": queue.weights.as_json(), "hours": window_in_words(calling.window),
        "lunch": "-".join(map(clock, calling.lunch)) if calling.lunch else None, "early": calling.early,
        "holidays": calling.holidays, "places": {code: window_in_words(window) for code, window in calling.places},
    }  # fmt: skip
    return Answer(data, "\n".join(_lines(terms, str(here))))


def _lines(terms: QueueTerms, here: str) -> Iterator[str]:
    queue, calling = terms.queue, terms.calling
    yield f"{terms.name}"
    yield f"mode       {queue.mode} (at this desk: {here}), countdown {queue.countdown} s"
    yield f"gap        {queue.gap_minutes} min between two calls into an account"
    for name, points in queue.weights.as_json().items():
        title, says = WEIGHT_SAYS[name]
        yield f"weights.{name:<17}{points:>5}  {title}: {says}"
    yield f"hours      {window_in_words(calling.window)}, by their clock"
    lunch = "-".join(map(clock, calling.lunch)) if calling.lunch else "none"
    yield f"lunch      {lunch}, early {calling.early} min: called less then, not never"
    yield f"holidays   {'called where the law allows it' if calling.holidays else 'nobody is called on public holidays'}"
    for code, window in calling.places:
        yield f"place.{code}  {window_in_words(window)}  {place_in_words(code)}. {' '.join(law_in_words(code))}".rstrip()
