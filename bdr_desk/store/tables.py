"""The tables. Rows have no methods and never reach the window: queries return plain values.

Two kinds of row: `Logged` rows are written once and never changed (calls, facts, trails); `Edited` rows may be changed,
and say by whom and when. Every time is UTC, every row names its author.
Rows of a `Shareable` table travel to the team's database once `shared` is set; `TEAM_TABLES` lists the tables that can.
"""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, MetaData, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bdr_desk.store.columns import KeyColumn, UtcTime, new_key

Json = dict[str, Any]
NOT_ADDED = text(
    "verdict <> 'added'"
)  # of rows of lists; SQLite takes their indexes where it is said just so


class Row(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {UUID: KeyColumn(), datetime: UtcTime(), Json: JSON(), list[Any]: JSON()}

    def __repr__(self) -> str:  # rows hold names and numbers: a log gets the key only
        return f"<{type(self).__name__} {getattr(self, 'id', '')}>"


class Logged:
    """Written once. `made_at` UTC, `made_by` the user who did it."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_key)
    made_at: Mapped[datetime] = mapped_column()
    made_by: Mapped[UUID] = mapped_column()


class Edited(Logged):
    """May change. `changed_at` UTC, `changed_by` the last author."""

    changed_at: Mapped[datetime] = mapped_column()
    changed_by: Mapped[UUID] = mapped_column()


class Shareable:
    """Travels to the team's database once `shared` is set."""

    shared: Mapped[bool] = mapped_column(default=False)


def _to(column: str, *, index: bool = True) -> Any:
    return mapped_column(ForeignKey(column), index=index)


def _local(**options: Any) -> Any:
    """A column of a shareable table that stays on this desk."""
    return mapped_column(info={"local": True}, **options)


def _arrival() -> Any:
    """The place of a row in the order in which rows reached the team's database: its word, whatever clock a desk has. None
    until the team has answered."""
    return mapped_column(info={"local": True, "arrives": True})


class User(Edited, Shareable, Row):
    """Everyone who appears in a project: BDRs, team leads, outside reps (`role` is one of `domain.words.Role`)."""

    __tablename__ = "user"
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    role: Mapped[str]
    login: Mapped[str | None]
    time_zone: Mapped[str]
    # A rep's calendar: minutes after local midnight, weekdays as digits (Monday 0), minutes kept free around meetings.
    work_from: Mapped[int] = mapped_column(default=9 * 60)
    work_until: Mapped[int] = mapped_column(default=17 * 60)
    work_days: Mapped[str] = mapped_column(default="01234")
    buffer_minutes: Mapped[int] = mapped_column(default=15)
    meeting_place: Mapped[str] = mapped_column(default="")


class Project(Edited, Shareable, Row):
    __tablename__ = "project"
    name: Mapped[str] = mapped_column(unique=True)
    sample: Mapped[bool] = mapped_column(default=False)
    region: Mapped[str] = mapped_column(default="US")
    call_from: Mapped[int] = mapped_column(default=9 * 60)
    call_until: Mapped[int] = mapped_column(default=17 * 60 + 30)
    call_days: Mapped[str] = mapped_column(default="01234")
    caller_company: Mapped[str] = mapped_column(default="")
    offer: Mapped[str] = mapped_column(default="")
    definition_id: Mapped[UUID | None]
    script_id: Mapped[UUID | None]
    rep_id: Mapped[UUID | None]
    rules: Mapped[Json] = _local(
        default=dict
    )  # hygiene rule -> off, warn or quarantine, where not the rule's own
    profile: Mapped[Json] = _local(default=dict)  # the ideal customer: see domain.profile
    calling: Mapped[Json] = _local(default=dict)  # when people may be called: see domain.calling_policy
    queue: Mapped[Json] = _local(default=dict)  # who comes first, and how often: see domain.rank
    cadence_id: Mapped[UUID | None] = _local()


class ProjectCompany(Edited, Row):
    """A company with a part in the project: a customer already, or a competitor. `name_key` as in `Account`."""

    __tablename__ = "project_company"
    __table_args__ = (Index("ix_project_company_project_id_kind", "project_id", "kind"),)
    project_id: Mapped[UUID] = _to("project.id", index=False)
    kind: Mapped[str]  # customer, competitor
    name: Mapped[str]
    name_key: Mapped[str]
    domain: Mapped[str | None]


class Source(Edited, Row):
    """Where leads came from, for life. `cost_cents` in `currency`; `mapping` says how its columns were read last."""

    __tablename__ = "source"
    __table_args__ = (UniqueConstraint("project_id", "kind", "detail"),)
    project_id: Mapped[UUID] = _to("project.id", index=False)
    kind: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    cost_cents: Mapped[int | None]
    currency: Mapped[str | None]
    happened_on: Mapped[date | None]
    mapping: Mapped[Json] = mapped_column(default=dict)


class CallList(Edited, Row):
    """A batch of leads from one source. Its leads stay out of the queue until `released_at`."""

    __tablename__ = "call_list"
    __table_args__ = (UniqueConstraint("project_id", "name"),)
    project_id: Mapped[UUID] = _to("project.id", index=False)
    source_id: Mapped[UUID] = _to("source.id")
    name: Mapped[str]
    file_name: Mapped[str] = mapped_column(default="")
    region: Mapped[str]
    mapping: Mapped[Json] = mapped_column(default=dict)
    released_at: Mapped[datetime | None]
    tier: Mapped[str] = mapped_column(default="normal")  # inbound, normal, filler: see domain.rank
    priority: Mapped[int] = mapped_column(default=0)  # -2 to 2, among the lists of its tier


class ListImport(Edited, Row):
    """One file taken into a list. The counts add up to `rows`; `summary` is what the list's grade is made of."""

    __tablename__ = "list_import"
    call_list_id: Mapped[UUID] = _to("call_list.id")
    file_name: Mapped[str] = mapped_column(default="")
    region: Mapped[str]
    mapping: Mapped[Json] = mapped_column(default=dict)
    rows: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    merged: Mapped[int] = mapped_column(default=0)
    quarantined: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    summary: Mapped[Json] = mapped_column(default=dict)
    undone_at: Mapped[datetime | None]


class ListRow(Row):
    """One row of an imported file, as it came, with its verdict: nothing that was handed in is ever lost.

    `made` names what the row brought into being, so that it can be taken back: "lead", "contact", "account", and the keys of
    numbers and addresses learnt for somebody known. `settled_how` says what a person decided about a quarantined row.

    Nearly every row of a good list is added, and nobody asks for one of those alone: the indexes hold the others, for
    whoever asks with `NOT_ADDED`.
    """

    __tablename__ = "list_row"
    __table_args__ = (
        Index("ix_list_row_import_id_verdict", "import_id", "verdict", sqlite_where=NOT_ADDED),
        Index("ix_list_row_contact_id", "contact_id", sqlite_where=NOT_ADDED),
        {"sqlite_with_rowid": False},
    )
    import_id: Mapped[UUID] = mapped_column(ForeignKey("list_import.id"), primary_key=True)
    row_number: Mapped[int] = mapped_column(primary_key=True)
    cells: Mapped[list[Any]]
    verdict: Mapped[str]  # added, merged, quarantined, refused
    problems: Mapped[list[Any]]
    contact_id: Mapped[UUID | None]
    made: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None]
    settled_how: Mapped[str | None]  # released, kept_out
    settled_why: Mapped[str | None]


