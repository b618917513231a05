"""What a write touched. Screens refresh on this, never on who did it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Changes:
    """Keys touched, by table name. `everything` is set when another process wrote and the keys are unknown."""

    keys: Mapping[str, frozenset[UUID]] = field(default_factory=dict)
    everything: bool = False

    def touches(self, *tables: str) -> bool:
        return self.everything or any(table in self.keys for table in tables)

    def touched(self, table: str) -> frozenset[UUID]:
        return self.keys.get(table, frozenset())

    def __bool__(self) -> bool:
        return self.everything or bool(self.keys)


def collect(pairs: Iterable[tuple[str, UUID]]) -> Changes:
    """Changes from (table, key) pairs."""
    found: dict[str, set[UUID]] = {}
    for table, key in pairs:
        found.setdefault(table, set()).add(key)
    return Changes({table: frozenset(keys) for table, keys in found.items()})


EVERYTHING = Changes(everything=True)
