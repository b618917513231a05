"""`rules`, `companies`: what the project asks of its lists, and who is a customer or a competitor already."""

from argparse import SUPPRESS, ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from bdr_desk.actions.companies import CompaniesFile, add_companies_file, add_company, remove_companies
from bdr_desk.actions.list_terms import set_rule, set_stale_days
from bdr_desk.cli.command import Answer, Subcommands, add_command, iso, key_argument, number_argument
from bdr_desk.cli.progress import rows_told
from bdr_desk.desk import Desk
from bdr_desk.domain.companies import Part
from bdr_desk.domain.counting import counted, worded
from bdr_desk.domain.list_terms import CHOICES, DEFAULT, OFF
from bdr_desk.errors import BadInput
from bdr_desk.queries.companies import CompanyView, LeadsAt, companies, leads_at
from bdr_desk.queries.list_terms import RuleView, project_called, rules_of, stale_days

_SHOWN = 10  # problems and leads in the text a person reads


def register(commands: "Subcommands[ArgumentParser]") -> None:
    _register_rules(commands)
    _register_companies(commands)


def _register_rules(commands: "Subcommands[ArgumentParser]") -> None:
    parser = add_command(commands, "rules", _rules, "what the project asks of its lists, rule by rule")
    parser.add_argument("--project", metavar="P")
    group = parser.add_subparsers(metavar="set | stale")
    change = add_command(group, "set", _set, "switch a rule off, or let it warn or quarantine")
    change.add_argument("rule", metavar="RULE")
    change.add_argument("what", choices=[*CHOICES, DEFAULT])
    age = add_command(group, "stale", _stale, "after how many days a record is stale, and very stale")
    age.add_argument("stale", type=number_argument, metavar="DAYS")
    age.add_argument("very_stale", type=number_argument, metavar="DAYS")
    for made in (change, age):
        made.add_argument("--project", metavar="P", default=SUPPRESS)


def _register_companies(commands: "Subcommands[ArgumentParser]") -> None:
    parser = commands.add_parser(
        "companies", help="customers and competitors: list, add, remove, import, leads"
    )
    parser.add_argument("part", choices=[part.value for part in Part])
    group = parser.add_subparsers(required=True, metavar="COMMAND")
    show = add_command(group, "list", _list, "those there are, by name")
    show.add_argument("text", nargs="?", default="", metavar="TEXT", help="a part of the name or the site")
    one = add_command(group, "add", _add, "add one, by its name or its site")
    one.add_argument("name", metavar="NAME|SITE")
    one.add_argument("--site", default="", metavar="SITE", help="beside a name")
    gone = add_command(group, "remove", _remove, "take one off the list")
    gone.add_argument("what", metavar="KEY|NAME|SITE")
    many = add_command(group, "import", _import, "add those in a file")
    many.add_argument("file", type=Path, metavar="FILE")
    many.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN", help="company or website")
    leads = add_command(group, "leads", _leads, "open leads of the project at one of them")
    for made in (one, many):
        made.add_argument("--both", action="store_true", help="also where it stands among the other kind")
    for made in (show, leads):
        made.add_argument("--limit", type=number_argument, default=200, metavar="N")
    for made in (show, one, gone, many, leads):
        made.add_argument("--project", metavar="P")


# Rules


def _rules(desk: Desk, args: Namespace) -> Answer:
    project = project_called(desk, args.project)
    views, days = rules_of(desk, project), stale_days(desk, project)
    groups = dict.fromkeys(view.group for view in views)
    lines: list[str] = []
    for group in groups:
        lines += [group, *(_rule_line(view) for view in views if view.group == group)]
    lines.append(_stale_says(days.stale, days.very_stale))
    return Answer(
        {
            "rules": [_rule_data(view) for view in views],
            "stale_after_days": days.stale,
            "very_stale_after_days": days.very_stale,
        },
        "\n".join(lines),
    )


def _rule_line(view: RuleView) -> str:
    own = f" (its own: {view.own})" if view.changed else " (fixed)" if view.fixed else ""
    return f"  {view.key:<20} {view.here or OFF:<11}{view.hits:>8,}  {view.title}: {view.says}{own}"


def _rule_data(view: RuleView) -> dict[str, Any]:
    return {
        "rule": view.key, "group": view.group, "title": view.title, "says": view.says, "source": view.source,
        "own": str(view.own), "here": str(view.here or OFF), "hits": view.hits, "fixed": view.fixed or None,
    }  # fmt: skip


def _set(desk: Desk, args: Namespace) -> Answer:
    project = project_called(desk, args.project)
    set_rule(desk, project, args.rule, None if args.what == DEFAULT else args.what)
    view = next(view for view in rules_of(desk, project) if view.key == args.rule)
    return Answer(
        _rule_data(view), f"{view.title}: {view.here or OFF}, for the lists that come in from now on."
    )


def _stale(desk: Desk, args: Namespace) -> Answer:
    project = project_called(desk, args.project)
    set_stale_days(desk, project, args.stale, args.very_stale)
    return Answer(
        {"stale_after_days": args.stale, "very_stale_after_days": args.very_stale},
        _stale_says(args.stale, args.very_stale),
    )


