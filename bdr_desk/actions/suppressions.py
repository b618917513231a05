"""Do not contact: a number, an address or a whole domain."""

import re
from dataclasses import dataclass
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain import phone
from bdr_desk.domain.mail_address import address_key, is_address
from bdr_desk.domain.matching import site_domain
from bdr_desk.errors import BadInput
from bdr_desk.queries.lists import checked_region
from bdr_desk.queries.projects import current_project
from bdr_desk.store.suppressed import suppressed
from bdr_desk.store.tables import Suppression

DEFAULT_REGION = "US"
_SEVERAL = re.compile(r"[@\s,;]")
_LETTERS_LAST = re.compile(r"\.[^\W\d_]{2,}$|\.xn--[\w-]+$")  # 617.555.0142 is a number, not a domain


@dataclass(frozen=True, repr=False)
class Suppressed:
    suppression: UUID | None  # None: it already was
    kind: str
    value: str


def suppress(desk: Desk, what: str, reason: str, region: str | None = None) -> Suppressed:
    """Never contact `what` again: a phone number as written in `region`, an e-mail address or a domain.

    `region` (ISO 3166 alpha-2) defaults to the current project's country. Raises BadInput.
    """
    if not reason.strip():
        raise BadInput("A suppression needs its reason.", "Say why, for example: asked not to be called.")
    kind, value = read_mark(what, checked_region(region or _home(desk)))
    with desk.write() as tx:
        if suppressed(tx, [(kind, value)], tx.now):
            return Suppressed(None, kind, value)
        row = Suppression(kind=kind, value=value, reason=reason.strip())
        tx.add(row)
        tx.flush()
        return Suppressed(row.id, kind, value)


def _home(desk: Desk) -> str:
    project = current_project(desk)
    return project.region if project else DEFAULT_REGION


def read_mark(what: str, region: str) -> tuple[str, str]:
    """(kind, value) as the suppression table has them; `region` is ISO 3166 alpha-2. Raises BadInput.

    What cannot be matched later is refused: a wish that looks kept and is not would be worse than none.
    """
    text = what.strip()
    if is_address(text):
        return "email", address_key(text)
    one = text.removeprefix("@")
    if not _SEVERAL.search(one) and (site := site_domain(one)) and _LETTERS_LAST.search(site):
        return "domain", site
    if "@" not in text and (number := phone.parse(text, region)):
        return "phone", number.e164
    raise BadInput(
        f"“{text}” is not a number, an e-mail address or a domain.",
        "Write it like +1 617 555 0142, ann@firm.example or firm.example.",
    )
