"""Scripts as rows: each changed text is a new version, so that a fact can say under which words it was asked."""

from hashlib import sha256
from uuid import UUID

from sqlalchemy import select

from bdr_desk.store.tables import Project, Script, ScriptVersion
from bdr_desk.store.writing import Writing


def keep_script(tx: Writing, project: Project, name: str, text: str) -> UUID:
    """Make `text` the script of `project`; the key of its version, the newest one when the text has not changed."""
    script = tx.scalar(select(Script).where(Script.project_id == project.id, Script.name == name))
    if script is None:
        script = Script(project_id=project.id, name=name)
        tx.add(script)
        tx.flush()
    project.script_id = script.id
    newest = tx.scalar(
        select(ScriptVersion)
        .where(ScriptVersion.script_id == script.id)
        .order_by(ScriptVersion.version.desc())
        .limit(1)
    )
    digest = sha256(text.encode()).hexdigest()
    if newest is not None and newest.digest == digest:
        return newest.id
    number = newest.version + 1 if newest else 1
    version = ScriptVersion(script_id=script.id, version=number, text=text, digest=digest)
    tx.add(version)
    tx.flush()
    return version.id
