"""A file on its way in: how it was found to be read, what the user ruled on since, and how its first rows come out."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bdr_desk.desk import Desk
from bdr_desk.domain.columns import Choice
from bdr_desk.domain.counting import counted
from bdr_desk.domain.staging import ListPlace
from bdr_desk.queries.list_reading import Preview, preview
from bdr_desk.ui.import_rulings import Rulings, choices

NO_NUMBER = frozenset(("invalid_phone", "impossible_phone"))


class Seen(NamedTuple):
    """How the file is read by itself, and how it is read as ruled."""

    found: Preview
    ruled: Preview


@dataclass(frozen=True)
class Terms:
    """What else decides how a file is read. `region` is ISO 3166 alpha-2, `source` KIND[:DETAIL]."""

    region: str
    project: str
    source: str


@dataclass
class Reading:
    """`found` is None until the file was looked into."""

    place: ListPlace
    found: Preview | None = None
    rulings: Rulings = field(default_factory=Rulings)

    def anew(self) -> "Reading":
        """The same rulings on what the columns are found to be under other terms."""
        return Reading(self.place, rulings=self.rulings)

    def elsewhere(self, place: ListPlace) -> "Reading":
        """Another sheet has other columns; in another encoding they stay where they are."""
        rulings = self.rulings if place.sheet == self.place.sheet else Rulings()
        return Reading(replace(place, path=self.place.path), rulings=rulings)

    @property
    def choices(self) -> tuple[Choice, ...]:
        return choices(self.found.columns, self.rulings, self.found.names) if self.found else ()

    @property
    def about(self) -> int:
        """About how many rows it has; 0 where nobody can tell: a long spreadsheet, many cards."""
        found = self.found
        return found.about_rows if found and (found.whole or found.delimiter) else 0

    @property
    def how_many(self) -> str:
        """ "5 rows", "about 12,300 rows"."""
        if self.found is None or not self.about:
            return "all rows"
        about = "" if self.found.whole else "about "
        return f"{about}{counted(self.about, 'row')}"


def look_into(desk: Desk, place: ListPlace, terms: Terms, before: Preview | None, rulings: Rulings) -> Seen:
    """On the worker. `before` is how the file was found to be read, when that is known. Raises FileProblem, BadInput."""

    def read(chosen: tuple[Choice, ...]) -> Preview:
        return preview(desk, place, terms.region, chosen, project=terms.project, source=terms.source)

    found = before or read(())
    ruled = choices(found.columns, rulings, found.names)
    return Seen(found, read(ruled) if ruled else found)


def doubt(seen: Preview, country: str) -> str:
    """What should be put right before the import; empty when nothing stands out."""
    if not seen.columns.reaches:
        return "No column is read as a phone number or an e-mail address: choose the one that is."
    unread = [row for row in seen.rows if any(flaw.rule in NO_NUMBER for flaw in row.flaws)]
    if 2 * len(unread) > len(seen.rows):
        return f"Most numbers cannot be read as numbers in {country}: choose the country they are in."
    return ""


def remembered(seen: Preview) -> int:
    """How many columns and texts are read as somebody ruled for the source's last list."""
    return sum(column.how == "remembered" for column in seen.columns.columns) + len(seen.columns.constants)
