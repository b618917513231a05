"""Text files that people write for the desk: scripts, lead definitions."""

from pathlib import Path

from bdr_desk.errors import FileProblem

MOST_BYTES = 5_000_000  # a longer one is not what it was named for


def read_text(path: Path) -> str:
    """The text of `path`, in UTF-8 with or without a byte order mark, lines ended by "\\n". Raises FileProblem."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileProblem(
            f"{path} cannot be read: {error.strerror}.", "Check the name and the rights."
        ) from error
    if len(data) > MOST_BYTES:
        raise FileProblem(f"{path.name} is too long to be read.", "Check that it is the right file.")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise FileProblem(f"{path.name} is not a text file in UTF-8.", "Save it as UTF-8 text.") from error