class Account(Edited, Shareable, Row):
    __tablename__ = "account"
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(index=True)  # folded for matching: see domain.matching
    domain: Mapped[str | None] = mapped_column(index=True)
    industry: Mapped[str | None]
    size: Mapped[str | None]
    street: Mapped[str | None]
    city: Mapped[str | None]
    state: Mapped[str | None]
    postal_code: Mapped[str | None]
    country: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")


class Contact(Edited, Shareable, Row):
    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_account_id_name_key", "account_id", "name_key"),)
    account_id: Mapped[UUID] = _to("account.id", index=False)
    given_name: Mapped[str] = mapped_column(default="")
    family_name: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")  # as shown; empty when the list named a company only
    name_key: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    decision_role: Mapped[str | None]  # one of domain.words.DecisionRole
    reports_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id"))
    referred_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id"))
    zones: Mapped[str] = mapped_column(default="UTC")  # comma-separated IANA zones the person may be in
    zones_because: Mapped[str] = mapped_column(default="")
    merged_into_id: Mapped[UUID | None] = _local()  # this is the same person as that one
    zone: Mapped[str | None] = _local()  # where somebody said they are (IANA); stands above all that is read


class ContactMerge(Edited, Row):
    """Two contacts found to be one person. `detail` holds what was carried over, so that it can be undone."""

    __tablename__ = "contact_merge"
    kept_id: Mapped[UUID] = _to("contact.id")
    merged_id: Mapped[UUID] = _to("contact.id")
    detail: Mapped[Json] = mapped_column(default=dict)
    undone_at: Mapped[datetime | None]


