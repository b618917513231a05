"""What a source cost and when it was: said by somebody, for no file knows."""

from datetime import date
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.money import MOST, read_currency
from bdr_desk.errors import BadInput
from bdr_desk.queries.rows import need
from bdr_desk.store.tables import Source

EARLIEST = 1990  # a source before that is a slip of the finger


def set_up_source(
    desk: Desk,
    source: UUID,
    *,
    cost_cents: int | None = None,
    currency: str | None = None,
    happened_on: date | None = None,
    forget_cost: bool = False,
) -> None:
    """Say what a source cost (hundredths of a unit of `currency`, ISO 4217) and when it was; what is left out stays.

    A cost needs a currency, given now or before; `forget_cost` says that nobody knows it after all. Raises BadInput, NotFound.
    """
    with desk.write() as tx:
        row = need(tx, Source, source)
        if forget_cost:
            row.cost_cents = None
        if cost_cents is not None:
            row.cost_cents = _checked_cost(cost_cents)
        if currency is not None:
            row.currency = read_currency(currency)
        if happened_on is not None:
            row.happened_on = _checked_day(happened_on, desk.clock().year)
        if row.cost_cents is not None and not row.currency:
            raise BadInput("A cost needs its currency.", "Name it by its three letters, like EUR or USD.")


def _checked_cost(cents: int) -> int:
    if not 0 <= cents <= 100 * MOST:
        raise BadInput("That is no price.", f"Give 0 to {MOST:,}.")
    return cents


def _checked_day(day: date, this_year: int) -> date:
    if not EARLIEST <= day.year <= this_year + 1:
        raise BadInput(f"{day.isoformat()} is no day a source can be of.", f"Give a day from {EARLIEST} on.")
    return day
