"""Everything the call desk shows of one lead, read in one go."""

from dataclasses import dataclass
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.errors import DeskError
from bdr_desk.queries.consents import ConsentView, consents
from bdr_desk.queries.drafts import CallDraft, unfinished
from bdr_desk.queries.explained import Explained, explain
from bdr_desk.queries.leads import LeadView, lead_view
from bdr_desk.queries.meetings import MeetingView, SlotView, free_slots, meetings
from bdr_desk.queries.referrals import NOBODY, Suggested, suggested
from bdr_desk.queries.routes import RouteView, routes
from bdr_desk.queries.scripts import ScriptView, script_for
from bdr_desk.queries.wrap_up import OutcomeView, outcomes


@dataclass(frozen=True)
class LeadOnDesk:
    """`script` is None when it cannot be read; `script_problem` says why. `meeting` is the one still to come, if any.
    `routes` are the ways into the account, `named` is who named the person, `consents` what they said about being written
    to."""

    view: LeadView
    explained: Explained
    script: ScriptView | None
    script_problem: str
    outcomes: tuple[OutcomeView, ...]
    slots: tuple[SlotView, ...]
    meeting: MeetingView | None
    draft: CallDraft | None
    routes: tuple[RouteView, ...] = ()
    named: Suggested = NOBODY
    consents: tuple[ConsentView, ...] = ()


def lead_on_desk(desk: Desk, lead: UUID) -> LeadOnDesk:
    """Raises NotFound."""
    view = lead_view(desk, lead)
    slots = free_slots(desk, lead, view.rep) if view.rep else ()
    script, problem = _script(desk, lead, slots[0].lead_says if slots else "")
    return LeadOnDesk(
        view, explain(desk, lead), script, problem, outcomes(desk, lead), slots,
        next((meeting for meeting in meetings(desk, lead=lead) if meeting.upcoming), None),
        next((draft for draft in unfinished(desk) if draft.lead == lead), None),
        routes(desk, view.account), suggested(desk, lead), consents(desk, lead),
    )  # fmt: skip


def _script(desk: Desk, lead: UUID, next_slot: str) -> tuple[ScriptView | None, str]:
    try:
        return script_for(desk, lead, next_slot=next_slot), ""
    except DeskError as problem:
        return None, str(problem)
