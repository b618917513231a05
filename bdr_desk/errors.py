"""Known errors. Each says in one sentence what happened and in another what to do.

Anything that is not a `DeskError` is a bug: it is logged, work is saved and the details can be copied.
"""


class DeskError(Exception):
    """Something a user can understand and act on: `title` says what happened, `advice` what to do."""

    def __init__(self, title: str, advice: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.title} {self.advice}".strip()


class BadInput(DeskError):
    """What was typed or passed cannot be read."""


class NotFound(DeskError):
    """The thing named does not exist (any more)."""


class Refused(DeskError):
    """A rule of the project forbids this: suppression, calling hours, a missing fact, the lead definition."""


class FileProblem(DeskError):
    """A file cannot be read or written."""


class StoreProblem(DeskError):
    """The store on this machine is locked, full, damaged or newer than this program."""


class TeamProblem(DeskError):
    """The team's database cannot be reached, or refuses."""


class Offline(TeamProblem):
    """Nobody answers, or the line broke."""


class SignedOut(TeamProblem):
    """The team's database does not take this desk's login."""


class Outdated(TeamProblem):
    """The team's database is of a newer program than this one."""


class KeyringProblem(DeskError):
    """The system's keyring cannot keep or give a secret."""


class NoKeyring(KeyringProblem):
    """There is no keyring, or one that keeps nothing: not one that is locked."""


class LineProblem(DeskError):
    """The line cannot ring."""


class Cancelled(DeskError):
    """The user stopped it; nothing was changed."""
