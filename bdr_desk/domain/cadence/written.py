"""A cadence as plain values: as it is kept (JSON) and as people write it (TOML), and every fault in it by name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

from bdr_desk.domain.cadence.plan import (
    CALLING,
    MEDIA,
    AllDone,
    Another,
    Cadence,
    Caps,
    Ends,
    Retries,
    Retry,
    Touch,
    Unit,
    Wait,
    read_wait,
)
from bdr_desk.domain.words import Medium
from bdr_desk.errors import BadInput

ADVICE = "Put that right and try again: the shipped cadences show the form."
_TOP = ("name", "about", "touches", "retries", "caps", "ends")
_TOUCH = ("medium", "wait", "do", "new_reason", "consent")
# By outcome, the fields of its rule beside `wait`; `times`, `days` and `hold` are fields of their own in `Retries`.
_RETRIES: dict[str, tuple[str, ...]] = {
    "busy": ("wait", "times"), "no_answer": ("wait", "another"), "voicemail_left": ("wait", "another"),
    "gatekeeper": ("wait", "another"), "bad_number": ("wait", "days", "hold"), "conversation": ("wait",),
    "not_interested": ("wait",),
}  # fmt: skip
_OWN_FIELDS = {"times": "busy_times", "days": "dead_days", "hold": "hold"}
# Lowest and highest of each number. Fewer than two calls is what half of all leads get, and why they are lost.
_NUMBERS: dict[str, tuple[int, int]] = {
    "times": (0, 10), "days": (2, 10), "min_attempts": (2, 20), "attempts_per_contact": (1, 50),
    "attempts_per_account": (1, 500), "period_days": (1, 366), "touches_per_contact": (1, 50), "touches_per_account": (1, 1000),
}  # fmt: skip
MOST_OF_A_PLAN = 50  # touches
_REVISIT = range(180, 367)  # days: seed practice, a no is revisited after 6 to 12 months


@dataclass(frozen=True, repr=False)
class Fault:
    """`place` is the touch it is in, counted from 0, or None. `field` is what is wrong: "wait" of a touch, else its table
    first ("retries.busy.wait", "caps.period_days"); "" for the plan as a whole."""

    place: int | None
    says: str
    field: str = ""


def as_json(cadence: Cadence) -> dict[str, Any]:
    """Plain values, in the form of the shipped files; every field is there, but flags of a touch that are off."""
    retries = {key: _rule_as_json(cadence.retries, key, parts) for key, parts in _RETRIES.items()}
    ends = {key: _plain(value) for key, value in vars(cadence.ends).items()}
    touches = [_touch_as_json(touch) for touch in cadence.touches]
    return {
        "name": cadence.name, "about": cadence.about, "touches": touches, "retries": retries,
        "caps": asdict(cadence.caps), "ends": ends,
    }  # fmt: skip


def _touch_as_json(touch: Touch) -> dict[str, Any]:
    flags = {key: True for key in ("new_reason", "consent") if getattr(touch, key)}
    return {"medium": str(touch.medium), "wait": str(touch.wait), "do": touch.do, **flags}


def _rule_as_json(retries: Retries, key: str, parts: tuple[str, ...]) -> dict[str, Any]:
    rule = getattr(retries, key)
    values = {
        part: _plain(getattr(retries, _OWN_FIELDS[part]) if part in _OWN_FIELDS else getattr(rule, part))
        for part in parts
    }
    return {part: value for part, value in values.items() if value is not None}


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Wait | StrEnum) else value


def from_json(data: object) -> Cadence:
    """The cadence kept as `data`; what is not there is as in `Cadence`. Raises BadInput naming every fault."""
    found = tuple(faults(data))
    if found or not isinstance(data, Mapping):
        says = "; ".join(
            each.says if each.place is None else f"touch {each.place + 1}: {each.says}" for each in found
        )
        raise BadInput(f"This is not a cadence: {says}.", ADVICE)
    return Cadence(
        data["name"].strip(), tuple(map(_touch, data["touches"])), _retries(data.get("retries", {})),
        Caps(**data.get("caps", {})), _ends(data.get("ends", {})), data.get("about", ""),
    )  # fmt: skip


def _touch(row: Mapping[str, Any]) -> Touch:
    return Touch(
        Medium(row["medium"]), read_wait(row["wait"]), row["do"].strip(), row.get("new_reason", False),
        row.get("consent", False),
    )  # fmt: skip


def _retries(rows: Mapping[str, Mapping[str, Any]]) -> Retries:
    usual = Retries()
    given: dict[str, Any] = {}
    for key, row in rows.items():
        rule: Retry = getattr(usual, key)
        wait = read_wait(row["wait"]) if "wait" in row else rule.wait
        given[key] = Retry(wait, Another(row["another"]) if "another" in row else rule.another)
        own = {_OWN_FIELDS[part]: row[part] for part in _OWN_FIELDS if part in row}
        given |= own | ({"hold": read_wait(own["hold"])} if "hold" in own else {})
    return Retries(**given)


def _ends(row: Mapping[str, Any]) -> Ends:
    waits = {key: read_wait(row[key]) for key in ("rest", "revisit") if key in row}
    done = {"all_done": AllDone(row["all_done"])} if "all_done" in row else {}
    return Ends(**{**row, **waits, **done})


# Faults


def faults(data: object) -> Iterator[Fault]:
    """Everything that is wrong, each with what it must be."""
    if not isinstance(data, Mapping):
        yield Fault(None, "it has no fields")
        return
    first = (*_faults_at_top(data), *_faults_of_touches(data.get("touches")))
    tables = tuple(_faults_of_tables(data))
    yield from (*first, *tables)
    if not first and not tables:
        yield from _faults_together(data)


def _faults_at_top(data: Mapping[str, Any]) -> Iterator[Fault]:
    if not _is_words(data.get("name")):
        yield Fault(None, "name is missing", "name")
    if not isinstance(data.get("about", ""), str):
        yield Fault(None, "about must be a text", "about")
    yield from _unknown(data, _TOP, "a cadence")


def _faults_of_touches(rows: object) -> Iterator[Fault]:
    if not isinstance(rows, list) or not rows:
        yield Fault(None, "it has no touches: write at least one [[touches]]", "touches")
        return
    if len(rows) > MOST_OF_A_PLAN:
        yield Fault(None, f"{len(rows)} touches are too many: {MOST_OF_A_PLAN} at most", "touches")
    for place, row in enumerate(rows):
        if isinstance(row, Mapping):
            yield from (replace(fault, place=place) for fault in _faults_of_touch(row))
        else:
            yield Fault(place, "it must have fields: medium, wait, do")
    yield from _repeated_voicemails(rows)


def _repeated_voicemails(rows: Sequence[object]) -> Iterator[Fault]:
    messages = [
        (place, row)
        for place, row in enumerate(rows)
        if isinstance(row, Mapping) and row.get("medium") == Medium.VOICEMAIL
    ]
    for place, row in messages[1:]:
        if row.get("new_reason") is not True:
            yield Fault(place, "a second voicemail needs a new reason: write new_reason = true", "new_reason")


def _faults_of_touch(row: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _unknown(row, _TOUCH, "a touch")
    if row.get("medium") not in MEDIA:
        says = f"medium “{row.get('medium', '')}” must be one of {', '.join(MEDIA)}"
        yield Fault(None, says, "medium")
    yield from _faults_of_wait("wait", row.get("wait"))
    if not _is_words(row.get("do")):
        yield Fault(None, "do is missing: say what is to be done", "do")
    for key in ("new_reason", "consent"):
        if not isinstance(row.get(key, False), bool):
            yield Fault(None, f"{key} must be true or false", key)


def _faults_of_tables(data: Mapping[str, Any]) -> Iterator[Fault]:
    for name in ("retries", "caps", "ends"):
        table = data.get(name, {})
        if isinstance(table, Mapping):
            yield from (_inside(name, fault) for fault in _TABLES[name](table))
        else:
            yield Fault(None, f"{name} must have fields", name)


def _inside(table: str, fault: Fault) -> Fault:
    return Fault(fault.place, f"{table}: {fault.says}", f"{table}.{fault.field}")


def _faults_of_retries(table: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _unknown(table, tuple(_RETRIES), "the rules of retrying", "an outcome that is tried again")
    for key in _RETRIES:
        row = table.get(key, {})
        if isinstance(row, Mapping):
            yield from (_inside(key, fault) for fault in _faults_of_rule(key, row))
        else:
            yield Fault(None, f'{key} must be written like {{ wait = "1 business day" }}', key)


def _faults_of_rule(key: str, row: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _unknown(row, _RETRIES[key], "this rule")
    yield from _faults_of_waits(row, ("wait", "hold"))
    yield from _faults_of_numbers(row, ("times", "days"))
    yield from _faults_of_choice(row, "another", Another)
    days = _days(row.get("wait"))
    if key == "not_interested" and days is not None and days not in _REVISIT:
        says = f"wait “{row['wait']}” must be 6 to 12 months: a no is not asked again sooner"
        yield Fault(None, says, "wait")


def _faults_of_caps(table: Mapping[str, Any]) -> Iterator[Fault]:
    names = tuple(each.name for each in fields(Caps))
    yield from _unknown(table, names, "the caps")
    yield from _faults_of_numbers(table, names)


def _faults_of_ends(table: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _unknown(table, tuple(each.name for each in fields(Ends)), "the ends")
    yield from _faults_of_numbers(table, ("min_attempts",))
    yield from _faults_of_waits(table, ("rest", "revisit"))
    yield from _faults_of_choice(table, "all_done", AllDone)
    for key in ("rest", "revisit"):
        if key in table and _days(table[key]) == 0:
            yield Fault(None, f"{key} “{table[key]}” must be at least a day", key)


_TABLES = {"retries": _faults_of_retries, "caps": _faults_of_caps, "ends": _faults_of_ends}


def _faults_together(data: Mapping[str, Any]) -> Iterator[Fault]:
    """What is right by itself and contradicts something else."""
    caps, ends = Caps(**data.get("caps", {})), _ends(data.get("ends", {}))
    planned = len(data["touches"])
    others = sum(row["medium"] not in CALLING for row in data["touches"])
    most = "caps.touches_per_contact"
    if planned > caps.touches_per_contact:
        says = f"caps: {planned} touches are planned and touches_per_contact is {caps.touches_per_contact}: raise it"
        yield Fault(None, says, most)
    elif others + ends.min_attempts > caps.touches_per_contact:
        says = f"min_attempts {ends.min_attempts} and {others} touches of other media do not fit into touches_per_contact"
        yield Fault(None, f"caps: {says} {caps.touches_per_contact}: raise it", most)
    for kind in ("attempts", "touches"):
        contact, account = getattr(caps, f"{kind}_per_contact"), getattr(caps, f"{kind}_per_account")
        if contact > account:
            says = f"caps: {kind}_per_account {account} is less than {kind}_per_contact {contact}: raise it"
            yield Fault(None, says, f"caps.{kind}_per_account")


def _unknown(row: Mapping[str, Any], known: tuple[str, ...], of: str, kind: str = "") -> Iterator[Fault]:
    names = ", ".join(known)
    yield from (
        Fault(None, f"“{key}” is not {kind or f'a field of {of}'}: use {names}", key)
        for key in row
        if key not in known
    )


def _faults_of_waits(row: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[Fault]:
    for key in keys:
        if key in row:
            yield from _faults_of_wait(key, row[key])


def _faults_of_wait(key: str, value: object) -> Iterator[Fault]:
    if value is None:
        yield Fault(None, f"{key} is missing: write “at once” or something like “2 business days”", key)
        return
    try:
        read_wait(value)
    except BadInput as error:
        advice = f"{error.advice[:1].lower()}{error.advice[1:].rstrip('.')}"
        yield Fault(None, f"{key} {error.title.rstrip('.')}: {advice}", key)


def _faults_of_numbers(row: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[Fault]:
    for key in keys:
        lowest, highest = _NUMBERS[key]
        if key in row and not (type(row[key]) is int and lowest <= row[key] <= highest):
            yield Fault(None, f"{key} must be a whole number from {lowest} to {highest}", key)


def _faults_of_choice(row: Mapping[str, Any], key: str, choices: type[StrEnum]) -> Iterator[Fault]:
    if key in row and row[key] not in list(choices):
        yield Fault(None, f"{key} “{row[key]}” must be one of {', '.join(choices)}", key)


def _days(value: object) -> int | None:
    """A wait in days, a month counted as thirty and hours as none; None for one that cannot be read."""
    try:
        wait = read_wait(value)
    except BadInput:
        return None
    return {
        Unit.DAYS: wait.amount,
        Unit.MONTHS: wait.amount * 30,
        Unit.BUSINESS_DAYS: wait.amount * 7 // 5,
    }.get(wait.unit, 0)


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
