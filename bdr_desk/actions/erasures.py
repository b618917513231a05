"""Erasing a person on request, in one transaction, with a proof that names nobody."""

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from bdr_desk import credentials, paths
from bdr_desk.desk import Desk
from bdr_desk.domain.backup_rule import Kind, gone_by
from bdr_desk.domain.erasure import LAW, without
from bdr_desk.domain.suppression import Barred, erased_marks
from bdr_desk.errors import BadInput, Refused
from bdr_desk.queries.erasures import KEY_ACCOUNT, Erasable, check_may_erase, erasable, erasure_key
from bdr_desk.store.backup_files import Backup, backups_of
from bdr_desk.store.erased import clear_files, erase_rows, holds
from bdr_desk.store.file_turns import log_of
from bdr_desk.store.tables import Erasure, Suppression
from bdr_desk.store.writing import Writing

_WHY_KEPT = "erased on request: must not come back"
_FREE_TEXT = (
    "Notes, words about a referral, and gatekeepers' names at an account were searched for this person's full names, numbers and"
    " addresses. A first name alone, or a nickname, is not recognised there: read the notes of the account."
)


@dataclass(frozen=True)
class Erased:
    """`erasure` is None after a dry run. `proof` holds no personal data: it can be given to whoever asked."""

    erasure: UUID | None
    proof: dict[str, Any]


def erase_person(desk: Desk, who: str, reason: str, *, dry_run: bool = False) -> Erased:
    """Erase the person `who` means: the key of a lead or contact, a phone number or an e-mail address.

    Their keyed hashes stay, so that they are recognised and left out when a list brings them back. A dry run does all of it
    and takes it back. Raises BadInput, NotFound; Refused in a team for anybody but a team lead or an admin; KeyringProblem.
    """
    if not reason.strip():
        raise BadInput("Erasing somebody needs its reason.", "Say who asked, when and how.")
    try:
        with desk.write() as tx:
            check_may_erase(tx, desk.me)
            person = erasable(desk, tx, who)
            key = erasure_key(desk, tx) or (secrets.token_bytes(32) if dry_run else _new_key(desk))
            files = [] if dry_run else _invitation_files(desk, person)
            gone = erase_rows(tx, person.contacts, person.traces, for_good=not dry_run)
            kept = _keep_hashes(tx, person, key)
            proof = _proof(desk, tx, person, gone, len(kept), key)
            if dry_run:
                raise _DryRun(proof)
            row = Erasure(reason=without(reason.strip(), person.traces), proof=proof)
            tx.add(row)
            tx.flush()
    except _DryRun as done:
        return Erased(None, done.proof | {"dry_run": True})
    for file in files:
        file.unlink(missing_ok=True)
    clear = clear_files(desk.store, person.traces.bytes)
    return Erased(row.id, proof | {"erasure": str(row.id), "bytes_left_in_store_file": not clear})


class _DryRun(Exception):
    """Takes the transaction back, with what it found."""

    def __init__(self, proof: dict[str, Any]) -> None:
        super().__init__()
        self.proof = proof


def _new_key(desk: Desk) -> bytes:
    return credentials.make_key(KEY_ACCOUNT, paths.erasure_key_file(desk.data_dir))


def _keep_hashes(tx: Writing, person: Erasable, key: bytes) -> list[tuple[str, str]]:
    marks: list[tuple[str, str]] = []
    for kind, text, company in person.marks:
        marks += erased_marks(key, [], [], text, company) if kind else erased_marks(key, [text], [], "", "")
    marks = list(dict.fromkeys(marks))
    if not marks:
        raise Refused(
            "Nothing tells this person from others: no number, address or name of their own.",
            "Erase the company's entry from the accounts page, or add what identifies them.",
        )
    tx.add_all(
        Suppression(kind=kind, value=value, reason=_WHY_KEPT, medium=Barred.ANY) for kind, value in marks
    )
    tx.flush()
    return marks


