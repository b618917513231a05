"""Putting a store that is ready in the place of the present one, in steps that can be taken up again after a power cut.

A store named `desk-WHEN-ready.sqlite3` beside the present one is whole and was looked at: from the moment it has that name it
is the desk's store, and whoever opens the desk next finishes the steps. The present one goes aside with its log, never
deleted: a log left behind would be taken for the new store's.
"""

from datetime import datetime
from pathlib import Path

from bdr_desk.domain.backup_rule import SUFFIX, Kind
from bdr_desk.errors import StoreProblem
from bdr_desk.store.backups import free_name, turn_of
from bdr_desk.store.file_turns import log_index, log_of, settle_names

_READY = "ready"
PATIENCE_SECONDS = 5.0  # for a restore under way


def finish_swap(store: Path) -> None:
    """Finish what a restore began that was killed; nothing where none was. Before the store is opened. Raises StoreProblem."""
    if _ready(store):
        with turn_of(store, PATIENCE_SECONDS):
            for ready in _ready(store):
                _put_in_place(store, ready)


def swap(store: Path, whole: Path, now: datetime) -> Path | None:
    """Make `whole`, a file of the same disk, the desk's store. Whoever calls has the turn, and nobody has the store open.

    Returns where the present store is now, None where there was none. Raises StoreProblem.
    """
    aside = free_name(store.parent, now, Kind.ASIDE)
    ready = aside.with_name(aside.name.replace(f"-{Kind.ASIDE}", f"-{_READY}"))
    try:
        whole.replace(ready)
        settle_names(store.parent)
        return _put_in_place(store, ready)
    except OSError as error:
        raise StoreProblem(
            f"The restored store could not be put in its place: {error.strerror}.",
            f"Close what has {store.name} open and open the desk: it finishes then.",
        ) from error


def _put_in_place(store: Path, ready: Path) -> Path | None:
    aside = ready.with_name(ready.name.replace(f"-{_READY}", f"-{Kind.ASIDE}"))
    if log_of(store).exists():
        log_of(store).replace(log_of(aside))
    log_index(store).unlink(missing_ok=True)
    if store.exists():
        store.replace(aside)
    settle_names(store.parent)
    ready.replace(store)
    settle_names(store.parent)
    return aside if aside.exists() else None


def _ready(store: Path) -> list[Path]:
    return sorted(store.parent.glob(f"desk-*-{_READY}*{SUFFIX}"))