class ContactPhone(Edited, Shareable, Row):
    __tablename__ = "contact_phone"
    contact_id: Mapped[UUID] = _to("contact.id")
    e164: Mapped[str] = mapped_column(index=True)
    extension: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="work")  # work, mobile, home, switchboard, other
    as_typed: Mapped[str] = mapped_column(default="")
    place: Mapped[int] = mapped_column(default=0)
    bad_since: Mapped[datetime | None]  # wrong or dead number, found by calling it


class ContactEmail(Edited, Shareable, Row):
    __tablename__ = "contact_email"
    contact_id: Mapped[UUID] = _to("contact.id")
    address: Mapped[str]
    address_key: Mapped[str] = mapped_column(index=True)
    place: Mapped[int] = mapped_column(default=0)


class Lead(Edited, Shareable, Row):
    """A contact worked in a project. `next_kind` is fresh, retry, callback or none; `next_at` UTC, null for fresh.

    `zones`, `account_id` and `place` repeat what contact and list know. `cell_id`, `turn`, `ready` and `wake_at` are what the
    rules conclude (store/standing.py), so that the queue is answered from one index: `ready` leads by cell and turn, the
    others by the instant they `wake_at`; one that is neither is not in the queue.
    """

    __tablename__ = "lead"
    __table_args__ = (
        UniqueConstraint("contact_id", "project_id"),  # finds the leads of a contact as well
        Index(
            "ix_lead_ready",
            "cell_id",
            "turn",
            "place",
            "account_id",
            sqlite_where=text("ready = 1"),
        ),
        Index(
            "ix_lead_wake_at", "project_id", "wake_at", sqlite_where=text("ready = 0 AND wake_at IS NOT NULL")
        ),
        Index(
            "ix_lead_promised",
            "project_id",
            "next_at",
            "account_id",
            sqlite_where=text("next_kind = 'callback'"),
        ),
    )
    project_id: Mapped[UUID] = _to("project.id", index=False)
    contact_id: Mapped[UUID] = _to("contact.id", index=False)
    account_id: Mapped[UUID] = _to("account.id")
    call_list_id: Mapped[UUID | None] = _to("call_list.id")
    source_id: Mapped[UUID | None] = mapped_column(ForeignKey("source.id"))
    owner_id: Mapped[UUID | None]
    stage: Mapped[str] = mapped_column(default="new")
    stage_reason: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    last_call_at: Mapped[datetime | None]
    last_outcome: Mapped[str | None]
    next_kind: Mapped[str] = mapped_column(default="fresh")
    next_at: Mapped[datetime | None]
    next_why: Mapped[str] = mapped_column(default="")
    zones: Mapped[str] = mapped_column(default="UTC")
    place: Mapped[int] = mapped_column(default=0)
    fit: Mapped[int | None] = _local()  # 0 to 100 against the project's ideal profile
    cell_id: Mapped[int | None] = _local()  # None: nobody knows where they are
    turn: Mapped[int] = _local(default=0)  # the lower, the sooner: the score of domain.rank, below zero
    ready: Mapped[bool] = _local(default=False)
    wake_at: Mapped[datetime | None] = _local()
    step: Mapped[int] = _local(default=0)  # the place of the next touch in the cadence
    medium: Mapped[str] = _local(default="call")  # of the next touch
    trigger: Mapped[str] = _local(default="")  # reply, revisit, reappeared: see domain.rank
    triggered_at: Mapped[datetime | None] = _local()


