"""What a project asks of its lists holds for the next import; what is refused changes nothing."""

from pathlib import Path

import pytest

from bdr_desk.actions.imports import Order, import_list
from bdr_desk.actions.list_terms import set_rule, set_stale_days
from bdr_desk.desk import Desk
from bdr_desk.domain.staging import ListPlace
from bdr_desk.errors import BadInput, NotFound, Refused
from bdr_desk.queries.list_terms import RuleView, project_called, rules_of, stale_days
from bdr_desk.store.tables import Project

MOUSE = "Name,Company,Phone,Last checked\nMickey Mouse,Calder Mills,+442079460123,2026-12-01\n"


def rule(desk: Desk, project: Project, key: str) -> RuleView:
    return next(view for view in rules_of(desk, project.id) if view.key == key)


def verdict(desk: Desk, project: Project, tmp_path: Path, name: str) -> tuple[int, int]:
    """Rows added and quarantined."""
    path = tmp_path / f"{name}.csv"
    path.write_text(MOUSE, "utf-8")
    done = import_list(desk, Order(ListPlace(path), project.name, name, "purchase"))
    return done.counts.added, done.counts.quarantined


def test_a_rule_switched_off_lets_the_row_in(desk: Desk, project: Project, tmp_path: Path) -> None:
    assert verdict(desk, project, tmp_path, "before") == (0, 1)
    assert rule(desk, project, "fictional_name").hits == 1
    set_rule(desk, project.id, "fictional_name", "off")
    assert (
        rule(desk, project, "fictional_name").here is None and rule(desk, project, "fictional_name").changed
    )
    assert verdict(desk, project, tmp_path, "off") == (1, 0)
    assert rule(desk, project, "fictional_name").hits == 1
    set_rule(desk, project.id, "fictional_name", None)
    assert not rule(desk, project, "fictional_name").changed


def test_a_warning_can_be_made_graver(desk: Desk, project: Project, tmp_path: Path) -> None:
    set_rule(desk, project.id, "fictional_name", "warn")
    set_rule(desk, project.id, "stale", "quarantine")
    assert verdict(desk, project, tmp_path, "fresh enough") == (1, 0)
    set_stale_days(desk, project.id, 30, 60)
    assert (stale_days(desk, project.id).stale, stale_days(desk, project.id).very_stale) == (30, 60)
    set_rule(desk, project.id, "very_stale", "quarantine")
    assert verdict(desk, project, tmp_path, "too old")[1] == 1


def test_what_is_refused_changes_nothing(desk: Desk, project: Project) -> None:
    before = rules_of(desk, project.id)
    with pytest.raises(Refused, match="same in every project"):
        set_rule(desk, project.id, "suppressed", "off")
    with pytest.raises(BadInput):
        set_stale_days(desk, project.id, 60, 30)
    with pytest.raises(NotFound, match="no such project"):
        set_rule(desk, desk.me, "free_mail", "off")
    assert rules_of(desk, project.id) == before


def test_a_sample_says_why_made_up_numbers_do_not_count(desk: Desk, project: Project) -> None:
    view = rule(desk, project, "fictional_number")
    assert view.here is None and "sample" in view.fixed and not view.changed


def test_the_project_is_named_or_the_current_one(desk: Desk, project: Project) -> None:
    assert project_called(desk) == project_called(desk, "Northwind") == project.id
    with pytest.raises(NotFound, match="Southwind"):
        project_called(desk, "Southwind")
