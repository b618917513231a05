"""Who sits at this desk: the first start makes a user named after the login of the machine."""

import getpass
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from bdr_desk.domain.words import Role
from bdr_desk.store.columns import new_key
from bdr_desk.store.settings import get_setting, put_setting
from bdr_desk.store.store import Store
from bdr_desk.store.tables import User


def this_user(store: Store, now: datetime, time_zone: Callable[[], str]) -> UUID:
    """The key of the user at this desk, made when there is none. `time_zone` gives the IANA name of this machine's zone."""
    with store.read() as session:
        known = get_setting(session, "me")
    if known:
        return UUID(known)
    key = new_key()
    with store.write(now=now, author=key) as tx:
        if known := get_setting(tx, "me"):  # another window of this desk was quicker
            return UUID(known)
        tx.add(User(id=key, name=_login_name(), role=Role.BDR, time_zone=time_zone()))
        put_setting(tx, "me", str(key))
    return key


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no login name on this machine
        return "me"
