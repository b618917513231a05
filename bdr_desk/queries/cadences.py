"""The cadence in force, those there are, and a lead played through the days of one."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from bdr_desk import paths
from bdr_desk.desk import Desk
from bdr_desk.domain.cadence import Cadence, Played, default_cadence, play
from bdr_desk.domain.cadence.in_words import (
    caps_in_words,
    ends_in_words,
    medium_in_words,
    retries_in_words,
    touch_in_words,
)
from bdr_desk.domain.cadence.play import Answers
from bdr_desk.domain.calling_places import hours_key, read_places
from bdr_desk.domain.consequence import PersonHours
from bdr_desk.domain.said_zone import said_zone
from bdr_desk.domain.time_zones import read_moment
from bdr_desk.errors import DeskError, NotFound
from bdr_desk.files.cadence_file import read_cadence
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.queue_cells import policy_of
from bdr_desk.queries.situation import cadence_of
from bdr_desk.store.tables import Cadence as KeptCadence
from bdr_desk.store.tables import Project, User

CALLS_ONLY = "calls-only"  # shipped as code: what a project without a cadence does


@dataclass(frozen=True)
class TouchView:
    """`when` counts from the touch before."""

    medium: str
    when: str
    do: str


@dataclass(frozen=True, repr=False)
class CadenceView:
    """A cadence in words, and itself as `plan`. `version` is 0 while the project has none of its own, made at `made_at` (UTC)
    by `made_by`; `retries` are (outcome, what follows)."""

    project: UUID
    name: str
    about: str
    version: int
    touches: tuple[TouchView, ...]
    retries: tuple[tuple[str, str], ...]
    caps: tuple[str, ...]
    ends: str
    plan: Cadence
    made_at: datetime | None = None
    made_by: str = ""


@dataclass(frozen=True)
class AvailableCadence:
    """`name` is what `cadence_called` takes; `problem` says why it cannot be used, if so; `own` when it lies in the user's
    folder."""

    name: str
    title: str
    own: bool = False
    problem: str = ""

    def __repr__(self) -> str:
        return "<AvailableCadence>"


def cadence_view(desk: Desk) -> CadenceView:
    """What is in force in the current project. Raises NotFound before there is one."""
    with desk.read() as session:
        project = need_project(session)
        cadence, kept = cadence_of(session, project), _kept(session, project)
        author = session.get(User, kept.made_by) if kept else None
        return CadenceView(
            project.id, cadence.name, cadence.about, kept.version if kept else 0,
            tuple(TouchView(medium_in_words(t), touch_in_words(t), t.do) for t in cadence.touches),
            retries_in_words(cadence), caps_in_words(cadence), ends_in_words(cadence), cadence,
            kept.made_at if kept else None, author.name if author else "",
        )  # fmt: skip


def _kept(session: Session, project: Project) -> KeptCadence | None:
    return session.get(KeptCadence, project.cadence_id) if project.cadence_id else None


# Those there are


def available_cadences(desk: Desk) -> tuple[AvailableCadence, ...]:
    """The user's own, then the shipped ones."""
    own = paths.cadences_dir(desk.data_dir)
    found = [_available(path, own=True) for path in _in(own)]
    shipped = [_available(path, own=False) for path in _in(_shipped())]
    return (*found, *shipped, AvailableCadence(CALLS_ONLY, default_cadence().name))


def cadence_called(desk: Desk, name_or_file: str | Path) -> Cadence:
    """The cadence with this name, the user's own before the shipped ones, or in this file. Raises NotFound, FileProblem."""
    wanted = str(name_or_file)
    if wanted.lower() == CALLS_ONLY:
        return default_cadence()
    named = (*_in(paths.cadences_dir(desk.data_dir)), *_in(_shipped()))
    for path in (*(path for path in named if path.stem.lower() == wanted.lower()), Path(wanted)):
        if path.is_file():
            return read_cadence(path)
    names = ", ".join((*dict.fromkeys(path.stem for path in named), CALLS_ONLY))
    raise NotFound(f"There is no cadence “{wanted}”.", f"Name a file, or one of: {names}.")


def _shipped() -> Path:
    return paths.resources() / "cadences"


def _in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml")) if folder.is_dir() else []


def _available(path: Path, *, own: bool) -> AvailableCadence:
    name = str(path) if own else path.stem
    try:
        return AvailableCadence(name, read_cadence(path).name, own)
    except DeskError as error:
        return AvailableCadence(name, path.stem, own, str(error))


# Played through


def preview(
    desk: Desk, cadence: Cadence | None = None, *, start: datetime | str = "", zone: str = "", outcomes: Answers = ()
) -> tuple[Played, ...]:  # fmt: skip
    """A lead that comes at `start` (aware, or ISO 8601 on the lead's own clock; now when empty), played through `cadence`
    (the one in force when None) in the project's calling hours.

    `zone` is where the lead is, as somebody says it ("Houston, TX"); the user's own when empty. Raises BadInput, NotFound.
    """
    with desk.read() as session:
        project = need_project(session)
        asked = said_zone(zone, project.region) if zone else session.get_one(User, desk.me).time_zone
        places = read_places(asked, None, None, (), project.region).places
        hours = PersonHours(hours_key(places), policy_of(project))
        begins = read_moment(start, asked) if isinstance(start, str) and start else start or desk.clock()
        assert isinstance(begins, datetime)
        return play(cadence or cadence_of(session, project), hours, begins, outcomes)
