"""Settings of this machine, of people and of the project, written through the doors of the house."""

import pytest

from bdr_desk.actions.projects import set_up_project
from bdr_desk.actions.settings import keep_setting
from bdr_desk.actions.users import set_up_user
from bdr_desk.desk import Desk
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.queries.projects import current_project
from bdr_desk.queries.settings import settings_view
from bdr_desk.queries.users import user_view
from bdr_desk.store.tables import Project


def test_a_setting_of_this_desk_is_kept(desk: Desk) -> None:
    keep_setting(desk, "my_phone", "+1 617-555-0142")
    assert settings_view(desk).values["desk.my_phone"] == "+1 617-555-0142"


@pytest.mark.parametrize("key", ["me", "project", "team", "nonsense"])
def test_only_declared_settings_are_taken(desk: Desk, key: str) -> None:
    with pytest.raises(NotFound, match="no setting"):
        keep_setting(desk, key, "x")


def test_a_person_needs_a_working_day(desk: Desk) -> None:
    with pytest.raises(BadInput, match="At least one day"):
        set_up_user(desk, desk.me, work_days="")
    assert user_view(desk, desk.me).work_days == "01234"


def test_a_project_needs_a_country_there_is(desk: Desk, project: Project) -> None:
    with pytest.raises(BadInput, match="not a country"):
        set_up_project(desk, project.id, region="XX")
    set_up_project(desk, project.id, region="DE")
    current = current_project(desk)
    assert current and current.region == "DE"
