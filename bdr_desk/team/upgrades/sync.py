"""Shape 3, sync: which parcel of each desk was taken last, what every row was before, values that were lost, and a wake-up call.

The triggers work for whoever writes, by whatever program: what was overwritten is kept in `row_history`, a changed row says by
the server's clock when, and by the login who (a login that is no member leaves the author as given). Key and origin of a row
never change. Nobody but the schema's owner can write history, or another desk's number.

`take_parcel` answers new (go on, in this transaction), again (it was taken before) or other (a copy of that store has gone
another way: take a new identity).
"""

EDITED = (
    "user",
    "project",
    "account",
    "contact",
    "contact_phone",
    "contact_email",
    "lead",
    "meeting",
    "handoff",
)
LOGGED = (
    "lead_definition", "criterion", "lead_stage", "call", "fact", "touch", "invitation_message", "handoff_event",
)  # fmt: skip

_TABLES = (
    """CREATE TABLE {schema}.desk (
        id uuid PRIMARY KEY, login text NOT NULL, upto bigint NOT NULL, parcel uuid NOT NULL, at timestamptz NOT NULL)""",
    """CREATE TABLE {schema}.row_history (
        table_name text NOT NULL, row_id uuid NOT NULL, field text NOT NULL, old jsonb,
        login text NOT NULL DEFAULT session_user, by uuid, at timestamptz NOT NULL DEFAULT clock_timestamp(),
        tx xid8 NOT NULL DEFAULT pg_current_xact_id(), seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)""",
    "CREATE INDEX ON {schema}.row_history (table_name, row_id, field)",
    """CREATE TABLE {schema}.lost_value (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(), table_name text NOT NULL, row_id uuid NOT NULL, field text NOT NULL,
        lost jsonb, stays jsonb, lost_by uuid NOT NULL, by uuid DEFAULT {schema}.caller(),
        at timestamptz NOT NULL DEFAULT clock_timestamp(), tx xid8 NOT NULL DEFAULT pg_current_xact_id())""",
    "CREATE INDEX ON {schema}.lost_value (lost_by, tx)",
    # Whose value it was sees it, and who wrote over it.
    "ALTER TABLE {schema}.lost_value ENABLE ROW LEVEL SECURITY",
    """CREATE POLICY mine ON {schema}.lost_value FOR SELECT TO {group}
        USING ({schema}.caller() IN (lost_by, by))""",
    "CREATE POLICY note ON {schema}.lost_value FOR INSERT TO {group} WITH CHECK (by = {schema}.caller())",
    "GRANT SELECT, INSERT (table_name, row_id, field, lost, stays, lost_by) ON {schema}.lost_value TO {group}",
)

# plpgsql keeps the plan of the question; it is asked for each changed row.
_CALLER = """CREATE FUNCTION {schema}.caller() RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog AS $$
    BEGIN RETURN (SELECT user_id FROM {schema}.member WHERE login = session_user); END $$"""

TAKE_PARCEL = """CREATE FUNCTION {schema}.take_parcel(desk uuid, number bigint, parcel uuid) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE last record;
    BEGIN
        INSERT INTO {schema}.desk AS kept VALUES (desk, session_user, number, parcel, clock_timestamp())
            ON CONFLICT (id) DO UPDATE SET upto = excluded.upto, parcel = excluded.parcel, at = excluded.at
            WHERE kept.login = excluded.login AND kept.upto < excluded.upto;
        IF FOUND THEN RETURN 'new'; END IF;
        SELECT * INTO last FROM {schema}.desk d WHERE d.id = desk;
        RETURN CASE WHEN last.login = session_user AND last.upto = number AND last.parcel = take_parcel.parcel
            THEN 'again' ELSE 'other' END;
    END $$"""

# Whose a value is: of whoever wrote over the one before it, else of whoever brought the row.
_AUTHOR = """CREATE FUNCTION {schema}.author_of(of_table text, of_row uuid, of_field text, origin uuid) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT coalesce((SELECT h.by FROM {schema}.row_history h
        WHERE h.table_name = of_table AND h.row_id = of_row AND h.field = of_field ORDER BY h.seq DESC LIMIT 1), origin) $$"""