def _proof(
    desk: Desk, tx: Writing, person: Erasable, gone: Counter[str], hashes: int, key: bytes
) -> dict[str, Any]:
    return {
        "erased_at": tx.now.isoformat(timespec="seconds"),
        "by": str(tx.author),
        "law": LAW,
        "found": bool(gone),
        "people": len(person.contacts),
        "rows": dict(sorted(gone.items())),
        "hashes_kept": hashes,
        "searched_for": {
            "numbers": len(person.traces.phones),
            "addresses": len(person.traces.emails),
            "names": len(person.traces.full_names),
            "digest": _digest(key, person.traces.texts),
        },
        "invitation_files": len(_invitation_files(desk, person)),
        "backups": _backups(desk, person.traces.bytes),
        "other_files": _other_files(desk, person),
        "team": _team(person.shared_rows),
        "free_text": _FREE_TEXT,
    }


def _digest(key: bytes, texts: Sequence[str]) -> str:
    """Over the keyed hashes of all that was searched for: shows later, to who has the key, that a text was among them."""
    each = sorted(hmac.digest(key, text.encode(), "sha256") for text in texts)
    return hashlib.sha256(b"".join(each)).hexdigest()


def _invitation_files(desk: Desk, person: Erasable) -> list[Path]:
    """Invitations kept beside the store for meetings with them."""
    folder = paths.invitations_dir(desk.data_dir)
    uids = [uid.encode() for uid in person.uids]
    return [file for file in sorted(folder.glob("*.ics")) if uids and holds(file, uids)]


def _backups(desk: Desk, needles: Sequence[bytes]) -> dict[str, Any]:
    """Backups are not rewritten: a copy that was changed is none. They are named, and who asked can be told until when."""
    still = [one for one in backups_of(desk.store.file) if _holds(one.file, needles)]
    if not still:
        return {"still_held_in": [], "says": "No backup holds this person."}
    return {"still_held_in": [one.file.name for one in still], "says": _until(still)}


def _holds(backup: Path, needles: Sequence[bytes]) -> bool:
    """In the copy, or in the log of a store that was put aside."""
    return any(file.exists() and holds(file, needles) for file in (backup, log_of(backup)))


def _until(still: Sequence[Backup]) -> str:
    """When backups go by themselves, and what to do about those that do not."""
    own = [one for one in still if one.kind != Kind.OTHER]
    says = ["Restoring one of these brings the person back: erase them again then."]
    if own:
        says.append(f"They go with the first backup made on or after {max(gone_by(one.day) for one in own)}.")
    if len(own) < len(still):
        says.append("Files that the desk did not make stay until you delete them.")
    return " ".join(
        [
            *says,
            "Delete these files to be rid of them now; bdr-desk backup make makes one without this person.",
        ]
    )


def _other_files(desk: Desk, person: Erasable) -> list[str]:
    """Files in the data folder that name them and are not the desk's to change, such as pasted rows kept for an import."""
    own = {desk.store.file.name, f"{desk.store.file.name}-wal", f"{desk.store.file.name}-shm"}
    backups, invitations = paths.backups_dir(desk.data_dir), paths.invitations_dir(desk.data_dir)
    own |= {file.name for one in backups_of(desk.store.file) for file in (one.file, log_of(one.file))}
    files = (file for file in sorted(desk.data_dir.rglob("*")) if file.is_file() and file.name not in own)
    mine = (file for file in files if backups not in file.parents and invitations not in file.parents)
    return [str(file.relative_to(desk.data_dir)) for file in mine if holds(file, person.traces.bytes)]


def _team(shared: int) -> dict[str, Any]:
    if not shared:
        return {"shared_rows": 0, "says": "Nothing about this person was shared with a team."}
    return {
        "shared_rows": shared,
        "says": "The team's database and colleagues' desks still hold what was handed over: ask its admin to erase there too.",
    }