class QueueCell(Row):
    """Leads of a project with the same calling hours (`domain.calling_places.hours_key`) and of the same segment."""

    __tablename__ = "queue_cell"
    __table_args__ = (UniqueConstraint("project_id", "hours", "segment"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"))
    hours: Mapped[str]
    segment: Mapped[str]


class HourStat(Row):
    """Dials and conversations of a project by segment and hour of the week there (0 is Monday 0:00)."""

    __tablename__ = "hour_stat"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), primary_key=True)
    segment: Mapped[str] = mapped_column(primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True)
    dials: Mapped[int] = mapped_column(default=0)
    reached: Mapped[int] = mapped_column(default=0)


class Cadence(Logged, Row):
    """A version of a project's plan of touches. `body` is what `domain.cadence` reads."""

    __tablename__ = "cadence"
    __table_args__ = (UniqueConstraint("project_id", "version"),)
    project_id: Mapped[UUID] = _to("project.id", index=False)
    version: Mapped[int]
    name: Mapped[str]
    body: Mapped[Json]


class AccountRoute(Edited, Row):
    """How one gets through to somebody at an account: the phone tree as it was met."""

    __tablename__ = "account_route"
    account_id: Mapped[UUID] = _to("account.id")
    e164: Mapped[str] = mapped_column(default="")
    extension: Mapped[str] = mapped_column(default="")
    keys: Mapped[str] = mapped_column(default="")  # what to press, "2, then 0"
    dial_by_name: Mapped[bool] = mapped_column(default=False)
    gatekeeper: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    removed_at: Mapped[datetime | None]


class Referral(Logged, Row):
    """Who sent us to whom, in their words."""

    __tablename__ = "referral"
    from_contact_id: Mapped[UUID] = _to("contact.id")
    to_contact_id: Mapped[UUID] = _to("contact.id")
    said: Mapped[str] = mapped_column(default="")
    call_id: Mapped[UUID | None]


class Skip(Logged, Row):
    """A lead passed over, with the reason; it comes back after `until`."""

    __tablename__ = "skip"
    lead_id: Mapped[UUID] = _to("lead.id")
    reason: Mapped[str]
    until: Mapped[datetime]


class SavedView(Edited, Row):
    """A filter on the queue under a name."""

    __tablename__ = "saved_view"
    project_id: Mapped[UUID] = _to("project.id")
    name: Mapped[str]
    filter: Mapped[Json]
    removed_at: Mapped[datetime | None]


class CallEffect(Row):
    """What stood before a call was logged, so that its outcome can be undone."""

    __tablename__ = "call_effect"
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"), primary_key=True)
    body: Mapped[Json]


class CallUndo(Logged, Shareable, Row):
    """A call whose outcome was taken back: it stays in the history, and counts for nothing."""

    __tablename__ = "call_undo"
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"), unique=True)
    lead_id: Mapped[UUID] = _to("lead.id")
    reason: Mapped[str] = mapped_column(default="")


class Claim(Row):
    """What this desk knows of the team's claims on accounts (see team/claims.py). `until` is by this desk's clock."""

    __tablename__ = "claim"
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"))
    mine: Mapped[bool]
    holder: Mapped[str] = mapped_column(default="")
    until: Mapped[datetime]


class LeadStage(Logged, Shareable, Row):
    """Each step of a lead, forward or back."""

    __tablename__ = "lead_stage"
    lead_id: Mapped[UUID] = _to("lead.id")
    stage: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")


class Call(Logged, Shareable, Row):
    """One dial and how it ended. `seconds` is talk time; `no_fact_reason` says why a conversation brought no fact."""

    __tablename__ = "call"
    lead_id: Mapped[UUID] = _to("lead.id")
    started_at: Mapped[datetime] = mapped_column(index=True)
    seconds: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    line: Mapped[str] = mapped_column(default="")
    script_version_id: Mapped[UUID | None]
    no_fact_reason: Mapped[str] = mapped_column(default="")


class Draft(Row):
    """A user's unfinished call, saved as it is typed. `body` is what `queries.drafts.CallDraft` reads."""

    __tablename__ = "draft"
    lead_id: Mapped[UUID] = mapped_column(primary_key=True)
    saved_by: Mapped[UUID] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    body: Mapped[Json]


