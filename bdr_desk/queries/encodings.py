"""The encodings a person may choose a text file to be read in."""

from collections.abc import Mapping

from bdr_desk.files.encodings import ENCODINGS


def encodings() -> Mapping[str, str]:
    """Python's name of each, and its name for people."""
    return ENCODINGS
