"""Meetings: who has time when, what is booked, and the reps who take them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.calling_hours import Window
from bdr_desk.domain.regions import REGION_ZONES
from bdr_desk.domain.slots import AHEAD_DAYS, Hours, Span, good_slots
from bdr_desk.domain.slots import free_slots as free_starts
from bdr_desk.domain.time_zones import day_and_time, their_time
from bdr_desk.domain.words import Role
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.queries.projects import window_of
from bdr_desk.queries.rows import need
from bdr_desk.queries.users import called, find_user
from bdr_desk.store.tables import Account, Contact, Handoff, Lead, Meeting, Project, User

UNKNOWN_ZONE = "UTC"  # what a lead has whose place could not be read


@dataclass(frozen=True)
class SlotView:
    """`starts_at` UTC. `rep_says` "Thu 8 Apr 10:00" in the rep's zone, `lead_says` "Thu 8 Apr 15:00 their time"."""

    starts_at: datetime
    minutes: int
    rep_says: str
    lead_says: str
    rep_zone: str
    lead_zone: str


@dataclass(frozen=True, repr=False)
class RepView:
    """`hours` as "09:00-17:00" in `time_zone`; `booked` counts meetings still to come."""

    rep: UUID
    name: str
    email: str
    time_zone: str
    hours: str
    booked: int


@dataclass(frozen=True, repr=False)
class MeetingView:
    """Times UTC. `status` is booked, cancelled, held or no_show; `answer` is the prospect's PARTSTAT (RFC 5545 §3.2.12);
    `elsewhere` when it is in the team's database and not on this desk."""

    meeting: UUID
    uid: str
    sequence: int
    lead: UUID
    name: str
    account_name: str
    rep: UUID
    rep_name: str
    starts_at: datetime
    ends_at: datetime
    rep_says: str
    lead_says: str
    rep_zone: str
    lead_zone: str
    subject: str
    place: str
    status: str
    answer: str
    upcoming: bool
    handoff: UUID | None
    handoff_status: str
    handoff_due: datetime | None
    elsewhere: bool = False


def free_slots(
    desk: Desk, lead: UUID, rep: UUID, count: int = 3, *, minutes: int = 30
) -> tuple[SlotView, ...]:
    """The good slots (see `domain.slots.good_slots`), soonest first. Empty when the two share no time in the next two weeks."""
    with desk.read() as session:
        person, rep_row = need(session, Lead, lead), need_rep(session, rep)
        starts = good_starts(session, person, rep_row, desk.clock(), minutes=minutes, count=count)
        return _slot_views(session, person, rep_row, starts, minutes)


def every_slot(desk: Desk, lead: UUID, rep: UUID, *, minutes: int = 30) -> tuple[SlotView, ...]:
    """Every free slot of the next two weeks, today's and lunch hours too: for somebody who asks for another time."""
    with desk.read() as session:
        person, rep_row = need(session, Lead, lead), need_rep(session, rep)
        starts = _free_starts(session, person, rep_row, desk.clock(), minutes)
        return _slot_views(session, person, rep_row, starts, minutes)


def next_slot(desk: Desk, lead: UUID, rep: UUID, *, minutes: int = 30) -> SlotView | None:
    """The slot one key takes: the first good one."""
    return next(iter(free_slots(desk, lead, rep, 1, minutes=minutes)), None)


def reps(desk: Desk) -> tuple[RepView, ...]:
    """The outside reps, by name."""
    with desk.read() as session:
        return tuple(_rep_view(session, rep, desk.clock()) for rep in reps_in(session))


def rep_zone(desk: Desk, text: str) -> str:
    """The zone of the rep named, or of this desk's user for an e-mail not known yet. Errors as `find_rep`."""
    with desk.read() as session:
        return (find_rep(session, text) or session.get_one(User, desk.me)).time_zone


def meetings(desk: Desk, *, project: UUID | None = None, lead: UUID | None = None) -> tuple[MeetingView, ...]:
    """Those to come, soonest first, then the others, newest first; of one `project` or `lead`, or all."""
    with desk.read() as session:
        return all_meetings(session, desk.clock(), project, lead)


def all_meetings(
    session: Session, now: datetime, project: UUID | None = None, lead: UUID | None = None
) -> tuple[MeetingView, ...]:
    """All that `session` knows, `now` (UTC), in the order of `meetings`."""
    found = [_meeting_view(session, row, now) for row in _meetings(session, project, lead)]
    coming = sorted((view for view in found if view.upcoming), key=lambda view: view.starts_at)
    others = sorted(
        (view for view in found if not view.upcoming), key=lambda view: view.starts_at, reverse=True
    )
    return (*coming, *others)


def meeting(desk: Desk, key: UUID) -> MeetingView:
    """One meeting. Raises NotFound."""
    with desk.read() as session:
        return _meeting_view(session, need(session, Meeting, key), desk.clock())


# What actions ask as well, inside their own transaction.


def need_rep(session: Session, key: UUID) -> User:
    """Raises NotFound."""
    row = session.get(User, key)
    if row is None:
        raise NotFound("There is no such rep.", _known_reps(session))
    return row


def find_rep(session: Session, text: str) -> User | None:
    """The rep with this e-mail or name (or the only one whose name begins so); None for an e-mail not known yet.

    Raises NotFound, listing the reps, for a name not known, and BadInput for a name several have.
    """
    wanted = text.strip().casefold()
    if not wanted:
        raise NotFound("No rep was named.", _known_reps(session))
    if exact := find_user(session, text):
        return exact
    begin = [user for user in reps_in(session) if user.name.casefold().startswith(wanted)]
    if len(begin) > 1:
        raise BadInput(f"Several people go by “{text}”.", f"Give the e-mail address: {called(begin)}.")
    if not begin and "@" not in text:
        raise NotFound(f"There is no rep “{text}”.", _known_reps(session))
    return begin[0] if begin else None


