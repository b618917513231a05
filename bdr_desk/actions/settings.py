"""Settings this machine keeps for itself: those that no person and no project owns."""

from typing import Any

from bdr_desk.desk import Desk
from bdr_desk.errors import NotFound
from bdr_desk.settings import SETTINGS, Keeper
from bdr_desk.store.settings import put_setting

_OWN = frozenset(setting.key for setting in SETTINGS if setting.keeper == Keeper.DESK)


def keep_setting(desk: Desk, key: str, value: Any) -> None:
    """`value` is anything JSON can hold. Raises NotFound for a key that `settings.py` does not declare as this desk's own."""
    if key not in _OWN:
        raise NotFound(f"There is no setting “{key}”.", f"Known: {', '.join(sorted(_OWN))}.")
    with desk.write() as tx:
        put_setting(tx, key, value)
