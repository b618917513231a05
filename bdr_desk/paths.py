"""Where files live: the program's own resources, and the user's data."""

import os
import warnings
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resources() -> Path:
    """The folder of shipped scripts, definitions and demo data: inside the wheel, or beside the package in a checkout."""
    packed = _PACKAGE / "_resources"
    return packed if packed.is_dir() else _PACKAGE.parent / "resources"


def default_data_dir() -> Path:
    """The platform's folder for this user's data; `BDR_DESK_DATA` overrides it."""
    if chosen := os.environ.get("BDR_DESK_DATA"):
        return Path(chosen)
    with warnings.catch_warnings():  # platformdirs warns about a runtime folder that is not asked for
        warnings.simplefilter("ignore")
        from platformdirs import user_data_path

        return user_data_path("BDR Desk", appauthor=False)


def store_file(data_dir: Path) -> Path:
    return data_dir / "desk.sqlite3"


def backups_dir(data_dir: Path) -> Path:
    return data_dir / "backups"


def invitations_dir(data_dir: Path) -> Path:
    return data_dir / "invitations"


def logs_dir(data_dir: Path) -> Path:
    return data_dir / "logs"


def scripts_dir(data_dir: Path) -> Path:
    """Where a user's own scripts are put; they stand beside the shipped ones."""
    return data_dir / "scripts"


def definitions_dir(data_dir: Path) -> Path:
    """Where a user's own lead definitions are put; they stand beside the shipped ones."""
    return data_dir / "definitions"


def cadences_dir(data_dir: Path) -> Path:
    """Where a user's own cadences are put; they stand beside the shipped ones."""
    return data_dir / "cadences"


def erasure_key_file(data_dir: Path) -> Path:
    """Where the key of the hashes of erased people is, on a machine without a keyring."""
    return data_dir / "erased.key"


def pasted_dir(data_dir: Path) -> Path:
    """Where cells pasted from a spreadsheet are kept as files."""
    return data_dir / "pasted"
