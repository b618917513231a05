"""The scripts there are, and the one in use as it is read to one lead."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk import paths
from bdr_desk.desk import Desk
from bdr_desk.domain.merge_fields import FACT
from bdr_desk.domain.qualification import Criterion
from bdr_desk.domain.script import Ask, Hint, Say, Script, Step, filled
from bdr_desk.domain.sources import KINDS
from bdr_desk.errors import BadInput, DeskError, NotFound
from bdr_desk.files.definition_file import read_definition
from bdr_desk.files.script_file import examine, parse_script, read_script
from bdr_desk.files.text_file import read_text
from bdr_desk.queries.facts import criteria_of, current_facts, definition_of
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.qualification import definition_in_force, definition_path
from bdr_desk.queries.rows import need
from bdr_desk.store.settings import get_setting
from bdr_desk.store.tables import Account, Contact, Lead, Project, ScriptVersion, Source, User

MY_PHONE = "my_phone"  # the setting with the number a caller leaves on voicemails, as it is to be said


@dataclass(frozen=True, repr=False)
class ScriptView:
    """A script with this lead's names in it. `version` is None while the project uses a shipped one it never stored.

    Every `Ask` names a criterion of the project's lead definition and has a label. `voicemail_seconds` is at 150 words a minute.
    """

    version: UUID | None
    name: str
    language: str
    start: str
    steps: tuple[Step, ...]
    objections: tuple[Step, ...]
    voicemail: tuple[Say | Hint, ...]
    voicemail_seconds: int

    def step(self, step_id: str) -> Step | None:
        """None for the end of the talk."""
        return next((step for step in self.steps if step.id == step_id), None)


@dataclass(frozen=True)
class AvailableScript:
    """`problem` says why it cannot be used, if so; `own` when it lies in the user's folder."""

    name: str
    title: str
    path: Path
    definitions: tuple[str, ...]
    own: bool
    problem: str = ""


@dataclass(frozen=True)
class ScriptFit:
    """`foreign` are keys the script asks and the definition does not have; `never_asked` the other way round."""

    script: str
    foreign: tuple[str, ...]
    never_asked: tuple[str, ...]


@dataclass(frozen=True)
class _InUse:
    version: UUID | None
    script: Script


def script_for(desk: Desk, lead: UUID, *, next_slot: str = "") -> ScriptView:
    """The project's script as it is read to `lead`; `next_slot` names the rep's next free time. Raises NotFound."""
    with desk.read() as session:
        row = need(session, Lead, lead)
        project = session.get_one(Project, row.project_id)
        in_use = _in_use(session, project)
        criteria = {criterion.key: criterion for criterion in criteria_of(session, project.id)}
        values = _values(session, row, project, desk.me) | {"slot.next": next_slot}
    script = filled(in_use.script, values)
    return ScriptView(
        in_use.version, script.name, script.language, script.start,
        tuple(_fitted(step, criteria) for step in script.steps),
        tuple(_fitted(card, criteria) for card in script.objections),
        script.voicemail, script.voicemail_seconds,
    )  # fmt: skip


def version_for(desk: Desk, lead: UUID) -> UUID | None:
    """The key of the script version a call to `lead` is made with; None while the project never stored one. Raises NotFound."""
    with desk.read() as session:
        project = session.get_one(Project, need(session, Lead, lead).project_id)
        return _in_use(session, project).version


def version_in_use(session: Session, project: Project) -> ScriptVersion | None:
    """The newest version of the project's script."""
    if project.script_id is None:
        return None
    newest = select(ScriptVersion).where(ScriptVersion.script_id == project.script_id)
    return session.scalar(newest.order_by(ScriptVersion.version.desc()).limit(1))


def available_scripts(desk: Desk) -> tuple[AvailableScript, ...]:
    """The user's own scripts, then the shipped ones."""
    own = paths.scripts_dir(desk.data_dir)
    return tuple(_available(path, path.parent == own) for path in _script_files(desk))


def script_path(desk: Desk, name_or_file: str | Path) -> Path:
    """The file of a script named by its file, its file's name or its title; the user's own come first. Raises NotFound."""
    wanted = str(name_or_file).strip().lower()
    found = [
        known for known in available_scripts(desk) if wanted in (known.name.lower(), known.title.lower())
    ]
    if found:
        return found[0].path
    if Path(name_or_file).is_file():
        return Path(name_or_file)
    names = ", ".join(known.name for known in available_scripts(desk))
    raise NotFound(f"There is no script “{name_or_file}”.", f"Name a file, or one of: {names}.")


