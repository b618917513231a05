"""Shape 4, first half: more kinds of row, and `part`, which says whose each row is.

`part` names lead, person, company and project under each scope they belong to: a project, or somebody a lead was handed to or
who handed it on; of a lead and a project themselves the project is known without. It is kept by triggers, for whoever writes
and by whatever program; what hangs on a row (numbers, calls, facts) belongs where that row belongs. `born` is the transaction a
row came with (NULL: before there was this): who reads only what is new goes back for a part that is new of a row that is not
(`team.reach`). `sent_by` is the login a row came from, by the database's word; `arrival` counts what has an order of its own, so
that no desk's clock decides what came last.
"""

from collections.abc import Iterator

from bdr_desk.team.upgrades.sync import EDITED, LOGGED

_MORE_TABLES = (
    """CREATE TABLE {schema}.suppression (
        id uuid PRIMARY KEY, made_at timestamptz NOT NULL, made_by uuid NOT NULL, changed_at timestamptz NOT NULL,
        changed_by uuid NOT NULL, kind varchar NOT NULL, value varchar NOT NULL, reason varchar NOT NULL, until timestamptz,
        lifted_at timestamptz, lifted_reason varchar NOT NULL, medium varchar NOT NULL, lifted_by uuid)""",
    """CREATE TABLE {schema}.script (
        id uuid PRIMARY KEY, made_at timestamptz NOT NULL, made_by uuid NOT NULL, changed_at timestamptz NOT NULL,
        changed_by uuid NOT NULL, project_id uuid, name varchar NOT NULL)""",
    """CREATE TABLE {schema}.script_version (
        id uuid PRIMARY KEY, made_at timestamptz NOT NULL, made_by uuid NOT NULL, script_id uuid NOT NULL,
        version integer NOT NULL, text varchar NOT NULL, digest varchar NOT NULL)""",
    """CREATE TABLE {schema}.consent (
        id uuid PRIMARY KEY, made_at timestamptz NOT NULL, made_by uuid NOT NULL, project_id uuid NOT NULL,
        contact_id uuid NOT NULL, medium varchar NOT NULL, given boolean NOT NULL, how varchar NOT NULL,
        said varchar NOT NULL)""",
    """CREATE TABLE {schema}.call_undo (
        id uuid PRIMARY KEY, made_at timestamptz NOT NULL, made_by uuid NOT NULL, call_id uuid NOT NULL,
        lead_id uuid NOT NULL, reason varchar NOT NULL)""",
)
MORE_EDITED = ("suppression", "script")
MORE_LOGGED = ("script_version", "consent", "call_undo")
ALL_EDITED, ALL_LOGGED = (*EDITED, *MORE_EDITED), (*LOGGED, *MORE_LOGGED)

_PART = (
    """CREATE TABLE {schema}.part (
        row_id uuid NOT NULL, scope uuid NOT NULL, born xid8, tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
        PRIMARY KEY (row_id, scope))""",
    "CREATE INDEX ON {schema}.part (tx)",
)

# Of people and companies only those that the sender sees: nobody reads what is not theirs by pointing at it.
_SPREAD = """CREATE FUNCTION {schema}.spread(leads uuid[], people uuid[], scopes uuid[]) RETURNS void LANGUAGE sql
    SECURITY DEFINER SET search_path = pg_catalog AS $$
    INSERT INTO {schema}.part (row_id, scope, born)
    WITH RECURSIVE me AS MATERIALIZED (
        SELECT {schema}.sees_all() OR pg_has_role(session_user, nspowner, 'USAGE') AS everything, {schema}.scopes() AS mine
            FROM pg_namespace WHERE nspname = '{schema}'
    ), given AS (
        SELECT * FROM unnest(leads, people, scopes) AS g(lead, person, scope)
    ), passed AS (
        SELECT l.id, l.born, l.contact_id, l.account_id, l.project_id, g.scope FROM given g JOIN {schema}.lead l ON l.id = g.lead
    ), person(id, scope) AS (
        SELECT contact_id, scope FROM passed
        UNION SELECT person, scope FROM given WHERE person IS NOT NULL
        UNION SELECT above, p.scope FROM person p JOIN {schema}.contact c ON c.id = p.id
            CROSS JOIN LATERAL (VALUES (c.reports_to_id), (c.referred_by_id)) AS up(above) WHERE above IS NOT NULL
    ), found(id, scope, born, sent_by) AS (
        SELECT id, scope, born, session_user::text FROM passed WHERE scope <> project_id
        UNION ALL SELECT p.id, l.scope, p.born, session_user FROM passed l JOIN {schema}.project p ON p.id = l.project_id
            WHERE l.scope <> l.project_id
        UNION ALL SELECT a.id, l.scope, a.born, a.sent_by FROM passed l JOIN {schema}.account a ON a.id = l.account_id
        UNION ALL SELECT c.id, p.scope, c.born, c.sent_by FROM person p JOIN {schema}.contact c ON c.id = p.id
        UNION ALL SELECT a.id, p.scope, a.born, a.sent_by FROM person p JOIN {schema}.contact c ON c.id = p.id
            JOIN {schema}.account a ON a.id = c.account_id
    )
    SELECT id, scope, born FROM found, me
        WHERE everything OR sent_by = session_user
            OR EXISTS (SELECT FROM {schema}.part known WHERE known.row_id = found.id AND known.scope = ANY (mine))
        GROUP BY id, scope, born ORDER BY id, scope
    ON CONFLICT DO NOTHING $$"""

