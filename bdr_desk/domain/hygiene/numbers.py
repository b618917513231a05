"""What is wrong with a phone number, or with a cell in which none was found."""

from functools import lru_cache

from bdr_desk.domain import phone, phone_plan
from bdr_desk.domain.fiction_numbers import fiction, repeated_digits, sequential_digits

_FEWEST_DIGITS = 7  # of a number somebody could dial from elsewhere; E.164 itself gives no lower bound
_TELLING = 6  # digits at the end: where these are neither alike nor counted, no longer ones are
_COUNTING = "0123456789012345678909876543210987654321"


def number_rule(e164: str) -> str | None:
    """The rule a number in E.164 breaks although its plan knows it."""
    if fiction(e164):
        return "fictional_number"
    last = e164[-_TELLING:]
    if len(set(last)) > 2 and last not in _COUNTING:  # quick: most numbers end here
        return None
    if repeated_digits(e164):
        return "repeated_digits" if _is_one_digit(e164) else "memorable_number"
    return "sequential_digits" if sequential_digits(e164) or e164[-10:] in _COUNTING else None


def _is_one_digit(e164: str) -> bool:
    """The whole national number, but for one digit; (617) 777-7777 may be a firm's that paid for it."""
    national = e164[1 + len(phone_plan.calling_code(e164[1:]) or "") :]
    return max(map(national.count, set(national))) >= len(national) - 1


@lru_cache(maxsize=4096)
def cell_rule(cell: str, region: str) -> str:
    """Why no number was found in `cell`, written in `region`."""
    if "@" in cell:
        return "shifted_columns"
    number = phone.parse(cell, region)
    digits = "".join(c for c in cell if c.isdecimal())
    made_up = _local_fiction(digits, region) or (number and number_rule(number.e164)) or _digits_rule(digits)
    if made_up:  # nobody has a number that no plan knows, however good it is to remember
        return "repeated_digits" if made_up == "memorable_number" else made_up
    return "invalid_phone" if number and len(digits) >= _FEWEST_DIGITS else "impossible_phone"


def _digits_rule(digits: str) -> str | None:
    """No plan need know a number for it to be seen that it was made up."""
    if len(digits) < _FEWEST_DIGITS:
        return None
    if len(set(digits.lstrip("0") or "0")) == 1:
        return "repeated_digits"
    return "sequential_digits" if digits in _COUNTING or digits.lstrip("0") in _COUNTING else None


def _local_fiction(digits: str, region: str) -> str | None:
    """A number without its area ("555-5555"), as it is said in North America: fictional in one area, fictional in all."""
    local = len(digits) == 7 and region in ("US", "CA")
    return number_rule(f"+1212{digits}") if local else None
