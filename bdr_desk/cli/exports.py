"""`export`: any list or view to CSV or XLSX."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bdr_desk.actions.exports import export
from bdr_desk.cli.command import Answer, Subcommands, add_command
from bdr_desk.desk import Desk
from bdr_desk.domain.counting import counted
from bdr_desk.domain.list_rows import Verdict
from bdr_desk.errors import BadInput
from bdr_desk.queries.exports import VIEWS, Wanted
from bdr_desk.queries.saved_views import view_called


def register(commands: "Subcommands[ArgumentParser]") -> None:
    out = add_command(commands, "export", _export, "write a list or a view to a CSV or XLSX file")
    out.add_argument(
        "what", metavar="WHAT", help=f"a call list's name (list:NAME always is one), or {', '.join(VIEWS)}"
    )
    out.add_argument("--out", required=True, type=Path, metavar="FILE", help="its name ends in .csv or .xlsx")
    out.add_argument("--project", metavar="P", help="default: the current one")
    out.add_argument("--verdict", metavar="|".join(Verdict), help="of a list, only these rows")
    out.add_argument("--text", default="", metavar="T", help="what to search for")
    out.add_argument("--view", metavar="NAME", help="of the queue, only this saved view")
    out.add_argument("--force", action="store_true", help="overwrite a file that is there")


def _export(desk: Desk, args: Namespace) -> Answer:
    wanted = _in_view(desk, args) if args.view else Wanted(args.what, args.project, args.verdict, args.text)
    done = export(desk, wanted, args.out, overwrite=args.force)
    says = f"{counted(done.rows, 'row')} written to {done.file}."
    return Answer({"file": str(done.file), "rows": done.rows}, says)


def _in_view(desk: Desk, args: Namespace) -> Wanted:
    if args.what != "queue":
        raise BadInput("Only the queue has views.", "Leave --view out, or export queue.")
    view = view_called(desk, args.view)
    return Wanted(args.what, filter=view.filter, view=view.name)
