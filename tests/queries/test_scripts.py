"""The script as it is read to one lead, the scripts there are, and checking one."""

from pathlib import Path
from uuid import UUID

import pytest

from bdr_desk import paths
from bdr_desk.actions.definitions import use_definition
from bdr_desk.actions.scripts import use_script
from bdr_desk.desk import Desk
from bdr_desk.domain.script import Ask
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.queries.scripts import MY_PHONE, available_scripts, check_script, script_fit, script_for
from bdr_desk.store.columns import new_key
from bdr_desk.store.settings import put_setting
from bdr_desk.store.tables import Account, Contact, Fact, Lead, Project, Source, User

TEXT = """\
---
name: Ours
start: a
---
# Talk
## A
{{ contact.first_name }} {{ contact.title }} at {{ account.name }}, {{ me.first_name }} for {{ project.caller_company }}.
{{ referred_by.name }} / {{ rep.first_name }} / {{ slot.next }} / {{ fact.need }} / {{ source }} / {{ me.phone }}
- [ ] need
- ok → end
"""


@pytest.fixture
def lead(desk: Desk, project: Project) -> UUID:
    with desk.write() as tx:
        account = Account(name="Harbour Freight Lines", name_key="harbour freight lines", city="Boston")
        source = Source(project_id=project.id, kind="trade_show", detail="Boston Logistics Days")
        rep = User(
            name="Marta Lindqvist", email="marta@northwind.example", role="rep", time_zone="America/New_York"
        )
        tx.add_all([account, source, rep])
        tx.flush()
        boss = Contact(account_id=account.id, name="Olu Adeyemi", given_name="Olu", family_name="Adeyemi")
        tx.add(boss)
        tx.flush()
        contact = Contact(
            account_id=account.id, name="Ada Quill", given_name="Ada", family_name="Quill", title="Head of Supply",
            referred_by_id=boss.id,
        )  # fmt: skip
        tx.add(contact)
        tx.flush()
        row = Lead(project_id=project.id, contact_id=contact.id, account_id=account.id, source_id=source.id)
        tx.add(row)
        tx.flush()
        tx.add(Fact(lead_id=row.id, contact_id=contact.id, criterion="need", value="slow quotes"))
        kept = tx.get_one(Project, project.id)
        kept.caller_company, kept.rep_id = "Northwind", rep.id
        tx.get_one(User, desk.me).name = "Jo Park"
        return row.id


@pytest.fixture
def bare_lead(desk: Desk, project: Project) -> UUID:
    with desk.write() as tx:
        account = Account(name="Acme", name_key="acme")
        tx.add(account)
        tx.flush()
        contact = Contact(account_id=account.id)
        tx.add(contact)
        tx.flush()
        row = Lead(project_id=project.id, contact_id=contact.id, account_id=account.id)
        tx.add(row)
        tx.flush()
        return row.id


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "ours.md"
    made.write_text(TEXT, encoding="utf-8")
    return made


def test_a_script_is_filled_for_the_lead(desk: Desk, project: Project, lead: UUID, file: Path) -> None:
    version = use_script(desk, project.id, file)
    with desk.write() as tx:
        put_setting(tx, MY_PHONE, "617 555 0142")
    view = script_for(desk, lead, next_slot="Thursday at 10")
    assert (view.version, view.name, view.start) == (version, "Ours", "a")
    said, ask, _answer = view.steps[0].parts
    assert getattr(said, "text", "") == (
        "Ada Head of Supply at Harbour Freight Lines, Jo for Northwind. "
        "Olu Adeyemi / Marta / Thursday at 10 / slow quotes / Boston Logistics Days / 617 555 0142"
    )
    assert isinstance(ask, Ask)
    assert ask.label == "Need"  # the criterion's title, as the script gives no label
    assert view.step("a") is view.steps[0]
    assert view.step("end") is None


def test_nothing_known_still_reads_aloud(desk: Desk, project: Project, bare_lead: UUID, file: Path) -> None:
    use_script(desk, project.id, file)
    said = repr(script_for(desk, bare_lead).steps)
    assert "None" not in said
    assert "{{" not in said
    assert "there your position at Acme" in said


def test_without_a_script_of_its_own_the_shipped_one_is_read(
    desk: Desk, project: Project, lead: UUID
) -> None:
    view = script_for(desk, lead)
    assert (view.version, view.name) == (None, "Discovery")
    asked = {part.criterion for step in view.steps for part in step.parts if isinstance(part, Ask)}
    assert asked == {"need", "authority", "budget"}  # what the short definition has, nothing else
    assert view.voicemail_seconds <= 20
    use_definition(desk, project.id, "champ")
    assert script_for(desk, lead).name == "Warm inbound"


def test_no_such_lead(desk: Desk) -> None:
    with pytest.raises(NotFound):
        script_for(desk, new_key())


def test_the_users_scripts_stand_beside_the_shipped_ones(desk: Desk) -> None:
    folder = paths.scripts_dir(desk.data_dir)
    folder.mkdir()
    (folder / "ours.md").write_text(TEXT, encoding="utf-8")
    (folder / "broken.md").write_text("# Talk", encoding="utf-8")
    (folder / "README.md").write_text("# Notes", encoding="utf-8")
    found = available_scripts(desk)
    assert [(known.name, known.own) for known in found] == [
        ("broken", True), ("ours", True), ("discovery", False), ("inbound", False),
    ]  # fmt: skip
    assert "front matter" in found[0].problem
    assert found[2].definitions == ("BANT",)


def test_the_fit_of_script_and_definition(desk: Desk, project: Project, file: Path) -> None:
    use_script(desk, project.id, file)
    assert (script_fit(desk).foreign, script_fit(desk).never_asked) == ((), ("authority", "budget"))
    use_definition(desk, project.id, "champ")
    assert script_fit(desk).foreign == ("need",)


def test_checking_a_file_takes_the_definition_it_names(desk: Desk, file: Path) -> None:
    assert check_script(desk, file).name == "Ours"  # no project, no definition named: any criterion will do
    file.write_text(TEXT.replace("start: a", "start: a\nfor: CHAMP"), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        check_script(desk, file)
    assert refused.value.advice.splitlines() == [
        "line 9: “fact.need” is no merge field",
        "line 10: the lead definition has no criterion “need” (it has challenges, authority, prioritization, money, fit)",
    ]


def test_checking_a_file_takes_the_projects_definition_else(desk: Desk, project: Project, file: Path) -> None:
    file.write_text(TEXT.replace("[ ] need", "[ ] sites"), encoding="utf-8")
    with pytest.raises(BadInput, match="no criterion “sites”"):
        check_script(desk, file)
