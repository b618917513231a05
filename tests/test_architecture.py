"""The rooms and who may import whom. A failure prints the rule that was broken."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "bdr_desk"
FILES = sorted(PACKAGE.rglob("*.py"))

# Imports point down only: a room may import rooms of a lower level, and itself.
LEVELS = {
    "errors": 0, "changes": 0, "paths": 0, "__init__": 0, "credentials": 1,
    "domain": 1, "store": 2,
    "team": 3, "telephony": 3, "files": 3, "mail": 3,
    "desk": 4, "settings": 4, "log": 1,
    "queries": 5, "actions": 6,
    "cli": 7, "ui": 7,
    "demo": 8, "app": 9, "__main__": 10,
}  # fmt: skip
RULE = (
    "ui | cli -> actions -> queries -> desk -> team | telephony | files | mail -> store -> domain -> errors"
)

# A third-party library lives in the room named for it.
LIBRARIES = {
    "phonenumbers": ("domain/phone.py", "domain/phone_plan.py", "domain/calling_hours.py"),
    "rapidfuzz": ("domain/person_names.py", "domain/same_company.py"),
    "disposable_email_domains": ("domain/hygiene/mail.py",),
    "holidays": ("domain/public_holidays.py",),
    "icalendar": ("files/ics_file.py",),
    "keyring": ("credentials.py",),
    "xlsxwriter": ("files/xlsx_out.py",),
    "python_calamine": ("files/",),
    "sqlalchemy": ("store/", "queries/", "actions/calls.py", "team/", "desk.py"),
    "alembic": ("store/",),
    "psycopg": ("team/",),
    "yaml": ("files/", "domain/script.py"),
    "PySide6": ("ui/", "app.py"),
    "shiboken6": ("ui/",),
    "tzlocal": ("app.py",),
    "platformdirs": ("paths.py",),
    "threading": ("ui/tasks.py", "telephony/"),
}
WINDOW_ROOMS_MAY_NOT_SEE = ("store", "team", "telephony", "files", "mail")


def imports_of(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (
                (f"{node.module}.{alias.name}" for alias in node.names)
                if node.module == "bdr_desk"
                else [node.module]
            )


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def place(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("file", FILES, ids=place)
def test_imports_point_down(file: Path) -> None:
    here = place(file).removesuffix(".py").split("/")[0]
    for module in imports_of(file):
        if module.split(".")[0] != "bdr_desk":
            continue
        there = room_of(module)
        if there.startswith("__version"):
            continue
        ok = there == here or LEVELS[there] < LEVELS[here]
        assert ok, f"{place(file)} imports {module}; the rule: {RULE}"


@pytest.mark.parametrize("file", [f for f in FILES if place(f).startswith(("ui/", "cli/"))], ids=place)
def test_window_and_command_line_see_actions_and_queries_only(file: Path) -> None:
    for module in imports_of(file):
        if module.startswith("bdr_desk.") and module != "bdr_desk.telephony.line":
            rule = f"{place(file)} imports {module}; ui and cli never import {', '.join(WINDOW_ROOMS_MAY_NOT_SEE)}"
            assert room_of(module) not in WINDOW_ROOMS_MAY_NOT_SEE, rule


@pytest.mark.parametrize("file", [f for f in FILES if place(f).startswith("actions/")], ids=place)
def test_actions_do_not_import_one_another(file: Path) -> None:
    for module in imports_of(file):
        assert not module.startswith("bdr_desk.actions"), (
            f"{place(file)} imports {module}; what two actions share is a rule (domain) or a read (queries)"
        )


@pytest.mark.parametrize("file", FILES, ids=place)
def test_libraries_stay_in_their_rooms(file: Path) -> None:
    for module in imports_of(file):
        library = module.split(".")[0]
        allowed = LIBRARIES.get(library)
        assert allowed is None or place(file).startswith(allowed), (
            f"{library} belongs to {allowed}, not {place(file)}"
        )


def test_command_line_never_imports_qt() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from bdr_desk.cli import main; main.parser_for([]); "
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_vague_rooms() -> None:
    vague = {
        "utils",
        "util",
        "helpers",
        "helper",
        "manager",
        "managers",
        "services",
        "common",
        "base",
        "core",
    }
    assert not [place(file) for file in FILES if vague & set(place(file).removesuffix(".py").split("/"))]


def test_files_stay_small() -> None:
    # tables.py is one long list by nature; migrations are written once and never read again
    long = {
        place(file): lines
        for file in FILES
        if "migrations" not in place(file)
        and place(file) != "store/tables.py"
        and (lines := len(file.read_text("utf-8").splitlines()))
        > (300 if file.name == "main_window.py" else 400)
    }
    assert not long


def test_every_module_says_what_lives_there() -> None:
    silent = [
        place(f)
        for f in FILES
        if f.read_text("utf-8").strip() and not ast.get_docstring(ast.parse(f.read_text("utf-8")))
    ]
    assert not silent


@pytest.mark.parametrize("file", [f for f in FILES if not place(f).startswith("ui/")], ids=place)
def test_days_and_months_are_named_in_english(file: Path) -> None:
    """Qt sets the process's locale, and strftime follows it: say `domain.time_zones.day_name` and `day_of_month`."""
    assert not re.search(r"%[aAbB](?![A-Za-z])", file.read_text("utf-8")), place(file)
