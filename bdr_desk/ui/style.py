"""The style sheet, written from the theme's tokens. Widgets are dressed by their `look` and `tone` properties.

Sizes follow the platform's font: `em` below is the running text's height in px.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bdr_desk.ui.theme import Palette


def style_sheet(p: "Palette", em: int) -> str:
    return "\n".join((_ground(p), _texts(p, em), _marks(p, em), _buttons(p), _fields(p, em), _lists(p)))


def _ground(p: "Palette") -> str:
    return f"""
QMainWindow, QDialog, QStackedWidget {{ background: {p.ground}; }}
QToolTip {{ background: {p.raised}; color: {p.text}; border: 1px solid {p.edge}; padding: 4px 8px; }}
QFrame[look="rule"] {{ background: {p.line}; border: none; }}
QFrame[look="card"] {{ background: {p.raised}; border: 1px solid {p.line}; border-radius: 8px; }}
QFrame[look="field"] {{ background: {p.raised}; border: 1px solid {p.edge}; border-radius: 8px; padding: 1px; }}
QFrame[look="field"][active="true"] {{ border: 2px solid {p.accent}; padding: 0; }}
QFrame[look="bar"] {{ background: {p.sunk}; border: none; border-top: 1px solid {p.line}; }}
QFrame[look="bar"] QStackedWidget {{ background: transparent; }}
QFrame[look="top"] {{ background: {p.ground}; border: none; border-bottom: 1px solid {p.line}; }}
QFrame[look="notice"] {{ border: 1px solid {p.accent}; border-radius: 8px; background: {p.accent_soft}; }}
QFrame[look="notice"][tone="danger"] {{ border-color: {p.danger}; background: {p.danger_soft}; }}
QFrame[look="notice"][tone="warn"] {{ border-color: {p.warn}; background: {p.warn_soft}; }}
QFrame[look="notice"][tone="good"] {{ border-color: {p.good}; background: {p.good_soft}; }}
QFrame[look="strip"] {{ border: none; background: {p.warn_soft}; }}
QScrollArea, QScrollArea > QWidget > QWidget[look="page"] {{ background: transparent; border: none; }}
QSplitter::handle {{ background: {p.line}; }}
QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 8px; margin: 0; }}
QScrollBar::handle {{ background: {p.edge}; border-radius: 3px; margin: 1px; min-height: 24px; min-width: 24px; }}
QScrollBar::handle:hover {{ background: {p.text_soft}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ background: {p.chip}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {p.accent}; border-radius: 3px; }}
QProgressBar[tone="good"]::chunk {{ background: {p.good}; }}
"""


def _texts(p: "Palette", em: int) -> str:
    return f"""
QLabel {{ color: {p.text}; background: transparent; border: none; }}
QLabel[look="soft"] {{ color: {p.text_soft}; }}
QLabel[look="small"] {{ color: {p.text_soft}; font-size: {em - 1}px; }}
QLabel[look="caption"] {{ color: {p.text_soft}; font-size: {em - 2}px; font-weight: 600; }}
QLabel[look="strong"] {{ font-weight: 600; }}
QLabel[look="name"] {{ font-size: {em + 9}px; font-weight: 600; }}
QLabel[look="heading"] {{ font-size: {em + 5}px; font-weight: 600; }}
QLabel[look="count"] {{ font-size: {em + 5}px; font-weight: 600; }}
QLabel[look="timer"] {{ font-size: {em + 13}px; font-weight: 600; }}
QLabel[look="speech"] {{ font-size: {em + 3}px; }}
QLabel[tone="good"] {{ color: {p.good}; font-weight: 600; }}
QLabel[tone="warn"] {{ color: {p.warn}; font-weight: 600; }}
QLabel[tone="danger"] {{ color: {p.danger}; font-weight: 600; }}
QLabel[tone="accent"] {{ color: {p.accent}; font-weight: 600; }}
"""


def _marks(p: "Palette", em: int) -> str:
    return f"""
QLabel[look="keycap"] {{
    color: {p.text_soft}; background: {p.chip}; border-radius: 4px; padding: 1px 6px;
    font-size: {em - 2}px; font-weight: 600; }}
QLabel[look="keycap"]:disabled {{ background: transparent; border: 1px solid {p.line}; padding: 0px 5px; }}
QLabel[look="chip"] {{
    color: {p.text_soft}; background: {p.chip}; border-radius: 4px; padding: 2px 7px; font-size: {em - 1}px;
    font-weight: 400; }}
QLabel[look="chip"][tone="accent"] {{ color: {p.accent}; background: {p.accent_soft}; }}
QLabel[look="chip"][tone="good"] {{ color: {p.good}; background: {p.good_soft}; }}
QLabel[look="chip"][tone="warn"] {{ color: {p.warn}; background: {p.warn_soft}; }}
QLabel[look="chip"][tone="danger"] {{ color: {p.danger}; background: {p.danger_soft}; }}
QLabel[look="grade"] {{
    color: {p.text_soft}; background: {p.chip}; border-radius: 8px; padding: 4px 18px; font-size: {em + 27}px;
    font-weight: 600; }}
