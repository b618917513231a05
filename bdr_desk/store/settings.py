"""Settings as rows: small values this machine remembers."""

from typing import Any

from sqlalchemy.orm import Session

from bdr_desk.store.tables import Setting


def get_setting(session: Session, key: str, default: Any = None) -> Any:
    row = session.get(Setting, key)
    return default if row is None else row.value["is"]


def put_setting(session: Session, key: str, value: Any) -> None:
    """`value` is anything JSON can hold."""
    row = session.get(Setting, key)
    if row is None:
        session.add(Setting(key=key, value={"is": value}))
    else:
        row.value = {"is": value}
