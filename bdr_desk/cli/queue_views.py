"""`queue view`: filters on the queue under a name."""

from argparse import ArgumentParser, Namespace
from typing import Any

from bdr_desk.actions.saved_views import delete_view, rename_view, save_view
from bdr_desk.cli.command import Answer, Subcommands, add_command, number_argument
from bdr_desk.desk import Desk
from bdr_desk.domain.queue_filter import Kind, QueueFilter, read_places
from bdr_desk.queries.lists import list_called
from bdr_desk.queries.saved_views import ViewOfQueue, saved_views, view_called


def register_views(commands: "Subcommands[ArgumentParser]") -> None:
    view = commands.add_parser("view", help="views of the queue: list, save, rename, delete")
    parts = view.add_subparsers(required=True, metavar="COMMAND")
    add_command(parts, "list", _list, "the views there are, and what each shows")
    save = add_command(
        parts, "save", _save, "keep a view under a name; it narrows the queue, no rule is left out"
    )
    save.add_argument(
        "--list", action="append", default=[], metavar="L", help="of this list; several: of one of them"
    )
    save.add_argument(
        "--kind",
        action="append",
        default=[],
        choices=list(Kind),
        help="what is due; may be given several times",
    )
    save.add_argument("--title", default="", metavar="WORDS", help="words that all stand in the job title")
    save.add_argument(
        "--place", default="", metavar="PLACES", help="“Texas, Germany, Berlin”, with commas between"
    )
    save.add_argument(
        "--fit", type=number_argument, metavar="N", help="fits the ideal customer at least so well, of 100"
    )
    save.add_argument("--mine", action="store_true", help="only leads that are yours")
    rename = add_command(parts, "rename", _rename, "call a view something else")
    delete = add_command(parts, "delete", _delete, "take a view away")
    for made in (save, rename, delete):
        made.add_argument("name", metavar="NAME")
    rename.add_argument("new_name", metavar="NEW")


def _list(desk: Desk, _args: Namespace) -> Answer:
    views = saved_views(desk).views
    lines = [f"{view.name}: {view.says}" for view in views]
    return Answer([_data(view) for view in views], "\n".join(lines) or "No view was saved yet.")


def _data(view: ViewOfQueue) -> dict[str, Any]:
    return {"view": str(view.key), "name": view.name, "says": view.says, "filter": view.filter.as_json()}


def _save(desk: Desk, args: Namespace) -> Answer:
    asked = {
        "lists": [str(list_called(desk, name).key) for name in args.list], "kinds": args.kind, "title": args.title,
        "places": read_places(args.place, saved_views(desk).region), "fit": args.fit, "mine": args.mine,
    }  # fmt: skip
    save_view(desk, args.name, QueueFilter.from_json(asked))
    view = view_called(desk, args.name)
    return Answer(_data(view), f"{view.name}: {view.says}")


def _rename(desk: Desk, args: Namespace) -> Answer:
    view = view_called(desk, args.name)
    rename_view(desk, view.key, args.new_name)
    return Answer({"view": str(view.key), "name": args.new_name}, f"{view.name} is {args.new_name} now.")


def _delete(desk: Desk, args: Namespace) -> Answer:
    view = view_called(desk, args.name)
    delete_view(desk, view.key)
    return Answer({"view": str(view.key), "deleted": True}, f"{view.name} is deleted.")
