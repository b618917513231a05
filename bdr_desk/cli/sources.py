"""`sources`, `autopsy`, `profile`: what lists are worth, by what came of them, before the first dial, and for whom."""

import math
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from pathlib import Path
from typing import Any

from bdr_desk.actions.profiles import set_profile
from bdr_desk.actions.sources import set_up_source
from bdr_desk.cli.command import Answer, Subcommands, add_command, iso
from bdr_desk.desk import Desk
from bdr_desk.domain.comparison import Estimate, Finding, percent
from bdr_desk.domain.counting import counted
from bdr_desk.domain.intervals import Share
from bdr_desk.domain.list_grade import unknown_parts
from bdr_desk.domain.money import amount, read_cents
from bdr_desk.domain.profile import as_json
from bdr_desk.errors import BadInput
from bdr_desk.queries.list_grade import Autopsy, autopsy
from bdr_desk.queries.profiles import ProfileView, profile_in, profile_view
from bdr_desk.queries.scorecards import LIST, Card, card_named, compared, scorecards


def register(commands: "Subcommands[ArgumentParser]") -> None:
    _register_sources(commands)
    _register_profile(commands)
    look = add_command(commands, "autopsy", _autopsy, "the grade of a list, with its reasons")
    look.add_argument("list", metavar="LIST")
    look.add_argument("--project", metavar="P")


def _register_sources(commands: "Subcommands[ArgumentParser]") -> None:
    parser = add_command(commands, "sources", _sources, "how each list and source has done")
    parser.add_argument("--project", metavar="P")
    group = parser.add_subparsers(metavar="set | compare")
    change = add_command(group, "set", _set, "say what a source cost, and when it was")
    change.add_argument("name", metavar="SOURCE|LIST")
    change.add_argument("--cost", metavar="1200.50")
    change.add_argument("--currency", metavar="EUR")
    change.add_argument("--date", type=_day, metavar="YYYY-MM-DD")
    beside = add_command(
        group, "compare", _compare, "two lists or sources side by side, better only when it is so"
    )
    beside.add_argument("a", metavar="A")
    beside.add_argument("b", metavar="B")
    for made in (change, beside):
        made.add_argument("--project", metavar="P", default=SUPPRESS)


def _register_profile(commands: "Subcommands[ArgumentParser]") -> None:
    parser = commands.add_parser("profile", help="the ideal customer: show, set")
    group = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, handler, says in (
        ("show", _show_profile, "whom the project looks for"),
        ("set", _set_profile, "measure leads by this from now on"),
    ):
        made = add_command(group, name, handler, says)
        made.add_argument("--project", metavar="P")
        if name == "set":
            made.add_argument("file", type=Path, metavar="FILE.toml|FILE.json")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” is no day like 2027-03-31") from error


# Scorecards


def _sources(desk: Desk, args: Namespace) -> Answer:
    cards = scorecards(desk, args.project)
    text = "\n".join(_card_line(card) for card in cards)
    return Answer(
        [_card_data(card) for card in cards], text or "No lists yet: add one with `bdr-desk import`."
    )


def _card_data(card: Card) -> dict[str, Any]:
    score = card.score
    return {
        "kind": card.kind, "name": card.name, "key": str(card.key), "source": card.of, "project": card.project,
        "date": card.happened_on.isoformat() if card.happened_on else None, "added_at": iso(card.made_at),
        "lists": card.lists,
        "rows": score.row_count, "added": score.added, "merged": score.merged, "quarantined": score.quarantined,
        "refused": score.refused, "leads": score.leads,
        "dialable": score.dialable, "dialable_share": _share(score.dialable_share),
        "junk": score.junk_share.hits, "junk_share": _share(score.junk_share),
        "junk_by_rule": {rule: {"rows": hits, "share": _share(Share(hits, score.row_count))}
                         for rule, hits in score.by_rule.items()},
        "calls": score.calls, "dialled": score.dialled, "reached": score.reached,
        "reached_share": _share(score.reached_share),
        "conversations": score.conversations, "facts": score.facts,
        "facts_per_conversation": score.facts_mean.value if score.conversations else None,
        "booked": score.booked, "held": score.held, "accepted": score.accepted,
        "cost_cents": score.cost_cents, "currency": score.currency,
        "cost_per_lead_cents": score.cost_per(score.leads), "cost_per_held_cents": score.cost_per(score.held),
        "cost_per_accepted_cents": score.cost_per(score.accepted),
    }  # fmt: skip


def _share(share: Share) -> float | None:
    return share.hits / share.of if share.of else None


def _card_line(card: Card) -> str:
    score = card.score
    indent = "  " if card.kind == LIST else ""
    cost = (
        amount(score.cost_cents, score.currency or "") if score.cost_cents is not None else "cost not known"
    )
    reached = (
        f"{percent(score.reached / score.dialled)} of {score.dialled:,} reached"
        if score.dialled
        else "none dialled"
    )
    return (
        f"{indent}{card.name} ({card.project}): {counted(score.row_count, 'row')}, {score.dialable:,} can be called; {reached}; "
        f"{score.booked:,} booked, {score.held:,} held, {score.accepted:,} accepted; {cost}{_per_held(card)}"
    )


