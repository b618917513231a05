"""A file on its way in: how it was found to be read, what the user ruled on since, and how its first rows come out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bdr_desk.domain.columns import Choice
from bdr_desk.queries.lists import Preview, preview
from bdr_desk.ui.mapping_table import choices

LOOKED_AT, SHORT = 200, 64_000  # rows at most; bytes that are always read


class Seen(NamedTuple):
    """The file's `size` in bytes, how it is read by itself, and how it is read as ruled."""

    size: int
    found: Preview
    ruled: Preview


@dataclass
class Reading:
    """`chosen` maps columns to fields in the order they were ruled on; `found` is None until the file was looked into."""

    path: Path
    size: int = 0
    found: Preview | None = None
    chosen: dict[int, str] = field(default_factory=dict)

    @property
    def choices(self) -> tuple[Choice, ...]:
        return choices(self.found.columns, self.chosen, self.found.names) if self.found else ()

    @property
    def about(self) -> int:
        """About how many rows it has."""
        return about_rows(self.found, self.size) if self.found else 0

    @property
    def how_many(self) -> str:
        """ "5 rows", "about 12,300 rows"."""
        known = self.found is not None and seen_whole(self.found, self.size)
        return f"{'' if known else 'about '}{self.about:,} {'row' if self.about == 1 else 'rows'}"


def look_into(path: Path, region: str, before: Preview | None, chosen: Mapping[int, str]) -> Seen:
    """On the worker. `before` is how the file was found to be read, when that is known. Raises FileProblem, BadInput."""
    found = before or preview(path, region)
    ruled = choices(found.columns, chosen, found.names)
    return Seen(_size(path), found, preview(path, region, ruled) if ruled else found)


def about_rows(seen: Preview, size: int) -> int:
    """About how many rows a file of `size` bytes has, by those that were looked at."""
    if seen_whole(seen, size):
        return len(seen.rows)
    lengths = [len(seen.delimiter.join(row.cells).encode(seen.encoding, "replace")) + 2 for row in seen.rows]
    return max(len(lengths), round(size * len(lengths) / sum(lengths))) if lengths else 0


def seen_whole(seen: Preview, size: int) -> bool:
    """A short file is looked at to its end."""
    return len(seen.rows) < LOOKED_AT and size < SHORT


def doubt(seen: Preview, country: str) -> str:
    """What should be put right before the import; empty when nothing stands out."""
    if not seen.columns.reaches:
        return "No column is read as a phone number or an e-mail address: choose the one that is."
    unread = [row for row in seen.rows if any(flaw.rule == "invalid_phone" for flaw in row.flaws)]
    if 2 * len(unread) > len(seen.rows):
        return f"Most numbers cannot be read as numbers in {country}: choose the country they are in."
    return ""


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
