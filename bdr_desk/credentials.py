"""Secrets in the system's keyring; the only file that knows keyring. Accounts are named login@host/database.

A key that the desk makes for itself may stand in a file of the user's own where there is no keyring.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from bdr_desk.errors import KeyringProblem, NoKeyring

SERVICE = "bdr-desk"
_ADVICE = (
    "Install or unlock a keyring (GNOME Keyring, KWallet, macOS Keychain, Windows Credential Manager), "
    "or name another in PYTHON_KEYRING_BACKEND. Nothing was changed."
)


def get_secret(account: str) -> str | None:
    """The secret kept for `account`, None when there is none. Raises KeyringProblem."""
    with _translated():
        import keyring

        return keyring.get_password(SERVICE, account)


def put_secret(account: str, secret: str) -> None:
    """Keep a secret, and read it back: some backends take anything and keep nothing. Raises KeyringProblem, as NoKeyring
    where nothing is kept."""
    with _translated():
        import keyring

        keyring.set_password(SERVICE, account, secret)
        kept = keyring.get_password(SERVICE, account)
    if kept != secret:
        raise NoKeyring("The keyring did not keep the password.", _ADVICE)


def delete_secret(account: str) -> None:
    """Forget the secret of `account`, if there is one. Raises KeyringProblem."""
    with _translated():
        import keyring

        if keyring.get_password(SERVICE, account) is not None:
            keyring.delete_password(SERVICE, account)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (
        Exception
    ) as error:  # backends raise whatever their system does: D-Bus, COM, OSError, a missing module
        problem = NoKeyring if type(error).__name__ == "NoKeyringError" else KeyringProblem
        raise problem(_says(error), _ADVICE) from error


def _says(error: Exception) -> str:
    name = type(error).__name__
    if name == "KeyringLocked":
        return "The system's keyring is locked."
    if name in ("NoKeyringError", "InitError"):
        return "This system has no keyring to keep the password in."
    return f"The system's keyring cannot be used ({name})."


def keyring_name() -> str:
    """The backend in use, as it calls itself. Raises KeyringProblem when there is none that can keep anything."""
    with _translated():
        import keyring
        from keyring.backends import fail
        from keyring.errors import NoKeyringError

        backend = keyring.get_keyring()
        if isinstance(backend, fail.Keyring):
            raise NoKeyringError
        return str(backend.name)


_KEY_BYTES = 32  # as long as the hash it is for (RFC 2104 §3)


def make_key(account: str, file: Path) -> bytes:
    """The key kept for `account` of the desk whose folder `file` is in; made when there is none yet.

    In the keyring; where that keeps nothing, in `file`, which only this user can read. Raises KeyringProblem when neither
    can be written, and when the keyring is locked: a key that is in it would be lost by a second one.
    """
    if found := _found_key(account, file):
        return found
    made = secrets.token_bytes(_KEY_BYTES)
    try:
        put_secret(_of_desk(account, file), made.hex())
    except NoKeyring:
        _write_key(file, made)
    return made


def _write_key(file: Path, key: bytes) -> None:
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(key.hex())
    except OSError as error:
        raise KeyringProblem(f"The key file {file} cannot be written: {error.strerror}.", _ADVICE) from error


@lru_cache(maxsize=16)
def kept_key(account: str, file: Path) -> bytes:
    """The key that `make_key` made. Raises KeyringProblem when it is not there or the keyring is locked."""
    if found := _found_key(account, file):
        return found
    raise KeyringProblem(
        f"The key kept for {account} is not on this machine.",
        f"Unlock the keyring of the machine it was made on, or put the key file back: {file}.",
    )


def _found_key(account: str, file: Path) -> bytes | None:
    """None when neither the file nor the keyring has it. Raises KeyringProblem when the keyring does not tell."""
    if file.exists():
        return bytes.fromhex(file.read_text("ascii").strip())
    try:
        found = get_secret(_of_desk(account, file))
    except NoKeyring:
        return None
    return bytes.fromhex(found) if found else None


def _of_desk(account: str, file: Path) -> str:
    """Each data folder has a key of its own."""
    return f"{account}@{file.parent.resolve()}"
