"""What the set-up page shows, read from a real store."""

from bdr_desk import paths
from bdr_desk.actions.definitions import use_definition
from bdr_desk.actions.meetings import add_rep
from bdr_desk.actions.projects import set_up_project
from bdr_desk.actions.scripts import use_script
from bdr_desk.actions.users import set_up_user
from bdr_desk.desk import Desk
from bdr_desk.queries.settings import available_definitions, settings_view, team_url, wording_view
from bdr_desk.store.tables import Project


def test_before_there_is_a_project(desk: Desk) -> None:
    view = settings_view(desk)
    assert view.project is None and view.rep is None and view.reps == ()
    assert {name.split(".")[0] for name in view.values} == {"me", "desk"}
    assert wording_view(desk) is None
    assert team_url(desk) == ""


def test_values_of_people_and_project(desk: Desk, project: Project) -> None:
    rep = add_rep(desk, "rob.hale@dockline.example")
    set_up_project(desk, project.id, rep_id=rep, call_from=600, offer="docks")
    set_up_user(desk, rep, work_days="012")
    view = settings_view(desk)
    assert view.values["project.call_hours"] == (600, 1050)
    assert view.values["project.offer"] == "docks"
    assert view.values["project.rep_id"] == str(rep)
    assert view.values["rep.work_days"] == "012"
    assert view.values["me.email"] == ""
    assert view.reps == ((str(rep), "Rob Hale, rob.hale@dockline.example"),)


def test_whoever_takes_the_meetings_can_be_chosen(desk: Desk, project: Project) -> None:
    set_up_project(desk, project.id, rep_id=desk.me)
    assert [key for key, _ in settings_view(desk).reps] == [str(desk.me)]


def test_wording_in_use(desk: Desk, project: Project) -> None:
    use_definition(desk, project.id, "bant", signed_by="Marketing and sales")
    before = wording_view(desk)
    assert before and before.script == "Discovery" and before.script_version == 0
    use_script(desk, project.id, "discovery")
    view = wording_view(desk)
    assert view and view.script_version == 1
    assert view.definition and (view.definition.name, view.definition.version) == ("BANT", 2)
    assert view.definition.signed_by == "Marketing and sales"
    assert not view.fit.foreign and not view.fit.never_asked


def test_own_definitions_stand_before_the_shipped_ones(desk: Desk) -> None:
    folder = paths.definitions_dir(desk.data_dir)
    folder.mkdir()
    (folder / "mine.toml").write_text(
        (paths.resources() / "definitions" / "bant.toml").read_text().replace('"BANT"', '"Mine"')
    )
    (folder / "broken.toml").write_text("name = 1")
    broken, mine, *shipped = available_definitions(desk)
    assert (mine.title, mine.own, mine.problem) == ("Mine", True, "")
    assert broken.own and "broken.toml is not a lead definition" in broken.problem
    assert {known.title for known in shipped} == {"BANT", "CHAMP"} and not any(known.own for known in shipped)
