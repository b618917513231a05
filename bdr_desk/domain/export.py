"""What leaves the desk as a table: columns and rows, how a cell is written so that no spreadsheet runs it, and read again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

Cells = tuple[str, ...]

# What a spreadsheet may take for the beginning of a formula (OWASP, "CSV Injection"), its full-width forms as well.
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Digits alone run nothing: a number, or numbers in E.164 with their extensions, one or several in a cell.
_E164 = r"\+\d{4,15}(?: ext\. \d{1,11})?"
_PLAINLY_A_NUMBER = re.compile(rf"-?\d+(?:[.,]\d+)?|{_E164}(?:; {_E164})*")


@dataclass(frozen=True, repr=False)
class Table:
    """`title` names it for people; `header` and each of `rows` are equally long. Rows can be walked once."""

    title: str
    header: Cells
    rows: Iterator[Cells]


def safe_cell(text: str) -> str:
    """`text` as a cell of a CSV file, which carries no types: what could be a formula gets an apostrophe in front.

    Numbers are left as they are, phone numbers too, so that other programs can read them; they cannot run anything.
    """
    if not text.startswith(_STARTS_A_FORMULA) or _PLAINLY_A_NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def unguarded(cell: str) -> str:
    """A cell as it was before `safe_cell` put an apostrophe in front of it."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_STARTS_A_FORMULA) else cell
