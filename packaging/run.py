"""Sets the project up and runs it; needs Python 3.11 or later and nothing else.

python3 packaging/run.py demo      the desk on a made-up project
python3 packaging/run.py test      style, types and tests; what follows goes to pytest
python3 packaging/run.py screens   the pictures of the README
python3 packaging/run.py ...       any other command of bdr-desk; none opens the desk
"""

import ctypes
import hashlib
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = (
    VENV / "bdr-desk.stamp"
)  # what was installed last: "run" or "dev", and the digest of what asked for it
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
CHECKS = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"])
WITH_QT = {"", "demo", "test", "screens"}

# Libraries Qt's wheels expect from the system, and the Debian package of each; the second lot to open a window under X11.
QT_NEEDS = {
    "libGL.so.1": "libgl1", "libEGL.so.1": "libegl1", "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3", "libfontconfig.so.1": "libfontconfig1", "libglib-2.0.so.0": "libglib2.0-0",
}  # fmt: skip
X11_NEEDS = {
    "libX11-xcb.so.1": "libx11-xcb1", "libxkbcommon-x11.so.0": "libxkbcommon-x11-0", "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4", "libxcb-image.so.0": "libxcb-image0", "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0", "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0", "libxcb-sync.so.1": "libxcb-sync1", "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}  # fmt: skip


def main(args: list[str]) -> int:
    if not (3, 11) <= sys.version_info[:2] <= (3, 14):
        return say(f"This is Python {sys.version.split()[0]}; BDR Desk needs 3.11 to 3.14.")
    command = args[0] if args else ""
    if not have_system_packages(with_qt=command in WITH_QT) or not have_packages(dev=command == "test"):
        return 1
    if command == "test":
        return run_tests(args[1:])
    if command == "screens":
        return run(str(ROOT / "packaging" / "screens.py"), *args[1:])
    return run("-m", "bdr_desk", *args)


def run_tests(pytest_args: list[str]) -> int:
    """Everything is run, so that one look shows all that is wrong."""
    failed = [
        check
        for check in (*CHECKS, ["pytest", "-q", "--numprocesses=auto", *pytest_args])
        if run("-m", *check, here=ROOT)
    ]
    return say("Failed: " + ", ".join(" ".join(check) for check in failed)) if failed else 0


def have_system_packages(*, with_qt: bool) -> bool:
    missing = missing_packages(with_qt) if sys.platform == "linux" else []
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        for what in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
            subprocess.call(["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120", *what])
        importlib.invalidate_caches()
        missing = missing_packages(with_qt)
    if missing:
        say(
            "System packages are missing. On Debian and Ubuntu this installs them; then run the command again:\n"
        )
        say(f"    sudo apt install {' '.join(missing)}\n")
    return not missing


def missing_packages(with_qt: bool) -> list[str]:
    display = os.environ.get("DISPLAY") and os.environ.get("QT_QPA_PLATFORM", "xcb").startswith("xcb")
    needs = {**QT_NEEDS, **(X11_NEEDS if display else {})} if with_qt else {}
    venv = [] if PYTHON.exists() or importlib.util.find_spec("ensurepip") else ["python3-venv"]
    return venv + [package for library, package in needs.items() if not loads(library)]


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def have_packages(*, dev: bool) -> bool:
    """Install the project into .venv, unless that was done since pyproject.toml or the constraints last changed."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + CONSTRAINTS.read_bytes()).hexdigest()
    kind, _, digest = STAMP.read_text().partition(" ") if STAMP.exists() and PYTHON.exists() else ("", "", "")
    dev = dev or kind == "dev"
    if digest == wanted and kind == ("dev" if dev else "run"):
        return True
    say("Setting up .venv; the first time this downloads some 150 MB.")
    has_pip = PYTHON.exists() and run("-m", "pip", "--version") == 0
    if not has_pip and subprocess.call([sys.executable, "-m", "venv", str(VENV)]):
        return not say(f"{VENV} could not be made. Remove it and run the command again.")
    pip = ("-m", "pip", "install", "--disable-pip-version-check", "-c", str(CONSTRAINTS))
    if run(*pip, "-e", ".[dev]" if dev else ".", here=ROOT):
        return not say("The packages could not be installed; what pip says is above.")
    STAMP.write_text(f"{'dev' if dev else 'run'} {wanted}")
    return True


def run(*args: str, here: Path | None = None) -> int:
    """Run .venv's Python, in the folder the user stands in unless `here` is given."""
    try:
        return subprocess.call([str(PYTHON), *args], cwd=here)
    except KeyboardInterrupt:
        return 130


def say(text: str) -> int:
    print(text, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
