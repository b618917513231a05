"""Secrets in the system's keyring; the only file that knows keyring. Accounts are named login@host/database."""

from collections.abc import Iterator
from contextlib import contextmanager

from bdr_desk.errors import KeyringProblem

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
    """Keep a secret, and read it back: some backends take anything and keep nothing. Raises KeyringProblem."""
    with _translated():
        import keyring

        keyring.set_password(SERVICE, account, secret)
        kept = keyring.get_password(SERVICE, account)
    if kept != secret:
        raise KeyringProblem("The keyring did not keep the password.", _ADVICE)


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
        raise KeyringProblem(_says(error), _ADVICE) from error


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
