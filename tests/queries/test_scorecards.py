"""Scorecards: what came in, who was reached, what came of it, what it cost; and two of them side by side."""

from datetime import date
from uuid import UUID

import pytest

from bdr_desk.actions.calls import Answered, log_call
from bdr_desk.actions.sources import set_up_source
from bdr_desk.desk import Desk
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.queries.scorecards import Card, card_named, compared, scorecards
from bdr_desk.store.tables import (
    CallList,
    Handoff,
    ListImport,
    ListRow,
    Meeting,
    Project,
    Source,
    Suppression,
)
from tests.conftest import TUESDAY, StillClock
from tests.people import add_lead

NOBODY = "+16175550100"


def a_list(
    desk: Desk, project: Project, name: str, rows: int = 10, source: UUID | None = None, **summary: object
) -> tuple[UUID, UUID]:
    """A list of ten rows, two of them quarantined, and its source."""
    with desk.write() as tx:
        if source is None:
            made = Source(project_id=project.id, kind="trade_show", detail=name)
            tx.add(made)
            tx.flush()
            source = made.id
        call_list = CallList(project_id=project.id, source_id=source, name=name, region="US")
        tx.add(call_list)
        tx.flush()
        tx.add(
            ListImport(
                call_list_id=call_list.id, region="US", rows=rows, added=rows - 3, merged=1, quarantined=2,
                summary={"by_rule": {"fictional_name": 2}, **summary},
            )
        )  # fmt: skip
        return call_list.id, source


def lead(desk: Desk, project: Project, of: tuple[UUID, UUID], n: int) -> UUID:
    return add_lead(
        desk, project, f"Ann Lee {n}", f"Firm {n}", (f"+1617555{100 + n:04}",), (), call_list_id=of[0], source_id=of[1]
    )  # fmt: skip


def with_meeting(desk: Desk, lead: UUID, status: str, handoff: str) -> None:
    with desk.write() as tx:
        meeting = Meeting(
            lead_id=lead, rep_id=desk.me, uid=str(lead), status=status, starts_at=TUESDAY, minutes=30, subject="Dock",
            rep_zone="UTC", lead_zone="UTC",
        )  # fmt: skip
        tx.add(meeting)
        tx.flush()
        tx.add(Handoff(lead_id=lead, meeting_id=meeting.id, rep_id=desk.me, status=handoff))


def named(desk: Desk, name: str) -> Card:
    return card_named(scorecards(desk), name)


@pytest.fixture
def worked(desk: Desk, project: Project, clock: StillClock) -> tuple[UUID, UUID]:
    """Four leads; three dialled, two reached with three facts, one met, one accepted; one number dead."""
    of = a_list(desk, project, "Expo")
    leads = [lead(desk, project, of, n) for n in range(4)]
    log_call(desk, leads[0], "no_answer")
    clock.forward(hours=1)
    answers = [Answered("need", "x"), Answered("budget", "y")]
    log_call(desk, leads[0], "conversation", answers=answers, seconds=90)
    log_call(desk, leads[1], "conversation", answers=[Answered("need", "z")], seconds=90)
    log_call(desk, leads[2], "wrong_number")
    with_meeting(desk, leads[0], "held", "accepted")
    with_meeting(desk, leads[1], "cancelled", "rejected")
    return of


def test_what_came_of_a_list(desk: Desk, worked: tuple[UUID, UUID]) -> None:
    set_up_source(desk, worked[1], cost_cents=90_000, currency="eur", happened_on=date(2027, 3, 1))
    source, card = scorecards(desk)
    score = card.score
    assert (card.kind, card.name, card.of, card.happened_on) == (
        "list",
        "Expo",
        "trade_show:Expo",
        date(2027, 3, 1),
    )
    assert (score.row_count, score.quarantined, score.leads, score.dialable) == (10, 2, 4, 3)
    assert (score.calls, score.dialled, score.reached) == (4, 3, 2)
    assert (score.conversations, score.facts, score.facts_squared) == (2, 3, 5)
    assert (score.booked, score.held, score.accepted) == (2, 1, 1)
    assert (score.cost_cents, score.currency) == (90_000, "EUR")
    assert (score.cost_per(score.leads), score.cost_per(score.held)) == (22_500, 90_000)
    assert score.dialled_cost == 67_500  # three of the four leads
    assert source.score == score and source.kind == "source" and source.lists == 1


