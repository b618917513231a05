"""What is shown when something happened that nobody foresaw: the work is kept, and the details can be copied."""

import logging
import platform
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit

from bdr_desk import __version__
from bdr_desk.ui.widgets.parts import button, column, label, row

log = logging.getLogger(__name__)


def catch_bugs() -> None:
    """Show every error nobody caught on the window's thread; those of tasks come by `Tasks.bug`."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            log.error("an error nobody caught", exc_info=(kind, error, trace))
            show_bug(error)
        else:
            sys.__excepthook__(kind, error, trace)

    sys.excepthook = hook


def show_bug(error: Exception) -> None:
    """A window of its own that blocks nothing."""
    window = CrashWindow(error, QApplication.activeWindow())
    window.show()


class CrashWindow(QDialog):
    def __init__(self, error: Exception, parent: object = None) -> None:
        super().__init__(parent)  # type: ignore[arg-type]
        self.setWindowTitle("BDR Desk: something went wrong")
        self.setModal(False)
        self.resize(640, 380)
        self._details = QPlainTextEdit(details(error))
        self._details.setReadOnly(True)
        self._details.setAccessibleName("Details of the error")
        copy = button("Copy details", self._copy, look="primary")
        close = button("Go on working", self.close)
        self.setLayout(
            column(
                label("Something went wrong that the desk did not foresee.", "heading"),
                label("What you typed is saved. The details below are in the log as well; send them with a word on "
                      "what you were doing.", "soft", wrap=True),
                self._details,
                row(0, close, copy),
                margins=(20, 20, 20, 16), gap=12,
            )
        )  # fmt: skip
        copy.setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._details.toPlainText())


def details(error: Exception) -> str:
    where = "".join(traceback.format_exception(error))
    return f"BDR Desk {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}\n\n{where}"
