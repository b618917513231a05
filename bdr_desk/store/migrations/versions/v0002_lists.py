"""Lists: each imported file by itself, rows settled by a person, merges, erasures, the search index."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bdr_desk.domain.matching import company_key

revision = "0002"
down_revision = "0001"

KEY = sa.LargeBinary(16)
TIME = sa.BigInteger()
JSON = sa.JSON()


def upgrade() -> None:
    op.add_column("project", _json("rules"))
    op.add_column("project", _json("profile"))
    op.add_column("source", _json("mapping"))
    op.add_column("contact", sa.Column("merged_into_id", KEY))
    op.drop_index("ix_contact_account_id", "contact")
    op.drop_index("ix_contact_name_key", "contact")
    op.create_index("ix_contact_account_id_name_key", "contact", ["account_id", "name_key"])
    _lead()
    op.add_column("suppression", sa.Column("medium", sa.String(), nullable=False, server_default="any"))
    op.add_column("suppression", sa.Column("lifted_by", KEY))
    _project_company()
    _contact_merge()
    _erasure()
    _list_import()
    _list_row()
    _account_keys()
    _contact_search()


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, JSON, nullable=False, server_default=sa.text("'{}'"))


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0"))


def _edited() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", KEY, nullable=False),
    ]


def _lead() -> None:
    """One index less: the one that keeps leads unique begins with the contact, and finds a contact's leads as well."""
    with op.batch_alter_table("lead", recreate="always") as lead:
        lead.drop_index("ix_lead_contact_id")
        lead.drop_index("ix_lead_queue")  # the queue has others from the next version on
        lead.drop_constraint("uq_lead_project_id_contact_id", type_="unique")
        lead.create_unique_constraint("uq_lead_contact_id_project_id", ["contact_id", "project_id"])
        lead.add_column(sa.Column("fit", sa.Integer()))


def _project_company() -> None:
    op.create_table(
        "project_company",
        *_edited(),
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("domain", sa.String()),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_project_company_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_project_company"),
    )
    op.create_index("ix_project_company_project_id_kind", "project_company", ["project_id", "kind"])


def _contact_merge() -> None:
    op.create_table(
        "contact_merge",
        *_edited(),
        sa.Column("kept_id", KEY, nullable=False),
        sa.Column("merged_id", KEY, nullable=False),
        sa.Column("detail", JSON, nullable=False),
        sa.Column("undone_at", TIME),
        sa.ForeignKeyConstraint(["kept_id"], ["contact.id"], name="fk_contact_merge_kept_id"),
        sa.ForeignKeyConstraint(["merged_id"], ["contact.id"], name="fk_contact_merge_merged_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contact_merge"),
    )
    op.create_index("ix_contact_merge_kept_id", "contact_merge", ["kept_id"])
    op.create_index("ix_contact_merge_merged_id", "contact_merge", ["merged_id"])


def _erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("proof", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasure"),
    )
    for what in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER erasure_never_{what.lower()}d BEFORE {what} ON erasure "
            "BEGIN SELECT RAISE(ABORT, 'erasure is append-only'); END"
        )


def _list_import() -> None:
    """What a list was until now, one file, becomes its first import, under the list's own key."""
    op.create_table(
        "list_import",
        *_edited(),
        sa.Column("call_list_id", KEY, nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("mapping", JSON, nullable=False),
        _count("rows"),
        _count("added"),
        _count("merged"),
        _count("quarantined"),
        _count("refused"),
        _json("summary"),
        sa.Column("undone_at", TIME),
        sa.ForeignKeyConstraint(["call_list_id"], ["call_list.id"], name="fk_list_import_call_list_id"),
        sa.PrimaryKeyConstraint("id", name="pk_list_import"),
    )
    op.create_index("ix_list_import_call_list_id", "list_import", ["call_list_id"])
    counts = ", ".join(
        f"(SELECT COUNT(*) FROM list_row r WHERE r.call_list_id = l.id {of})"
        for of in ("", *(f"AND r.verdict = '{v}'" for v in ("added", "merged", "quarantined", "refused")))
    )
    op.execute(
        "INSERT INTO list_import (id, made_at, made_by, changed_at, changed_by, call_list_id, file_name, region, mapping,"
        " rows, added, merged, quarantined, refused) "
        "SELECT l.id, l.made_at, l.made_by, l.changed_at, l.changed_by, l.id, l.file_name, l.region, l.mapping,"
        f" {counts} FROM call_list l"
    )


def _list_row() -> None:
    op.drop_index("ix_list_row_call_list_id", "list_row")
    op.rename_table("list_row", "list_row_before")
    op.create_table(
        "list_row",
        sa.Column("import_id", KEY, nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("cells", JSON, nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("problems", JSON, nullable=False),
        sa.Column("contact_id", KEY),
        sa.Column("made", sa.String(), nullable=False, server_default=""),
        sa.Column("settled_at", TIME),
        sa.Column("settled_by", KEY),
        sa.Column("settled_how", sa.String()),
        sa.Column("settled_why", sa.String()),
        sa.ForeignKeyConstraint(["import_id"], ["list_import.id"], name="fk_list_row_import_id"),
        sa.PrimaryKeyConstraint("import_id", "row_number", name="pk_list_row"),
        sqlite_with_rowid=False,
    )
    # Two files into one list repeat row numbers: the later ones are numbered on from the highest before.
    op.execute(
        "INSERT INTO list_row (import_id, row_number, cells, verdict, problems, contact_id, made) "
        "SELECT call_list_id, CASE WHEN again = 1 THEN row_number"
        " ELSE (SELECT MAX(row_number) FROM list_row_before m WHERE m.call_list_id = n.call_list_id) + place END,"
        " cells, verdict, problems, contact_id, CASE verdict WHEN 'added' THEN 'lead contact' ELSE '' END FROM "
        "(SELECT *, ROW_NUMBER() OVER (PARTITION BY call_list_id, row_number ORDER BY id) AS again,"
        " ROW_NUMBER() OVER (PARTITION BY call_list_id ORDER BY id) AS place FROM list_row_before) n"
    )
    op.drop_table("list_row_before")
    for columns in (["import_id", "verdict"], ["contact_id"]):
        name = f"ix_list_row_{'_'.join(columns)}"
        op.create_index(name, "list_row", columns, sqlite_where=sa.text("verdict <> 'added'"))


def _account_keys() -> None:
    """Names of companies are folded by better rules by now: legal forms of more countries, divisions, trading names."""
    connection = op.get_bind()
    rows = connection.exec_driver_sql("SELECT id, name, name_key FROM account").all()
    changed = [(key, account) for account, name, before in rows if (key := company_key(name)) != before]
    if changed:
        connection.exec_driver_sql("UPDATE account SET name_key = ? WHERE id = ?", changed)


def _contact_search() -> None:
    """Words of people and companies by the contact's rowid (store/search_words.py), and numbers by how they end."""
    op.execute(
        "CREATE VIRTUAL TABLE contact_search USING"
        " fts5(words, columnsize=0, detail=none, prefix='1 2 3 4', tokenize='ascii')"
    )
    plain = "replace(replace(replace(replace(c.name || ' ' || a.name, '.', ''), '''', ''), '’', ''), '&', ' and ')"
    op.execute(
        "INSERT INTO contact_search (rowid, words) "
        f"SELECT c.rowid, c.name_key || ' ' || a.name_key || ' ' || {plain}"
        " FROM contact c JOIN account a ON a.id = c.account_id"
    )
    for digits in (4, 7):
        op.execute(f"CREATE INDEX ix_contact_phone_last_{digits} ON contact_phone (substr(e164, -{digits}))")
