"""The list of settings: every one belongs to a section, names real columns, and starts as the store starts it."""

import pytest

from bdr_desk.domain.settings import Kind
from bdr_desk.queries.scripts import MY_PHONE
from bdr_desk.settings import SECTIONS, SETTINGS, Keeper, Setting, setting
from bdr_desk.store.tables import Project, User

ROWS = {Keeper.ME: User, Keeper.REP: User, Keeper.PROJECT: Project}
KEPT_IN_ROWS = [known for known in SETTINGS if known.keeper in ROWS]


def named(known: Setting) -> str:
    return known.id


def test_each_is_declared_once() -> None:
    assert len({known.id for known in SETTINGS}) == len(SETTINGS)


@pytest.mark.parametrize("known", SETTINGS, ids=named)
def test_each_has_a_section_and_a_sentence(known: Setting) -> None:
    assert known.section in {section.id for section in SECTIONS}
    assert known.help.endswith(".") and known.title


@pytest.mark.parametrize("known", KEPT_IN_ROWS, ids=named)
def test_defaults_are_the_tables(known: Setting) -> None:
    columns = [ROWS[known.keeper].__table__.columns[name] for name in known.stored]
    found = tuple(column.default.arg for column in columns if column.default is not None)
    if len(found) == len(columns):
        assert (found if known.columns else found[0]) == known.default


def test_values_by_column() -> None:
    assert setting("project.call_hours").values((540, 1050)) == {"call_from": 540, "call_until": 1050}
    assert setting("me.name").values("Ann Lee") == {"name": "Ann Lee"}


def test_the_phone_is_the_one_scripts_read() -> None:
    assert setting(f"desk.{MY_PHONE}").kind == Kind.PHONE
