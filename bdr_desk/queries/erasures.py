"""People who were erased: the key of their hashes, what an erasure would take away, the erasures there were."""

import logging

from sqlalchemy.orm import Session

from bdr_desk import credentials, paths
from bdr_desk.desk import Desk
from bdr_desk.errors import KeyringProblem
from bdr_desk.store.suppressed import anybody_erased

KEY_ACCOUNT = "erased people"


def erasure_key(desk: Desk, session: Session) -> bytes | None:
    """The key of the hashes that erased people are known by, None when nobody was erased.

    Raises KeyringProblem when somebody was and the key cannot be had: a list that cannot be checked is not taken in.
    """
    if not anybody_erased(session):
        return None
    return credentials.kept_key(KEY_ACCOUNT, paths.erasure_key_file(desk.data_dir))


def erasure_key_if_there(desk: Desk, session: Session) -> bytes | None:
    """`erasure_key`, or None and a warning in the log: the queue must work with a locked keyring. Nobody gets lost by it:
    the erased have no number in the store, and no list is taken in without the key."""
    try:
        return erasure_key(desk, session)
    except KeyringProblem as error:
        logging.getLogger(__name__).warning("erased people cannot be recognised: %s", error)
        return None
