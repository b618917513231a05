"""The set-up behind README's commands: exact versions that fit pyproject, and advice where the system lacks something."""

import importlib.util
import os
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]


@pytest.fixture
def run() -> ModuleType:
    spec = importlib.util.spec_from_file_location("packaging_run", ROOT / "packaging" / "run.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pins() -> list[Requirement]:
    lines = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def wanted() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [
        Requirement(line) for line in (*project["dependencies"], *project["optional-dependencies"]["dev"])
    ]


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_every_dependency_has_one_exact_version_that_fits(python: str) -> None:
    here = {"python_version": python}
    exact = [pin for pin in pins() if not pin.marker or pin.marker.evaluate(here)]
    names = [canonicalize_name(pin.name) for pin in exact]
    assert len(names) == len(set(names))
    versions = {canonicalize_name(pin.name): next(iter(pin.specifier)).version for pin in exact}
    for need in wanted():
        if not need.marker or need.marker.evaluate(here):
            assert need.specifier.contains(versions[canonicalize_name(need.name)]), need


def test_constraints_name_no_addresses() -> None:
    assert all(pin.url is None for pin in pins())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems carry what Qt needs")
def test_a_missing_library_is_named_with_its_package(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "QT_NEEDS", {"libnot-there.so.9": "libnot-there9", "libc.so.6": "libc6"})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert run.main(["demo"]) == 1
    assert "sudo apt install libnot-there9\n" in capsys.readouterr().err
    assert run.missing_packages(False) == []


def test_the_system_packages_of_the_readme_are_those_looked_for(run: ModuleType) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line.split()[3:] for line in readme.splitlines() if line.startswith("sudo apt install")]
    assert lines == [["python3-venv", *run.QT_NEEDS.values()], list(run.X11_NEEDS.values())]
