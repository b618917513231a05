"""How surely two rows, people or companies are one, and why, in words that a person can check."""

from enum import IntEnum
from typing import NamedTuple


class Sure(IntEnum):
    """`RELATED` hints at a subsidiary or a branch; only `LIKELY` and more is offered for merging."""

    NO = 0
    RELATED = 1
    LIKELY = 2
    CERTAIN = 3


class Likeness(NamedTuple):
    """`because` are short clauses: "same address", "Bob is short for Robert"."""

    sure: Sure
    because: tuple[str, ...] = ()

    def __repr__(self) -> str:  # the reasons name people
        return f"Likeness({self.sure.name})"


UNLIKE = Likeness(Sure.NO)
