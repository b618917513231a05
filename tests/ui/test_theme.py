import re
from dataclasses import asdict

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bdr_desk.ui.style import style_sheet
from bdr_desk.ui.theme import DARK, LIGHT, WRITTEN_ON, Palette, Scheme, Theme, contrast, tokens, ui_font

SCHEMES = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_as_wcag_defines_it() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@SCHEMES
@pytest.mark.parametrize(("ink", "ground"), WRITTEN_ON)
def test_text_stands_out(scheme: Palette, ink: str, ground: str) -> None:
    colours = asdict(scheme)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@SCHEMES
def test_the_style_sheet_names_no_colour_of_its_own(scheme: Palette) -> None:
    used = set(re.findall(r"#[0-9a-f]{6}\b", style_sheet(scheme, 13)))
    assert used <= set(asdict(scheme).values())
    assert used


@SCHEMES
def test_every_label_colour_is_one_the_contrast_test_knows(scheme: Palette) -> None:
    inks = {asdict(scheme)[ink] for ink, _ in WRITTEN_ON}
    colours = re.findall(r"(?<![-\w])color: (#[0-9a-f]{6})", style_sheet(scheme, 13))
    assert set(colours) <= inks


def test_spacing_goes_in_steps_of_four() -> None:
    from bdr_desk.ui.widgets.parts import STEP

    assert STEP == 4


def test_a_choice_overrides_the_system_and_reaches_open_windows(qtbot: QtBot, theme: Theme) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    theme.choose(Scheme.DARK)
    assert tokens(widget) is DARK
    theme.choose(Scheme.LIGHT)
    assert tokens(widget) is LIGHT


def test_follows_the_system_when_nothing_is_chosen(qapp: QApplication, theme: Theme) -> None:
    theme.choose(Scheme.SYSTEM)
    dark = qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert theme.palette() is (DARK if dark else LIGHT)


def test_a_large_platform_font_is_respected(qapp: QApplication) -> None:
    large = QFont(qapp.font())
    large.setPixelSize(21)
    assert ui_font(large).pixelSize() == 21
    small = QFont(qapp.font())
    small.setPixelSize(8)
    assert ui_font(small).pixelSize() == 13
