"""Shape 4, second half: who may read and write what, decided by PostgreSQL for whoever logs in, by whatever program.

Each kind of member has a role, and a login is in that of its kind. Rights on tables say which kinds may add or change rows at
all; row-level security says which rows: those of the projects a member is in, for a rep what was handed to them, and what one
has sent oneself. A member without a project is in all of them. Who has left has no `caller()`, and so sees and writes nothing,
whatever was granted. Nobody changes what was logged (facts, trails, calls) and nobody deletes; a suppression is lifted by team
leads and admins. A row says who made it: no member can be named there but the one who logs in.

Whoever owns the schema, who made the team's database, stands above all of this, as PostgreSQL has it.
"""

from collections.abc import Iterator

from bdr_desk.team.upgrades.claims import CLAIM_ANY
from bdr_desk.team.upgrades.parts import ALL_EDITED, ALL_LOGGED, MORE_EDITED, MORE_LOGGED
from bdr_desk.team.upgrades.sync import TAKE_PARCEL

KINDS = ("bdr", "lead", "rep", "marketer", "admin")
_CALLERS, _LEADERS = ("bdr", "lead", "admin", "rep"), ("lead", "admin")
_WRITERS = ("bdr", "lead", "marketer", "admin")

# What row-level security asks. Each question in brackets of its own is asked once for a statement.
_ALL, _IN = "(SELECT {schema}.sees_all())", "(SELECT {schema}.caller()) IS NOT NULL"
_PLANS = "(SELECT {schema}.plans())"
_OWN = f"(sent_by = session_user AND {_IN})"


def _in_project(column: str) -> str:
    return f"({_ALL} OR {column} = ANY ((SELECT {{schema}}.scopes())::uuid[]))"


def _part(column: str) -> str:
    return f"({_ALL} OR EXISTS (SELECT FROM {{schema}}.part p WHERE p.row_id = {column}))"


def _stands_on(table: str, column: str) -> str:
    """As far as the row it stands on can be seen."""
    return f"({_ALL} OR EXISTS (SELECT FROM {{schema}}.{table} above WHERE above.id = {column}))"


_OF_LEAD, _OF_CONTACT = _stands_on("lead", "lead_id"), _stands_on("contact", "contact_id")
_OF_PROJECT = f"({_stands_on('project', 'project_id')} OR project_id IS NULL AND {_IN})"
_OWN_PROJECT = (
    "EXISTS (SELECT FROM {schema}.project above WHERE above.id = project_id AND above.sent_by = session_user)"
)

_THEIRS = (
    "(rep_id = (SELECT {schema}.caller()) OR NOT (SELECT {schema}.is_rep()))"  # of handoffs: a rep's own
)

# Which rows are seen, beside one's own.
_SEEN = {
    "user": _IN, "suppression": _IN, "project": f"({_in_project('id')} OR {_part('id')})",
    "lead_definition": _stands_on("project", "project_id"), "criterion": _stands_on("lead_definition", "definition_id"),
    "script": _OF_PROJECT, "script_version": _stands_on("script", "script_id"),
    "account": _part("id"), "contact": _part("id"),
    "contact_phone": _OF_CONTACT, "contact_email": _OF_CONTACT, "consent": _OF_CONTACT,
    "lead": f"({_in_project('project_id')} OR {_part('id')})", "lead_stage": _OF_LEAD, "call": _OF_LEAD, "call_undo": _OF_LEAD,
    "fact": _OF_LEAD, "touch": _OF_LEAD, "meeting": _OF_LEAD, "handoff": _OF_LEAD,
    "invitation_message": _stands_on("meeting", "meeting_id"), "handoff_event": _stands_on("handoff", "handoff_id"),
}  # fmt: skip
# Who may add rows, and which; who may change some, and to what. An older desk proposes the whole row with each change.
_ADDED = {
    "user": (KINDS, _IN), "suppression": (KINDS, _IN), "project": (_WRITERS, _in_project("id")),
    "lead_definition": (_WRITERS, f"({_in_project('project_id')} AND {_PLANS} OR {_OWN_PROJECT})"),
    "criterion": (_WRITERS, _stands_on("lead_definition", "definition_id")),
    "script": (_WRITERS, _OF_PROJECT), "script_version": (_WRITERS, _stands_on("script", "script_id")),
    "account": (_CALLERS, _IN), "contact": (_CALLERS, _IN),
    "contact_phone": (_CALLERS, _OF_CONTACT), "contact_email": (_CALLERS, _OF_CONTACT), "consent": (KINDS, _OF_CONTACT),
    "lead": (
        _CALLERS,
        f"({_in_project('project_id')} AND {_OF_CONTACT} AND {_stands_on('account', 'account_id')} OR {_part('id')})",
    ),
    "lead_stage": (_CALLERS, _OF_LEAD), "call": (_CALLERS, _OF_LEAD),
    "call_undo": (_CALLERS, _OF_LEAD), "fact": (_CALLERS, _OF_LEAD), "touch": (_CALLERS, _OF_LEAD),
    "meeting": (_CALLERS, _OF_LEAD), "invitation_message": (_CALLERS, _stands_on("meeting", "meeting_id")),
    "handoff": (_CALLERS, f"({_OF_LEAD} AND {_THEIRS})"), "handoff_event": (_CALLERS, _stands_on("handoff", "handoff_id")),
}  # fmt: skip
_CHANGED = {
    "user": (KINDS, _IN),  # and see `_PEOPLE`
    "suppression": (_LEADERS, _IN),
    "project": (_WRITERS, f"({_in_project('id')} AND {_PLANS} OR {_OWN})"),
    "script": (_WRITERS, _OF_PROJECT),
    "account": (_CALLERS, _IN), "contact": (_CALLERS, _IN),
    "contact_phone": (_CALLERS, _OF_CONTACT), "contact_email": (_CALLERS, _OF_CONTACT),
    "lead": (_CALLERS, f"({_in_project('project_id')} OR {_part('id')})"),
    "meeting": (_CALLERS, _OF_LEAD), "handoff": (_CALLERS, _OF_LEAD),
}  # fmt: skip
_FILLED = ("tx", "sent_by", "born", "arrival")  # by the database
_FIXED = {"lead": ("project_id",), "script": ("project_id",)}  # where a row belongs
# Of a lead that was handed to several each rep answers their own.
_OTHERS = (
    "CREATE POLICY only_theirs ON {schema}.handoff AS RESTRICTIVE FOR ALL TO {group}_rep"
    f" USING {_THEIRS} WITH CHECK (true)"
)

