"""How many of something, in words: "1 row", "12,300 rows"."""


def counted(count: int, one: str, several: str = "") -> str:
    """`several` is the word for any other number than one; without it `one` with an s."""
    return f"{count:,} {worded(count, one, several)}"


def worded(count: int, one: str, several: str = "") -> str:
    """The word alone: what `counted` says without the number."""
    return one if count == 1 else several or f"{one}s"
