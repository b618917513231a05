"""Consents: who agreed to be written to, by which medium, how and in which words; taken back likewise.

Of two users of one store each has an unfinished call of their own with a lead.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEY = sa.LargeBinary(16)


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("contact_id", KEY, nullable=False),
        sa.Column("medium", sa.String(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("how", sa.String(), nullable=False, server_default=""),
        sa.Column("said", sa.String(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_consent_project_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_consent_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
    )
    op.create_index("ix_consent_contact_id", "consent", ["contact_id"])
    _drafts_by_user()


def _drafts_by_user() -> None:
    op.rename_table("draft", "draft_before")
    op.create_table(
        "draft",
        sa.Column("lead_id", KEY, nullable=False),
        sa.Column("saved_by", KEY, nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("lead_id", "saved_by", name="pk_draft"),
    )
    names = "lead_id, saved_by, started_at, saved_at, body"
    op.execute(f"INSERT INTO draft ({names}) SELECT {names} FROM draft_before")
    op.drop_table("draft_before")