def test_a_number_kept_when_imported_is_not_counted_again(desk: Desk, project: Project) -> None:
    """The same answer from what the import kept, less what was lost since, as from counting the leads."""
    of = a_list(desk, project, "Expo", dialable=4)
    leads = [lead(desk, project, of, n) for n in range(4)]
    log_call(desk, leads[0], "wrong_number")
    with desk.write() as tx:
        tx.add(Suppression(kind="phone", value="+16175550101", reason="asked"))
        tx.add(Suppression(kind="phone", value="+16175550102", reason="asked", medium="mail"))
    assert named(desk, "Expo").score.dialable == 2
    with desk.write() as tx:
        a_list_of = tx.query(ListImport).one()
        a_list_of.summary = {}
    assert named(desk, "Expo").score.dialable == 2


def test_lists_imported_before_the_counts_were_kept(desk: Desk, project: Project) -> None:
    of = a_list(desk, project, "Expo")
    with desk.write() as tx:
        taken_in = tx.query(ListImport).one()
        taken_in.rows, taken_in.summary = 0, {}
        flaws = [{"field": "phone", "value": "x", "rule": "invalid_phone"}] * 2
        for n, verdict in enumerate(("added", "added", "quarantined", "refused")):
            problems = flaws if verdict == "quarantined" else []
            tx.add(ListRow(import_id=taken_in.id, row_number=n, cells=[], verdict=verdict, problems=problems))
    score = named(desk, "Expo").score
    assert (score.row_count, score.added, score.quarantined, score.refused) == (4, 2, 1, 1)
    assert score.by_rule == {"invalid_phone": 1}
    assert of[1] == named(desk, "trade_show:Expo").key


def test_a_source_with_two_lists_shares_its_price_by_rows(desk: Desk, project: Project) -> None:
    of = a_list(desk, project, "First", rows=30)
    a_list(desk, project, "Second", rows=10, source=of[1])
    set_up_source(desk, of[1], cost_cents=400, currency="USD")
    assert [named(desk, name).score.cost_cents for name in ("First", "Second", "trade_show:First")] == [
        300,
        100,
        400,
    ]
    set_up_source(desk, of[1], forget_cost=True)
    assert named(desk, "First").score.cost_cents is None


def test_an_import_taken_back_does_not_count(desk: Desk, project: Project) -> None:
    a_list(desk, project, "Expo")
    with desk.write() as tx:
        tx.query(ListImport).one().undone_at = TUESDAY
    assert named(desk, "Expo").score.row_count == 0


def test_somebody_they_named_counts_for_the_source(
    desk: Desk, project: Project, worked: tuple[UUID, UUID]
) -> None:
    add_lead(desk, project, "Cy Nair", "Cobalt", ("+16175550177",), (), source_id=worked[1])
    source, card = scorecards(desk)
    assert (source.score.leads, card.score.leads) == (5, 4)
    assert (source.score.dialable, card.score.dialable) == (4, 3)


def test_what_cannot_be_said_of_a_source(desk: Desk, project: Project) -> None:
    _, source = a_list(desk, project, "Expo")
    with pytest.raises(BadInput, match="currency"):
        set_up_source(desk, source, cost_cents=100)
    with pytest.raises(BadInput, match="not a currency"):
        set_up_source(desk, source, cost_cents=100, currency="Euros")
    with pytest.raises(BadInput, match="price"):
        set_up_source(desk, source, cost_cents=-1, currency="EUR")
    with pytest.raises(BadInput, match="no day"):
        set_up_source(desk, source, happened_on=date(1207, 1, 1))
    assert named(desk, "Expo").score.cost_cents is None


def test_found_by_name(desk: Desk, project: Project) -> None:
    a_list(desk, project, "Expo")
    cards = scorecards(desk, "Northwind")
    assert card_named(cards, " expo ").kind == "list"
    assert card_named(cards, "Trade_Show:expo").kind == "source"
    assert card_named(cards, str(cards[0].key)) is cards[0]
    with pytest.raises(NotFound, match="Fair"):
        card_named(cards, "Fair")
    with pytest.raises(NotFound, match="Southwind"):
        scorecards(desk, "Southwind")
    assert scorecards(desk)[0].project == "Northwind"


def test_two_side_by_side(desk: Desk, project: Project, worked: tuple[UUID, UUID]) -> None:
    a_list(desk, project, "Bought", rows=400)
    found = compared(desk, "Expo", "Bought")
    by_key = {finding.key: finding for finding in found.findings}
    assert by_key["junk"].a.says == "20 %" and by_key["junk"].b.says == "0.5 %"
    assert by_key["junk"].better == "" and "Expo: 10 of at least 30 rows" in by_key["junk"].says
    assert "not compared" in by_key["reached"].says.lower()
    with pytest.raises(BadInput, match="itself"):
        compared(desk, "Expo", "trade_show:Expo")
