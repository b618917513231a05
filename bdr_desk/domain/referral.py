"""Who sent us to whom, in words: what was said, the chain of those who said it, the line one may open with."""

from collections.abc import Sequence
from datetime import date

from bdr_desk.domain.time_zones import day_name, day_of_month

FROM = " ← "


def said_says(name: str, title: str, said: str, day: date | None) -> str:
    """ "Jane Park, Ops Manager, said on Tue 17 Nov: “ask Raj”". `day` is the user's; None where it is not known."""
    who = f"{name}, {title}," if title else name
    when = f" on {day_name(day)} {day_of_month(day)}" if day else ""
    return f"{who} said{when}: “{said}”" if said else f"{who} named them{when}"


def chain_says(name: str, named_by: Sequence[str]) -> str:
    """ "Raj ← Jane ← Tom", by given names, where more than one person stands behind `name`; else empty."""
    return FROM.join(map(_first, (name, *named_by))) if len(named_by) > 1 else ""


def _first(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.strip() else "somebody"


def opening_line(name: str) -> str:
    return f"{name} suggested I call you."