class Fact(Logged, Shareable, Row):
    """An answer to a qualification question. The latest per (lead, criterion) is the current one: the last that reached the
    team, else the last that was made here (`store.trails.in_order`)."""

    __tablename__ = "fact"
    lead_id: Mapped[UUID] = _to("lead.id")
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contact.id"))
    criterion: Mapped[str]
    value: Mapped[str]
    call_id: Mapped[UUID | None] = _to("call.id")
    at_second: Mapped[int | None]
    script_version_id: Mapped[UUID | None]
    confirms: Mapped[bool] = mapped_column(default=False)  # said again, unchanged
    arrival: Mapped[int | None] = _arrival()


class LeadDefinition(Logged, Shareable, Row):
    __tablename__ = "lead_definition"
    __table_args__ = (UniqueConstraint("project_id", "version"),)
    project_id: Mapped[UUID] = _to("project.id", index=False)
    name: Mapped[str]
    version: Mapped[int]
    signed_on: Mapped[date | None]
    signed_by: Mapped[str] = mapped_column(default="")


class Criterion(Logged, Shareable, Row):
    __tablename__ = "criterion"
    __table_args__ = (UniqueConstraint("definition_id", "key"),)
    definition_id: Mapped[UUID] = _to("lead_definition.id", index=False)
    place: Mapped[int]
    key: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str]  # text, choice, yes_no, number, date
    prompt: Mapped[str]
    required: Mapped[bool]
    evidence: Mapped[str] = mapped_column(default="")
    choices: Mapped[list[Any]] = mapped_column(default=list)


class Script(Edited, Shareable, Row):
    __tablename__ = "script"
    project_id: Mapped[UUID | None] = _to("project.id")
    name: Mapped[str]


class ScriptVersion(Logged, Shareable, Row):
    """The text of a script as it was read aloud: facts point at the version in use."""

    __tablename__ = "script_version"
    __table_args__ = (UniqueConstraint("script_id", "version"),)
    script_id: Mapped[UUID] = _to("script.id", index=False)
    version: Mapped[int]
    text: Mapped[str]
    digest: Mapped[str] = mapped_column(index=True)


class Touch(Logged, Shareable, Row):
    """One outreach in any medium; calls and invitations leave one here too, so that history is a single read."""

    __tablename__ = "touch"
    lead_id: Mapped[UUID] = _to("lead.id")
    medium: Mapped[str]
    happened_at: Mapped[datetime]
    says: Mapped[str] = mapped_column(default="")
    call_id: Mapped[UUID | None]
    meeting_id: Mapped[UUID | None]


class Meeting(Edited, Shareable, Row):
    """`uid` and `sequence` as in RFC 5545 §3.8.4.7 and §3.8.7.4. `starts_at` UTC; zones are those the two people live in."""

    __tablename__ = "meeting"
    lead_id: Mapped[UUID] = _to("lead.id")
    rep_id: Mapped[UUID] = _to("user.id")
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(default="booked")  # booked, cancelled, held, no_show
    starts_at: Mapped[datetime] = mapped_column(index=True)
    minutes: Mapped[int]
    subject: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    agenda: Mapped[str] = mapped_column(default="")
    rep_zone: Mapped[str]
    lead_zone: Mapped[str]
    answer: Mapped[str] = mapped_column(default="NEEDS-ACTION")


class InvitationMessage(Logged, Shareable, Row):
    """An iTIP message made or read, to the letter."""

    __tablename__ = "invitation_message"
    meeting_id: Mapped[UUID] = _to("meeting.id")
    method: Mapped[str]
    sequence: Mapped[int]
    stamped_at: Mapped[datetime]
    text: Mapped[str]


class Handoff(Edited, Shareable, Row):
    """The passing of a lead to a rep. `status` is what the trail says (see domain.handoff); `due_at` UTC."""

    __tablename__ = "handoff"
    lead_id: Mapped[UUID] = _to("lead.id")
    meeting_id: Mapped[UUID | None] = _to("meeting.id")
    rep_id: Mapped[UUID] = _to("user.id")
    definition_id: Mapped[UUID | None]
    status: Mapped[str] = mapped_column(default="passed")
    due_at: Mapped[datetime | None]
    waived_reason: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    arrival: Mapped[int | None] = _arrival()


