"""What colleagues have overwritten, and a clock that is wrong, in the window."""

import os
from collections.abc import Callable

from PySide6.QtWidgets import QLabel

from bdr_desk.actions import team
from bdr_desk.ui.settings_page import SettingsPage
from tests.team.desks import Two
from tests.team.edits import edit, shared_person
from tests.ui.conftest import Driver


def test_what_was_overwritten_is_shown_to_its_author(two: Two, open_desk: Callable[..., Driver]) -> None:
    key = shared_person(two)
    driver = open_desk(store=two.rhea.store, me=two.rhea.me, data_dir=two.rhea.data_dir)
    driver.window.show_page("setup")
    driver.settle()
    page = driver.window.page("setup")
    assert isinstance(page, SettingsPage)
    page.sections.go_to("team")
    driver.settle()
    assert not page.team.lost.isVisible()
    edit(two.rhea, key, title="President")
    team.sync(two.rhea)
    edit(two.ada, key, title="Chair")
    for desk in (two.ada, two.rhea):
        team.sync(desk)
    page.team.refresh()
    driver.settle()
    said = " ".join(shown.text() for shown in page.team.lost.findChildren(QLabel))
    assert "contact Nina Ortiz, title: “President” became “Chair” by Ada Bell" in said
    assert "ahead of the team's" in " ".join(shown.text() for shown in page.team.findChildren(QLabel))
    if shot := os.environ.get("SHOT"):
        driver.window.grab().save(shot)
    driver.frame.close()
