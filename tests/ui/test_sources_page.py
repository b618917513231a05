"""The sources by keyboard: scorecards, a price said in place, two lists compared, a list's autopsy, the ideal customer."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QWidget

from bdr_desk.desk import Desk
from bdr_desk.domain.profile import Profile
from bdr_desk.queries.profiles import profile_view
from bdr_desk.queries.scorecards import card_named, scorecards
from bdr_desk.store.tables import Project
from bdr_desk.ui.sources_page import SourcesPage
from bdr_desk.ui.theme import tokens
from bdr_desk.ui.widgets.charts import IntervalChart, scale_for
from tests.people import add_lead
from tests.queries.test_scorecards import a_list
from tests.ui.conftest import Driver

Open = Callable[..., Driver]


def on_sources(driver: Driver) -> SourcesPage:
    driver.press(Qt.Key.Key_6, ctrl=True)
    page = driver.window.page("sources")
    assert isinstance(page, SourcesPage) and page.isVisible()
    return page


def said(part: QWidget) -> str:
    return "\n".join(label.text() for label in part.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def page(desk: Desk, project: Project, open_desk: Open) -> tuple[Driver, SourcesPage]:
    a_list(
        desk,
        project,
        "Bought",
        rows=100,
        **{"with": {"phone": 100, "name": 100, "title": 90, "company": 100}},
    )
    a_list(desk, project, "Expo", rows=4000)
    add_lead(desk, project)
    driver = open_desk()
    return driver, on_sources(driver)


def test_scorecards_and_the_newest_two_compared(page: tuple[Driver, SourcesPage]) -> None:
    _, shown = page
    assert [card.name for card in shown.table.rows.items] == [
        "trade_show:Expo",
        "Expo",
        "trade_show:Bought",
        "Bought",
    ]
    compared = shown.comparison.shown
    assert compared is not None and (compared.a.name, compared.b.name) == ("Expo", "Bought")
    charts = shown.comparison.body.findChildren(IntervalChart)
    assert len(charts) == 9
    assert charts[1].accessibleName().startswith("Junk rows: under 0.1 % of 4,000 against 2 % of 100.")
    assert "Not compared" in said(shown.comparison)


def test_the_two_are_named_once_and_marked_in_each_line(page: tuple[Driver, SourcesPage]) -> None:
    _, shown = page
    compared = shown.comparison.shown
    assert compared is not None
    lines = [finding.says for finding in compared.findings]
    assert not any("Expo" in says or "Bought" in says for says in lines)
    assert any("● " in says and "◆ " in says for says in lines)
    spoken = [chart.accessibleName() for chart in shown.comparison.body.findChildren(IntervalChart)]
    assert any("the first no leads dialled yet" in says for says in spoken), "marks are not read out"


def test_a_table_that_a_line_follows_draws_none_itself(page: tuple[Driver, SourcesPage]) -> None:
    _, shown = page
    lines = {row: line_below(shown, row) for row in range(len(shown.table.rows.items))}
    assert list(lines.values()) == [True, True, True, False]


def line_below(shown: SourcesPage, row: int) -> bool:
    """Whether the picture of the table has a hairline at the row's lower edge, in a column without text."""
    rect = shown.table.visualRect(shown.table.rows.index(row, 0))
    picture = shown.table.viewport().grab().toImage()
    return picture.pixelColor(rect.x() + 4, rect.bottom()) == QColor(tokens(shown).line)


def test_what_it_cost_is_said_in_place(desk: Desk, page: tuple[Driver, SourcesPage]) -> None:
    driver, shown = page
    driver.press(Qt.Key.Key_E)
    assert shown.form.cost.hasFocus()
    driver.write("much")
    driver.press(Qt.Key.Key_Return)
    assert "not an amount" in said(shown.form) and shown.form.isVisible()
    shown.form.cost.setText("1200.50")
    driver.press(Qt.Key.Key_Return)
    assert "currency" in said(shown.form)
    shown.form.currency.setText("eur")
    shown.form.day.setText("2027-03-01")
    driver.press(Qt.Key.Key_Return)
    score = card_named(scorecards(desk), "trade_show:Expo").score
    assert (score.cost_cents, score.currency) == (120050, "EUR")
    assert not shown.form.isVisible() and shown.table.hasFocus()
    driver.press(Qt.Key.Key_E)
    assert shown.form.cost.text() == "1200.50"
    driver.press(Qt.Key.Key_Escape)
    assert not shown.form.isVisible()


def test_the_autopsy_of_the_list_that_is_chosen(page: tuple[Driver, SourcesPage]) -> None:
    driver, shown = page
    driver.press(Qt.Key.Key_V)
    assert shown.autopsy.shown is not None and shown.autopsy.shown.name == "Expo"
    driver.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert shown.autopsy.shown.name == "Bought"
    text = said(shown.autopsy)
    assert "made-up people" in text and "have no job title" in text
    asked: list[object] = []
    shown.blockSignals(True)  # what the page does with it is the lists page's test
    shown.autopsy.review.connect(asked.append)
    shown.autopsy.release.connect(asked.append)
    shown.autopsy.review_button.click()
    shown.autopsy.release_button.click()
    assert asked == [shown.autopsy.shown.key] * 2


def test_enter_compares_what_is_chosen(page: tuple[Driver, SourcesPage]) -> None:
    driver, shown = page
    driver.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    compared = shown.comparison.shown
    assert compared is not None and (compared.a.name, compared.b.name) == ("trade_show:Bought", "Expo")


def test_the_ideal_customer_is_kept_and_leads_are_measured(
    desk: Desk, page: tuple[Driver, SourcesPage]
) -> None:
    driver, shown = page
    driver.press(Qt.Key.Key_P)
    panel = shown.profile
    assert "no ideal customer yet" in panel.says.text()
    panel.fields["size_from"].setText("many")
    panel.save()
    assert "size_from" in panel.says.text()
    panel.fields["size_from"].setText("50")
    panel.marks["seniorities"]["vp"].click()
    panel.fields["countries"].setText("usa, DE")
    panel.save()
    driver.settle()
    view = profile_view(desk)
    assert view.profile == Profile(size_from=50, seniorities=("vp",), countries=("US", "DE"))
    assert view.scored == 1 and "1 of 1 leads" in panel.says.text()
    assert panel.fields["countries"].text() == "US, DE"


def test_nothing_yet(desk: Desk, project: Project, open_desk: Open) -> None:
    shown = on_sources(open_desk())
    assert shown._empty.isVisible() and not shown._cost.isEnabled()


@pytest.mark.parametrize(
    ("most", "percent", "top", "marks"),
    [
        (0.34, True, 0.4, ["0 %", "10 %", "20 %", "30 %", "40 %"]),
        (0.99, True, 1.0, ["0 %", "25 %", "50 %", "75 %", "100 %"]),
        (2.3, False, 3.0, ["0", "1", "2", "3"]),
        (0, False, 1.0, ["0", "0.25", "0.5", "0.75", "1"]),
        (12_345, False, 15_000, ["0", "5,000", "10,000", "15,000"]),
    ],
)
def test_scales_are_round(most: float, percent: bool, top: float, marks: list[str]) -> None:
    scale = scale_for(most, percent=percent)
    assert scale.top == pytest.approx(top)
    assert [says for _, says in scale.marks] == marks