class HandoffEvent(Logged, Shareable, Row):
    """Append-only trail: passed, accepted, rejected, asked, answered, returned, feedback."""

    __tablename__ = "handoff_event"
    handoff_id: Mapped[UUID] = _to("handoff.id")
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    author_name: Mapped[str] = mapped_column(default="")
    arrival: Mapped[int | None] = _arrival()


class Consent(Logged, Shareable, Row):
    """That a person agreed to be written to by `medium` (`domain.words.Medium`) on behalf of a project, or (`given` false)
    took it back. `how` they told us, `said` in which words: who writes has to be able to prove it (GDPR art. 7)."""

    __tablename__ = "consent"
    project_id: Mapped[UUID] = _to("project.id", index=False)
    contact_id: Mapped[UUID] = _to("contact.id")
    medium: Mapped[str]
    given: Mapped[bool]
    how: Mapped[str] = mapped_column(default="")
    said: Mapped[str] = mapped_column(default="")


class Suppression(Edited, Shareable, Row):
    """Who may not be contacted. `kind` is phone, email, domain, account, contact or erased; `value` is E.164, address, domain,
    key, or the keyed hash of somebody who was erased. `medium` is call, mail or any.
    """

    __tablename__ = "suppression"
    __table_args__ = (Index("ix_suppression_kind_value", "kind", "value"),)
    kind: Mapped[str]
    value: Mapped[str]
    reason: Mapped[str]
    until: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]
    lifted_reason: Mapped[str] = mapped_column(default="")
    medium: Mapped[str] = mapped_column(default="any")
    lifted_by: Mapped[UUID | None]


class Erasure(Logged, Row):
    """That a person was erased on request. `proof` counts what went, table by table, and names nobody."""

    __tablename__ = "erasure"
    reason: Mapped[str]
    proof: Mapped[Json]


class Setting(Row):
    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Json]


class ChangeLog(Row):
    """Append-only: which row was made or changed, by whom, when. Bulk imports log once per list."""

    __tablename__ = "change_log"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    by: Mapped[UUID]
    table_name: Mapped[str]
    row_id: Mapped[UUID]
    what: Mapped[str]  # made, changed, bulk


class Pending(Row):
    """The outbox: rows that still have to reach the team's database, written in the transaction that changed them."""

    __tablename__ = "pending"
    __table_args__ = (
        Index("ix_pending_table_name_row_id", "table_name", "row_id"),
        {"sqlite_autoincrement": True},
    )
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    table_name: Mapped[str]
    row_id: Mapped[UUID]
    since: Mapped[datetime]


class TeamParcel(Row):
    """The rows of one table in a parcel for the team, kept until the team has answered: `lines` is what is sent, to the letter,
    `names` its columns. See team/outbox.py."""

    __tablename__ = "team_parcel"
    number: Mapped[int] = mapped_column(primary_key=True)
    table_name: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[UUID]
    names: Mapped[str]
    rows: Mapped[int]
    lines: Mapped[str]


class TeamBase(Row):
    """What fields of a shared row were before changes the team has not answered. See store/bases.py."""

    __tablename__ = "team_base"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    table_name: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[UUID] = mapped_column(primary_key=True)
    parcel: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[Json]


class LostValue(Row):
    """What `lost_by` had written, and `by` overwrote without having seen it; `at` by the clock of the team's database."""

    __tablename__ = "lost_value"
    __table_args__ = (Index("ix_lost_value_lost_by_at", "lost_by", "at"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    table_name: Mapped[str]
    row_id: Mapped[UUID]
    field: Mapped[str]
    lost: Mapped[Any] = mapped_column(JSON(none_as_null=False))
    stays: Mapped[Any] = mapped_column(JSON(none_as_null=False))
    lost_by: Mapped[UUID]
    by: Mapped[UUID | None]
    at: Mapped[datetime]


# Parents first: the order in which rows can be written without breaking a foreign key.
TEAM_TABLES: tuple[type[Row], ...] = (
    User, Suppression, Project, LeadDefinition, Criterion, Script, ScriptVersion, Account, Contact, ContactPhone,
    ContactEmail, Consent, Lead, LeadStage, Call, CallUndo, Fact, Touch, Meeting, InvitationMessage, Handoff, HandoffEvent,
)  # fmt: skip
