"""Secrets in a keyring, and keyrings that are missing, locked or forgetful."""

import os
import subprocess
import sys
from pathlib import Path

import keyring as keyring_library
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as ForgetfulKeyring
from keyring.errors import KeyringLocked

from bdr_desk.credentials import delete_secret, get_secret, kept_key, make_key, put_secret
from bdr_desk.errors import KeyringProblem
from tests.team.postgres import MemoryKeyring


def test_a_secret_is_kept_and_forgotten(keyring: MemoryKeyring) -> None:
    put_secret("ann@db.example/team", "s3cret")
    assert keyring.kept == {("bdr-desk", "ann@db.example/team"): "s3cret"}
    assert get_secret("ann@db.example/team") == "s3cret"
    delete_secret("ann@db.example/team")
    delete_secret("ann@db.example/team")
    assert get_secret("ann@db.example/team") is None


class LockedKeyring(MemoryKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked


@pytest.mark.parametrize(
    ("backend", "says"),
    [(NoKeyring, "no keyring"), (LockedKeyring, "locked"), (ForgetfulKeyring, "did not keep")],
)
def test_keyrings_that_cannot_keep(keyring: MemoryKeyring, backend: type[KeyringBackend], says: str) -> None:
    keyring_library.set_keyring(backend())
    with pytest.raises(KeyringProblem, match=says) as caught:
        put_secret("ann@db.example/team", "s3cret")
    assert "PYTHON_KEYRING_BACKEND" in caught.value.advice


class ShutKeyring(MemoryKeyring):
    """Locked both ways, until it is opened."""

    shut = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.shut:
            raise KeyringLocked
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.shut:
            raise KeyringLocked
        super().set_password(service, username, password)


@pytest.mark.parametrize("known", [True, False])
def test_a_locked_keyring_leads_to_no_second_key(keyring: MemoryKeyring, tmp_path: Path, known: bool) -> None:
    shut, file = ShutKeyring(), tmp_path / "key"
    keyring_library.set_keyring(shut)
    before = make_key("hashes", file) if known else None
    shut.shut = True
    for ask in (make_key, kept_key):
        with pytest.raises(KeyringProblem, match="locked"):
            ask("hashes", file)
    assert not file.exists()
    shut.shut = False
    assert make_key("hashes", file) == (before or kept_key("hashes", file))


@pytest.mark.parametrize("backend", [NoKeyring, ForgetfulKeyring])
def test_without_a_keyring_the_key_stands_in_a_file(
    keyring: MemoryKeyring, tmp_path: Path, backend: type[KeyringBackend]
) -> None:
    file = tmp_path / "key"
    keyring_library.set_keyring(backend())
    with pytest.raises(KeyringProblem, match="not on this machine"):
        kept_key("hashes", file)
    made = make_key("hashes", file)
    assert file.stat().st_mode & 0o77 == 0 and make_key("hashes", file) == kept_key("hashes", file) == made


def test_a_backend_that_does_not_exist() -> None:
    code = "from bdr_desk.credentials import get_secret; get_secret('a')"
    run = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHON_KEYRING_BACKEND": "no.such.Keyring"},
        cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "KeyringProblem: The system's keyring cannot be used (ModuleNotFoundError)." in run.stderr
