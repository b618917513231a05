"""The call desk, worked as a user works it: by keyboard, through the real window, on a real store."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import groupby

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from bdr_desk.actions.calls import log_call, save_draft
from bdr_desk.actions.profiles import set_profile
from bdr_desk.actions.suppressions import suppress
from bdr_desk.desk import Desk
from bdr_desk.domain.profile import Profile
from bdr_desk.queries.drafts import CallDraft, unfinished
from bdr_desk.queries.leads import lead_view
from bdr_desk.queries.meetings import meetings
from bdr_desk.store.tables import Call, Fact, Handoff, Lead, Project
from bdr_desk.telephony.line import LineState
from bdr_desk.telephony.tel_link import TelLink
from bdr_desk.ui.commands import State
from bdr_desk.ui.screens import render
from bdr_desk.ui.theme import Scheme
from tests.conftest import StillClock
from tests.people import add_lead
from tests.ui.conftest import Driver

Key = Qt.Key


def calls(desk: Desk) -> list[Call]:
    with desk.read() as session:
        return list(session.scalars(select(Call).order_by(Call.id)))


def facts(desk: Desk) -> list[Fact]:
    with desk.read() as session:
        return list(session.scalars(select(Fact).order_by(Fact.id)))


def talk(driver: Driver) -> None:
    """Dial the lead on the desk, who answers."""
    driver.press(Key.Key_Return)
    driver.answered()
    assert driver.page.session.state == State.IN_CALL


# The loop


def test_the_first_of_the_queue_is_on_the_desk(ready: Driver) -> None:
    assert ready.page.lead.view.name == "Ada Okafor"
    assert [item.title for item in ready.page.queue.list.rows.items] == [
        "Ada Okafor",
        "Ben Busy",
        "Cy Silent",
    ]


def test_how_a_lead_fits_is_said_beside_who_it_is(ready: Driver, desk: Desk, project: Project) -> None:
    fit = ready.page.person.fit
    assert not fit.isVisible()
    set_profile(desk, project.id, Profile(seniorities=("vp",), states=("NY",)))
    ready.settle()
    assert fit.isVisible() and fit.text() == "Fit 70: vice president level"
    assert fit.toolTip() == "+20  Vice president level fits"


def test_an_unanswered_call_is_logged_with_one_key_and_the_next_comes(ready: Driver, desk: Desk) -> None:
    ready.press(Key.Key_J, Key.Key_J)
    assert ready.page.lead.view.name == "Cy Silent"
    ready.press(Key.Key_Return)
    ready.answered()
    assert ready.page.session.state == State.RINGING
    ready.press(Key.Key_1)
    assert [call.outcome for call in calls(desk)] == ["no_answer"]
    assert ready.page.session.state == State.QUEUE
    assert ready.page.lead.view.name == "Ada Okafor"


def test_the_line_suggests_what_it_heard(ready: Driver, desk: Desk) -> None:
    ready.press(Key.Key_J, Key.Key_Return)
    ready.answered()
    assert ready.page.session.state == State.WRAP_UP
    ready.press(Key.Key_Return)
    assert [call.outcome for call in calls(desk)] == ["busy"]


def test_a_conversation_with_facts_by_keyboard_alone(ready: Driver, desk: Desk, clock: StillClock) -> None:
    talk(ready)
    clock.forward(seconds=31)
    ready.page.script.ask("need")
    ready.write("Trucks wait at the dock")
    ready.press(Key.Key_F4)
    ready.write("Luis is for it")
    clock.forward(seconds=29)
    ready.press(Key.Key_F8)
    ready.press(Key.Key_Escape, Key.Key_5)
    (call,), (fact,) = calls(desk), facts(desk)
    assert (call.outcome, call.note, call.seconds, call.phone) == (
        "conversation",
        "Luis is for it",
        60,
        "+16175550142",
    )
    assert (fact.criterion, fact.value, fact.at_second, fact.call_id) == (
        "need",
        "Trucks wait at the dock",
        31,
        call.id,
    )
    assert unfinished(desk) == ()
    assert ready.page.lead.view.name == "Ben Busy"


def test_a_conversation_without_a_fact_asks_for_the_reason_in_place(ready: Driver, desk: Desk) -> None:
    talk(ready)
    ready.press(Key.Key_F8, Key.Key_5)
    assert ready.page.bar.asking
    assert calls(desk) == []
    ready.press(Key.Key_Return)  # nothing typed: still asked
    assert calls(desk) == []
    ready.write("fire drill")
    ready.press(Key.Key_Return)
    assert [(call.outcome, call.no_fact_reason) for call in calls(desk)] == [("conversation", "fire drill")]


def test_a_call_back_takes_the_time_as_it_is_said(ready: Driver, desk: Desk) -> None:
    lead = ready.page.lead.view.lead
    talk(ready)
    ready.press(Key.Key_F8, Key.Key_4)
    ready.press(Key.Key_Down, Key.Key_Up)
    ready.page.bar.prompt.edit.selectAll()
    ready.write("thu 14:30")
    ready.press(Key.Key_Return)
    assert lead_view(desk, lead).next_at == datetime(2027, 4, 8, 18, 30, tzinfo=UTC)


def test_a_call_back_outside_calling_hours_is_refused_beside_the_question(ready: Driver, desk: Desk) -> None:
    talk(ready)
    ready.press(Key.Key_F8, Key.Key_4)
    ready.page.bar.prompt.edit.selectAll()
    ready.write("tomorrow 22:00")
    ready.press(Key.Key_Return)
    assert ready.page.bar.asking
    assert "outside calling hours" in ready.page.bar.prompt.said
    assert calls(desk) == []
    ready.press(Key.Key_Escape)
    assert not ready.page.bar.asking
    assert ready.page.session.state == State.WRAP_UP


def test_digits_are_text_while_a_field_has_the_focus(ready: Driver, desk: Desk) -> None:
    talk(ready)
    ready.press(Key.Key_F8, Key.Key_F4)
    ready.write("1 of 2 sites")
    ready.settle()
    assert calls(desk) == []
    assert ready.page.notes.edit.toPlainText() == "1 of 2 sites"


def test_no_question_of_the_calling_flow_is_a_dialog(ready: Driver) -> None:
    talk(ready)
    ready.press(Key.Key_F8, Key.Key_4)
    assert QApplication.activeModalWidget() is None
    assert len([widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]) == 1


def test_after_the_last_one_nobody_is_on_the_desk(
    project: Project, desk: Desk, open_desk: Callable[..., Driver]
) -> None:
    add_lead(desk, project, phones=("+16175550195",))
    driver = open_desk()
    driver.press(Key.Key_Return, Key.Key_1)
    assert [call.outcome for call in calls(desk)] == ["no_answer"]
    assert driver.page.lead is None
    assert driver.page.queue._empty.isVisible()
    assert not driver.page.person._dial.isEnabled()


# The line


def test_hold_mute_and_the_clock(ready: Driver, clock: StillClock) -> None:
    talk(ready)
    clock.forward(seconds=65)
    ready.press(Key.Key_F6)
    assert ready.page.session.line == LineState.HELD
    ready.press(Key.Key_F6, Key.Key_F7)
    assert ready.page.session.line == LineState.TALKING
    assert ready.page.session.muted
    assert ready.page.session.seconds == 65


def test_where_the_line_cannot_know_the_user_tells(
    project: Project, desk: Desk, open_desk: Callable[..., Driver]
) -> None:
    add_lead(desk, project)
    opened: list[str] = []
    driver = open_desk(line=TelLink(opened.append))
    driver.press(Key.Key_Return)
    assert opened == ["tel:+16175550142"]
    assert driver.page.session.state == State.RINGING
    driver.press(Key.Key_C)
    assert QApplication.clipboard().text() == "+16175550142"
    driver.press(Key.Key_Return)
    assert driver.page.session.state == State.IN_CALL
    driver.press(Key.Key_F8)
    assert driver.page.session.state == State.WRAP_UP


def test_late_news_of_an_older_call_is_dropped(ready: Driver) -> None:
    talk(ready)
    ready.press(Key.Key_F8)
    number = ready.page.session._call_number
    from bdr_desk.telephony.line import LineNews

    ready.page.session._pass_on(number - 1, LineNews(LineState.TALKING))
    ready.settle()
    assert ready.page.session.state == State.WRAP_UP


def test_what_may_not_be_dialled_is_not_and_the_desk_says_why(ready: Driver, desk: Desk) -> None:
    suppress(desk, "+1 617 555 0142", "asked on a call")
    ready.page.dial()
    ready.settle()
    assert ready.page.session.state == State.QUEUE
    assert ready.line.waiting == []
    assert ready.window.notices.text()


# Nothing typed is lost


def test_a_note_is_in_the_store_half_a_second_after_it_was_typed(
    ready: Driver, desk: Desk, qtbot: QtBot
) -> None:
    """The clock that saves is set to less: how busy this machine is says nothing about the desk."""
    ready.press(Key.Key_F4)
    ready.write("typed before dialling")
    assert ready.page.session._timer.interval() < 500
    qtbot.waitUntil(lambda: [draft.note for draft in unfinished(desk)] == ["typed before dialling"])


def test_a_fast_typist_is_saved_while_typing(ready: Driver) -> None:
    """The clock runs from the first unsaved key: a later key does not put it off."""
    ready.press(Key.Key_F4)
    ready.write("a")
    timer = ready.page.session._timer
    left = timer.remainingTime()
    ready.write("b")
    assert timer.isActive()
    assert timer.remainingTime() <= left <= 400


def test_every_state_is_saved_at_once(ready: Driver, desk: Desk) -> None:
    talk(ready)
    assert [draft.state for draft in unfinished(desk)] == [State.IN_CALL]
    ready.press(Key.Key_F8)
    assert [draft.state for draft in unfinished(desk)] == [State.WRAP_UP]


def test_a_call_cut_off_is_offered_with_every_word(
    project: Project, desk: Desk, open_desk: Callable[..., Driver]
) -> None:
    add_lead(desk, project, "Somebody Else", "Other Inc", place=0)
    cut = add_lead(desk, project, "Ada Okafor", "Harbor", phones=("+16175550142",), place=5)
    save_draft(
        desk,
        CallDraft(
            cut, desk.clock(), "half a sent", {"need": "slots"}, {"need": 12}, state="in_call", seconds=40
        ),
    )
    driver = open_desk()
    assert driver.page.lead.view.name != "Ada Okafor"
    assert driver.page.unfinished.isVisible()
    driver.press(Key.Key_U)
    assert driver.page.session.state == State.WRAP_UP
    assert driver.page.notes.edit.toPlainText() == "half a sent"
    driver.press(Key.Key_5)
    (call,), (fact,) = calls(desk), facts(desk)
    assert (call.note, call.seconds, fact.at_second) == ("half a sent", 40, 12)
    assert not driver.page.unfinished.isVisible()


def test_a_call_cut_off_may_wait(project: Project, desk: Desk, open_desk: Callable[..., Driver]) -> None:
    """It is offered, not forced: another lead can be worked first."""
    cut = add_lead(desk, project, "Ada Okafor", "Harbor", place=0)
    add_lead(desk, project, "Ben Busy", "Calder", phones=("+16175550185",), place=5)
    save_draft(desk, CallDraft(cut, desk.clock(), "half a sent", state="in_call", seconds=40))
    driver = open_desk()
    driver.page.open(cut)
    driver.settle()
    assert driver.page.person.state_says.startswith("Cut off")
    driver.page.choose(driver.page.queue.list.rows.items[-1].key)
    driver.settle()
    assert driver.page.lead.view.name == "Ben Busy"
    assert driver.page.unfinished.isVisible()
    assert [draft.note for draft in unfinished(desk)] == ["half a sent"]


def test_the_note_of_a_lead_waits_for_its_return(ready: Driver) -> None:
    ready.press(Key.Key_F4)
    ready.write("ask for Luis")
    ready.press(Key.Key_Escape, Key.Key_J)
    assert ready.page.notes.edit.toPlainText() == ""
    ready.press(Key.Key_K)
    assert ready.page.notes.edit.toPlainText() == "ask for Luis"


def test_closing_the_window_keeps_what_was_just_typed(ready: Driver, desk: Desk) -> None:
    ready.press(Key.Key_F4)
    ready.write("last words")
    ready.frame.close()
    assert [draft.note for draft in unfinished(desk)] == ["last words"]


def test_a_call_in_hand_is_not_walked_away_from(ready: Driver) -> None:
    talk(ready)
    ready.page.choose(ready.page.queue.list.rows.items[1].key)
    ready.settle()
    assert ready.page.lead.view.name == "Ada Okafor"
    assert "Close the call" in ready.window.notices.text()


# Facts, people, meetings


def test_an_answer_leads_on_and_back(ready: Driver) -> None:
    first = ready.page.script.step.id
    ready.press(Key.Key_1, alt=True)
    assert ready.page.script.step.id != first
    ready.press(Key.Key_F3)
    assert ready.page.script.step.id == first


def test_a_known_fact_is_confirmed_with_enter(ready: Driver, desk: Desk) -> None:
    from bdr_desk.actions.calls import Answered

    lead = ready.page.lead.view.lead
    log_call(desk, lead, "conversation", answers=[Answered("need", "carrier slots")])
    ready.page.open(lead)
    ready.settle()
    talk(ready)
    ready.page.script.ask("need")
    ready.press(Key.Key_Return)
    ready.press(Key.Key_F8, Key.Key_5)
    assert [(fact.value, fact.confirms) for fact in facts(desk)] == [
        ("carrier slots", False),
        ("carrier slots", True),
    ]


def test_a_choice_begun_is_written_out(ready: Driver, desk: Desk, project: Project) -> None:
    from bdr_desk.domain.qualification import Criterion, Definition
    from bdr_desk.store.projects import add_definition

    money = Criterion(
        "money", "Money", "choice", "Is there money?", required=True, choices=("set aside", "none")
    )
    with desk.write() as tx:
        add_definition(tx, tx.merge(project), Definition("Money", 2, (money,)))
    ready.settle()
    ready.page.script.ask("money")
    ready.write("se")
    ready.press(Key.Key_Return)
    assert ready.page.session.answers == {"money": "set aside"}


def test_the_distance_moves_as_the_answer_is_typed(ready: Driver) -> None:
    assert ready.page.side.facts._bar.value() == 0
    ready.page.script.ask("authority")
    ready.write("CEO signs")
    assert ready.page.side.facts._bar.value() == 1


def test_someone_they_name_is_on_the_map_after_one_enter(ready: Driver) -> None:
    ready.press(Key.Key_R, ctrl=True)
    ready.write("Luis Marin")
    ready.press(Key.Key_Tab)
    ready.write("IT Manager")
    ready.press(Key.Key_Return)
    assert [person.name for person in ready.page.lead.view.people] == ["Ada Okafor", "Luis Marin"]
    assert len(ready.page.side.map._boxes) == 2


def test_a_number_nobody_can_read_keeps_what_was_typed(ready: Driver) -> None:
    ready.press(Key.Key_R, ctrl=True)
    ready.write("Luis Marin")
    ready.press(Key.Key_Tab, Key.Key_Tab)
    ready.write("call me")
    ready.press(Key.Key_Return)
    assert "not a phone number" in ready.window.notices.text()
    assert ready.page.side.referred._fields[0].text() == "Luis Marin"


def test_a_number_is_added_in_place(ready: Driver) -> None:
    ready.press(Key.Key_N, ctrl=True)
    ready.write("617 555 0177")
    ready.press(Key.Key_Return)
    assert [phone.e164 for phone in ready.page.lead.view.phones] == ["+16175550142", "+16175550177"]
    assert ready.page.person.address.isHidden()
    ready.press(Key.Key_N)
    assert ready.page.person.number == "+16175550177"


def test_the_voicemail_text_is_one_card_away(ready: Driver) -> None:
    ready.press(Key.Key_F9)
    cards = ready.page.objections._cards
    assert QApplication.focusWidget() is cards[0]
    cards[-1].click()
    assert "voicemail" in ready.page.script.step.title
    ready.press(Key.Key_F3)
    assert ready.page.script.step.id == ready.page.lead.script.start


def test_keycaps_dim_while_their_key_would_write(ready: Driver) -> None:
    talk(ready)
    ready.press(Key.Key_F8)
    caps = [card.cap for card in ready.page.bar.cards]
    assert all(cap.isEnabled() for cap in caps)
    ready.press(Key.Key_F4)
    assert not any(cap.isEnabled() for cap in caps)


@pytest.fixture
def with_rep(project: Project, desk: Desk, open_desk: Callable[..., Driver]) -> Driver:
    from bdr_desk.actions.meetings import add_rep
    from bdr_desk.actions.projects import set_up_project

    rep = add_rep(desk, "rob.hale@dockline.example")
    set_up_project(desk, project.id, rep_id=rep)
    add_lead(desk, project, "Ada Okafor", "Harbor Freightways")
    return open_desk()


def test_one_key_takes_the_next_time_and_the_meeting_is_booked_with_the_call(
    with_rep: Driver, desk: Desk
) -> None:
    page = with_rep.page
    lead = page.lead.view.lead
    talk(with_rep)
    for criterion, answer in (("need", "slots"), ("authority", "CEO")):
        page.script.ask(criterion)
        with_rep.write(answer)
    first = page.side.slots.slots[0]
    with_rep.press(Key.Key_M, ctrl=True)
    assert page.side.slots.slot == first
    with_rep.press(Key.Key_F8)
    with_rep.press(Key.Key_Escape)
    with_rep.press(Key.Key_Return)
    (meeting,) = meetings(desk, lead=lead)
    assert meeting.starts_at == first.starts_at
    assert [call.outcome for call in calls(desk)] == ["conversation"]
    assert list((desk.data_dir / "invitations").glob("*.ics"))
    assert lead_view(desk, lead).stage == "meeting"


def test_below_the_definition_the_reason_is_asked_first(with_rep: Driver, desk: Desk) -> None:
    talk(with_rep)
    with_rep.press(Key.Key_M, ctrl=True)
    with_rep.press(Key.Key_F8, Key.Key_Return)
    assert with_rep.page.bar.asking
    assert meetings(desk) == ()
    with_rep.write("asked for it herself")
    with_rep.press(Key.Key_Return)
    with desk.read() as session:
        assert session.scalars(select(Handoff.waived_reason)).one() == "asked for it herself"


# What others write


def test_another_hands_write_reaches_the_screen(ready: Driver, desk: Desk) -> None:
    with desk.write() as tx:
        tx.get_one(Lead, ready.page.lead.view.lead).next_kind = "none"
    ready.settle()
    assert "Ada Okafor" not in [item.title for item in ready.page.queue.list.rows.items]


def test_a_refresh_takes_nobody_away_from_where_they_are(ready: Driver, desk: Desk) -> None:
    from bdr_desk.changes import EVERYTHING

    page = ready.page
    for find in (
        lambda: next(iter(page.side.map._boxes.values())),
        lambda: page.objections._cards[0],
        lambda: page.script._answers[0],
        lambda: page.side.facts._buttons[0],
    ):
        find().setFocus()
        page.refresh(EVERYTHING)
        ready.settle()
        assert QApplication.focusWidget() is find()


# Everybody can use it


def test_every_control_has_a_name_to_be_read_out(ready: Driver) -> None:
    talk(ready)
    nameless = [
        (control, control.parent())
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit)
        for control in ready.window.findChildren(kind)
        if not control.accessibleName() and not control.objectName().startswith("qt_")
    ]
    assert nameless == []


def test_every_button_is_reached_by_the_keyboard(ready: Driver) -> None:
    talk(ready)
    out_of_reach = [
        control.accessibleName()
        for control in ready.window.findChildren(QPushButton)
        if not control.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert out_of_reach == []


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_nothing_is_cut_off_at_the_smallest_size(ready: Driver, scheme: Scheme, tmp_path) -> None:
    from PySide6.QtCore import QSize

    talk(ready)
    render(ready.window, tmp_path / "desk.png", QSize(1280, 720), scheme)
    assert ready.window.size() == QSize(1280, 720)
    for card in ready.page.bar.cards:
        inside = ready.window.rect().contains(card.mapTo(ready.window, card.rect().bottomRight()))
        assert inside, card.accessibleName()
        assert card.height() >= card.minimumSizeHint().height()
    assert (tmp_path / "desk.png").stat().st_size > 10_000


def test_tab_goes_as_the_page_is_read(ready: Driver) -> None:
    page = ready.page
    ready.press(Qt.Key.Key_Return)
    ready.answered()
    page.side.facts.asked.emit("need")  # a field that was put there last
    page.person._hang_up.setFocus()
    passed = []
    while QApplication.focusWidget() is not page.notes.edit:
        ready.press(Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget())
    panels = [next(part for part in (page.person, page.script, page.objections, page.notes)
                   if part.isAncestorOf(widget)) for widget in passed]  # fmt: skip
    assert [panel for panel, _ in groupby(panels)] == [page.person, page.script, page.objections, page.notes]


def test_the_meeting_says_what_is_missing_while_answers_come_in(with_rep: Driver) -> None:
    card = with_rep.page.bar.meeting_card
    before = card.accessibleDescription()
    with_rep.page.session.capture("need", "slots are lost")
    assert "Need" in before and "Need" not in card.accessibleDescription()


def test_letters_take_nobody_to_another_lead(ready: Driver) -> None:
    ready.page.queue.list.setFocus()
    ready.press(Key.Key_C, Key.Key_B)  # Cy and Ben are in the queue
    assert ready.page.lead.view.name == "Ada Okafor"


def test_the_answer_key_finds_the_open_question_where_the_step_asks_none(ready: Driver, desk: Desk) -> None:
    talk(ready)
    ready.press(Key.Key_F2)
    ready.write("late trucks")
    ready.press(Key.Key_F8, Key.Key_Escape, Key.Key_5)
    assert [(fact.criterion, fact.value) for fact in facts(desk)] == [("need", "late trucks")]
