"""`erase`: a person, on request, with a proof."""

from argparse import ArgumentParser, Namespace

from bdr_desk.actions.erasures import erase_person
from bdr_desk.cli.command import Answer, Subcommands, add_command
from bdr_desk.desk import Desk


def register(commands: "Subcommands[ArgumentParser]") -> None:
    gone = add_command(commands, "erase", _erase, "erase a person on request; the proof is the answer")
    gone.add_argument("who", metavar="LEAD|PHONE|EMAIL")
    gone.add_argument(
        "--reason", required=True, metavar="R", help="who asked, when and how; keep names out of it"
    )
    gone.add_argument("--dry-run", action="store_true", help="say what would go, change nothing")


def _erase(desk: Desk, args: Namespace) -> Answer:
    done = erase_person(desk, args.who, args.reason, dry_run=args.dry_run)
    proof = done.proof
    rows = ", ".join(f"{table} {count}" for table, count in proof["rows"].items()) or "none: nobody was found"
    lines = [
        "Would be erased (dry run, nothing was changed):" if args.dry_run else "Erased.",
        f"Rows: {rows}.",
        f"Kept: {proof['hashes_kept']} keyed hashes, so that they are recognised when a list brings them back.",
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
