"""Sync: parcels on their way to the team, what their fields were before, and values that a colleague has overwritten."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

KEY = sa.LargeBinary(16)


def upgrade() -> None:
    op.create_table(
        "team_parcel",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("names", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("lines", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", "table_name", name="pk_team_parcel"),
    )
    op.create_table(
        "team_base",
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", KEY, nullable=False),
        sa.Column("parcel", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "row_id", "parcel", name="pk_team_base"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lost_value",
        sa.Column("id", KEY, nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", KEY, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("lost", sa.JSON(), nullable=False),
        sa.Column("stays", sa.JSON(), nullable=False),
        sa.Column("lost_by", KEY, nullable=False),
        sa.Column("by", KEY),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lost_value"),
    )
    op.create_index("ix_lost_value_lost_by_at", "lost_value", ["lost_by", "at"])
    op.create_index("ix_pending_table_name_row_id", "pending", ["table_name", "row_id"])
