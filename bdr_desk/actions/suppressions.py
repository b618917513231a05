"""Do not contact: a number, an address or a whole domain."""

from dataclasses import dataclass
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain import phone
from bdr_desk.errors import BadInput
from bdr_desk.store.suppressed import suppressed
from bdr_desk.store.tables import Suppression

DEFAULT_REGION = "US"


@dataclass(frozen=True)
class Suppressed:
    suppression: UUID | None  # None: it already was
    kind: str
    value: str


def suppress(desk: Desk, what: str, reason: str, region: str = DEFAULT_REGION) -> Suppressed:
    """Never contact `what` again: a phone number as written in `region`, an e-mail address or a domain. Raises BadInput."""
    if not reason.strip():
        raise BadInput("A suppression needs its reason.", "Say why, for example: asked not to be called.")
    kind, value = read_mark(what, region)
    with desk.write() as tx:
        if suppressed(tx, [(kind, value)], tx.now):
            return Suppressed(None, kind, value)
        row = Suppression(kind=kind, value=value, reason=reason.strip())
        tx.add(row)
        tx.flush()
        return Suppressed(row.id, kind, value)


def read_mark(what: str, region: str) -> tuple[str, str]:
    """(kind, value) as the suppression table has them. Raises BadInput."""
    text = what.strip()
    if "@" in text:
        name, _, domain = text.rpartition("@")
        if name and "." in domain:
            return "email", text.lower()
        if not name and "." in domain:
            return "domain", domain.lower()
    elif number := phone.parse(text, region):
        return "phone", number.e164
    elif "." in text and " " not in text:
        return "domain", text.lower()
    raise BadInput(
        f"“{text}” is not a number, an e-mail address or a domain.",
        "Write it like +1 617 555 0142, ann@firm.example or firm.example.",
    )