_NONE = "NULL::uuid"
_REP_AND_SENDER = f"""SELECT a.lead_id, {_NONE}, s.scope FROM after a
    CROSS JOIN LATERAL (VALUES (a.rep_id), (a.made_by)) AS s(scope)"""
_OTHER_REP = f"SELECT a.lead_id, {_NONE}, a.rep_id FROM after a JOIN before b ON b.id = a.id WHERE a.rep_id <> b.rep_id"
# What is spread (leads, people, scopes) after each event. The scopes that a changed lead had before stay with it.
_KEEPERS = (
    ("lead", "INSERT", f"SELECT a.id, {_NONE}, a.project_id FROM after a"),
    ("lead", "UPDATE", f"""SELECT a.id, {_NONE}, s.scope FROM after a JOIN before b ON b.id = a.id
        CROSS JOIN LATERAL (SELECT a.project_id UNION SELECT p.scope FROM {{schema}}.part p WHERE p.row_id = a.id) AS s(scope)
        WHERE (a.project_id, a.contact_id, a.account_id) IS DISTINCT FROM (b.project_id, b.contact_id, b.account_id)"""),
    ("contact", "UPDATE", f"""SELECT {_NONE}, a.id, p.scope FROM after a JOIN before b ON b.id = a.id
        JOIN {{schema}}.part p ON p.row_id = a.id WHERE (a.account_id, a.reports_to_id, a.referred_by_id)
            IS DISTINCT FROM (b.account_id, b.reports_to_id, b.referred_by_id)"""),
    ("meeting", "INSERT", _REP_AND_SENDER),
    ("meeting", "UPDATE", _OTHER_REP),
    ("handoff", "INSERT", _REP_AND_SENDER),
    ("handoff", "UPDATE", _OTHER_REP),
)  # fmt: skip


def _keepers() -> Iterator[str]:
    for table, event, given in _KEEPERS:
        name = f"parts_of_{table}_{event.lower()}"
        tables = "OLD TABLE AS before NEW TABLE AS after" if event == "UPDATE" else "NEW TABLE AS after"
        yield f"""CREATE FUNCTION {{schema}}.{name}() RETURNS trigger LANGUAGE plpgsql
            SECURITY DEFINER SET search_path = pg_catalog AS $$
            DECLARE leads uuid[]; people uuid[]; scopes uuid[];
            BEGIN
                SELECT array_agg(g.lead), array_agg(g.person), array_agg(g.scope) INTO leads, people, scopes
                    FROM ({given}) AS g(lead, person, scope);
                IF scopes IS NOT NULL THEN PERFORM {{schema}}.spread(leads, people, scopes); END IF;
                RETURN NULL;
            END $$"""
        yield f"REVOKE ALL ON FUNCTION {{schema}}.{name}() FROM PUBLIC"
        yield (
            f"CREATE TRIGGER keep_parts_{event.lower()} AFTER {event} ON {{schema}}.{table} REFERENCING {tables}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {{schema}}.{name}()"
        )


def _columns() -> Iterator[str]:
    """Of rows that are here already nobody knows when they came, nor from whom: a default would say it was who upgrades."""
    for name in (*ALL_EDITED, *ALL_LOGGED):
        yield f'ALTER TABLE {{schema}}."{name}" ADD COLUMN sent_by text'
        yield f'ALTER TABLE {{schema}}."{name}" ALTER COLUMN sent_by SET DEFAULT session_user'
    for name in ("project", "account", "contact", "lead"):
        yield f"ALTER TABLE {{schema}}.{name} ADD COLUMN born xid8"
        yield f"ALTER TABLE {{schema}}.{name} ALTER COLUMN born SET DEFAULT pg_current_xact_id()"
    for name in ("fact", "handoff", "handoff_event"):
        yield f"ALTER TABLE {{schema}}.{name} ADD COLUMN arrival bigint GENERATED ALWAYS AS IDENTITY"


_FILL = """SELECT {schema}.spread(array_agg(lead), NULL, array_agg(scope)) FROM (
    SELECT id, project_id FROM {schema}.lead
    UNION SELECT lead_id, rep_id FROM {schema}.meeting UNION SELECT lead_id, made_by FROM {schema}.meeting
    UNION SELECT lead_id, rep_id FROM {schema}.handoff UNION SELECT lead_id, made_by FROM {schema}.handoff
    ) AS known(lead, scope)"""

PARTS: tuple[str, ...] = (
    *_MORE_TABLES,
    *(
        f"ALTER TABLE {{schema}}.{name} ADD COLUMN tx xid8 NOT NULL DEFAULT pg_current_xact_id()"
        for name in (*MORE_EDITED, *MORE_LOGGED)
    ),
    *(f"CREATE INDEX ON {{schema}}.{name} (tx)" for name in (*MORE_EDITED, *MORE_LOGGED)),
    *_columns(),
    *_PART,
    _SPREAD,
    "REVOKE ALL ON FUNCTION {schema}.spread(uuid[], uuid[], uuid[]) FROM PUBLIC",
    *_keepers(),
    _FILL,
)
