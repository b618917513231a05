"""How the team's database grew: one list, each step only adds, so that older desks keep working on it.

Step n brings a database of shape n to shape n + 1. `{schema}` and `{group}` (the members' role) are filled in by `shape`.

Shape 2, claims. Members read the table and change it through three functions only, which run with the rights of the
schema's owner and ask PostgreSQL itself who is calling (session_user): nobody can take what another holds, psql in hand or
not. Times are clock_timestamp() of the server, read after the missing rows are there: a hold begins no earlier than the
one before it ended, also when now(), the start of the transaction, was before that. `token` is one run of a desk, so that
a run that was replaced cannot renew. A released row stays, with `until` in the past: PostgreSQL then changes it in place (no
index knows `until`), and no desk waits for another to insert it again.
"""

_TEAM = """ALTER TABLE {schema}.team
    ADD COLUMN shape integer NOT NULL DEFAULT 1,
    ADD COLUMN lease_seconds double precision NOT NULL DEFAULT 180 CHECK (lease_seconds BETWEEN 1 AND 3600),
    ADD COLUMN beat_seconds double precision NOT NULL DEFAULT 45,
    ADD CHECK (beat_seconds > 0 AND beat_seconds * 2 <= lease_seconds)"""

_CLAIM = """CREATE TABLE {schema}.claim (
    project_id uuid NOT NULL, account_key text NOT NULL CHECK (account_key <> ''),
    holder text, user_id uuid, desk uuid, token uuid,
    taken_at timestamptz, beat_at timestamptz, until timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (project_id, account_key)) WITH (fillfactor = 70)"""

# Rows that are locked right now are being taken or renewed by somebody: passed over, never waited for. Only a key nobody ever
# claimed is waited for, while another desk adds it; they are added in one order, so that two desks cannot lock each other out.
_CLAIM_ANY = """CREATE FUNCTION {schema}.claim_any(project uuid, wanted text[], most integer, by_desk uuid, by_token uuid)
    RETURNS TABLE (claimed text, since timestamptz, until_then timestamptz, lasts double precision)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        me uuid; lease double precision; at timestamptz;
    BEGIN
        SELECT user_id INTO me FROM {schema}.member WHERE login = session_user;
        IF me IS NULL THEN RAISE insufficient_privilege USING MESSAGE = 'permission denied: not a member of the team'; END IF;
        SELECT lease_seconds INTO lease FROM {schema}.team;
        INSERT INTO {schema}.claim (project_id, account_key)
            SELECT project, w.key FROM unnest(wanted) AS w(key)
            WHERE NOT EXISTS (SELECT FROM {schema}.claim c WHERE c.project_id = project AND c.account_key = w.key)
            ORDER BY w.key ON CONFLICT DO NOTHING;
        at := clock_timestamp();
        RETURN QUERY
            WITH free AS MATERIALIZED (
                SELECT c.account_key AS key
                FROM unnest(wanted) WITH ORDINALITY AS w(key, place)
                JOIN {schema}.claim c ON c.project_id = project AND c.account_key = w.key
                WHERE c.until <= at OR (c.holder = session_user AND c.desk = by_desk)
                ORDER BY w.place LIMIT most FOR UPDATE OF c SKIP LOCKED)
            UPDATE {schema}.claim c
            SET holder = session_user, user_id = me, desk = by_desk, token = by_token, beat_at = at,
                taken_at = CASE WHEN c.until > at THEN c.taken_at ELSE at END,
                until = at + make_interval(secs => lease)
            FROM free WHERE c.project_id = project AND c.account_key = free.key
            RETURNING c.account_key, c.taken_at, c.until, lease;
    END $$"""

# A lapsed claim that nobody took meanwhile may be renewed: its token says that nobody held it in between.
_BEAT = """CREATE FUNCTION {schema}.beat_claims(projects uuid[], keys text[], by_desk uuid, by_token uuid)
    RETURNS TABLE (project uuid, claimed text, since timestamptz, until_then timestamptz, lasts double precision)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        lease double precision; at timestamptz := clock_timestamp();
    BEGIN
        SELECT lease_seconds INTO lease FROM {schema}.team;
        RETURN QUERY
            UPDATE {schema}.claim c
            SET taken_at = CASE WHEN c.until > at THEN c.taken_at ELSE at END,
                beat_at = at, until = at + make_interval(secs => lease)
            FROM unnest(projects, keys) AS held(project, key)
            WHERE c.project_id = held.project AND c.account_key = held.key
                AND c.holder = session_user AND c.desk = by_desk AND c.token = by_token
            RETURNING c.project_id, c.account_key, c.taken_at, c.until, lease;
    END $$"""

_RELEASE = """CREATE FUNCTION {schema}.release_claims(projects uuid[], keys text[], by_desk uuid, by_token uuid)
    RETURNS TABLE (project uuid, claimed text, until_then timestamptz)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN QUERY
            UPDATE {schema}.claim c SET until = least(c.until, clock_timestamp()), token = NULL
            FROM unnest(projects, keys) AS held(project, key)
            WHERE c.project_id = held.project AND c.account_key = held.key
                AND c.holder = session_user AND c.desk = by_desk AND c.token = by_token
            RETURNING c.project_id, c.account_key, c.until;
    END $$"""

_FUNCTIONS = (
    "claim_any(uuid, text[], integer, uuid, uuid)",
    "beat_claims(uuid[], text[], uuid, uuid)",
    "release_claims(uuid[], text[], uuid, uuid)",
)

_CLAIMS = (
    _TEAM,
    _CLAIM,
    "GRANT SELECT (project_id, account_key, holder, user_id, desk, taken_at, beat_at, until) ON {schema}.claim TO {group}",
    *(_CLAIM_ANY, _BEAT, _RELEASE),
    *(f"REVOKE ALL ON FUNCTION {{schema}}.{name} FROM PUBLIC" for name in _FUNCTIONS),
    *(f"GRANT EXECUTE ON FUNCTION {{schema}}.{name} TO {{group}}" for name in _FUNCTIONS),
)

UPGRADES: tuple[tuple[str, ...], ...] = (_CLAIMS,)
