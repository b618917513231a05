"""Who is in the team, in the window; an admin takes somebody out, a team lead reads the team's handoffs."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLabel

from bdr_desk.actions import team
from bdr_desk.ui.handoffs_page import HandoffsPage
from bdr_desk.ui.meetings_page import MeetingsPage
from bdr_desk.ui.settings_page import SettingsPage
from tests.conftest import StillClock
from tests.team.desks import Two, desk_at, hand_over
from tests.ui.conftest import Driver


def shown(driver: Driver, where: str) -> str:
    if shot := os.environ.get("SHOT"):
        driver.window.grab().save(f"{shot}-{where}.png")
    return " ".join(
        part.text() for part in driver.window.page(where).findChildren(QLabel) if part.isVisible()
    )


def test_somebody_is_taken_out_of_the_team(two: Two, open_desk: Callable[..., Driver]) -> None:
    team.add_member(two.ada, "Bo Dane", "bdr")
    driver = open_desk(store=two.ada.store, me=two.ada.me, data_dir=two.ada.data_dir)
    driver.window.show_page("setup")
    driver.settle()
    page = driver.window.page("setup")
    assert isinstance(page, SettingsPage)
    page.sections.go_to("team")
    driver.settle()
    members = page.team.members
    names = [members.table.model().index(at, 0).data() for at in range(members.table.model().rowCount())]
    assert names == ["Ada Bell", "Bo Dane", "Rhea"]
    assert not members.remove.isEnabled()  # oneself
    members.table.selectRow(2)
    members.remove.click()
    assert members.question.isVisible()
    shown(driver, "setup")
    members.question.go.click()
    driver.settle()
    assert "Rhea is out of the team." in shown(driver, "setup")
    assert not members.remove.isEnabled()
    driver.frame.close()


def test_a_team_lead_reads_the_teams_handoffs_and_meetings(
    two: Two, tmp_path: Path, clock: StillClock, open_desk: Callable[..., Driver]
) -> None:
    hand_over(two.ada, rep=two.rhea.me)
    team.sync(two.ada)
    added = team.add_member(two.ada, "Lee", "lead", project="Northwind")
    with desk_at(tmp_path / "lee", clock) as lee:
        team.join_team(lee, two.url, who="Lee", code=added.code)
        team.sync(lee)
        driver = open_desk(store=lee.store, me=lee.me, data_dir=lee.data_dir)
        driver.window.show_page("handoffs")
        driver.settle()
        page = driver.window.page("handoffs")
        assert isinstance(page, HandoffsPage)
        text = shown(driver, "handoffs")
        assert "Nina Ortiz" in text and "Late loads" in text
        assert "Read from the team's database" in text
        assert not any(made.isVisible() for made in page._buttons.values())
        driver.window.show_page("meetings")
        driver.settle()
        meetings = driver.window.page("meetings")
        assert isinstance(meetings, MeetingsPage)
        text = shown(driver, "meetings")
        assert "Read from the team's database: Rhea" in text
        assert "1 booked" in text  # the rep's, by the same word
        assert not any(made.isVisible() for made in meetings._buttons.values())
        driver.frame.close()
