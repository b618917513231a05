"""`erase`: a person, on request, with a proof; the proofs there are."""

from argparse import ArgumentParser, Namespace
from typing import Any

from bdr_desk.actions.erasures import erase_person
from bdr_desk.cli.command import Answer, Subcommands, add_command, iso
from bdr_desk.desk import Desk
from bdr_desk.domain.counting import counted
from bdr_desk.queries.erasures import ErasureView, erasures

_LIST = "list"  # no number, address or key is this word


def register(commands: "Subcommands[ArgumentParser]") -> None:
    gone = add_command(commands, "erase", _erase, "erase a person on request; the proof is the answer")
    gone.epilog = "erase list shows the erasures there were, newest first; --json has their proofs."
    gone.add_argument("who", metavar="LEAD|PHONE|EMAIL")
    gone.add_argument(
        "--reason", metavar="R", help="who asked, when and how; keep names out of it; needed for all but list"
    )
    gone.add_argument("--dry-run", action="store_true", help="say what would go, change nothing")
    gone.set_defaults(refuse=gone.error)


def _erase(desk: Desk, args: Namespace) -> Answer:
    if args.who == _LIST:
        return _list(desk)
    if args.reason is None:
        args.refuse("the following arguments are required: --reason")
    done = erase_person(desk, args.who, args.reason, dry_run=args.dry_run)
    proof = done.proof
    rows = ", ".join(f"{table} {count}" for table, count in proof["rows"].items()) or "none: nobody was found"
    hashes = counted(proof["hashes_kept"], "keyed hash", "keyed hashes")
    lines = [
        "Would be erased (dry run, nothing was changed):" if args.dry_run else "Erased.",
        f"Rows: {rows}.",
        f"Kept: {hashes}, so that they are recognised when a list brings them back.",
        proof["backups"]["says"],
        *proof["backups"]["still_held_in"],
        *(f"Also named in {name}: delete that file." for name in proof["other_files"]),
        proof["team"]["says"],
        *(
            ["Old copies are left in the store's file: run erase again."]
            if proof.get("bytes_left_in_store_file")
            else []
        ),
    ]
    return Answer(proof, "\n".join(lines))


def _list(desk: Desk) -> Answer:
    found = erasures(desk)
    lines = [f"{view.key}  {iso(view.at)} by {view.by}: {view.reason}" for view in found]
    return Answer([_data(view) for view in found], "\n".join(lines) or "Nobody was erased.")


def _data(view: ErasureView) -> dict[str, Any]:
    return {
        "erasure": str(view.key),
        "at": iso(view.at),
        "by": view.by,
        "reason": view.reason,
        "proof": view.proof,
    }