QLabel[look="grade"][tone="good"] {{ color: {p.good}; background: {p.good_soft}; }}
QLabel[look="grade"][tone="warn"] {{ color: {p.warn}; background: {p.warn_soft}; }}
QLabel[look="grade"][tone="danger"] {{ color: {p.danger}; background: {p.danger_soft}; }}
"""


def _buttons(p: "Palette") -> str:
    return f"""
QPushButton {{
    color: {p.text}; background: {p.raised}; border: 1px solid {p.edge}; border-radius: 6px; padding: 5px 12px; }}
QPushButton:hover {{ background: {p.hover}; }}
QPushButton:focus {{ border: 2px solid {p.accent}; padding: 4px 11px; outline: none; }}
QPushButton:pressed {{ background: {p.chip}; }}
QPushButton:disabled {{ color: {p.text_soft}; border-color: {p.line}; }}
QPushButton QLabel:disabled {{ color: {p.text_soft}; }}
QPushButton[look="primary"] {{ background: {p.accent}; border-color: {p.accent}; color: {p.on_accent}; }}
QPushButton[look="primary"] QLabel {{ color: {p.on_accent}; }}
QPushButton[look="primary"]:focus {{ border-color: {p.text}; }}
QPushButton[look="danger"] {{ background: {p.danger}; border-color: {p.danger}; color: {p.on_danger}; }}
QPushButton[look="danger"] QLabel {{ color: {p.on_danger}; }}
QPushButton[look="danger"]:focus {{ border-color: {p.text}; }}
QPushButton[look="primary"] QLabel[look="keycap"], QPushButton[look="danger"] QLabel[look="keycap"] {{
    background: rgba(128, 128, 128, 90); }}
QPushButton[look="primary"] QLabel[look="keycap"]:disabled, QPushButton[look="danger"] QLabel[look="keycap"]:disabled {{
    background: transparent; border-color: transparent; color: {p.on_accent}; }}
QPushButton QLabel[look="keycap"][dead="true"]:disabled {{ color: {p.text_soft}; border-color: {p.line}; }}
QPushButton[look="primary"]:disabled, QPushButton[look="danger"]:disabled {{
    background: {p.chip}; border-color: {p.line}; color: {p.text_soft}; }}
QPushButton[look="primary"] QLabel:disabled, QPushButton[look="danger"] QLabel:disabled {{ color: {p.text_soft}; }}
QPushButton[look="quiet"], QPushButton[look="tab"] {{
    color: {p.text_soft}; background: transparent; border: 1px solid transparent; }}
QPushButton[look="quiet"]:hover, QPushButton[look="tab"]:hover {{ background: {p.hover}; }}
QPushButton[look="quiet"]:focus, QPushButton[look="tab"]:focus {{ border: 2px solid {p.accent}; }}
QPushButton[look="tab"] {{ color: {p.text_soft}; padding: 6px 13px; }}
QPushButton[look="tab"]:focus {{ padding: 5px 12px; }}
QPushButton[look="tab"]:checked {{ color: {p.accent}; background: {p.accent_soft}; font-weight: 600; }}
QPushButton[look="link"] {{
    color: {p.accent}; background: transparent; border: 1px solid transparent; padding: 1px 0; text-align: left; }}
QPushButton[look="link"] QLabel {{ color: {p.accent}; }}
QPushButton[look="quiet"] QLabel {{ color: {p.text_soft}; }}
QPushButton[look="quiet"] QLabel[look="keycap"], QPushButton[look="link"] QLabel[look="keycap"] {{ color: {p.text_soft}; }}
QPushButton[look="link"]:focus {{ border: 1px solid {p.accent}; padding: 1px 0; }}
QPushButton[look="chip"] {{
    color: {p.text_soft}; background: {p.chip}; border: 1px solid transparent; border-radius: 4px; padding: 1px 6px; }}
QPushButton[look="chip"]:checked {{ color: {p.accent}; background: {p.accent_soft}; }}
QPushButton[look="chip"][tone="good"] {{ color: {p.good}; background: {p.good_soft}; }}
QPushButton[look="chip"][tone="warn"] {{ color: {p.warn}; background: {p.warn_soft}; }}
QPushButton[look="chip"]:focus {{ border: 1px solid {p.accent}; padding: 1px 6px; }}
QPushButton[look="add"] {{
    color: {p.accent}; background: transparent; border: 1px solid {p.edge}; border-radius: 4px; padding: 1px 6px; }}
