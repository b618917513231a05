"""The first store."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.LargeBinary(16)
TIME = sa.BigInteger()

LOGGED = (
    "lead_stage",
    "call",
    "fact",
    "lead_definition",
    "criterion",
    "script_version",
    "touch",
    "invitation_message",
    "handoff_event",
    "change_log",
)


def upgrade() -> None:
    _account()
    _change_log()
    _draft()
    _pending()
    _project()
    _setting()
    _suppression()
    _user()
    _contact()
    _lead_definition()
    _script()
    _source()
    _call_list()
    _contact_email()
    _contact_phone()
    _criterion()
    _script_version()
    _lead()
    _list_row()
    _call()
    _lead_stage()
    _meeting()
    _touch()
    _fact()
    _handoff()
    _invitation_message()
    _handoff_event()
    for table in LOGGED:
        _append_only(table)


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("domain", sa.String()),
        sa.Column("industry", sa.String()),
        sa.Column("size", sa.String()),
        sa.Column("street", sa.String()),
        sa.Column("city", sa.String()),
        sa.Column("state", sa.String()),
        sa.Column("postal_code", sa.String()),
        sa.Column("country", sa.String()),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
    )
    op.create_index("ix_account_domain", "account", ["domain"])
    op.create_index("ix_account_name_key", "account", ["name_key"])


def _change_log() -> None:
    op.create_table(
        "change_log",
        sa.Column("seq", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", KEY, nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", KEY, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_change_log"),
        sqlite_autoincrement=True,
    )


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("lead_id", KEY, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("saved_at", TIME, nullable=False),
        sa.Column("saved_by", KEY, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("lead_id", name="pk_draft"),
    )


def _pending() -> None:
    op.create_table(
        "pending",
        sa.Column("seq", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", KEY, nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_pending"),
        sqlite_autoincrement=True,
    )


def _project() -> None:
    op.create_table(
        "project",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("call_from", sa.Integer(), nullable=False),
        sa.Column("call_until", sa.Integer(), nullable=False),
        sa.Column("call_days", sa.String(), nullable=False),
        sa.Column("caller_company", sa.String(), nullable=False),
        sa.Column("offer", sa.String(), nullable=False),
        sa.Column("definition_id", KEY),
        sa.Column("script_id", KEY),
        sa.Column("rep_id", KEY),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_project"),
        sa.UniqueConstraint("name", name="uq_project_name"),
    )


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    )


def _suppression() -> None:
    op.create_table(
        "suppression",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("until", TIME),
        sa.Column("lifted_at", TIME),
        sa.Column("lifted_reason", sa.String(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_suppression"),
    )
    op.create_index("ix_suppression_kind_value", "suppression", ["kind", "value"])


def _user() -> None:
    op.create_table(
        "user",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String()),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("login", sa.String()),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("work_from", sa.Integer(), nullable=False),
        sa.Column("work_until", sa.Integer(), nullable=False),
        sa.Column("work_days", sa.String(), nullable=False),
        sa.Column("buffer_minutes", sa.Integer(), nullable=False),
        sa.Column("meeting_place", sa.String(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_user"),
        sa.UniqueConstraint("email", name="uq_user_email"),
    )


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("decision_role", sa.String()),
        sa.Column("reports_to_id", KEY),
        sa.Column("referred_by_id", KEY),
        sa.Column("zones", sa.String(), nullable=False),
        sa.Column("zones_because", sa.String(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_contact_account_id"),
        sa.ForeignKeyConstraint(["referred_by_id"], ["contact.id"], name="fk_contact_referred_by_id"),
        sa.ForeignKeyConstraint(["reports_to_id"], ["contact.id"], name="fk_contact_reports_to_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
    )
    op.create_index("ix_contact_account_id", "contact", ["account_id"])
    op.create_index("ix_contact_name_key", "contact", ["name_key"])


def _lead_definition() -> None:
    op.create_table(
        "lead_definition",
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date()),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_lead_definition_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lead_definition"),
        sa.UniqueConstraint("project_id", "version", name="uq_lead_definition_project_id_version"),
    )


def _script() -> None:
    op.create_table(
        "script",
        sa.Column("project_id", KEY),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_script_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_script"),
    )
    op.create_index("ix_script_project_id", "script", ["project_id"])


def _source() -> None:
    op.create_table(
        "source",
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("cost_cents", sa.Integer()),
        sa.Column("currency", sa.String()),
        sa.Column("happened_on", sa.Date()),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_source_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        sa.UniqueConstraint("project_id", "kind", "detail", name="uq_source_project_id_kind_detail"),
    )


def _call_list() -> None:
    op.create_table(
        "call_list",
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("source_id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("released_at", TIME),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_call_list_project_id"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_call_list_source_id"),
        sa.PrimaryKeyConstraint("id", name="pk_call_list"),
        sa.UniqueConstraint("project_id", "name", name="uq_call_list_project_id_name"),
    )
    op.create_index("ix_call_list_source_id", "call_list", ["source_id"])


def _contact_email() -> None:
    op.create_table(
        "contact_email",
        sa.Column("contact_id", KEY, nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("address_key", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_contact_email_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contact_email"),
    )
    op.create_index("ix_contact_email_address_key", "contact_email", ["address_key"])
    op.create_index("ix_contact_email_contact_id", "contact_email", ["contact_id"])


def _contact_phone() -> None:
    op.create_table(
        "contact_phone",
        sa.Column("contact_id", KEY, nullable=False),
        sa.Column("e164", sa.String(), nullable=False),
        sa.Column("extension", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("as_typed", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("bad_since", TIME),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_contact_phone_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contact_phone"),
    )
    op.create_index("ix_contact_phone_contact_id", "contact_phone", ["contact_id"])
    op.create_index("ix_contact_phone_e164", "contact_phone", ["e164"])


def _criterion() -> None:
    op.create_table(
        "criterion",
        sa.Column("definition_id", KEY, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["definition_id"], ["lead_definition.id"], name="fk_criterion_definition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_criterion"),
        sa.UniqueConstraint("definition_id", "key", name="uq_criterion_definition_id_key"),
    )


def _script_version() -> None:
    op.create_table(
        "script_version",
        sa.Column("script_id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.ForeignKeyConstraint(["script_id"], ["script.id"], name="fk_script_version_script_id"),
        sa.PrimaryKeyConstraint("id", name="pk_script_version"),
        sa.UniqueConstraint("script_id", "version", name="uq_script_version_script_id_version"),
    )
    op.create_index("ix_script_version_digest", "script_version", ["digest"])


def _lead() -> None:
    op.create_table(
        "lead",
        sa.Column("project_id", KEY, nullable=False),
        sa.Column("contact_id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("call_list_id", KEY),
        sa.Column("source_id", KEY),
        sa.Column("owner_id", KEY),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("stage_reason", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_call_at", TIME),
        sa.Column("last_outcome", sa.String()),
        sa.Column("next_kind", sa.String(), nullable=False),
        sa.Column("next_at", TIME),
        sa.Column("next_why", sa.String(), nullable=False),
        sa.Column("zones", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_lead_account_id"),
        sa.ForeignKeyConstraint(["call_list_id"], ["call_list.id"], name="fk_lead_call_list_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_lead_contact_id"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_lead_project_id"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_lead_source_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lead"),
        sa.UniqueConstraint("project_id", "contact_id", name="uq_lead_project_id_contact_id"),
    )
    op.create_index("ix_lead_account_id", "lead", ["account_id"])
    op.create_index("ix_lead_call_list_id", "lead", ["call_list_id"])
    op.create_index("ix_lead_contact_id", "lead", ["contact_id"])
    op.create_index(
        "ix_lead_queue", "lead", ["project_id", "next_kind", "next_at", "place", "stage", "zones"]
    )


def _list_row() -> None:
    op.create_table(
        "list_row",
        sa.Column("id", KEY, nullable=False),
        sa.Column("call_list_id", KEY, nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("contact_id", KEY),
        sa.ForeignKeyConstraint(["call_list_id"], ["call_list.id"], name="fk_list_row_call_list_id"),
        sa.PrimaryKeyConstraint("id", name="pk_list_row"),
    )
    op.create_index("ix_list_row_call_list_id", "list_row", ["call_list_id"])


def _call() -> None:
    op.create_table(
        "call",
        sa.Column("lead_id", KEY, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("script_version_id", KEY),
        sa.Column("no_fact_reason", sa.String(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name="fk_call_lead_id"),
        sa.PrimaryKeyConstraint("id", name="pk_call"),
    )
    op.create_index("ix_call_lead_id", "call", ["lead_id"])
    op.create_index("ix_call_started_at", "call", ["started_at"])


def _lead_stage() -> None:
    op.create_table(
        "lead_stage",
        sa.Column("lead_id", KEY, nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name="fk_lead_stage_lead_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lead_stage"),
    )
    op.create_index("ix_lead_stage_lead_id", "lead_stage", ["lead_id"])


def _meeting() -> None:
    op.create_table(
        "meeting",
        sa.Column("lead_id", KEY, nullable=False),
        sa.Column("rep_id", KEY, nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("agenda", sa.String(), nullable=False),
        sa.Column("rep_zone", sa.String(), nullable=False),
        sa.Column("lead_zone", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name="fk_meeting_lead_id"),
        sa.ForeignKeyConstraint(["rep_id"], ["user.id"], name="fk_meeting_rep_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
        sa.UniqueConstraint("uid", name="uq_meeting_uid"),
    )
    op.create_index("ix_meeting_lead_id", "meeting", ["lead_id"])
    op.create_index("ix_meeting_rep_id", "meeting", ["rep_id"])
    op.create_index("ix_meeting_starts_at", "meeting", ["starts_at"])


def _touch() -> None:
    op.create_table(
        "touch",
        sa.Column("lead_id", KEY, nullable=False),
        sa.Column("medium", sa.String(), nullable=False),
        sa.Column("happened_at", TIME, nullable=False),
        sa.Column("says", sa.String(), nullable=False),
        sa.Column("call_id", KEY),
        sa.Column("meeting_id", KEY),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name="fk_touch_lead_id"),
        sa.PrimaryKeyConstraint("id", name="pk_touch"),
    )
    op.create_index("ix_touch_lead_id", "touch", ["lead_id"])


def _fact() -> None:
    op.create_table(
        "fact",
        sa.Column("lead_id", KEY, nullable=False),
        sa.Column("contact_id", KEY, nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("call_id", KEY),
        sa.Column("at_second", sa.Integer()),
        sa.Column("script_version_id", KEY),
        sa.Column("confirms", sa.Boolean(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_fact_call_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_fact_contact_id"),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name="fk_fact_lead_id"),
        sa.PrimaryKeyConstraint("id", name="pk_fact"),
    )
    op.create_index("ix_fact_call_id", "fact", ["call_id"])
    op.create_index("ix_fact_lead_id", "fact", ["lead_id"])


def _handoff() -> None:
    op.create_table(
        "handoff",
        sa.Column("lead_id", KEY, nullable=False),
        sa.Column("meeting_id", KEY),
        sa.Column("rep_id", KEY, nullable=False),
        sa.Column("definition_id", KEY),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("due_at", TIME),
        sa.Column("waived_reason", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name="fk_handoff_lead_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_handoff_meeting_id"),
        sa.ForeignKeyConstraint(["rep_id"], ["user.id"], name="fk_handoff_rep_id"),
        sa.PrimaryKeyConstraint("id", name="pk_handoff"),
    )
    op.create_index("ix_handoff_lead_id", "handoff", ["lead_id"])
    op.create_index("ix_handoff_meeting_id", "handoff", ["meeting_id"])
    op.create_index("ix_handoff_rep_id", "handoff", ["rep_id"])


def _invitation_message() -> None:
    op.create_table(
        "invitation_message",
        sa.Column("meeting_id", KEY, nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stamped_at", TIME, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_invitation_message_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation_message"),
    )
    op.create_index("ix_invitation_message_meeting_id", "invitation_message", ["meeting_id"])


def _handoff_event() -> None:
    op.create_table(
        "handoff_event",
        sa.Column("handoff_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoff.id"], name="fk_handoff_event_handoff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_handoff_event"),
    )
    op.create_index("ix_handoff_event_handoff_id", "handoff_event", ["handoff_id"])


def _append_only(table: str) -> None:
    """Logged rows cannot be changed (but for the mark that they are shared) or deleted, by any program."""
    columns = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
    kept = ", ".join(column for column in columns if column != "shared")
    op.execute(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OF {kept} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
    op.execute(
        f"CREATE TRIGGER {table}_never_deleted BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
