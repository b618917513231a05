"""How many leads of each list are left to dial: those with a working number whom no suppression bars from calls."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bdr_desk.store.barred import gather_barred
from bdr_desk.store.columns import to_micros

_COUNT = """
SELECT l.call_list_id, COUNT(*) FROM lead l
WHERE l.call_list_id IS NOT NULL
 AND EXISTS (SELECT 1 FROM contact_phone p WHERE p.contact_id = l.contact_id AND p.bad_since IS NULL)
 AND l.contact_id NOT IN (SELECT id FROM temp.barred_contact)
 AND l.account_id NOT IN (SELECT id FROM temp.barred_account)
GROUP BY l.call_list_id
"""


def dialable(session: Session, now: datetime) -> dict[UUID, int]:
    """How many leads of each list may be dialled some time, by the list's key. `now` aware.

    Whom the list bars is gathered once, from the side of the do-not-contact list, in temporary tables that end with this
    read; then the leads are counted. The rules are those of the queue (`suppressions.barred_leads`; a test holds them
    together) but for people who were erased and came back: they are refused at the door.
    """
    connection = session.connection()
    gather_barred(connection, to_micros(now))
    return {UUID(bytes=key): count for key, count in connection.exec_driver_sql(_COUNT)}
