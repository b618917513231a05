"""`queue` with `plan`, `why`, `blocked`, `skip`, `zone`, and `search`; `view` and `settings` stand beside it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from bdr_desk.actions.skips import skip_lead
from bdr_desk.actions.zones import set_zone
from bdr_desk.cli.command import Answer, Subcommands, add_command, iso, key_argument, number_argument
from bdr_desk.cli.queue_settings import register_settings
from bdr_desk.cli.queue_views import register_views
from bdr_desk.desk import Desk
from bdr_desk.domain.skips import REASONS
from bdr_desk.errors import BadInput
from bdr_desk.queries.day_plan import DayPlan, day_plan
from bdr_desk.queries.explained import explain
from bdr_desk.queries.leads import local_moment
from bdr_desk.queries.lists import list_called
from bdr_desk.queries.queue import QueueItem, call_queue
from bdr_desk.queries.queue_filter import filtered_queue
from bdr_desk.queries.saved_views import view_called
from bdr_desk.queries.search import search
from bdr_desk.queries.users import user_named
from bdr_desk.queries.why_not import blocked


def register(commands: "Subcommands[ArgumentParser]") -> None:
    queue = add_command(commands, "queue", _queue, "who to call next, in order, and why")
    queue.add_argument("--limit", type=number_argument, default=20, metavar="N")
    queue.add_argument("--user", metavar="U", help="only leads of this user (name or e-mail)")
    queue.add_argument(
        "--view",
        metavar="NAME",
        help="only this saved view; promises that are due outside it come first all the same",
    )
    parts = queue.add_subparsers(metavar="plan, why, blocked, skip, zone, view, settings")
    register_views(parts)
    register_settings(parts)
    add_command(parts, "plan", _plan, "what was promised, what is due today, and how long the leads last")
    why = add_command(parts, "why", _why, "why a lead is where it is, or why it cannot be dialled")
    why.add_argument("lead", metavar="LEAD")
    held = add_command(parts, "blocked", _blocked, "how many cannot be called now, and why")
    held.add_argument("--list", metavar="L", help="only of this list (its name)")
    skip = add_command(parts, "skip", _skip, "pass a lead over for a while")
    skip.add_argument("lead", metavar="LEAD")
    skip.add_argument(
        "--reason", required=True, metavar="R", help=f"why: {', '.join(REASONS)}, or in your own words"
    )
    skip.add_argument("--until", metavar="ISO8601", help="come back then, at most 30 days away")
    zone = add_command(parts, "zone", _zone, "say where somebody is whom nothing tells the time zone of")
    zone.add_argument("lead", metavar="LEAD")
    zone.add_argument(
        "zone", metavar="ZONE", help="a city, a zone, “Houston, TX”, or a country with one zone"
    )
    find = add_command(commands, "search", _search, "find a lead by name, company, e-mail or number")
    find.add_argument("text", metavar="TEXT")


def _queue(desk: Desk, args: Namespace) -> Answer:
    if args.view:
        return _in_view(desk, args)
    view = call_queue(desk, limit=args.limit, user=user_named(desk, args.user) if args.user else None)
    lines = [_line(item) for item in view.items]
    if not lines:
        lines = [
            "Nobody can be called now."
            + (f" Next opening {iso(view.opens_next)}." if view.opens_next else "")
        ]
    return Answer([_item(item) for item in view.items], "\n".join(lines))


def _in_view(desk: Desk, args: Namespace) -> Answer:
    if args.user:
        raise BadInput("A view is looked at by yourself.", "Leave --user out, or --view.")
    found = filtered_queue(desk, args.limit, view_called(desk, args.view).filter)
    items = found.queue.items
    rows = [_item(item) | {"outside_view": item.lead in found.outside} for item in items]
    lines = [("outside this view  " if item.lead in found.outside else "") + _line(item) for item in items]
    nobody = f"Nobody in this view can be called now. {found.others:,} outside it can."
    return Answer(rows, "\n".join(lines) or nobody)


def _line(item: QueueItem) -> str:
    return f"{item.local_time}  {item.name}, {item.account_name}  {item.phone}  {'; '.join(item.why)}  {item.lead}"


def _item(item: QueueItem) -> dict[str, Any]:
    return {
        "lead": str(item.lead),
        "contact": item.name,
        "title": item.title,
        "account": item.account_name,
        "phone": item.phone,
        "local_time": item.local_time,
        "kind": item.kind,
        "medium": item.medium,
        "why": list(item.why),
        "fit": item.fit,
    }


def _why(desk: Desk, args: Namespace) -> Answer:
    explained = explain(desk, key_argument(args.lead))
    reasons: list[dict[str, Any]] = [
        {"rule": r.rule, "says": r.says} | ({"until": iso(r.until)} if r.until else {})
        for r in explained.reasons
    ]
    verdict = "Can be called now." if explained.dialable else "Cannot be called now."
    says = "\n".join(f"- {reason.says}" for reason in explained.reasons)
    return Answer({"dialable": explained.dialable, "reasons": reasons}, f"{verdict}\n{says}")


def _blocked(desk: Desk, args: Namespace) -> Answer:
    found = blocked(desk, list_called(desk, args.list).key if args.list else None)
    rows = [
        {"rule": row.rule, "says": row.says, "count": row.count, "lead": str(row.lead)}
        | ({"until": iso(row.until)} if row.until else {})
        for row in found.rows
    ]
    lines = [f"{row.count:>9,}  {row.says}" for row in found.rows]
    text = "\n".join((f"{found.callable_now:,} of {found.total:,} leads can be called now.", *lines))
    return Answer({"total": found.total, "callable_now": found.callable_now, "rows": rows}, text)


def _plan(desk: Desk, _args: Namespace) -> Answer:
    plan = day_plan(desk)
    promised = [
        {
            "lead": str(one.lead), "contact": one.name, "account": one.account_name, "at": iso(one.at), "local_time": one.local,
            "overdue": one.overdue, "in_hours": one.in_hours,
        }
        for one in plan.promised
    ]  # fmt: skip
    inbound = [
        {"lead": str(one.lead), "contact": one.name, "account": one.account_name, "due": iso(one.due), "overdue": one.overdue}
        for one in plan.inbound
    ]  # fmt: skip
    hours = [{"hour": one.hour, "promised": one.promised, "retries": one.retries} for one in plan.hours]
    return Answer(
        {
            "promised": promised, "inbound": inbound, "hours": hours, "retries_due": plan.retries_due,
            "retries_later": plan.retries_later, "fresh_left": plan.fresh_left, "callable": plan.callable_leads,
            "per_day": plan.per_day, "days_left": plan.days_left,
        },
        "\n".join(_plan_lines(plan)),
    )  # fmt: skip


def _plan_lines(plan: DayPlan) -> Iterator[str]:
    for one in plan.promised:
        mark = "OVERDUE  " if one.overdue else "" if one.in_hours else "outside calling hours  "
        yield f"promised  {iso(one.at)} ({one.local} there)  {mark}{one.name}, {one.account_name}  {one.lead}"
    for asked in plan.inbound:
        mark = "OVERDUE  " if asked.overdue else ""
        yield f"inbound   call by {iso(asked.due)}  {mark}{asked.name}, {asked.account_name}  {asked.lead}"
    for hour in plan.hours:
        yield f"{hour.hour:02}:00  {hour.promised:,} promised, {hour.retries:,} next tries"
    yield f"{plan.retries_due:,} next tries wait, {plan.retries_later:,} more come due today; {plan.fresh_left:,} fresh leads."
    lasts = (
        f", {plan.days_left:,.1f} days at your {plan.per_day:,.0f} a day"
        if plan.days_left is not None
        else ""
    )
    yield f"{plan.callable_leads:,} leads can be called{lasts}."


def _skip(desk: Desk, args: Namespace) -> Answer:
    lead = key_argument(args.lead)
    until = local_moment(desk, lead, args.until) if args.until else None
    done = skip_lead(desk, lead, args.reason, until=until)
    return Answer(
        {"skip": str(done.skip), "lead": str(done.lead), "until": iso(done.until), "left": done.left},
        f"Passed over; comes back {iso(done.until)}.",
    )


def _zone(desk: Desk, args: Namespace) -> Answer:
    lead = key_argument(args.lead)
    zone = set_zone(desk, lead, args.zone)
    return Answer({"lead": str(lead), "zone": zone}, f"Their time zone is {zone}.")


def _search(desk: Desk, args: Namespace) -> Answer:
    found = search(desk, args.text)
    rows = [
        {
            "lead": str(f.lead),
            "contact": f.name,
            "title": f.title,
            "account": f.account_name,
            "phone": f.phone,
            "stage": f.stage,
        }
        for f in found
    ]
    lines = [f"{f.lead}  {f.name}, {f.account_name}  {f.phone}" for f in found]
    return Answer(rows, "\n".join(lines) or "Nobody found.")