def script_fit(desk: Desk) -> ScriptFit:
    """How the current project's script and its lead definition go together. Raises NotFound."""
    with desk.read() as session:
        project = need_project(session)
        keys = [criterion.key for criterion in criteria_of(session, project.id)]
        script = _in_use(session, project).script
    foreign = tuple(sorted(script.asked - set(keys)))
    return ScriptFit(script.name, foreign, tuple(key for key in keys if key not in script.asked))


def check_script(desk: Desk, path: Path) -> Script:
    """The script in `path`, checked against the shipped definition it names, else against the current project's.

    Raises FileProblem, and BadInput with every problem and its line.
    """
    text = read_text(path)
    keys = _keys_for(desk, examine(text)[0].definitions)
    return parse_script(text, keys, called=path.name)


def _keys_for(desk: Desk, definitions: tuple[str, ...]) -> tuple[str, ...] | None:
    """None where there is nothing to check against."""
    for name in definitions:
        try:
            return tuple(c.key for c in read_definition(definition_path(name)).criteria)
        except NotFound:
            continue
    try:
        return tuple(c.key for c in definition_in_force(desk).criteria)
    except NotFound:
        return None


def _script_files(desk: Desk) -> list[Path]:
    folders = (paths.scripts_dir(desk.data_dir), paths.resources() / "scripts")
    files = [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.md"))]
    return [path for path in files if path.stem.lower() != "readme"]


def _available(path: Path, own: bool) -> AvailableScript:
    try:
        script = read_script(path)
    except DeskError as error:
        return AvailableScript(path.stem, path.stem, path, (), own, str(error))
    return AvailableScript(path.stem, script.name, path, script.definitions, own)


def _in_use(session: Session, project: Project) -> _InUse:
    version = version_in_use(session, project)
    if version is not None:
        try:
            return _InUse(version.id, _parsed(version.text))
        except BadInput:  # a later program has stricter rules: the shipped script is better than none
            pass
    definition = definition_of(session, project.id)
    return _InUse(None, _parsed(_shipped_for(definition.name if definition else "")))


_parsed = lru_cache(maxsize=8)(parse_script)


@lru_cache(maxsize=8)
def _shipped_for(definition: str) -> str:
    """The text of the shipped script made for the definition so named, else of the discovery script."""
    folder = paths.resources() / "scripts"
    fallback = folder / "discovery.md"
    for path in (fallback, folder / "inbound.md"):
        if definition in read_script(path).definitions:
            return read_text(path)
    return read_text(fallback)


def _fitted(step: Step, criteria: Mapping[str, Criterion]) -> Step:
    """Without fields the definition does not have (it was changed after the script); labels are the titles where left out."""
    parts = (part for part in step.parts if not isinstance(part, Ask) or part.criterion in criteria)
    labelled = (
        replace(part, label=criteria[part.criterion].title)
        if isinstance(part, Ask) and not part.label
        else part
        for part in parts
    )
    return replace(step, parts=tuple(labelled))


def _values(session: Session, lead: Lead, project: Project, me: UUID) -> dict[str, str | None]:
    facts = {FACT + fact.criterion: fact.value for fact in current_facts(session, lead.id)}
    return {
        **_contact_values(session, session.get_one(Contact, lead.contact_id)),
        **_account_values(session.get_one(Account, lead.account_id)),
        **_user_values("me", session.get(User, me)),
        **_user_values("rep", session.get(User, project.rep_id) if project.rep_id else None),
        "me.phone": get_setting(session, MY_PHONE, ""),
        "project.name": project.name,
        "project.caller_company": project.caller_company,
        "project.offer": project.offer,
        "source": _source(session.get(Source, lead.source_id) if lead.source_id else None),
        **facts,
    }


def _contact_values(session: Session, contact: Contact) -> dict[str, str | None]:
    referrer = session.get(Contact, contact.referred_by_id) if contact.referred_by_id else None
    return {
        "contact.first_name": contact.given_name,
        "contact.last_name": contact.family_name,
        "contact.name": contact.name,
        "contact.title": contact.title,
        "referred_by.name": referrer.name if referrer else None,
    }


def _account_values(account: Account) -> dict[str, str | None]:
    return {"account.name": account.name, "account.city": account.city, "account.industry": account.industry}


def _user_values(who: str, user: User | None) -> dict[str, str | None]:
    name = user.name if user else ""
    return {f"{who}.name": name, f"{who}.first_name": name.split(" ", maxsplit=1)[0]}


def _source(source: Source | None) -> str:
    return (source.detail or KINDS.get(source.kind, source.kind)) if source else ""