def lead_zone(session: Session, lead: Lead) -> str:
    """The likeliest zone of the prospect: the first one read for them, else the project's country's."""
    first = lead.zones.split(",")[0].strip()
    region = session.get_one(Project, lead.project_id).region
    return first or REGION_ZONES.get(region, (UNKNOWN_ZONE,))[0]


def good_starts(
    session: Session, lead: Lead, rep: User, now: datetime, *, minutes: int, count: int = 1
) -> list[datetime]:
    """Good slots (UTC), soonest first."""
    free = _free_starts(session, lead, rep, now, minutes)
    return good_slots(free, now, rep.time_zone, _shown_zone(session, lead, rep), minutes=minutes, count=count)


def booked_with(session: Session, rep: UUID, within: Span, *, besides: UUID | None = None) -> list[Meeting]:
    """The rep's booked meetings that share time with `within`, leaving out the meeting `besides`."""
    query = select(Meeting).where(
        Meeting.rep_id == rep,
        Meeting.status == "booked",
        Meeting.starts_at < within.ends,
        Meeting.starts_at > within.starts - timedelta(days=1),  # no meeting is longer
    )
    return [row for row in session.scalars(query) if row.id != besides and ends_of(row) > within.starts]


def ends_of(row: Meeting) -> datetime:
    return row.starts_at + timedelta(minutes=row.minutes)


def handoff_of(session: Session, row: Meeting) -> Handoff | None:
    """The handoff that goes with the meeting, the newest where there were several."""
    query = select(Handoff).where(Handoff.meeting_id == row.id)
    return session.scalar(query.order_by(Handoff.id.desc()).limit(1))


def hours_of(rep: User) -> Hours:
    return Hours(Window(rep.work_from, rep.work_until, rep.work_days), rep.time_zone)


def _free_starts(session: Session, lead: Lead, rep: User, now: datetime, minutes: int) -> list[datetime]:
    ahead = Span(now - timedelta(days=1), now + timedelta(days=AHEAD_DAYS + 2))
    booked = [Span(row.starts_at, ends_of(row)) for row in booked_with(session, rep.id, ahead)]
    return free_starts(
        now, hours_of(rep), _prospect_hours(session, lead), booked,
        minutes=minutes, buffer_minutes=rep.buffer_minutes,
    )  # fmt: skip


def _prospect_hours(session: Session, lead: Lead) -> Hours | None:
    """The project's calling window where the prospect is; None where that is not known."""
    zone = lead_zone(session, lead)
    if zone == UNKNOWN_ZONE:
        return None
    return Hours(window_of(session.get_one(Project, lead.project_id)), zone)


def _shown_zone(session: Session, lead: Lead, rep: User) -> str:
    zone = lead_zone(session, lead)
    return rep.time_zone if zone == UNKNOWN_ZONE else zone


def _slot_views(
    session: Session, lead: Lead, rep: User, starts: Iterable[datetime], minutes: int
) -> tuple[SlotView, ...]:
    zone = _shown_zone(session, lead, rep)
    return tuple(
        SlotView(
            at,
            minutes,
            day_and_time(at, rep.time_zone),
            their_time(at, zone),
            rep.time_zone,
            zone,
        )
        for at in starts
    )


def reps_in(session: Session) -> Sequence[User]:
    """The outside reps, by name."""
    return session.scalars(select(User).where(User.role == Role.REP).order_by(User.name)).all()


def _known_reps(session: Session) -> str:
    known = called(reps_in(session))
    if not known:
        return "There are no reps yet: give an e-mail address, and it becomes one."
    return f"The reps are: {known}. An e-mail address makes a new one."


def _rep_view(session: Session, rep: User, now: datetime) -> RepView:
    hours = hours_of(rep)
    to_come = select(Meeting.id).where(
        Meeting.rep_id == rep.id, Meeting.status == "booked", Meeting.starts_at > now
    )
    return RepView(
        rep.id,
        rep.name,
        rep.email or "",
        rep.time_zone,
        str(hours.window),
        len(session.scalars(to_come).all()),
    )


def _meetings(session: Session, project: UUID | None, lead: UUID | None) -> Sequence[Meeting]:
    query = select(Meeting).join(Lead, Lead.id == Meeting.lead_id)
    if project is not None:
        query = query.where(Lead.project_id == project)
    if lead is not None:
        query = query.where(Lead.id == lead)
    return session.scalars(query).all()


def _meeting_view(session: Session, row: Meeting, now: datetime) -> MeetingView:
    lead = session.get_one(Lead, row.lead_id)
    handoff = handoff_of(session, row)
    return MeetingView(
        meeting=row.id,
        uid=row.uid,
        sequence=row.sequence,
        lead=row.lead_id,
        name=session.get_one(Contact, lead.contact_id).name,
        account_name=session.get_one(Account, lead.account_id).name,
        rep=row.rep_id,
        rep_name=session.get_one(User, row.rep_id).name,
        starts_at=row.starts_at,
        ends_at=ends_of(row),
        rep_says=day_and_time(row.starts_at, row.rep_zone),
        lead_says=their_time(row.starts_at, row.lead_zone),
        rep_zone=row.rep_zone,
        lead_zone=row.lead_zone,
        subject=row.subject,
        place=row.place,
        status=row.status,
        answer=row.answer,
        upcoming=row.status == "booked" and ends_of(row) > now,
        handoff=handoff.id if handoff else None,
        handoff_status=handoff.status if handoff else "",
        handoff_due=handoff.due_at if handoff else None,
    )
