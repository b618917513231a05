"""Each outcome and what it causes, in the sentences of the wrap-up bar."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bdr_desk.domain.cadence import (
    Attempt,
    Cadence,
    Circumstances,
    Done,
    Due,
    End,
    History,
    Others,
    after_touch,
    attempt,
    default_cadence,
    history_after,
    next_step,
    step_for,
)
from bdr_desk.domain.cadence.plan import AT_ONCE, AllDone, Caps, Ends, Touch, Unit, Wait
from bdr_desk.domain.outcome import Outcome
from bdr_desk.domain.words import Medium, Next, Stage
from bdr_desk.errors import BadInput
from tests.domain.cadence.hours import Open

BOSTON = Open()
TUESDAY_TEN = datetime(2027, 4, 6, 14, 0, tzinfo=UTC)
HERE = Circumstances(TUESDAY_TEN, BOSTON, number="+16175550142")
PLAN = default_cadence()
ALL = frozenset(Medium)


def mixed(*media: Medium, **more: object) -> Cadence:
    touches = (Touch(medium, Wait(2, Unit.BUSINESS_DAYS), f"{medium} them") for medium in media)
    return replace(Cadence("Mixed", tuple(touches)), **more)  # type: ignore[arg-type]


def tried(*outcomes: Outcome, step: int = 0, days_ago: int = 0) -> History:
    """Calls on the days before, at 10:00, 11:00 and so on."""
    start = TUESDAY_TEN - timedelta(days=len(outcomes) + days_ago)
    times = (start + timedelta(days=n, hours=n % 7) for n in range(len(outcomes)))
    return History(tuple(map(called, times, outcomes)), step=step)


def called(at: datetime, outcome: Outcome, number: str = HERE.number) -> Attempt:
    return attempt(at, outcome, BOSTON.zone, number)


@pytest.mark.parametrize(
    ("outcome", "says", "why"),
    [
        (Outcome.NO_ANSWER, "tomorrow 14:00 there, not the same hour", "try 2"),
        (Outcome.BUSY, "10:30 there, line was busy", "was busy"),
        (Outcome.VOICEMAIL_LEFT, "Thu 14:00 there, gives the message a day", "voicemail left"),
        (Outcome.GATEKEEPER, "tomorrow 14:00 there, another hour, maybe direct", "stopped by the gatekeeper"),
        (Outcome.CALLBACK, "You name the time; it comes first", ""),
        (Outcome.CONVERSATION, "13 Apr 10:00 there, follow up", "talked, follow up"),
        (Outcome.NOT_INTERESTED, "Kept, comes back 5 Oct 2027", "was not ready, revisit"),
        (Outcome.WRONG_NUMBER, "Number marked; needs a new one", "no working number"),
        (Outcome.BAD_NUMBER, "tomorrow 10:00 there, the line may work again", "number was dead"),
        (Outcome.DO_NOT_CALL, "Never dialled again, by anyone", "asked not to be called"),
    ],
)
def test_the_sentences_of_a_first_call(outcome: Outcome, says: str, why: str) -> None:
    step = next_step(PLAN, History(), outcome, HERE)
    assert (step.says, step.why) == (says, why)


def test_where_little_is_known_it_decides_the_same() -> None:
    step = step_for(Outcome.NO_ANSWER, BOSTON, TUESDAY_TEN, 1)
    assert (step.at, step.why) == (datetime(2027, 4, 7, 18, 0, tzinfo=UTC), "try 2")
    rests = step_for(Outcome.NO_ANSWER, BOSTON, TUESDAY_TEN, 8)
    assert rests.says == "8 tries: rests 30 days" and rests.why == "rested after many tries"
    assert rests.at is not None and rests.at - TUESDAY_TEN > timedelta(days=29)
    number = step_for(Outcome.WRONG_NUMBER, BOSTON, TUESDAY_TEN, 1, other_numbers=True)
    assert (number.at, number.says) == (TUESDAY_TEN, "Number marked; next number now")
    assert step_for(Outcome.NO_ANSWER, BOSTON, TUESDAY_TEN, 2, with_rep=Stage.MEETING).says == "Stays with the rep"  # fmt: skip


def test_a_fresh_lead_is_due_now() -> None:
    step = next_step(PLAN, History(), None, HERE)
    assert (step.stage, step.next_kind, step.at, step.do) == (Stage.NEW, Next.FRESH, TUESDAY_TEN, "First call.")  # fmt: skip


def test_hours_that_failed_are_not_tried_again() -> None:
    before = tried(Outcome.NO_ANSWER, Outcome.GATEKEEPER, step=2)  # at 10:00 and at 11:00
    step = next_step(PLAN, before, Outcome.NO_ANSWER, replace(HERE, now=TUESDAY_TEN + timedelta(hours=4)))
    assert step.at == datetime(2027, 4, 7, 13, 30, tzinfo=UTC)  # 9:30: of the morning, only 9 has not failed
    assert "not reached at 10:00, 11:00, 14:00" in step.reasons


def test_when_every_hour_has_failed_the_one_longest_ago() -> None:
    ten_to_noon = replace(HERE, hours=Open(start=600, end=720))
    step = next_step(
        PLAN, tried(Outcome.NO_ANSWER, Outcome.NO_ANSWER, step=2), Outcome.NO_ANSWER, ten_to_noon
    )
    assert step.says == "tomorrow 11:30 there, every hour was tried: the one longest ago"


def test_busy_is_tried_soon_and_then_like_no_answer() -> None:
    thrice = tried(*[Outcome.BUSY] * 3)
    assert next_step(PLAN, thrice, Outcome.BUSY, HERE).says == "tomorrow 14:00 there, not the same hour"
    assert next_step(PLAN, tried(Outcome.BUSY), Outcome.BUSY, HERE).step == 0
    late = replace(HERE, now=datetime(2027, 4, 6, 21, 20, tzinfo=UTC))
    assert next_step(PLAN, History(), Outcome.BUSY, late).at == datetime(2027, 4, 7, 13, 0, tzinfo=UTC)


def test_a_voicemail_goes_with_an_email() -> None:
    beside = next_step(PLAN, History(), Outcome.VOICEMAIL_LEFT, HERE)
    assert beside.also == (Due(Medium.EMAIL, TUESDAY_TEN, "Send the e-mail that goes with the voicemail."),)
    plan = Cadence("Paired", (PLAN.touches[0], Touch(Medium.EMAIL, Wait(2, Unit.HOURS), "Write."), PLAN.touches[1]))  # fmt: skip
    planned = next_step(plan, History(), Outcome.VOICEMAIL_LEFT, HERE)
    assert (planned.medium, planned.at, planned.also, planned.step) == (Medium.EMAIL, TUESDAY_TEN, (), 1)
    none = replace(HERE, left_out=((Medium.EMAIL, "no e-mail address"),))
    alone = next_step(plan, History(), Outcome.VOICEMAIL_LEFT, none)
    assert alone.also == () and "e-mail left out: no e-mail address" in alone.reasons


def test_a_second_voicemail_needs_a_new_reason() -> None:
    assert not next_step(PLAN, History(), Outcome.VOICEMAIL_LEFT, HERE).asks
    second = next_step(PLAN, tried(Outcome.VOICEMAIL_LEFT, step=1), Outcome.VOICEMAIL_LEFT, HERE)
    assert second.asks == "A second voicemail needs a new reason: state it."
    talked = tried(Outcome.VOICEMAIL_LEFT, Outcome.CONVERSATION, step=1)
    assert not next_step(PLAN, talked, Outcome.VOICEMAIL_LEFT, HERE).asks


def test_after_the_gatekeeper_somebody_else_there_comes_first() -> None:
    assert next_step(PLAN, History(), Outcome.GATEKEEPER, HERE).account is Others.NEXT


def test_a_number_dead_on_three_days_is_held() -> None:
    second = next_step(PLAN, tried(Outcome.BAD_NUMBER), Outcome.BAD_NUMBER, HERE)
    assert second.says == "tomorrow 10:00 there, the line may work again" and not second.marks_number
    third = next_step(PLAN, tried(*[Outcome.BAD_NUMBER] * 2), Outcome.BAD_NUMBER, HERE)
    assert third.says == "Dead on 3 days: held 30 days" and third.account is Others.NEXT
    assert third.at == datetime(2027, 5, 6, 14, 0, tzinfo=UTC) and third.stage is Stage.WORKING
    fourth = next_step(PLAN, tried(*[Outcome.BAD_NUMBER] * 3), Outcome.BAD_NUMBER, HERE)
    assert fourth.stage is Stage.NO_NUMBER and fourth.marks_number


def test_three_times_on_one_day_is_one_day() -> None:
    calls = tuple(called(TUESDAY_TEN - timedelta(hours=n), Outcome.BAD_NUMBER) for n in (3, 2, 1))
    step = next_step(PLAN, History(calls), Outcome.BAD_NUMBER, HERE)
    assert step.says.endswith("the line may work again")


def test_another_number_is_tried_at_once_but_not_in_a_circle() -> None:
    two = replace(HERE, other_numbers=("+16175550143",))
    step = next_step(PLAN, History(), Outcome.BAD_NUMBER, two)
    assert (step.says, step.at) == ("Dead number; next number now", TUESDAY_TEN)
    dead = called(TUESDAY_TEN - timedelta(minutes=5), Outcome.BAD_NUMBER, "+16175550143")
    both = next_step(PLAN, History((dead,)), Outcome.BAD_NUMBER, two)
    assert both.says == "tomorrow 10:00 there, the line may work again"


def test_a_promise_is_kept_to_the_minute() -> None:
    promised = datetime(2027, 4, 8, 15, 7, tzinfo=UTC)
    step = next_step(PLAN, tried(*[Outcome.NO_ANSWER] * 12), Outcome.CALLBACK, replace(HERE, callback_at=promised))  # fmt: skip
    assert (step.next_kind, step.at, step.why) == (Next.CALLBACK, promised, "promised for Thu 11:07")
    stands = replace(HERE, promised_at=promised)
    for outcome in (None, Outcome.NO_ANSWER, Outcome.BUSY, Outcome.BAD_NUMBER):
        assert next_step(PLAN, History(), outcome, stands).at == promised
    assert next_step(PLAN, History(), Outcome.CONVERSATION, stands).next_kind is Next.RETRY
    missed = replace(stands, now=promised)
    assert next_step(PLAN, History(), Outcome.NO_ANSWER, missed).says == "tomorrow 14:00 there, not the same hour"  # fmt: skip
    rep = replace(stands, with_rep=Stage.MEETING)
    assert next_step(PLAN, History(), Outcome.NO_ANSWER, rep).at == promised
    assert next_step(PLAN, History(), Outcome.NO_ANSWER, rep).stage is Stage.MEETING


@pytest.mark.parametrize(
    ("promised", "says"),
    [
        (TUESDAY_TEN - timedelta(hours=1), "passed"),
        (datetime(2027, 4, 8, 23, 0, tzinfo=UTC), "19:00 there, outside calling hours.* They open Fri 09:00"),
        (datetime(2027, 4, 10, 15, 0, tzinfo=UTC), "outside calling hours"),
    ],
)
def test_a_promise_that_cannot_be_kept_is_refused(promised: datetime, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        next_step(PLAN, History(), Outcome.CALLBACK, replace(HERE, callback_at=promised))


def test_who_talked_is_followed_up_and_never_closed() -> None:
    step = next_step(PLAN, History(), Outcome.CONVERSATION, HERE)
    assert (step.ended, step.account, step.step) == (End.REACHED, Others.WAIT, len(PLAN.touches))
    ends = replace(PLAN, ends=Ends(all_done=AllDone.CLOSE))
    talked = tried(Outcome.CONVERSATION, *[Outcome.NO_ANSWER] * 5, step=8)
    assert next_step(ends, talked, Outcome.NO_ANSWER, HERE).stage is Stage.NOT_READY


def test_a_no_begins_anew_in_half_a_year() -> None:
    step = next_step(PLAN, tried(Outcome.NO_ANSWER, step=1), Outcome.NOT_INTERESTED, HERE)
    assert (step.stage, step.step, step.ended) == (Stage.NOT_READY, 0, End.SAID_NO)
    kept = history_after(PLAN, History(), Outcome.NOT_INTERESTED, HERE)
    later = after_touch(PLAN, kept, Medium.EMAIL, replace(HERE, now=TUESDAY_TEN + timedelta(days=3)))
    assert later.at == step.at


def test_not_closed_before_the_least_calls() -> None:
    short = mixed(Medium.CALL, ends=Ends(min_attempts=3))
    step = next_step(short, History(), Outcome.NO_ANSWER, HERE)
    assert step.next_kind is Next.RETRY and "1 of at least 3 calls made" in step.reasons
    closed = next_step(short, tried(*[Outcome.NO_ANSWER] * 2, step=1), Outcome.NO_ANSWER, HERE)
    assert (closed.stage, closed.ended) == (Stage.CLOSED, End.NO_RESPONSE)
    assert closed.says == "Closed: no response, 3 calls, all touches done"


def test_who_cannot_be_called_enough_is_held_with_the_reason() -> None:
    letters = mixed(Medium.LETTER)
    without = replace(HERE, left_out=((Medium.CALL, "no working number"),))
    done = after_touch(letters, History(), Medium.LETTER, without)
    assert (done.stage, done.next_kind) == (Stage.WORKING, Next.NONE)
    assert done.says == "Held: cannot be called: no working number, 0 of 6 calls made"


def test_a_cap_puts_off_and_says_until_when() -> None:
    capped = replace(PLAN, caps=Caps(attempts_per_contact=2, period_days=14))
    step = next_step(capped, tried(Outcome.NO_ANSWER, step=1), Outcome.NO_ANSWER, HERE)
    assert step.at is not None and step.at >= TUESDAY_TEN - timedelta(days=1) + timedelta(days=14)
    assert "2 calls to this person in 14 days are the cap" in step.reasons
    others = History(others_called=tuple(TUESDAY_TEN - timedelta(hours=n) for n in range(29, 0, -1)))
    account = next_step(PLAN, others, Outcome.NO_ANSWER, HERE)
    assert "30 calls to the account in 30 days are the cap" in account.reasons


def test_caps_on_touches_in_all_end_it() -> None:
    capped = mixed(*[Medium.CALL] * 7, caps=Caps(touches_per_contact=7))
    step = next_step(capped, tried(*[Outcome.NO_ANSWER] * 6, step=6), Outcome.NO_ANSWER, HERE)
    assert (step.stage, step.ended) == (Stage.CLOSED, End.CAP)
    account = next_step(PLAN, History(others_touched=99), Outcome.NO_ANSWER, HERE)
    assert (account.stage, account.next_kind, account.ended) == (Stage.WORKING, Next.NONE, End.CAP)
    assert account.says == "The account had 100 touches: the cap"


def test_touches_go_on_in_order() -> None:
    plan = mixed(Medium.CALL, Medium.LETTER, Medium.CALL)
    letter = next_step(plan, History(), Outcome.NO_ANSWER, HERE)
    assert (letter.medium, letter.says, letter.step) == (Medium.LETTER, "Letter Thu 10:00 there", 1)
    done = history_after(plan, History(), Outcome.NO_ANSWER, HERE)
    thursday = replace(HERE, now=TUESDAY_TEN + timedelta(days=2))
    call = after_touch(plan, done, Medium.LETTER, thursday)
    assert (call.medium, call.step, call.why) == (Medium.CALL, 2, "try 2")
    assert call.at == datetime(
        2027, 4, 12, 18, 0, tzinfo=UTC
    )  # two business days later, the other half of the day
    beside = after_touch(plan, done, Medium.POSTCARD, thursday)
    assert beside.medium is Medium.LETTER and beside.step == 1


def test_a_call_out_of_turn_leaves_the_letter_to_be_written() -> None:
    plan = mixed(Medium.LETTER, Medium.CALL)
    step = next_step(plan, History(), Outcome.NO_ANSWER, HERE)
    assert (step.medium, step.step) == (Medium.LETTER, 0)


def test_media_without_consent_are_left_out() -> None:
    plan = Cadence("Asked", (Touch(Medium.EMAIL, AT_ONCE, "Write.", consent=True), PLAN.touches[0]))
    step = next_step(plan, History(), None, HERE)
    assert (step.medium, step.step) == (
        Medium.CALL,
        1,
    ) and "e-mail left out: no consent noted" in step.reasons
    assert next_step(plan, History(), None, replace(HERE, consents=ALL)).medium is Medium.EMAIL


def test_a_touch_that_needs_a_new_reason_says_so() -> None:
    plan = Cadence("Anew", (PLAN.touches[0], Touch(Medium.VOICEMAIL, AT_ONCE, "Leave it.", new_reason=True)))
    step = next_step(plan, History(), Outcome.NO_ANSWER, HERE)
    assert step.new_reason and "a reason not used before is needed" in step.reasons


def test_hours_that_never_meet_leave_the_other_media() -> None:
    nowhere = Circumstances(TUESDAY_TEN, Open(start=0, end=0))
    letter = next_step(mixed(Medium.CALL, Medium.LETTER), History(), None, nowhere)
    assert letter.medium is Medium.LETTER
    step = next_step(PLAN, History(), Outcome.NO_ANSWER, nowhere)
    assert (step.next_kind, step.at) == (Next.NONE, None) and "calling hours never meet" in step.says
    assert next_step(PLAN, History(), Outcome.BUSY, nowhere).says == "No common calling hours"


def test_a_second_look_decides_the_same() -> None:
    for outcome in (o for o in Outcome if o is not Outcome.CALLBACK):
        step = next_step(PLAN, History(), outcome, HERE)
        kept = replace(history_after(PLAN, History(), outcome, HERE), step=step.step)
        look = replace(HERE, number="", other_numbers=())
        assert next_step(PLAN, kept, None, look).at == step.at, outcome


def test_a_touch_between_does_not_hurry_the_next_call() -> None:
    since = replace(tried(Outcome.NO_ANSWER, step=1), touches=(Done(Medium.SOCIAL, TUESDAY_TEN),))
    step = next_step(PLAN, since, None, HERE)
    assert step.at == datetime(2027, 4, 7, 18, 0, tzinfo=UTC)
