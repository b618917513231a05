"""Shared with the team as well: who may not be contacted, scripts, consents, and calls that were taken back.

Facts, handoffs and their trails have the place at which they reached the team.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for table in ("suppression", "script", "script_version", "consent", "call_undo"):
        op.add_column(table, sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    for table in ("fact", "handoff", "handoff_event"):
        op.add_column(table, sa.Column("arrival", sa.Integer()))
