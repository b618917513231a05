"""Cadences kept and read again, and every fault by name."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from bdr_desk.domain.cadence import Cadence, as_json, default_cadence, from_json
from bdr_desk.domain.cadence.plan import Caps, Ends, Retries
from bdr_desk.errors import BadInput
from tests.domain.cadence.making import cadences

SHORT = {"name": "Short", "touches": [{"medium": "call", "wait": "at once", "do": "Call."}]}


def changed(**parts: object) -> dict[str, Any]:
    return {**SHORT, **parts}


def touch(**parts: object) -> dict[str, Any]:
    return changed(touches=[{"medium": "call", "wait": "at once", "do": "Call.", **parts}])


@settings(deadline=None)
@given(cadences())
def test_kept_and_read_again(cadence: Cadence) -> None:
    assert from_json(json.loads(json.dumps(as_json(cadence)))) == cadence


def test_the_default_is_kept_like_any_other() -> None:
    assert from_json(as_json(default_cadence())) == default_cadence()


def test_what_is_not_said_is_as_usual() -> None:
    read = from_json(SHORT)
    assert (read.retries, read.caps, read.ends) == (Retries(), Caps(), Ends())
    busy = from_json(changed(retries={"busy": {"times": 1}}))
    assert busy.retries.busy_times == 1 and busy.retries.busy == Retries().busy


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "it has no fields"),
        (changed(name=" "), "name is missing"),
        (changed(about=3), "about must be a text"),
        (changed(steps=[]), "“steps” is not a field of a cadence: use name, about, touches"),
        (changed(touches=[]), "it has no touches: write at least one [[touches]]"),
        (changed(touches=[1]), "touch 1: it must have fields: medium, wait, do"),
        (changed(touches=SHORT["touches"] * 51), "51 touches are too many: 50 at most"),
        (touch(medium="fax"), "touch 1: medium “fax” must be one of call, voicemail, email"),
        (touch(medium="invitation"), "medium “invitation” must be one of"),
        (touch(wait="soon"), "touch 1: wait “soon” is not a wait: write it like “at once”"),
        (touch(wait="300 business days"), "wait “300 business days” is too long a wait: the longest is 260"),
        (touch(wait=None), "touch 1: wait is missing: write “at once”"),
        (touch(do=""), "touch 1: do is missing: say what is to be done"),
        (touch(consent="yes"), "consent must be true or false"),
        (touch(hour=9), "“hour” is not a field of a touch: use medium, wait, do"),
        (changed(touches=[{"medium": "voicemail", "wait": "at once", "do": "Say."}] * 2),
         "touch 2: a second voicemail needs a new reason: write new_reason = true"),
        (changed(retries=[]), "retries must have fields"),
        (changed(retries={"fax": {}}), "retries: “fax” is not an outcome that is tried again: use busy"),
        (changed(retries={"busy": "soon"}), 'busy must be written like { wait = "1 business day" }'),
        (changed(retries={"busy": {"wait": "soon"}}), "retries: busy: wait “soon” is not a wait"),
        (changed(retries={"busy": {"times": True}}), "retries: busy: times must be a whole number from 0 to 10"),
        (changed(retries={"busy": {"hold": "30 days"}}), "“hold” is not a field of this rule: use wait, times"),
        (changed(retries={"no_answer": {"another": "day"}}), "another “day” must be one of hour, part of day"),
        (changed(retries={"not_interested": {"wait": "2 months"}}), "wait “2 months” must be 6 to 12 months"),
        (changed(retries={"bad_number": {"hold": 30}}), "retries: bad_number: hold “30” is not a wait"),
        (changed(caps={"calls": 3}), "caps: “calls” is not a field of the caps: use attempts_per_contact"),
        (changed(caps={"period_days": 0}), "caps: period_days must be a whole number from 1 to 366"),
        (changed(caps={"touches_per_contact": 6}, touches=SHORT["touches"] * 7), "7 touches are planned and"),
        (changed(caps={"touches_per_contact": 5}), "min_attempts 6 and 0 touches of other media do not fit"),
        (changed(caps={"attempts_per_account": 3}), "attempts_per_account 3 is less than attempts_per_contact 12"),
        (changed(ends={"min_attempts": 1}), "ends: min_attempts must be a whole number from 2 to 20"),
        (changed(ends={"all_done": "stop"}), "all_done “stop” must be one of close, rest, revisit"),
        (changed(ends={"rest": "2 hours"}), "ends: rest “2 hours” must be at least a day"),
        (changed(ends={"revisit": ""}), "ends: revisit “” is not a wait"),
    ],
)  # fmt: skip
def test_each_fault_is_named(data: object, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        from_json(data)
    assert says in refused.value.title


def test_all_faults_come_at_once() -> None:
    with pytest.raises(BadInput, match=r"name is missing; touch 1: do is missing.*; caps: period_days"):
        from_json({"touches": [{"medium": "call", "wait": "at once"}], "caps": {"period_days": ""}})
