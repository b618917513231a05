"""The log of a desk: bugs and warnings, in two small files that replace each other. It holds no names and no numbers:
rows and views do not show what they hold, and SQL errors come without their values."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from bdr_desk import paths

MOST_BYTES = 1_000_000


def start_log(data_dir: Path) -> None:
    """Write warnings and worse to the desk's folder; where that cannot be written, the desk works without a log."""
    folder = paths.logs_dir(data_dir)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "desk.log", maxBytes=MOST_BYTES, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.captureWarnings(True)