_MEMBER = """ALTER TABLE {schema}.member ADD COLUMN left_at timestamptz, ADD COLUMN left_by uuid"""

_CALLER = """CREATE OR REPLACE FUNCTION {schema}.caller() RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog AS $$
    BEGIN RETURN (SELECT user_id FROM {schema}.member WHERE login = session_user AND left_at IS NULL); END $$"""


def _asks(name: str, where: str) -> str:
    """Whether the one who logs in is a member of such a kind."""
    return f"""CREATE FUNCTION {{schema}}.{name}() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = pg_catalog AS $$
        SELECT EXISTS (SELECT FROM {{schema}}.member WHERE login = session_user AND left_at IS NULL AND role IN ({where})) $$"""


_SEES_ALL = """CREATE FUNCTION {schema}.sees_all() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM {schema}.member me JOIN {schema}.member m ON m.user_id = me.user_id
        WHERE me.login = session_user AND me.left_at IS NULL AND me.role <> 'rep'
            AND m.left_at IS NULL AND m.role <> 'rep' AND m.project_id IS NULL) $$"""
_SCOPES = """CREATE FUNCTION {schema}.scopes() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog AS $$
    SELECT array_agg(DISTINCT s.scope) FROM {schema}.member me JOIN {schema}.member m ON m.user_id = me.user_id
        CROSS JOIN LATERAL (
            VALUES (me.user_id), (CASE WHEN me.role <> 'rep' AND m.role <> 'rep' THEN m.project_id END)) AS s(scope)
        WHERE me.login = session_user AND me.left_at IS NULL AND m.left_at IS NULL AND s.scope IS NOT NULL $$"""

_ASKED = (
    _asks("is_rep", "'rep'"), _asks("leads", "'lead', 'admin'"), _asks("plans", "'lead', 'marketer', 'admin'"),
    _SEES_ALL, _SCOPES,
)  # fmt: skip
_ASKED_NAMES = ("is_rep()", "leads()", "plans()", "sees_all()", "scopes()", "works_in(uuid)", "heads()")

# Runs once a statement, on what was really added: a row that is there already is no matter of who sends it.
_CAME = """CREATE FUNCTION {schema}.came() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE me uuid := {schema}.caller();
    BEGIN
        IF EXISTS (SELECT FROM after a
                   WHERE a.made_by IS DISTINCT FROM me AND a.made_by IN (SELECT user_id FROM {schema}.member)) THEN
            RAISE insufficient_privilege USING MESSAGE = 'permission denied: made_by names another member of the team';
        END IF;
        IF EXISTS (SELECT FROM after) THEN PERFORM pg_notify('bdr_desk', ''); END IF;
        RETURN NULL;
    END $$"""

