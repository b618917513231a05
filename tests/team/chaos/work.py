"""What a desk does all day, by chance of a seed: edits of rows others edit too, calls with facts, handoffs and their answers.

Words are told apart: each is written once in the whole run and names who wrote it.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bdr_desk.actions import calls, handoffs
from bdr_desk.actions.calls import Answered
from bdr_desk.desk import Desk
from bdr_desk.domain import handoff as rule
from bdr_desk.domain.handoff import Kind, Status
from bdr_desk.domain.words import Next, Stage
from bdr_desk.errors import Refused, StoreProblem
from bdr_desk.store.tables import Account, Contact, ContactPhone, Handoff, Lead, Row, User
from bdr_desk.store.trails import add_event, set_stage
from tests.team.desks import hand_over

MARK = "§"  # stands in every word of the chaos
# Fields that take any word, and some that take few.
FREE: dict[type[Row], tuple[str, ...]] = {
    Contact: ("title", "zones_because", "name"),
    Account: ("note", "city", "industry"),
    Lead: ("next_why",),
    ContactPhone: ("as_typed",),
}
_FEW: dict[type[Row], tuple[str, Sequence[Any]]] = {
    Contact: ("decision_role", ("champion", "economic_buyer", None)),
    Lead: ("stage", ("working", "qualified", "nurture")),
    ContactPhone: ("place", (0, 1, 2)),
    Account: ("size", ("10", "200", None)),
}
_HOT = 6  # rows of each table that everybody edits, so that people meet
_OUTCOMES = (
    "no_answer",
    "busy",
    "voicemail_left",
    "gatekeeper",
    "conversation",
    "not_interested",
    "wrong_number",
)


class Day:
    """One desk's work. `name` is part of every word it writes."""

    def __init__(self, desk: Desk, name: str, chance: Random, *, rep: bool) -> None:
        self._desk, self._name, self._chance = desk, name, chance
        self._words = count(1)
        self._deeds: list[tuple[Callable[[], str], int]] = (
            [(self._answer_as_rep, 1)] if rep
            else [(self._edit, 60), (self._undo, 6), (self._call, 20), (self._hand_over, 3), (self._answer_as_bdr, 8)]
        )  # fmt: skip

    def step(self) -> str:
        """One deed, and what it was; "refused" where the rules refuse it."""
        (deed,) = self._chance.choices([deed for deed, _ in self._deeds], [often for _, often in self._deeds])
        try:
            return deed()
        except Refused:
            return "refused"
        except StoreProblem:  # the other thread is writing
            return "busy"

    def _word(self) -> str:
        return f"{MARK}{self._name}.{next(self._words)}"

    def _some(self, table: type[Any], *, hot: bool) -> UUID:
        with self._desk.read() as session:
            query = select(table.id).where(table.shared).order_by(table.id)
            keys: Sequence[UUID] = session.scalars(query.limit(_HOT) if hot else query).all()
        return self._chance.choice(keys)

    def _edit(self) -> str:
        """One to three rows in one transaction, one to three fields of each."""
        with self._desk.write() as tx:
            for _ in range(self._chance.choice((1, 1, 1, 2, 3))):
                table = self._chance.choice(list(FREE))
                row = tx.get_one(table, self._some(table, hot=self._chance.random() < 0.8))
                for field in self._chance.sample(FREE[table], self._chance.randint(1, len(FREE[table]))):
                    setattr(row, field, self._word())
                if self._chance.random() < 0.3:
                    field, values = _FEW[table]
                    setattr(row, field, self._chance.choice(values))
        return "edits"

    def _undo(self) -> str:
        """A change, and a moment later what was there before."""
        key, word = self._some(Contact, hot=True), self._word()
        with self._desk.write() as tx:
            row = tx.get_one(Contact, key)
            before, row.title = row.title, word
        with self._desk.write() as tx:
            row = tx.get_one(Contact, key)
            if row.title == word:
                row.title = before
        return "edits"

    def _call(self) -> str:
        outcome = self._chance.choice(_OUTCOMES)
        said = [Answered("need", self._word())] if outcome in ("conversation", "not_interested") else []
        lead = self._some(Lead, hot=self._chance.random() < 0.5)
        calls.log_call(self._desk, lead, outcome, note=self._word(), answers=said, seconds=30)
        return "calls"

    def _hand_over(self) -> str:
        with self._desk.read() as session:
            rep = session.scalars(select(User.id).where(User.role == "rep").order_by(User.id)).first()
        assert rep is not None
        hand_over(self._desk, rep=rep, name=self._word())
        return "handoffs"

    def _answer_as_rep(self) -> str:
        key, do = self._some(Handoff, hot=False), self._chance.random()
        if do < 0.25:
            handoffs.accept(self._desk, key)
        elif do < 0.5:
            handoffs.reject(self._desk, key, self._word())
        elif do < 0.7:
            handoffs.ask(self._desk, key, self._word())
        else:
            handoffs.feedback(self._desk, key, self._word())
        return "handoffs"

    def _answer_as_bdr(self) -> str:
        key, do = (
            self._some(Handoff, hot=False),
            self._chance.choice((handoffs.answer, self._give_back, self._pass_again)),
        )
        do(self._desk, key, self._word())
        return "handoffs"

    def _give_back(self, desk: Desk, key: UUID, why: str) -> None:
        """What follows when its meeting is cancelled."""
        with desk.write() as tx:
            row = tx.get_one(Handoff, key)
            rule.check(row.status, Kind.RETURNED)
            row.due_at = None
            add_event(tx, row, Kind.RETURNED, why)
            lead = tx.get_one(Lead, row.lead_id)
            if lead.stage in (Stage.MEETING, Stage.ACCEPTED):
                set_stage(tx, lead, Stage.WORKING, why)
                lead.next_kind, lead.next_at, lead.next_why = Next.RETRY, tx.now, why

    def _pass_again(self, desk: Desk, key: UUID, why: str) -> None:
        """The lead of a handoff that came back gets another one."""
        with desk.write() as tx:
            old = tx.get_one(Handoff, key)
            if old.status not in (Status.REJECTED, Status.RETURNED):
                raise Refused("That handoff has not come back.")
            new = Handoff(
                lead_id=old.lead_id,
                rep_id=old.rep_id,
                definition_id=old.definition_id,
                waived_reason=why,
                shared=True,
            )
            tx.add(new)
            tx.flush()
            add_event(tx, new, Kind.PASSED)
            lead = tx.get_one(Lead, old.lead_id)
            set_stage(tx, lead, Stage.MEETING, why)
            lead.next_kind, lead.next_at, lead.next_why = Next.NONE, None, ""


def skew(chance: Random) -> timedelta:
    """How far a clock may be off."""
    return timedelta(seconds=chance.uniform(-9, 9) * 3600)