def _stale_says(stale: int, very_stale: int) -> str:
    return f"Stale after {counted(stale, 'day')}, very stale after {very_stale:,}."


# Companies


def _list(desk: Desk, args: Namespace) -> Answer:
    page = companies(desk, project_called(desk, args.project), Part(args.part), args.text, limit=args.limit)
    lines = [f"{view.key}  {view.name}" + (f", {view.domain}" if view.domain else "") for view in page.rows]
    if page.total > len(lines):
        lines.append(f"and {page.total - len(lines):,} more; name a part to find it, or raise --limit.")
    return Answer([_data(view) for view in page.rows], "\n".join(lines) or f"No {args.part}s are named yet.")


def _data(view: CompanyView) -> dict[str, Any]:
    return {
        "company": str(view.key),
        "kind": view.kind,
        "name": view.name,
        "domain": view.domain,
        "since": iso(view.since),
    }


def _add(desk: Desk, args: Namespace) -> Answer:
    project, part = project_called(desk, args.project), Part(args.part)
    done = add_company(desk, project, part, args.name, args.site, both=args.both)
    at = leads_at(desk, project, part, [done.company] if done.company else [])
    data = {
        "company": str(done.company) if done.company else None, "taken": str(done.taken), "name": done.name,
        "domain": done.domain or "", "leads": at.total,
    }  # fmt: skip
    says = f"{done.name} is a {part} {'already' if done.company is None else 'from now on'}."
    return Answer(data, says + _concerned(part, at))


def _remove(desk: Desk, args: Namespace) -> Answer:
    project = project_called(desk, args.project)
    view = _one(desk, args)
    remove_companies(desk, project, [view.key])
    return Answer({"company": str(view.key), "removed": True}, f"{view.name} is no {args.part} any more.")


def _one(desk: Desk, args: Namespace) -> CompanyView:
    """The company named by its key, its name or its site."""
    project, part, what = project_called(desk, args.project), Part(args.part), args.what.strip()
    try:
        key = key_argument(what)
    except BadInput:
        key = None
    found = companies(desk, project, part, "" if key else what, limit=1_000_000).rows
    same = [v for v in found if v.key == key or what.casefold() in (v.name.casefold(), v.domain)]
    if len(same) != 1:
        raise BadInput(
            f"“{what}” is {'more than one' if same else 'none'} of the {part}s.",
            f"Name it by its key: bdr-desk companies {part} list.",
        )
    return same[0]


def _import(desk: Desk, args: Namespace) -> Answer:
    project, part = project_called(desk, args.project), Part(args.part)
    chosen = [_choice(text) for text in args.map]
    with rows_told() as progress:
        done = add_companies_file(
            desk, project, part, args.file, both=args.both, chosen=chosen, progress=progress
        )
    at = leads_at(desk, project, part)
    problems = [{"row": p.row, "value": p.value, "says": p.says} for p in done.problems]
    data = {
        "rows": done.rows, "added": done.added, "completed": done.completed, "known": done.known, "other": done.other,
        "unread": done.unread, "read_as": done.read_as, "problems": problems, "left_out": done.left_out, "leads": at.total,
    }  # fmt: skip
    return Answer(data, _imported(part, done) + _concerned(part, at))


def _imported(part: Part, done: CompaniesFile) -> str:
    lines = [
        f"{counted(done.rows, 'row')}: {done.added:,} added as {part}, {done.completed:,} completed, "
        f"{done.known:,} known already, {done.other:,} on the other list, {done.unread:,} without a company.",
        f"Read: {done.read_as}.",
        *(f"row {p.row}: “{p.value[:60]}” {p.says}" for p in done.problems[:_SHOWN]),
    ]
    return "\n".join(lines)


def _choice(text: str) -> tuple[str, str]:
    name, equals, column = text.partition("=")
    if not equals:
        raise BadInput(f"“{text}” is not FIELD=COLUMN.", "Write it like --map company=Firm.")
    return name, column


def _leads(desk: Desk, args: Namespace) -> Answer:
    at = leads_at(desk, project_called(desk, args.project), Part(args.part), limit=args.limit)
    rows = [
        {
            "lead": str(lead.lead),
            "contact": lead.name,
            "title": lead.title,
            "account": lead.account_name,
            "stage": lead.stage,
            "attempts": lead.attempts,
        }
        for lead in at.rows
    ]
    lines = [f"{lead.lead}  {lead.name}, {lead.account_name}" for lead in at.rows]
    return Answer(
        {"total": at.total, "leads": rows}, "\n".join(lines) or f"No open lead is at a {args.part}."
    )


def _concerned(part: Part, at: LeadsAt) -> str:
    if not at.total:
        return ""
    lines = [f"  {lead.lead}  {lead.name}, {lead.account_name}" for lead in at.rows[:_SHOWN]]
    ones = f"{counted(at.total, 'open lead')} {worded(at.total, 'is', 'are')}"
    return "\n".join(
        [
            "",
            f"{ones} at a {part}; they stay in the queue, with a warning. Keep them out with: "
            "bdr-desk suppress --lead KEY --reason R.",
            *lines,
        ]
    )
