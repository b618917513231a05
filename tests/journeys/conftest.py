"""Journeys borrow the hands and eyes of the window's tests."""

from tests.ui.conftest import line, one_theme, theme

__all__ = ["line", "one_theme", "theme"]
