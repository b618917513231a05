"""Word tables as they are written down: words parted by spaces, entries of several words by semicolons."""

from bdr_desk.domain.matching import fold


def words(table: str) -> frozenset[str]:
    return frozenset(table.split())


def entries(table: str) -> frozenset[str]:
    return frozenset(" ".join(entry.split()) for entry in table.split(";"))


def folded_words(table: str) -> frozenset[str]:
    """The words without case, accents and punctuation."""
    return frozenset(map(fold, table.split()))


def folded_entries(table: str) -> frozenset[str]:
    return frozenset(map(fold, table.split(";")))