# Of the people one changes oneself and the reps; roles are given by team leads and admins. What a row was is asked as well.
_PEOPLE = """CREATE FUNCTION {schema}.people() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE me uuid := {schema}.caller();
    BEGIN
        IF me IS NOT NULL AND NOT {schema}.leads() AND (NEW.role <> OLD.role OR OLD.id <> me AND OLD.role <> 'rep') THEN
            RAISE insufficient_privilege USING MESSAGE = 'permission denied: somebody else, or a role';
        END IF;
        RETURN NEW;
    END $$"""

_TAKE_PARCEL = TAKE_PARCEL.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace(
    "BEGIN",
    """BEGIN
        IF {schema}.caller() IS NULL THEN
            RAISE insufficient_privilege USING MESSAGE = 'permission denied: not a member of the team';
        END IF;""",
)

# Nobody takes accounts of a project that is not theirs, nor sees who does; one that was never shared is nobody else's.
_WORKS_IN = """CREATE FUNCTION {schema}.works_in(project uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog AS $$
    SELECT {schema}.sees_all() OR {schema}.caller() IS NOT NULL AND (project = ANY ({schema}.scopes())
        OR EXISTS (SELECT FROM {schema}.part p WHERE p.row_id = project AND p.scope = {schema}.caller())
        OR NOT EXISTS (SELECT FROM {schema}.project p WHERE p.id = project)) $$"""
_CLAIM_ANY = (
    CLAIM_ANY.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    .replace("m.login = session_user", "m.login = session_user AND m.left_at IS NULL")
    .replace("IF me IS NULL THEN", "IF me IS NULL OR NOT {schema}.works_in(project) THEN")
)

# Of all rows, whoever may read them: it says only how far the team has come.
_HEADS = (
    "CREATE FUNCTION {schema}.heads() RETURNS TABLE (name text, newest xid8) LANGUAGE plpgsql STABLE SECURITY DEFINER"
    " SET search_path = pg_catalog AS $$ BEGIN RETURN QUERY "
    + " UNION ALL ".join(
        f"SELECT '{name}', (SELECT tx FROM {{schema}}.\"{name}\" ORDER BY tx DESC LIMIT 1)"
        for name in (*ALL_EDITED, *ALL_LOGGED)
    )
    + "; END $$"
)

# Members so far keep their kind; admins let others in, of every kind.
_MEMBERS_SO_FAR = """DO $$ DECLARE m record; k text; BEGIN
    FOR m IN SELECT login, role FROM {schema}.member LOOP
        EXECUTE format('GRANT %I TO %I', '{group}_' || m.role, m.login);
        FOREACH k IN ARRAY ARRAY['bdr', 'lead', 'rep', 'marketer', 'admin'] LOOP
            IF m.role = 'admin' AND m.login <> current_user THEN
                EXECUTE format('GRANT %I TO %I WITH ADMIN OPTION', '{group}_' || k, m.login);
            END IF;
        END LOOP;
    END LOOP;
END $$"""


def _roles() -> Iterator[str]:
    """Roles belong to the server: one may be left from a database that had this number before."""
    for kind in KINDS:
        yield (
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{{group}}_{kind}')"
            f" THEN CREATE ROLE {{group}}_{kind} NOLOGIN; END IF; END $$"
        )
        yield f"GRANT {{group}} TO {{group}}_{kind}"


def _to(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"{{group}}_{kind}" for kind in kinds)


def _rights(table: str) -> Iterator[str]:
    """Columns that the database fills are in nobody's hands."""
    yield f'REVOKE ALL ON {{schema}}."{table}" FROM {{group}}'
    yield f'GRANT SELECT ON {{schema}}."{table}" TO {{group}}'
    yield _columns_to("INSERT", table, _ADDED[table][0], _FILLED)
    if table in _CHANGED:
        fixed = ("id", "made_at", "made_by", *_FILLED, *_FIXED.get(table, ()))
        yield _columns_to("UPDATE", table, _CHANGED[table][0], fixed)


def _columns_to(right: str, table: str, kinds: tuple[str, ...], but: tuple[str, ...]) -> str:
    names = ", ".join(f"'{name}'" for name in but)
    return f"""DO $$ BEGIN EXECUTE (SELECT format('GRANT {right} (%s) ON {{schema}}.%I TO {_to(kinds)}',
        string_agg(quote_ident(attname), ', '), '{table}') FROM pg_attribute WHERE attrelid = '{{schema}}."{table}"'::regclass
        AND attnum > 0 AND NOT attisdropped AND attname NOT IN ({names})); END $$"""


