"""The queue: what the rules conclude of each lead, cadences, the way into accounts, skips, views, claims, and the undo of a call."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEY = sa.LargeBinary(16)
TIME = sa.BigInteger()
JSON = sa.JSON()


def upgrade() -> None:
    _columns()
    _cells()
    _cadence()
    _account_route()
    _referral()
    _skip()
    _saved_view()
    _undo()
    _claim()
    op.create_index(
        "ix_lead_ready", "lead", ["cell_id", "turn", "place", "account_id"],
        sqlite_where=sa.text("ready = 1"),
    )  # fmt: skip
    op.create_index(
        "ix_lead_wake_at", "lead", ["project_id", "wake_at"],
        sqlite_where=sa.text("ready = 0 AND wake_at IS NOT NULL"),
    )  # fmt: skip
    op.create_index(
        "ix_lead_promised", "lead", ["project_id", "next_at", "account_id"],
        sqlite_where=sa.text("next_kind = 'callback'"),
    )  # fmt: skip


def _columns() -> None:
    op.add_column("project", _json("calling"))
    op.add_column("project", _json("queue"))
    op.add_column("project", sa.Column("cadence_id", KEY))
    op.add_column("call_list", _text("tier", "normal"))
    op.add_column("call_list", _count("priority"))
    op.add_column("contact", sa.Column("zone", sa.String()))
    op.add_column("lead", sa.Column("cell_id", sa.Integer()))
    op.add_column("lead", _count("turn"))
    op.add_column("lead", sa.Column("ready", sa.Boolean(), nullable=False, server_default=sa.text("0")))
    op.add_column("lead", sa.Column("wake_at", TIME))
    op.add_column("lead", _count("step"))
    op.add_column("lead", _text("medium", "call"))
    op.add_column("lead", _text("trigger"))
    op.add_column("lead", sa.Column("triggered_at", TIME))


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, JSON, nullable=False, server_default=sa.text("'{}'"))


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0"))


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default=default)


def _logged() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
    ]


def _edited() -> list[sa.Column[Any]]:
    return [
        *_logged(),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", KEY, nullable=False),
    ]


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")


def _cells() -> None:
    op.create_table(
        "queue_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        _to("queue_cell", "project_id", "project"),
        sa.PrimaryKeyConstraint("id", name="pk_queue_cell"),
        sa.UniqueConstraint("project_id", "hours", "segment", name="uq_queue_cell_project_id_hours_segment"),
    )
    op.create_table(
        "hour_stat",
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        _count("dials"),
        _count("reached"),
        _to("hour_stat", "project_id", "project"),
        sa.PrimaryKeyConstraint("project_id", "segment", "hour", name="pk_hour_stat"),
        sqlite_with_rowid=False,
    )


def _cadence() -> None:
    op.create_table(
        "cadence",
        *_logged(),
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        _to("cadence", "project_id", "project"),
        sa.PrimaryKeyConstraint("id", name="pk_cadence"),
        sa.UniqueConstraint("project_id", "version", name="uq_cadence_project_id_version"),
    )


def _account_route() -> None:
    op.create_table(
        "account_route",
        *_edited(),
        sa.Column("account_id", KEY, nullable=False),
        _text("e164"),
        _text("extension"),
        _text("keys"),
        sa.Column("dial_by_name", sa.Boolean(), nullable=False, server_default=sa.text("0")),
        _text("gatekeeper"),
        _text("note"),
        sa.Column("removed_at", TIME),
        _to("account_route", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_account_route"),
    )
    op.create_index("ix_account_route_account_id", "account_route", ["account_id"])


def _referral() -> None:
    op.create_table(
        "referral",
        *_logged(),
        sa.Column("from_contact_id", KEY, nullable=False),
        sa.Column("to_contact_id", KEY, nullable=False),
        _text("said"),
        sa.Column("call_id", KEY),
        _to("referral", "from_contact_id", "contact"),
        _to("referral", "to_contact_id", "contact"),
        sa.PrimaryKeyConstraint("id", name="pk_referral"),
    )
    for column in ("from_contact_id", "to_contact_id"):
        op.create_index(f"ix_referral_{column}", "referral", [column])


def _skip() -> None:
    op.create_table(
        "skip",
        *_logged(),
        sa.Column("lead_id", KEY, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("until", TIME, nullable=False),
        _to("skip", "lead_id", "lead"),
        sa.PrimaryKeyConstraint("id", name="pk_skip"),
    )
    op.create_index("ix_skip_lead_id", "skip", ["lead_id"])


def _saved_view() -> None:
    op.create_table(
        "saved_view",
        *_edited(),
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("filter", JSON, nullable=False),
        sa.Column("removed_at", TIME),
        _to("saved_view", "project_id", "project"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
    )
    op.create_index("ix_saved_view_project_id", "saved_view", ["project_id"])


def _undo() -> None:
    op.create_table(
        "call_effect",
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("body", JSON, nullable=False),
        _to("call_effect", "call_id", "call"),
        sa.PrimaryKeyConstraint("call_id", name="pk_call_effect"),
    )
    op.create_table(
        "call_undo",
        *_logged(),
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("lead_id", KEY, nullable=False),
        _text("reason"),
        _to("call_undo", "call_id", "call"),
        _to("call_undo", "lead_id", "lead"),
        sa.PrimaryKeyConstraint("id", name="pk_call_undo"),
        sa.UniqueConstraint("call_id", name="uq_call_undo_call_id"),
    )
    op.create_index("ix_call_undo_lead_id", "call_undo", ["lead_id"])


def _claim() -> None:
    op.create_table(
        "claim",
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("mine", sa.Boolean(), nullable=False),
        _text("holder"),
        sa.Column("until", TIME, nullable=False),
        _to("claim", "account_id", "account"),
        _to("claim", "project_id", "project"),
        sa.PrimaryKeyConstraint("account_id", name="pk_claim"),
    )
