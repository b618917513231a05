"""Do not contact: what is typed is kept in the form it is matched by, or refused."""

import pytest

from bdr_desk.actions.projects import set_up_project
from bdr_desk.actions.suppressions import suppress
from bdr_desk.desk import Desk
from bdr_desk.errors import BadInput
from bdr_desk.queries.queue import call_queue, explain
from bdr_desk.store.tables import Project
from tests.people import LONDON, add_lead


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("(617) 555-0142", "phone", "+16175550142"),
        ("617.555.0142", "phone", "+16175550142"),
        ("+44 20 7946 0123", "phone", LONDON),
        (" Ann@Firm.Example ", "email", "ann@firm.example"),
        ("firm.example", "domain", "firm.example"),
        ("@Firm.Example", "domain", "firm.example"),
        ("https://www.firm.example/contact", "domain", "firm.example"),
        ("163.com", "domain", "163.com"),
        ("müller.example", "domain", "müller.example"),
    ],
)
def test_forms_people_type(desk: Desk, typed: str, kind: str, value: str) -> None:
    done = suppress(desk, typed, "asked by mail")
    assert (done.kind, done.value) == (kind, value) and done.suppression
    assert suppress(desk, typed, "once more").suppression is None


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "firm",
        "firm.",
        "@",
        "ann@firm",
        "@@",
        "ann@firm.example, bob@firm.example",
        "firm.example other.example",
        "12",
    ],
)
def test_what_could_never_be_matched_is_refused(desk: Desk, typed: str) -> None:
    with pytest.raises(BadInput):
        suppress(desk, typed, "asked by mail")


def test_a_reason_is_needed(desk: Desk) -> None:
    with pytest.raises(BadInput, match="reason"):
        suppress(desk, "firm.example", "  ")


def test_a_national_number_is_one_of_the_projects_country(desk: Desk, project: Project) -> None:
    set_up_project(desk, project.id, region="GB")
    lead = add_lead(desk, project, phones=(LONDON,))
    suppress(desk, "020 7946 0123", "asked on a call")
    assert call_queue(desk).items == ()
    assert [reason.rule for reason in explain(desk, lead).reasons] == ["suppressed"]
    with pytest.raises(BadInput, match="country"):
        suppress(desk, "020 7946 0124", "asked", region="GBR")
