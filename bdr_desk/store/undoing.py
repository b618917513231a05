"""Taking an import back: set-wise, in the door for it. What anybody touched since stays, with all that hangs on it.

The change log tells what was touched: an import is one line in it, everything people do (and the team sends) is a line for
each row.
"""

from uuid import UUID

from sqlalchemy import Connection

from bdr_desk.store.tables import Account, Contact, ContactEmail, ContactPhone, Lead, ListImport, ListRow
from bdr_desk.store.writing import Writing

_TABLES = (ListRow, Lead, ContactPhone, ContactEmail, Contact, Account)

_TOUCHED = (
    "CREATE TEMP TABLE touched (id BLOB PRIMARY KEY) WITHOUT ROWID",
    "INSERT OR IGNORE INTO touched SELECT row_id FROM change_log WHERE what != 'bulk'",
    "INSERT OR IGNORE INTO touched SELECT lead_id FROM draft",
    "INSERT OR IGNORE INTO touched SELECT kept_id FROM contact_merge UNION SELECT merged_id FROM contact_merge",
    "INSERT OR IGNORE INTO touched SELECT reports_to_id FROM contact WHERE reports_to_id IS NOT NULL"
    " UNION SELECT referred_by_id FROM contact WHERE referred_by_id IS NOT NULL",
    "INSERT OR IGNORE INTO touched SELECT account_id FROM account_route"
    " UNION SELECT from_contact_id FROM referral UNION SELECT to_contact_id FROM referral",
    "INSERT OR IGNORE INTO touched SELECT lead_id FROM call UNION SELECT lead_id FROM touch UNION SELECT lead_id FROM lead_stage"
    " UNION SELECT lead_id FROM meeting UNION SELECT lead_id FROM handoff UNION SELECT lead_id FROM fact"
    " UNION SELECT contact_id FROM fact",
    # A number or address somebody touched is its person touched, a person shared with the team as well.
    "INSERT OR IGNORE INTO touched SELECT contact_id FROM contact_phone WHERE id IN touched"
    " UNION SELECT contact_id FROM contact_email WHERE id IN touched",
)
# :import is the import's key, :project its project's.
_GONE = (
    "CREATE TEMP TABLE came (contact_id BLOB PRIMARY KEY, made TEXT) WITHOUT ROWID",
    "INSERT INTO came SELECT contact_id, group_concat(made, ' ') FROM list_row"
    " WHERE import_id = :import AND made != '' GROUP BY contact_id",
    # Another list of the project that names the person keeps them as well; SQLite takes the number from the row of the MIN.
    "CREATE TEMP TABLE elsewhere (contact_id BLOB PRIMARY KEY, import_id BLOB, row_number INTEGER) WITHOUT ROWID",
    "INSERT INTO elsewhere SELECT r.contact_id, MIN(r.import_id), r.row_number FROM came"
    " CROSS JOIN list_row r ON r.contact_id = came.contact_id JOIN list_import i ON i.id = r.import_id"
    " JOIN call_list o ON o.id = i.call_list_id WHERE r.import_id != :import AND i.undone_at IS NULL"
    " AND r.verdict <> 'added'"  # that row would have made the lead
    " AND o.project_id = :project AND came.made LIKE '%lead%' GROUP BY r.contact_id",
    "CREATE TEMP TABLE gone_lead (id BLOB PRIMARY KEY, contact_id BLOB) WITHOUT ROWID",
    "INSERT INTO gone_lead SELECT l.id, l.contact_id FROM came CROSS JOIN lead l"
    " ON l.contact_id = came.contact_id AND l.project_id = :project WHERE came.made LIKE '%lead%' AND l.shared = 0"
    " AND l.id NOT IN touched AND l.contact_id NOT IN touched AND l.contact_id NOT IN (SELECT contact_id FROM elsewhere)",
    "CREATE TEMP TABLE gone_contact (id BLOB PRIMARY KEY, account_id BLOB) WITHOUT ROWID",
    "INSERT INTO gone_contact SELECT c.id, c.account_id FROM gone_lead g JOIN contact c ON c.id = g.contact_id"
    " JOIN came ON came.contact_id = c.id WHERE came.made LIKE '%contact%' AND c.shared = 0"
    " AND NOT EXISTS (SELECT 1 FROM lead l WHERE l.contact_id = c.id AND l.id NOT IN (SELECT id FROM gone_lead))",
    "CREATE TEMP TABLE gone_account (id BLOB PRIMARY KEY) WITHOUT ROWID",
    "INSERT OR IGNORE INTO gone_account SELECT g.account_id FROM gone_contact g JOIN account a ON a.id = g.account_id"
    " WHERE a.shared = 0 AND a.id NOT IN touched AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.account_id = a.id"
    " AND c.id NOT IN (SELECT id FROM gone_contact))",
)
_LATE = (  # numbers and addresses learnt for people who were known before: whom the import made keeps theirs, or goes with them
    "SELECT made FROM list_row WHERE import_id = :import AND (made LIKE '%phone:%' OR made LIKE '%email:%')"
    " AND contact_id NOT IN (SELECT contact_id FROM came WHERE made LIKE '%contact%')"
)
_REMOVE = (
    "DELETE FROM contact_search WHERE rowid IN (SELECT c.rowid FROM gone_contact g JOIN contact c ON c.id = g.id)",
    "DELETE FROM list_row WHERE import_id = :import AND (contact_id IS NULL OR contact_id IN (SELECT contact_id FROM gone_lead)"
    " OR contact_id IN (SELECT contact_id FROM elsewhere) OR verdict != 'added')",
    "DELETE FROM lead WHERE id IN (SELECT id FROM gone_lead)",
    "DELETE FROM contact_phone WHERE contact_id IN (SELECT id FROM gone_contact)",
    "DELETE FROM contact_email WHERE contact_id IN (SELECT id FROM gone_contact)",
    "DELETE FROM contact WHERE id IN (SELECT id FROM gone_contact)",
    "DELETE FROM claim WHERE account_id IN (SELECT id FROM gone_account)",
    "DELETE FROM account WHERE id IN (SELECT id FROM gone_account)",
    # A lead that another list names as well is that list's from now on, and goes with it when that one is taken back.
    "UPDATE lead SET call_list_id = i.call_list_id, source_id = (SELECT source_id FROM call_list WHERE id = i.call_list_id)"
    " FROM elsewhere e JOIN list_import i ON i.id = e.import_id"
    " WHERE lead.contact_id = e.contact_id AND lead.project_id = :project",
    "UPDATE list_row SET made = trim(came.made || ' ' || list_row.made)"
    " FROM elsewhere e JOIN came ON came.contact_id = e.contact_id"
    " WHERE list_row.import_id = e.import_id AND list_row.row_number = e.row_number",
)
_TEMPORARY = ("touched", "came", "elsewhere", "gone_lead", "gone_contact", "gone_account")


