"""How the desk looks: the tokens of its two schemes, the fonts, and how a choice reaches the running window.

Nothing else in the window names a colour. Painted widgets ask `tokens(widget)`; all others are dressed by `style.py`.
"""

import math
from dataclasses import dataclass, fields
from enum import StrEnum

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from bdr_desk.ui.style import style_sheet

STEP = 4  # px: every gap and margin is a multiple of it
SMALLEST_TEXT = 13  # px of running text; a larger font of the platform's is respected


class Scheme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Palette:
    """Colours as #rrggbb. A name ending in `_soft` is a ground to write on, `on_x` what is written on x; `text_soft`
    is the quieter text, and still legible."""

    ground: str
    raised: str  # fields, cards
    sunk: str  # behind the wrap-up bar
    chip: str
    hover: str
    line: str
    edge: str  # the outline of a control
    text: str
    text_soft: str
    accent: str
    accent_soft: str
    on_accent: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    danger: str
    danger_soft: str
    on_danger: str


LIGHT = Palette(
    ground="#ffffff", raised="#ffffff", sunk="#f7f8fa", chip="#edeff2", hover="#f2f4f7", line="#e3e6eb", edge="#d3d8df",
    text="#141b29", text_soft="#5b6473", accent="#1a66e0", accent_soft="#e8f0fd", on_accent="#ffffff",
    good="#15703f", good_soft="#e2f4ea", warn="#8a5200", warn_soft="#fdf0d9",
    danger="#b3261e", danger_soft="#fdeceb", on_danger="#ffffff",
)  # fmt: skip

DARK = Palette(
    ground="#1b2129", raised="#1f262f", sunk="#181d25", chip="#2a323d", hover="#262e39", line="#2c3541", edge="#3a4452",
    text="#e8ebf0", text_soft="#9da7b5", accent="#6ea8ff", accent_soft="#1d2c44", on_accent="#0c1626",
    good="#5fd394", good_soft="#15301f", warn="#f0b85f", warn_soft="#3a2a10",
    danger="#ff8f85", danger_soft="#40211f", on_danger="#240806",
)  # fmt: skip

# What is written on what: the contrast test goes through these.
WRITTEN_ON: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ink in ("text", "text_soft") for ground in (
        "ground", "raised", "sunk", "chip", "hover", "accent_soft", "good_soft", "warn_soft", "danger_soft")),
    *(("accent", ground) for ground in ("ground", "raised", "sunk", "accent_soft")),
    ("good", "ground"), ("good", "good_soft"), ("warn", "ground"), ("warn", "warn_soft"),
    ("danger", "ground"), ("danger", "danger_soft"),
    ("on_accent", "accent"), ("on_danger", "danger"),
)  # fmt: skip


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two #rrggbb colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else math.pow((c + 0.055) / 1.055, 2.4) for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tokens(widget: QWidget) -> Palette:
    """The scheme a widget is shown in, read off the palette it inherited."""
    return DARK if widget.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def chosen_scheme() -> Scheme:
    """What the user chose for the running window."""
    app = QApplication.instance()
    return Scheme(str((app and app.property("scheme")) or Scheme.SYSTEM))


class Theme(QObject):
    """Dresses the application in the scheme the system asks for, now and whenever it changes, unless one is chosen."""

    def __init__(self, app: QApplication, choice: Scheme = Scheme.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self.choice = choice
        app.setStyle("Fusion")  # the same ground under the style sheet on every system
        app.setFont(ui_font(app.font()))
        app.styleHints().colorSchemeChanged.connect(self._dress)
        self._dress()

    def choose(self, choice: Scheme) -> None:
        if choice != self.choice:
            self.choice = choice
            self._dress()

    def palette(self) -> Palette:
        system_is_dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        dark = self.choice == Scheme.DARK or (self.choice == Scheme.SYSTEM and system_is_dark)
        return DARK if dark else LIGHT

    def _dress(self, *_scheme: object) -> None:
        colours = self.palette()
        self._app.setProperty("scheme", str(self.choice))
        self._app.setPalette(qt_palette(colours))
        sheet = style_sheet(colours, QFontInfo(self._app.font()).pixelSize())
        if sheet != self._app.styleSheet():  # Qt goes through every widget there is, for the same one too
            self._app.setStyleSheet(sheet)


def ui_font(platform: QFont) -> QFont:
    """The platform's UI font. Where a bare Linux names none, Inter when it is installed."""
    font = QFont(platform)
    if platform.family() in ("", "Sans", "Sans Serif") and "Inter" in QFontDatabase.families():
        font.setFamily("Inter")
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setPixelSize(max(SMALLEST_TEXT, QFontInfo(platform).pixelSize()))
    return font


def figures(font: QFont) -> QFont:
    """The same font with figures of one width, for clocks and counts that change in place."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def qt_palette(colours: Palette) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for where, colour in {
        role.Window: colours.ground, role.WindowText: colours.text, role.Base: colours.raised,
        role.AlternateBase: colours.sunk, role.Text: colours.text, role.PlaceholderText: colours.text_soft,
        role.Button: colours.raised, role.ButtonText: colours.text, role.BrightText: colours.danger,
        role.Highlight: colours.accent, role.HighlightedText: colours.on_accent, role.Link: colours.accent,
        role.LinkVisited: colours.accent, role.ToolTipBase: colours.raised, role.ToolTipText: colours.text,
        role.Light: colours.line, role.Midlight: colours.line, role.Mid: colours.line, role.Dark: colours.line,
        role.Shadow: colours.line, role.Accent: colours.accent,
    }.items():  # fmt: skip
        palette.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(colours.text_soft))
    return palette


def names() -> tuple[str, ...]:
    return tuple(field.name for field in fields(Palette))