def _policies(table: str) -> Iterator[str]:
    """What may not be changed that way is refused aloud: the row is found, and the change runs into the check."""
    at = f'{{schema}}."{table}"'
    seen = f"({_SEEN[table]} OR {_OWN})"
    yield f"ALTER TABLE {at} ENABLE ROW LEVEL SECURITY"
    yield f"CREATE POLICY see ON {at} FOR SELECT TO {{group}} USING ({seen})"
    kinds, allowed = _ADDED[table]
    yield f"CREATE POLICY add ON {at} FOR INSERT TO {_to(kinds)} WITH CHECK ({allowed})"
    if table in _CHANGED:
        kinds, allowed = _CHANGED[table]
        yield f"CREATE POLICY change ON {at} FOR UPDATE TO {_to(kinds)} USING ({seen}) WITH CHECK ({allowed})"


def _triggers(table: str) -> Iterator[str]:
    at = f'{{schema}}."{table}"'
    if table in (*MORE_EDITED, *MORE_LOGGED):
        yield (
            f"CREATE TRIGGER stamp_tx BEFORE INSERT ON {at} FOR EACH ROW"
            " WHEN (NEW.tx IS DISTINCT FROM pg_current_xact_id()) EXECUTE FUNCTION {schema}.stamp_tx()"
        )
    else:
        yield f"DROP TRIGGER wake ON {at}"
    yield (
        f"CREATE TRIGGER came AFTER INSERT ON {at} REFERENCING NEW TABLE AS after FOR EACH STATEMENT"
        " EXECUTE FUNCTION {schema}.came()"
    )
    if table in MORE_LOGGED:
        yield f"CREATE TRIGGER stamp_update BEFORE UPDATE ON {at} FOR EACH ROW EXECUTE FUNCTION {{schema}}.stamp_tx()"
    if table in MORE_EDITED:
        yield f"CREATE TRIGGER stamp_change BEFORE UPDATE ON {at} FOR EACH ROW EXECUTE FUNCTION {{schema}}.stamp_change()"
        yield (
            f"CREATE TRIGGER keep_history AFTER UPDATE ON {at} REFERENCING OLD TABLE AS before NEW TABLE AS after"
            " FOR EACH STATEMENT EXECUTE FUNCTION {schema}.keep_history()"
        )


def _of_each_table() -> Iterator[str]:
    for table in (*ALL_EDITED, *ALL_LOGGED):
        yield from _triggers(table)
        yield from _rights(table)
        yield from _policies(table)


_BESIDE = (
    "ALTER TABLE {schema}.part ENABLE ROW LEVEL SECURITY",
    f"CREATE POLICY see ON {{schema}}.part FOR SELECT TO {{group}} USING ({_in_project('scope')})",
    "GRANT SELECT ON {schema}.part TO {group}",
    "ALTER TABLE {schema}.claim ENABLE ROW LEVEL SECURITY",
    "CREATE POLICY see ON {schema}.claim FOR SELECT TO {group} USING ({schema}.works_in(project_id))",
    # What was overwritten: whoever did it reads it, and team leads what is theirs.
    "ALTER TABLE {schema}.row_history ENABLE ROW LEVEL SECURITY",
    "CREATE POLICY see ON {schema}.row_history FOR SELECT TO {group}"
    f" USING (by = (SELECT {{schema}}.caller())"
    f" OR (SELECT {{schema}}.leads()) AND ({_part('row_id')} OR {_stands_on('lead', 'row_id')}))",
    "GRANT SELECT ON {schema}.row_history TO {group}",
    "GRANT SELECT, INSERT, UPDATE (left_at, left_by, code_digest) ON {schema}.member TO {group}_admin",
    "GRANT SELECT (left_at) ON {schema}.member TO {group}",
)

# Before `part` is filled: whoever asks is asked who they are.
WHO: tuple[str, ...] = (_MEMBER, _CALLER, *_ASKED)
ACCESS: tuple[str, ...] = (
    *(_WORKS_IN, _CAME, _PEOPLE, _TAKE_PARCEL, _CLAIM_ANY, _HEADS),
    'CREATE TRIGGER people BEFORE UPDATE ON {schema}."user" FOR EACH ROW EXECUTE FUNCTION {schema}.people()',
    *(
        f"REVOKE ALL ON FUNCTION {{schema}}.{name} FROM PUBLIC"
        for name in (*_ASKED_NAMES, "came()", "people()")
    ),
    *(f"GRANT EXECUTE ON FUNCTION {{schema}}.{name} TO {{group}}" for name in _ASKED_NAMES),
    *_roles(),
    *_of_each_table(),
    _OTHERS,
    *_BESIDE,
    _MEMBERS_SO_FAR,
)