QPushButton[look="add"]:hover {{ background: {p.hover}; }}
QPushButton[look="add"]:focus {{ border: 1px solid {p.accent}; padding: 1px 6px; }}
QPushButton[look="choice"] {{ padding: 2px 8px; }}
QFrame[look="countdown"] {{ background: {p.accent}; border: 1px solid {p.accent}; border-radius: 6px; }}
QFrame[look="countdown"] QLabel {{ color: {p.on_accent}; }}
QPushButton[look="choice"]:checked {{ color: {p.accent}; background: {p.accent_soft}; border-color: {p.accent}; }}
QPushButton[look="row"] {{
    background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 0; text-align: left; }}
QPushButton[look="row"]:hover {{ background: {p.hover}; }}
QPushButton[look="row"]:focus {{ border: 1px solid {p.accent}; padding: 0; }}
QPushButton[look="row"]:checked {{ background: {p.accent_soft}; }}
QPushButton[look="outcome"] {{ border-color: {p.line}; padding: 0; }}
QPushButton[look="outcome"]:hover {{ background: {p.hover}; border-color: {p.edge}; }}
QPushButton[look="outcome"]:focus {{ border: 2px solid {p.accent}; padding: 0; }}
QPushButton[look="outcome"]:disabled {{ background: {p.sunk}; }}
QPushButton[look="outcome"][suggested="true"] {{ border-color: {p.accent}; background: {p.accent_soft}; }}
QPushButton[look="outcome"][chosen="true"] {{ border: 2px solid {p.accent}; background: {p.accent_soft}; }}
QPushButton[look="meeting"] {{ padding: 0; border-color: {p.accent}; }}
QPushButton[look="meeting"]:focus {{ padding: 0; }}
QPushButton[look="meeting"]:disabled {{ border-color: {p.line}; background: {p.sunk}; }}
QPushButton[look="meeting"][held="true"] {{ background: {p.accent}; }}
QPushButton[look="meeting"][held="true"] QLabel {{ color: {p.on_accent}; }}
QPushButton[look="meeting"][held="true"] QLabel[look="keycap"] {{ background: rgba(128, 128, 128, 90); }}
"""


def _fields(p: "Palette", em: int) -> str:
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateEdit, QTimeEdit {{
    color: {p.text}; background: {p.raised}; border: 1px solid {p.edge}; border-radius: 6px; padding: 5px 8px;
    selection-background-color: {p.accent}; selection-color: {p.on_accent}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus,
QTimeEdit:focus {{ border: 2px solid {p.accent}; padding: 4px 7px; }}
QLineEdit[look="bare"], QLineEdit[look="bare"]:focus {{
    background: transparent; border: none; padding: 0; font-size: {em + 1}px; }}
QPlainTextEdit[look="notes"] {{ font-size: {em + 1}px; border-radius: 8px; }}
QComboBox {{ padding-left: 10px; }}
QComboBox:focus {{ padding-left: 9px; }}
QComboBox:editable {{ padding-left: 8px; }}
QComboBox:editable:focus {{ padding-left: 7px; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox QAbstractItemView, QListView[look="popup"] {{
    color: {p.text}; background: {p.raised}; border: 1px solid {p.edge}; selection-background-color: {p.accent_soft};
    selection-color: {p.text}; }}
QCheckBox, QRadioButton {{ color: {p.text}; spacing: 8px; }}
"""


def _lists(p: "Palette") -> str:
    return f"""
QListView, QTableView, QTreeView {{
    color: {p.text}; background: {p.ground}; border: none; outline: none; alternate-background-color: {p.sunk};
    selection-background-color: {p.accent_soft}; selection-color: {p.text}; gridline-color: {p.line}; }}
QListView[look="card"] {{ border: 1px solid {p.line}; border-radius: 8px; background: {p.raised}; }}
QTableView::item, QTreeView::item {{ padding: 4px 8px; border-bottom: 1px solid {p.line}; }}
QTableView::item:selected, QTreeView::item:selected {{ background: {p.accent_soft}; color: {p.text}; }}
QHeaderView {{ background: {p.ground}; border: none; }}
QHeaderView::section {{
    color: {p.text_soft}; background: {p.ground}; border: none; border-bottom: 1px solid {p.line}; padding: 6px 8px;
    font-weight: 600; }}
QHeaderView::section:first {{ padding-left: 16px; }}
QHeaderView::section:last {{ padding-right: 16px; }}
QListView[look="names"]::item {{ padding-left: 16px; color: {p.text}; border-left: 3px solid transparent; }}
QListView[look="names"]::item:hover {{ background: {p.hover}; }}
QListView[look="names"]::item:selected {{ background: {p.accent_soft}; color: {p.accent}; }}
QListView[look="names"]::item:selected:focus {{ border-left: 3px solid {p.accent}; }}
QMenu {{ color: {p.text}; background: {p.raised}; border: 1px solid {p.edge}; padding: 4px; }}
QMenu::item {{ padding: 5px 16px; border-radius: 4px; }}
QMenu::item:selected {{ background: {p.accent_soft}; }}
"""
