"""`merge`: who may be one person, merging two, taking a merge back, keeping two apart."""

from argparse import Action, ArgumentParser, Namespace
from typing import Any

from bdr_desk.actions import merges as actions
from bdr_desk.cli.command import Answer, Subcommands, add_command, iso, key_argument, number_argument
from bdr_desk.desk import Desk
from bdr_desk.domain.merging import FIELDS
from bdr_desk.queries import merges as queries

_SHOWN = 20


_WORDS = {"list": 0, "undo": 1, "apart": 2}  # and how many keys follow; without such a word there are two


def register(commands: "Subcommands[ArgumentParser]") -> None:
    merge = add_command(
        commands, "merge", _merge,
        "contacts that are one person: list; A B (A stays, B is folded into it); undo M; apart A B (they are two)",
    )  # fmt: skip
    merge.add_argument("words", nargs="+", action=_Words, metavar="list | A B | undo M | apart A B")
    merge.add_argument("--project", metavar="P", help="with list: whose pairs (default: the current project)")
    merge.add_argument("--limit", type=number_argument, default=queries.MOST_PAIRS, metavar="N")
    merge.add_argument(
        "--take", action="append", default=[], choices=list(FIELDS), help="keep B's value of this, not A's"
    )
    merge.add_argument("--dry-run", action="store_true", help="say what it would do, change nothing")


class _Words(Action):
    """`list`, `undo M`, `apart A B` or `A B`; anything else is wrong usage."""

    def __call__(
        self, parser: ArgumentParser, namespace: Namespace, values: Any, _option: str | None = None
    ) -> None:
        what = values[0] if values[0] in _WORDS else "contacts"
        keys = values[1:] if what in _WORDS else values
        if len(keys) != _WORDS.get(what, 2):
            parser.error("say one of: merge list, merge A B, merge undo M, merge apart A B")
        namespace.words, namespace.keys = what, keys


def _merge(desk: Desk, args: Namespace) -> Answer:
    do = {"list": merge_list, "undo": merge_undo, "apart": merge_apart, "contacts": merge_contacts}
    return do[args.words](desk, args)


def merge_list(desk: Desk, args: Namespace) -> Answer:
    found = queries.possible_duplicates(desk, args.project, args.limit)
    done = queries.merges_done(desk)
    lines = [_pair_line(pair) for pair in found.rows[:_SHOWN]]
    if found.total > _SHOWN:
        lines.append(f"and {found.total - _SHOWN:,} more; --json lists them.")
    lines += [
        f"merged: {view.other_name} into {view.name}, {view.account_name}  {view.merge}" for view in done
    ]
    data = {
        "pairs": [_pair_data(pair) for pair in found.rows],
        "total": found.total,
        "merges": [_merge_data(view) for view in done],
    }
    return Answer(data, "\n".join(lines) or "Nobody stands here twice, as far as the desk can tell.")


def _pair_line(pair: queries.PairView) -> str:
    sure = "certainly" if pair.certain else "likely"
    because = ", ".join(pair.because)
    return f"{pair.name} and {pair.other_name}, {pair.account_name}: {sure} one person ({because})\n  {pair.one} {pair.other}"


def _pair_data(pair: queries.PairView) -> dict[str, Any]:
    return {
        "a": str(pair.one), "b": str(pair.other), "names": [pair.name, pair.other_name],
        "accounts": [pair.account_name, pair.other_account_name], "certain": pair.certain, "because": list(pair.because),
    }  # fmt: skip


def _merge_data(view: queries.MergeView) -> dict[str, Any]:
    return {
        "merge": str(view.merge), "kept": str(view.kept), "merged": str(view.merged), "name": view.name,
        "merged_name": view.other_name, "account": view.account_name, "at": iso(view.at), "by": view.who,
        "because": list(view.because),
    }  # fmt: skip


def merge_contacts(desk: Desk, args: Namespace) -> Answer:
    a, b = map(key_argument, args.keys)
    preview = queries.merge_preview(desk, a, b, args.take)
    data: dict[str, Any] = {
        "kept": str(a), "merged": str(b), "certain": preview.certain, "because": list(preview.because),
        "fields": {
            field.title: {"a": field.values[0], "b": field.values[1], "stays": field.stays} for field in preview.fields
        },
        "did": list(preview.steps), "merge": None, "dry_run": bool(args.dry_run),
    }  # fmt: skip
    if args.dry_run:
        return Answer(
            data | {"refused": preview.refused}, _preview_text(preview) + "\nDry run: nothing was changed."
        )
    done = actions.merge_contacts(desk, a, b, take=args.take)
    data |= {"kept": str(done.kept), "merged": str(done.merged), "merge": str(done.merge)}
    says = f"{preview.names[1]} is merged into {preview.names[0]}. Take it back with: merge undo {done.merge}"
    return Answer(data, "\n".join((says, *done.did)))


def _preview_text(preview: queries.MergePreview) -> str:
    lines = [_field_line(field) for field in preview.fields if field.differs]
    return "\n".join((*lines, *preview.steps, *([preview.refused] if preview.refused else [])))


def _field_line(field: queries.FieldView) -> str:
    stays = f" -> {_line(field.stays)}" if field.stays else ""
    return f"{field.title}: {_line(field.values[0])} | {_line(field.values[1])}{stays}"


def _line(text: str) -> str:
    return ", ".join(text.splitlines()) or "-"


def merge_apart(desk: Desk, args: Namespace) -> Answer:
    a, b = map(key_argument, args.keys)
    actions.not_the_same(desk, a, b)
    return Answer(
        {"a": str(a), "b": str(b), "apart": True}, "They are two people: not offered for merging again."
    )


def merge_undo(desk: Desk, args: Namespace) -> Answer:
    done = actions.undo_merge(desk, key_argument(args.keys[0]))
    data = {"merge": str(done.merge), "restored": str(done.restored), "stays": list(done.stays)}
    return Answer(data, "\n".join(("The merge was undone.", *done.stays)))
