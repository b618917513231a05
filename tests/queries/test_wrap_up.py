"""What the wrap-up bar says of each outcome, by the rule that will run."""

from bdr_desk.actions.cadences import put_in_force
from bdr_desk.desk import Desk
from bdr_desk.queries.wrap_up import outcomes
from bdr_desk.store.tables import Project
from tests.people import add_lead


def says(desk: Desk, lead: object) -> dict[str, str]:
    return {view.outcome: view.says for view in outcomes(desk, lead)}  # type: ignore[arg-type]


def test_the_email_that_goes_beside_a_voicemail_is_said_with_it(desk: Desk, project: Project) -> None:
    put_in_force(desk, "calls-only")  # it plans no e-mail: one goes along
    said = says(desk, add_lead(desk, project))
    assert said["voicemail_left"].startswith("e-mail now; ")
    assert not any("e-mail" in said[other] for other in said if other != "voicemail_left")


def test_nothing_goes_along_without_an_address(desk: Desk, project: Project) -> None:
    put_in_force(desk, "calls-only")
    assert "e-mail" not in says(desk, add_lead(desk, project, emails=()))["voicemail_left"]
