"""Column types and keys.

Keys are UUIDv7 (RFC 9562 §5.7): made on any desk without asking, and ordered by the time they were made.
SQLite keeps them as 16 bytes and times as whole microseconds UTC; PostgreSQL has types of its own for both.
"""

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, LargeBinary, Uuid, types
from uuid_utils import uuid7

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

# Hot paths bind keys to raw SQL without a type.
sqlite3.register_adapter(UUID, lambda key: key.bytes)


def new_key() -> UUID:
    return UUID(int=uuid7().int)


def to_micros(moment: datetime) -> int:
    """Whole microseconds since 1970 UTC. Naive times are refused: they mean something else on each machine."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    return _EPOCH + micros * _MICROSECOND


class KeyColumn(types.TypeDecorator[UUID]):
    """A UUID: 16 bytes in SQLite, `uuid` in PostgreSQL."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Uuid(as_uuid=True))
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        if value is None or isinstance(value, UUID):
            return value
        return UUID(bytes=bytes(value))


class UtcTime(types.TypeDecorator[datetime]):
    """An instant: microseconds since 1970 UTC in SQLite, `timestamptz` in PostgreSQL; always aware, in UTC, in Python."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return to_micros(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if isinstance(value, datetime) else from_micros(value)