def take_back(tx: Writing, taken_in: ListImport, call_list: UUID, project: UUID) -> tuple[int, int]:
    """Remove what the import `taken_in` made and nobody touched; returns how many leads were removed and how many kept."""
    connection = tx.connection()
    named = {"import": taken_in.id.bytes, "project": project.bytes}
    for table in _TEMPORARY:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS temp.{table}")
    for sql in _TOUCHED:
        connection.exec_driver_sql(sql)
    _note_suppressed(connection)
    for sql in _GONE:
        connection.exec_driver_sql(sql, named)
    made = _count(connection, "SELECT COUNT(*) FROM came WHERE made LIKE '%lead%'")
    removed = _count(connection, "SELECT COUNT(*) FROM gone_lead")
    late = [key for (keys,) in connection.exec_driver_sql(_LATE, named) for key in keys.split() if ":" in key]
    for sql in _REMOVE:
        connection.exec_driver_sql(sql, named)
    _forget_ways(connection, late)
    taken_in.undone_at = tx.now
    tx.account_for(_TABLES, ("call_list", call_list))
    tx.flush()
    return removed, made - removed


def _note_suppressed(connection: Connection) -> None:
    """Whoever may not be contacted stays, or the wish would be forgotten with them."""
    found = connection.exec_driver_sql("SELECT value FROM suppression WHERE kind IN ('contact', 'account')")
    if keys := [(UUID(value).bytes,) for (value,) in found]:
        connection.exec_driver_sql("INSERT OR IGNORE INTO touched VALUES (?)", keys)


def _forget_ways(connection: Connection, keys: list[str]) -> None:
    for kind in ("phone", "email"):
        wanted = [(bytes.fromhex(key.partition(":")[2]),) for key in keys if key.startswith(kind)]
        if wanted:
            called = " AND e164 NOT IN (SELECT phone FROM call)" if kind == "phone" else ""
            connection.exec_driver_sql(
                f"DELETE FROM contact_{kind} WHERE id = ? AND shared = 0 AND id NOT IN touched{called}",
                wanted,
            )


def _count(connection: Connection, sql: str) -> int:
    return int(connection.exec_driver_sql(sql).scalar_one())
