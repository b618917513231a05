"""Shape 2, claims.

Members read the table and change it through three functions only, which run with the rights of the schema's owner and ask
PostgreSQL itself who is calling (session_user): nobody can take what another holds, psql in hand or not. Times are
clock_timestamp() of the server, read after the missing rows are there: a hold begins no earlier than the one before it ended,
also when now(), the start of the transaction, was before that. `token` is one run of a desk, so that a run that was replaced
cannot renew. A released row stays, with `until` in the past: PostgreSQL then changes it in place (no index knows `until`),
and no desk waits for another to insert it again.
"""

_TEAM = """ALTER TABLE {schema}.team
    ADD COLUMN shape integer NOT NULL DEFAULT 1,
    ADD COLUMN lease_seconds double precision NOT NULL DEFAULT 180 CHECK (lease_seconds BETWEEN 1 AND 3600),
    ADD COLUMN beat_seconds double precision NOT NULL DEFAULT 45,
    ADD CHECK (beat_seconds > 0 AND beat_seconds * 2 <= lease_seconds)"""

_CLAIM = """CREATE TABLE {schema}.claim (
    project_id uuid NOT NULL, account_key text COLLATE "C" NOT NULL CHECK (account_key <> ''),
    holder text, user_id uuid, desk uuid, token uuid,
    taken_at timestamptz, beat_at timestamptz, until timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (project_id, account_key)) WITH (fillfactor = 70)"""

# Account keys come as one text, U+001F between them: psycopg takes 0.1 ms to write an array of 50, as long as the claim itself.
# Rows that are locked right now are being taken or renewed by somebody: passed over, never waited for. Only a key nobody ever
# claimed is waited for, while another desk adds it; they are added in one order, so that two desks cannot lock each other out.
CLAIM_ANY = """CREATE FUNCTION {schema}.claim_any(project uuid, keys text, most integer, by_desk uuid, by_token uuid)
    RETURNS TABLE (claimed text, since timestamptz, until_then timestamptz, lasts double precision)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        wanted text[] := string_to_array(keys, chr(31)); me uuid; lease double precision; known integer; at timestamptz;
    BEGIN
        SELECT m.user_id, t.lease_seconds, (SELECT count(*) FROM {schema}.claim c
                                            WHERE c.project_id = project AND c.account_key = ANY (wanted))
            INTO me, lease, known FROM {schema}.member m, {schema}.team t WHERE m.login = session_user;
        IF me IS NULL THEN
            RAISE insufficient_privilege USING MESSAGE = 'permission denied: not a member of the team';
        END IF;
        IF known < cardinality(wanted) THEN
            INSERT INTO {schema}.claim (project_id, account_key)
                SELECT project, key FROM unnest(wanted) AS w(key) ORDER BY key ON CONFLICT DO NOTHING;
        END IF;
        at := clock_timestamp();
        RETURN QUERY
            UPDATE {schema}.claim c
            SET holder = session_user, user_id = me, desk = by_desk, token = by_token, beat_at = at,
                taken_at = CASE WHEN c.until > at THEN c.taken_at ELSE at END,
                until = at + make_interval(secs => lease)
            WHERE c.project_id = project AND c.account_key = ANY (ARRAY(
                SELECT free.account_key FROM {schema}.claim free
                WHERE free.project_id = project AND free.account_key = ANY (wanted)
                    AND (free.until <= at OR (free.holder = session_user AND free.desk = by_desk))
                ORDER BY array_position(wanted, free.account_key) LIMIT most FOR UPDATE SKIP LOCKED))
            RETURNING c.account_key, c.taken_at, c.until, lease;
    END $$"""

# A lapsed claim that nobody took meanwhile may be renewed: its token says that nobody held it in between.
_BEAT = """CREATE FUNCTION {schema}.beat_claims(project uuid, keys text, by_desk uuid, by_token uuid)
    RETURNS TABLE (claimed text, since timestamptz, until_then timestamptz, lasts double precision)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        lease double precision; at timestamptz := clock_timestamp();
    BEGIN
        SELECT lease_seconds INTO lease FROM {schema}.team;
        RETURN QUERY
            UPDATE {schema}.claim c
            SET taken_at = CASE WHEN c.until > at THEN c.taken_at ELSE at END,
                beat_at = at, until = at + make_interval(secs => lease)
            WHERE c.project_id = project AND c.account_key = ANY (string_to_array(keys, chr(31)))
                AND c.holder = session_user AND c.desk = by_desk AND c.token = by_token
            RETURNING c.account_key, c.taken_at, c.until, lease;
    END $$"""

_RELEASE = """CREATE FUNCTION {schema}.release_claims(project uuid, keys text, by_desk uuid, by_token uuid)
    RETURNS TABLE (claimed text, until_then timestamptz)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN QUERY
            UPDATE {schema}.claim c SET until = least(c.until, clock_timestamp()), token = NULL
            WHERE c.project_id = project AND c.account_key = ANY (string_to_array(keys, chr(31)))
                AND c.holder = session_user AND c.desk = by_desk AND c.token = by_token
            RETURNING c.account_key, c.until;
    END $$"""

_FUNCTIONS = (
    "claim_any(uuid, text, integer, uuid, uuid)",
    "beat_claims(uuid, text, uuid, uuid)",
    "release_claims(uuid, text, uuid, uuid)",
)

CLAIMS: tuple[str, ...] = (
    _TEAM,
    _CLAIM,
    "GRANT SELECT (project_id, account_key, holder, user_id, desk, taken_at, beat_at, until) ON {schema}.claim TO {group}",
    *(CLAIM_ANY, _BEAT, _RELEASE),
    *(f"REVOKE ALL ON FUNCTION {{schema}}.{name} FROM PUBLIC" for name in _FUNCTIONS),
    *(f"GRANT EXECUTE ON FUNCTION {{schema}}.{name} TO {{group}}" for name in _FUNCTIONS),
)