def _per_held(card: Card) -> str:
    each = card.score.cost_per(card.score.held)
    return f", {amount(each, card.score.currency or '')} per meeting held" if each is not None else ""


def _set(desk: Desk, args: Namespace) -> Answer:
    if args.cost is None and args.currency is None and args.date is None:
        raise BadInput("Nothing was said about it.", "Give --cost, --currency or --date.")
    card = card_named(scorecards(desk, args.project), args.name)
    cents = read_cents(args.cost) if args.cost is not None else None
    set_up_source(desk, card.source, cost_cents=cents, currency=args.currency, happened_on=args.date)
    changed = next(each for each in scorecards(desk) if each.key == card.source)
    return Answer(_card_data(changed), _card_line(changed))


def _compare(desk: Desk, args: Namespace) -> Answer:
    found = compared(desk, args.a, args.b, args.project)
    data = {
        "a": _card_data(found.a), "b": _card_data(found.b), "says": found.says,
        "measures": [_finding_data(finding) for finding in found.findings],
    }  # fmt: skip
    lines = [f"{found.a.name} | {found.b.name}", *map(_finding_line, found.findings), found.says]
    return Answer(data, "\n".join(lines))


def _finding_data(found: Finding) -> dict[str, Any]:
    difference = found.difference
    return {
        "measure": found.key, "title": found.title, "kind": found.kind, "unit": found.unit,
        "a": _estimate_data(found.a), "b": _estimate_data(found.b),
        "difference": {"value": _finite(difference.value), "low": _finite(difference.low), "high": _finite(difference.high)}
        if difference else None,
        "p": found.chance, "p_holm": found.level, "better": found.better or None, "needed": found.needed,
        "says": found.says,
    }  # fmt: skip


def _estimate_data(side: Estimate) -> dict[str, Any]:
    return {
        "value": side.figure, "low": _finite(side.low), "high": _finite(side.high), "n": side.sample, "shown": side.says,
    }  # fmt: skip


def _finite(value: float) -> float | None:
    """JSON knows no infinity."""
    return value if math.isfinite(value) else None


def _finding_line(found: Finding) -> str:
    sides = " | ".join(f"{side.says} (n {side.sample:,})" for side in (found.a, found.b))
    return f"{found.title}: {sides}. {found.says}"


# The autopsy


def _autopsy(desk: Desk, args: Namespace) -> Answer:
    lists = [card for card in scorecards(desk, args.project) if card.kind == LIST]
    found = autopsy(desk, card_named(lists, args.list).key)
    return Answer(_autopsy_data(found), _autopsy_text(found))


def _autopsy_data(found: Autopsy) -> dict[str, Any]:
    figures = found.figures
    return {
        "list": found.name, "list_key": str(found.key), "project": found.project, "source": found.source,
        "grade": found.grade.letter or None, "points": round(found.grade.points, 1),
        "reasons": [
            {
                "rule": reason.rule, "title": reason.title, "says": reason.says, "advice": reason.advice,
                "rows": reason.hits, "of": reason.of, "share": reason.share, "cost": reason.cost,
                "examples": [vars(example) for example in found.examples.get(reason.rule, ())],
            }
            for reason in found.grade.reasons
        ],
        "good": list(found.grade.good), "not_counted": list(unknown_parts(figures)),
        "rows": figures.row_count, "added": figures.added, "merged": figures.merged, "quarantined": figures.quarantined,
        "refused": figures.refused, "by_rule": dict(figures.by_rule), "released": iso(found.released_at),
    }  # fmt: skip


def _autopsy_text(found: Autopsy) -> str:
    if not found.grade.letter:
        return f"{found.name}: no row to grade."
    lines = [f"{found.name}: {found.grade.letter}, {found.grade.points:.0f} of 100 points."]
    for reason in found.grade.reasons:
        cost = f" (-{reason.cost:.1f})" if reason.cost else ""
        lines.append(f"  {reason.says}{cost} {reason.hits:,} of {reason.of:,}. {reason.advice}")
    lines += [f"  {says}." for says in found.grade.good]
    return "\n".join(lines)


# The ideal profile


def _show_profile(desk: Desk, args: Namespace) -> Answer:
    return _profile_answer(profile_view(desk, args.project))


def _set_profile(desk: Desk, args: Namespace) -> Answer:
    profile = profile_in(args.file)
    set_profile(desk, profile_view(desk, args.project).project, profile)
    return _profile_answer(profile_view(desk, args.project))


def _profile_answer(view: ProfileView) -> Answer:
    data = {
        "project": view.name, "profile": as_json(view.profile), "leads": view.leads, "scored": view.scored,
        "fitting": view.fitting,
    }  # fmt: skip
    if not view.profile:
        return Answer(data, f"{view.name} has no ideal profile yet: bdr-desk profile set FILE.")
    lines = (f"{name}: {_written(value)}" for name, value in as_json(view.profile).items())
    return Answer(data, "\n".join([f"{view.name}: {view.fitting:,} of {view.scored:,} leads fit.", *lines]))


def _written(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {weight:g}" for name, weight in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