_STAMP = """CREATE FUNCTION {schema}.stamp_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
        NEW.id := OLD.id; NEW.made_at := OLD.made_at; NEW.made_by := OLD.made_by;
        NEW.changed_at := greatest(clock_timestamp(), OLD.changed_at + interval '1 microsecond');
        NEW.changed_by := coalesce({schema}.caller(), NEW.changed_by);
        NEW.tx := pg_current_xact_id();
        RETURN NEW;
    END $$"""

# The question names every column the table has by now, so that none is forgotten. PostgreSQL has no equality of json.
_KEEP_HISTORY = """CREATE FUNCTION {schema}.keep_history() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE fields text; changed boolean;
    BEGIN
        SELECT string_agg(format('(%L, CASE WHEN %s THEN to_jsonb(b.%I) END, %s)', attname, differs, attname, differs), ', ')
            INTO fields
            FROM pg_attribute, format('b.%1$I%2$s IS DISTINCT FROM a.%1$I%2$s', attname,
                CASE WHEN atttypid = 'json'::regtype THEN '::text' END) AS differs
            WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped
                AND attname NOT IN ('id', 'tx', 'changed_at', 'changed_by');
        EXECUTE 'INSERT INTO {schema}.row_history (table_name, row_id, field, old, by, at)
            SELECT $1, b.id, field, was, $2, $3 FROM before b JOIN after a ON a.id = b.id
            CROSS JOIN LATERAL (VALUES ' || fields || ') AS f (field, was, differs) WHERE differs ORDER BY b.id'
            USING TG_TABLE_NAME, {schema}.caller(), clock_timestamp();
        SELECT EXISTS (SELECT FROM after) INTO changed;
        IF changed THEN PERFORM pg_notify('bdr_desk', ''); END IF;
        RETURN NULL;
    END $$"""

_WAKE = """CREATE FUNCTION {schema}.wake() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN PERFORM pg_notify('bdr_desk', ''); RETURN NULL; END $$"""

_CALLED = ("caller()", "take_parcel(uuid, bigint, uuid)", "author_of(text, uuid, text, uuid)")
_FUNCTIONS = (*_CALLED, "stamp_change()", "keep_history()", "wake()")


def _triggers() -> tuple[str, ...]:
    """A new row has its transaction by default: the slow trigger runs only for who says another."""
    made = []
    for name in (*EDITED, *LOGGED):
        table = f'{{schema}}."{name}"'
        made += [
            f"DROP TRIGGER stamp_tx ON {table}",
            f"CREATE TRIGGER stamp_tx BEFORE INSERT ON {table} FOR EACH ROW"
            " WHEN (NEW.tx IS DISTINCT FROM pg_current_xact_id()) EXECUTE FUNCTION {schema}.stamp_tx()",
            f"CREATE TRIGGER wake AFTER INSERT ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {{schema}}.wake()",
        ]
    made += [
        f'CREATE TRIGGER stamp_update BEFORE UPDATE ON {{schema}}."{name}" FOR EACH ROW EXECUTE FUNCTION {{schema}}.stamp_tx()'
        for name in LOGGED
    ]
    for name in EDITED:
        table = f'{{schema}}."{name}"'
        made += [
            f"CREATE TRIGGER stamp_change BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {{schema}}.stamp_change()",
            f"CREATE TRIGGER keep_history AFTER UPDATE ON {table} REFERENCING OLD TABLE AS before NEW TABLE AS after"
            " FOR EACH STATEMENT EXECUTE FUNCTION {schema}.keep_history()",
        ]
    return tuple(made)


SYNC: tuple[str, ...] = (
    _CALLER,
    *_TABLES,
    *(TAKE_PARCEL, _AUTHOR, _STAMP, _KEEP_HISTORY, _WAKE),
    *(f"REVOKE ALL ON FUNCTION {{schema}}.{name} FROM PUBLIC" for name in _FUNCTIONS),
    *(f"GRANT EXECUTE ON FUNCTION {{schema}}.{name} TO {{group}}" for name in _CALLED),
    *_triggers(),
)
