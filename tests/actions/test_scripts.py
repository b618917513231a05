"""Choosing a project's script: what is stored, what is refused, and when a version is new."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bdr_desk import paths
from bdr_desk.actions.definitions import use_definition
from bdr_desk.actions.imports import Order, import_list
from bdr_desk.actions.scripts import use_script
from bdr_desk.desk import Desk
from bdr_desk.domain.staging import ListPlace
from bdr_desk.errors import BadInput, FileProblem, NotFound
from bdr_desk.queries.scripts import version_in_use
from bdr_desk.store.columns import new_key
from bdr_desk.store.tables import Project, Script, ScriptVersion

TEXT = """\
---
name: Ours
start: a
---
# Talk
## A
**What hurts?**
- [ ] need
- ok → end
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "ours.md"
    made.write_text(TEXT, encoding="utf-8")
    return made


def versions(desk: Desk) -> list[int]:
    with desk.read() as session:
        return list(session.scalars(select(ScriptVersion.version).order_by(ScriptVersion.version)))


def test_a_script_is_stored_word_for_word(desk: Desk, project: Project, file: Path) -> None:
    key = use_script(desk, project.id, file)
    with desk.read() as session:
        version = session.get_one(ScriptVersion, key)
        assert version.text == TEXT
        assert session.get_one(Project, project.id).script_id == version.script_id
        assert session.get_one(Script, version.script_id).name == "Ours"


def test_only_a_changed_text_is_a_new_version(desk: Desk, project: Project, file: Path) -> None:
    first = use_script(desk, project.id, file)
    assert use_script(desk, project.id, str(file)) == first
    file.write_text(TEXT.replace("hurts", "aches"), encoding="utf-8")
    second = use_script(desk, project.id, file)
    assert second != first
    assert versions(desk) == [1, 2]


def test_another_script_and_back_keeps_the_versions(desk: Desk, project: Project, file: Path) -> None:
    first = use_script(desk, project.id, file)
    use_definition(desk, project.id, "bant")
    use_script(desk, project.id, "discovery")
    assert use_script(desk, project.id, file) == first


def test_shipped_scripts_go_by_name_title_or_path(desk: Desk, project: Project) -> None:
    use_definition(desk, project.id, "champ")
    key = use_script(desk, project.id, "inbound")
    assert use_script(desk, project.id, "warm Inbound") == key
    assert use_script(desk, project.id, paths.resources() / "scripts" / "inbound.md") == key


def test_a_script_in_the_users_folder_goes_by_name(desk: Desk, project: Project) -> None:
    folder = paths.scripts_dir(desk.data_dir)
    folder.mkdir()
    (folder / "discovery.md").write_text(TEXT, encoding="utf-8")
    use_script(desk, project.id, "discovery")
    with desk.read() as session:
        assert session.scalars(select(Script.name)).all() == ["Ours"]


def test_a_script_for_another_definition_is_refused_and_nothing_changes(desk: Desk, project: Project) -> None:
    with pytest.raises(BadInput, match="no criterion “challenges”"):
        use_script(desk, project.id, "inbound")
    assert versions(desk) == []


def test_the_first_import_gives_its_project_the_discovery_script(desk: Desk, tmp_path: Path) -> None:
    rows = tmp_path / "list.csv"
    rows.write_text("Company,Name,Phone\nAcme,Ada Quill,(617) 555-0142\n", encoding="utf-8")
    made = import_list(desk, Order(ListPlace(rows), "New", "One", "webinar"))
    with desk.read() as session:
        version = version_in_use(session, session.get_one(Project, made.project_key))
    assert version is not None
    assert made.project_key is not None
    assert use_script(desk, made.project_key, "discovery") == version.id  # the same words: no new version


def test_what_is_not_there(desk: Desk, project: Project, tmp_path: Path, file: Path) -> None:
    with pytest.raises(NotFound, match="discovery, inbound"):
        use_script(desk, project.id, "nothing of the kind")
    with pytest.raises(NotFound, match="project"):
        use_script(desk, new_key(), file)
    file.write_bytes(b"\xff")
    with pytest.raises(FileProblem):
        use_script(desk, project.id, file)
