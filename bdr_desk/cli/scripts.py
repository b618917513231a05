"""bdr-desk script … and bdr-desk definition …: what is asked at a call, and what makes a lead qualified."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from pathlib import Path

from bdr_desk.actions.definitions import use_definition
from bdr_desk.actions.scripts import use_script
from bdr_desk.cli.command import Answer, Subcommands, add_command
from bdr_desk.desk import Desk
from bdr_desk.domain.qualification import Criterion
from bdr_desk.errors import NotFound
from bdr_desk.queries.projects import current_project
from bdr_desk.queries.qualification import definition_in_force
from bdr_desk.queries.scripts import available_scripts, check_script, script_fit


def register(commands: "Subcommands[ArgumentParser]") -> None:
    _register_script(commands)
    _register_definition(commands)


def _register_script(commands: "Subcommands[ArgumentParser]") -> None:
    parser = commands.add_parser("script", help="scripts: check, list, use")
    group = parser.add_subparsers(required=True, metavar="COMMAND")
    check = add_command(group, "check", _check, "name every mistake in a script file, with its line")
    check.add_argument("file", type=Path)
    add_command(group, "list", _list, "the scripts there are")
    use = add_command(group, "use", _use, "call with this script from now on")
    use.add_argument("script", metavar="NAME|FILE")


def _register_definition(commands: "Subcommands[ArgumentParser]") -> None:
    parser = commands.add_parser("definition", help="the lead definition: show, use")
    group = parser.add_subparsers(required=True, metavar="COMMAND")
    add_command(group, "show", _show_definition, "what makes a lead qualified in this project")
    use = add_command(group, "use", _use_definition, "judge leads by this definition from now on")
    use.add_argument("definition", metavar="NAME|FILE")
    use.add_argument("--signed-by", default="", metavar="NAME", help="who agreed on it")
    use.add_argument("--signed-on", type=_day, metavar="YYYY-MM-DD")


def _check(desk: Desk, args: Namespace) -> Answer:
    checked = check_script(desk, args.file)
    data = {"script": checked.name, "steps": len(checked.steps), "objections": len(checked.objections)}
    data["voicemail_seconds"] = checked.voicemail_seconds
    text = (
        f"{checked.name}: {len(checked.steps)} steps, {len(checked.objections)} objection cards, no problems."
    )
    return Answer(data, text)


def _list(desk: Desk, _args: Namespace) -> Answer:
    found = available_scripts(desk)
    data = [
        {
            "name": known.name, "title": known.title, "for": list(known.definitions), "own": known.own,
            "file": str(known.path), "problem": known.problem,
        }
        for known in found
    ]  # fmt: skip
    lines = (
        f"{known.name:14} {known.title}{' (yours)' if known.own else ''}{': ' + known.problem if known.problem else ''}"
        for known in found
    )
    return Answer(data, "\n".join(lines))


def _use(desk: Desk, args: Namespace) -> Answer:
    project = current_project(desk)
    if project is None:
        raise NotFound("There is no project to use a script in.", "Import a list first.")
    version = use_script(desk, project.key, args.script)
    fit = script_fit(desk)
    left_out = f" It never asks: {', '.join(fit.never_asked)}." if fit.never_asked else ""
    return Answer(
        {"version": str(version), "script": fit.script, "never_asked": list(fit.never_asked)},
        f"{project.name} calls with “{fit.script}” now.{left_out}",
    )


def _show_definition(desk: Desk, _args: Namespace) -> Answer:
    definition = definition_in_force(desk)
    data = {
        "name": definition.name,
        "version": definition.version,
        "signed_by": definition.signed_by,
        "signed_on": definition.signed_on.isoformat() if definition.signed_on else None,
        "criteria": [_criterion_data(criterion) for criterion in definition.criteria],
    }
    lines = [f"{definition.name}, version {definition.version}", *map(_criterion_line, definition.criteria)]
    return Answer(data, "\n".join(lines))


def _criterion_data(criterion: Criterion) -> dict[str, object]:
    return {
        "key": criterion.key, "title": criterion.title, "kind": criterion.kind, "prompt": criterion.prompt,
        "required": criterion.required, "evidence": criterion.evidence, "choices": list(criterion.choices),
    }  # fmt: skip


def _criterion_line(criterion: Criterion) -> str:
    return f"{'*' if criterion.required else ' '} {criterion.key:15} {criterion.prompt}"


def _use_definition(desk: Desk, args: Namespace) -> Answer:
    project = current_project(desk)
    if project is None:
        raise NotFound("There is no project to use a definition in.", "Import a list first.")
    use_definition(desk, project.key, args.definition, signed_by=args.signed_by, signed_on=args.signed_on)
    shown, fit = _show_definition(desk, args), script_fit(desk)
    data = {
        **shown.data,
        "script": fit.script,
        "foreign": list(fit.foreign),
        "never_asked": list(fit.never_asked),
    }
    misfit = f"\nThe script “{fit.script}” was written for another definition. Choose one with: bdr-desk script list"
    return Answer(data, shown.text + (misfit if fit.foreign else ""))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” is no day like 2027-03-31") from error
