"""What the set-up page shows: the value of every setting, and the lead definitions and scripts there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bdr_desk import paths
from bdr_desk.desk import Desk
from bdr_desk.domain.qualification import Definition
from bdr_desk.errors import DeskError
from bdr_desk.files.definition_file import read_definition
from bdr_desk.queries.facts import definition_of
from bdr_desk.queries.meetings import reps_in
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.scripts import AvailableScript, ScriptFit, available_scripts, script_fit, version_in_use
from bdr_desk.settings import SETTINGS, Keeper, Setting
from bdr_desk.store.settings import get_setting
from bdr_desk.store.tables import Project, Script, User
from bdr_desk.team.membership import membership


@dataclass(frozen=True, repr=False)
class SettingsView:
    """`values` by a setting's id; those of a project or rep that is not there are missing. `reps` are (key, name) pairs."""

    values: Mapping[str, Any]
    me: UUID
    project: UUID | None
    project_name: str
    rep: UUID | None
    reps: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AvailableDefinition:
    """`problem` says why it cannot be used, if so; `own` when it lies in the user's folder."""

    title: str
    path: Path
    own: bool
    problem: str = ""


@dataclass(frozen=True)
class WordingView:
    """What judges and what is read out in the current project. `script_version` is 0 while a shipped script is read
    that the project never stored."""

    project: UUID
    definition: Definition | None
    definitions: tuple[AvailableDefinition, ...]
    script: str
    script_version: int
    scripts: tuple[AvailableScript, ...]
    fit: ScriptFit
    today: date  # by this machine's calendar


def settings_view(desk: Desk) -> SettingsView:
    with desk.read() as session:
        me = session.get_one(User, desk.me)
        key = get_setting(session, "project")
        project = session.get(Project, UUID(key)) if key else None
        rep = session.get(User, project.rep_id) if project and project.rep_id else None
        owners = {Keeper.ME: me, Keeper.PROJECT: project, Keeper.REP: rep}
        values = {s.id: _value(session, s, owners.get(s.keeper)) for s in SETTINGS if _is_there(s, owners)}
        return SettingsView(
            values, me.id, project.id if project else None, project.name if project else "", rep.id if rep else None,
            _reps(session, rep),
        )  # fmt: skip


def wording_view(desk: Desk) -> WordingView | None:
    """None before there is a project."""
    with desk.read() as session:
        if not get_setting(session, "project"):
            return None
        project = need_project(session)
        definition = definition_of(session, project.id)
        stored = version_in_use(session, project)
        named = session.get_one(Script, stored.script_id).name if stored else ""
    fit = script_fit(desk)
    return WordingView(
        project.id, definition, available_definitions(desk), named or fit.script, stored.version if stored else 0,
        available_scripts(desk), fit, desk.clock().astimezone().date(),
    )  # fmt: skip


def team_url(desk: Desk) -> str:
    """What a colleague types to join this desk's team: no login, no password. Empty outside a team."""
    with desk.read() as session:
        member = membership(session)
        return member.address.url if member else ""


def available_definitions(desk: Desk) -> tuple[AvailableDefinition, ...]:
    """The user's own lead definitions, then the shipped ones."""
    own = paths.definitions_dir(desk.data_dir)
    folders = (own, paths.resources() / "definitions")
    files = [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.toml"))]
    return tuple(_available(path, path.parent == own) for path in files)


def _available(path: Path, own: bool) -> AvailableDefinition:
    try:
        return AvailableDefinition(read_definition(path).name, path, own)
    except DeskError as error:
        return AvailableDefinition(path.stem, path, own, str(error))


def _is_there(setting: Setting, owners: Mapping[Keeper, object]) -> bool:
    return setting.keeper == Keeper.DESK or owners.get(setting.keeper) is not None


def _value(session: Session, setting: Setting, owner: object) -> Any:
    if setting.keeper == Keeper.DESK:
        return get_setting(session, setting.key, setting.default)
    found = tuple(getattr(owner, column) for column in setting.stored)
    value = found if setting.columns else found[0]
    return "" if value is None else str(value) if isinstance(value, UUID) else value


def _reps(session: Session, current: User | None) -> tuple[tuple[str, str], ...]:
    """By name; who takes the meetings now is among them whatever their role."""
    rows = reps_in(session)
    known = [*rows, *([current] if current and current not in rows else [])]
    return tuple((str(row.id), f"{row.name}, {row.email}" if row.email else row.name) for row in known)
