"""Putting a lead definition in force."""

from datetime import date

import pytest

from bdr_desk.actions.definitions import use_definition
from bdr_desk.desk import Desk
from bdr_desk.errors import NotFound
from bdr_desk.queries.qualification import definition_in_force
from bdr_desk.store.columns import new_key
from bdr_desk.store.tables import LeadDefinition, Project


def test_a_definition_becomes_the_next_version(desk: Desk, project: Project) -> None:
    key = use_definition(desk, project.id, "BANT", signed_by="Ines Duarte", signed_on=date(2027, 3, 31))
    in_force = definition_in_force(desk)
    assert (in_force.name, in_force.version) == ("BANT", 2)
    assert (in_force.signed_by, in_force.signed_on) == ("Ines Duarte", date(2027, 3, 31))
    assert [criterion.key for criterion in in_force.criteria] == [
        "need",
        "authority",
        "timing",
        "budget",
        "sites",
    ]
    assert in_force.criteria[3].choices[0] == "set aside"
    with desk.read() as session:
        assert session.get_one(Project, project.id).definition_id == key
        assert session.get_one(LeadDefinition, key).version == 2


def test_what_is_not_there(desk: Desk, project: Project) -> None:
    with pytest.raises(NotFound, match="bant, champ"):
        use_definition(desk, project.id, "meddic")
    with pytest.raises(NotFound, match="project"):
        use_definition(desk, new_key(), "bant")
    assert definition_in_force(desk).version == 1
